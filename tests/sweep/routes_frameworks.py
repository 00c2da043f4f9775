"""The lines of the matrix of frameworks. That one exists is public; who is let in or out is the lead's affair."""

from tests.sweep.route import Route
from tests.sweep.things import Thing

AT = "/frameworks/<reference>"
MEMBER = f"{AT}/members/<uuid:member_id>"
APPLICATION = f"{AT}/applications/<uuid:application_id>"
CALL_OFF = "/tenders/<uuid:tender_id>/passing-over"
SIGN, BID, JUDGES = "contract:sign", "bid:submit", "bid:draft or contract:sign"
V1 = "/api/v1"

FRAMEWORKS: tuple[Route, ...] = (
    Route("frameworks.index", "/frameworks", "GET", "anyone"),
    Route("frameworks.show", AT, "GET", "anyone", Thing.FRAMEWORK),
    Route("frameworks.suspension", f"{MEMBER}/suspension", "GET POST", SIGN, Thing.FRAMEWORK_MEMBER),
    Route("frameworks.removal", f"{MEMBER}/removal", "GET POST", SIGN, Thing.FRAMEWORK_MEMBER),
    Route("frameworks.restoration", f"{MEMBER}/restoration", "POST", SIGN, Thing.FRAMEWORK_MEMBER),
    Route("frameworks.apply", f"{AT}/lots/<int:number>/application", "GET POST", BID, Thing.FRAMEWORK_LOT),
    Route("frameworks.application", APPLICATION, "GET", JUDGES, Thing.APPLICATION),
    Route("frameworks.application_withdrawal", f"{APPLICATION}/withdrawal", "POST", BID, Thing.OWN_APPLICATION),
    Route("frameworks.assessment", f"{APPLICATION}/assessment", "GET POST", SIGN, Thing.APPLICATION_TO_JUDGE),
    Route("frameworks.decision", f"{APPLICATION}/decision", "POST", SIGN, Thing.APPLICATION_TO_JUDGE),
    Route("frameworks.send_back", f"{APPLICATION}/return", "POST", SIGN, Thing.APPLICATION_TO_JUDGE),
    Route(
        "tenders.passing_over", "/tenders/<uuid:tender_id>/passing-over", "GET POST", "call_off:make", Thing.CALL_OFF
    ),
    Route("api.list_frameworks", "/api/v1/frameworks", "GET", "anyone"),
    Route("api.get_framework", f"/api/v1{AT}", "GET", "anyone", Thing.FRAMEWORK),
    Route("api.get_applications", f"{V1}{AT}/applications", "GET", JUDGES, Thing.FRAMEWORK),
    Route("api.post_application", f"{V1}{AT}/lots/<int:number>/application", "POST", BID, Thing.FRAMEWORK_LOT),
    Route("api.get_application", f"{V1}{APPLICATION}", "GET", JUDGES, Thing.APPLICATION),
    Route("api.post_application_withdrawal", f"{V1}{APPLICATION}/withdrawal", "POST", BID, Thing.OWN_APPLICATION),
    Route("api.post_application_assessment", f"{V1}{APPLICATION}/assessment", "POST", SIGN, Thing.APPLICATION_TO_JUDGE),
    Route("api.post_application_decision", f"{V1}{APPLICATION}/decision", "POST", SIGN, Thing.APPLICATION_TO_JUDGE),
    Route("api.post_application_return", f"{V1}{APPLICATION}/return", "POST", SIGN, Thing.APPLICATION_TO_JUDGE),
    Route("api.get_invitations", f"{V1}/tenders/<uuid:tender_id>/invitations", "GET", "call_off:make", Thing.CALL_OFF),
    Route("api.post_passing_over", f"{V1}{CALL_OFF}", "POST", "call_off:make", Thing.CALL_OFF),
    Route("tenders.taking", "/tenders/<uuid:tender_id>/taking", "POST", BID, Thing.OWN_TURN),
    Route("tenders.declining", "/tenders/<uuid:tender_id>/declining", "GET POST", BID, Thing.OWN_TURN),
    Route("api.get_invitation", f"{V1}/tenders/<uuid:tender_id>/invitation", "GET", "bid:draft", Thing.OWN_TURN),
    Route("api.post_taking", f"{V1}/tenders/<uuid:tender_id>/taking", "POST", BID, Thing.OWN_TURN),
    Route("api.post_declining", f"{V1}/tenders/<uuid:tender_id>/declining", "POST", BID, Thing.OWN_TURN),
    Route("api.get_framework_use", f"{V1}{AT}/use", "GET", "bid:draft or call_off:make", Thing.FRAMEWORK),
)
