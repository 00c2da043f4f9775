"""The routes by which claims are shown, assured and refused, and organisations verified."""

from tests.sweep.route import Route
from tests.sweep.things import Thing

ASSURED: tuple[Route, ...] = (
    Route("assurance.index", "/assurance", "GET", "claim:assure"),
    Route("assurance.show", "/assurance/<uuid:claim_id>", "GET", "claim:assure", Thing.CLAIM),
    Route("assurance.assurance", "/assurance/<uuid:claim_id>/assurance", "POST", "claim:assure", Thing.CLAIM),
    Route(
        "assurance.file",
        "/assurance/<uuid:claim_id>/files/<uuid:file_id>",
        "GET",
        "claim:assure",
        Thing.EVIDENCE,
        recorded=True,
    ),
    Route("verification.index", "/assurance/organisations", "GET", "organisation:verify"),
    Route(
        "verification.show",
        "/assurance/organisations/<uuid:organisation_id>",
        "GET",
        "organisation:verify",
        Thing.ORGANISATION,
    ),
    Route(
        "verification.verification",
        "/assurance/organisations/<uuid:organisation_id>/verification",
        "POST",
        "organisation:verify",
        Thing.ORGANISATION,
    ),
    Route(
        "verification.refusal",
        "/assurance/organisations/<uuid:organisation_id>/refusal",
        "POST",
        "organisation:verify",
        Thing.ORGANISATION,
    ),
    Route("assurance.refusal", "/assurance/<uuid:claim_id>/refusal", "POST", "claim:assure", Thing.CLAIM),
    Route(
        "evidence.show",
        "/organisation/services/<uuid:service_id>/claims/<uuid:claim_id>",
        "GET",
        "claim:make",
        Thing.OWN_CLAIM,
    ),
    Route(
        "evidence.words",
        "/organisation/services/<uuid:service_id>/claims/<uuid:claim_id>/words",
        "POST",
        "claim:make",
        Thing.OWN_CLAIM,
    ),
    Route(
        "evidence.files",
        "/organisation/services/<uuid:service_id>/claims/<uuid:claim_id>/files",
        "POST",
        "claim:make",
        Thing.OWN_CLAIM,
    ),
    Route(
        "evidence.file",
        "/organisation/services/<uuid:service_id>/claims/<uuid:claim_id>/files/<uuid:file_id>",
        "GET",
        "claim:make",
        Thing.OWN_EVIDENCE,
        recorded=True,
    ),
    Route(
        "evidence.removal",
        "/organisation/services/<uuid:service_id>/claims/<uuid:claim_id>/files/<uuid:file_id>/removal",
        "POST",
        "claim:make",
        Thing.OWN_EVIDENCE,
    ),
)
