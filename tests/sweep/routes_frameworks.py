"""The lines of the matrix of frameworks. That one exists is public; who is let in or out is the lead's affair."""

from tests.sweep.route import Route
from tests.sweep.things import Thing

AT = "/frameworks/<reference>"
MEMBER = f"{AT}/members/<uuid:member_id>"
APPLICATION = f"{AT}/applications/<uuid:application_id>"
CALL_OFF = "/tenders/<uuid:tender_id>/passing-over"
SIGN, BID = "contract:sign", "bid:submit"

FRAMEWORKS: tuple[Route, ...] = (
    Route("frameworks.index", "/frameworks", "GET", "anyone"),
    Route("frameworks.show", AT, "GET", "anyone", Thing.FRAMEWORK),
    Route("frameworks.suspension", f"{MEMBER}/suspension", "GET POST", SIGN, Thing.FRAMEWORK_MEMBER),
    Route("frameworks.removal", f"{MEMBER}/removal", "GET POST", SIGN, Thing.FRAMEWORK_MEMBER),
    Route("frameworks.restoration", f"{MEMBER}/restoration", "POST", SIGN, Thing.FRAMEWORK_MEMBER),
    Route("frameworks.apply", f"{AT}/lots/<int:number>/application", "GET POST", BID, Thing.FRAMEWORK_LOT),
    Route("frameworks.application", APPLICATION, "GET", "bid:draft or contract:sign", Thing.APPLICATION),
    Route("frameworks.application_withdrawal", f"{APPLICATION}/withdrawal", "POST", BID, Thing.OWN_APPLICATION),
    Route("frameworks.assessment", f"{APPLICATION}/assessment", "GET POST", SIGN, Thing.APPLICATION_TO_JUDGE),
    Route("frameworks.decision", f"{APPLICATION}/decision", "POST", SIGN, Thing.APPLICATION_TO_JUDGE),
    Route("frameworks.send_back", f"{APPLICATION}/return", "POST", SIGN, Thing.APPLICATION_TO_JUDGE),
    Route(
        "tenders.passing_over", "/tenders/<uuid:tender_id>/passing-over", "GET POST", "call_off:make", Thing.CALL_OFF
    ),
    Route("api.list_frameworks", "/api/v1/frameworks", "GET", "anyone"),
    Route("api.get_framework", f"/api/v1{AT}", "GET", "anyone", Thing.FRAMEWORK),
)
