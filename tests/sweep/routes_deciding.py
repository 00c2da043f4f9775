"""The lines of the matrix from how the bids stand to what was signed."""

from tests.sweep.route import Route
from tests.sweep.things import Thing

TENDER = "/tenders/<uuid:tender_id>"
API = f"/api/v1{TENDER}"
CONTRACT = "/contracts/<uuid:contract_id>"
PROPOSE, APPROVE, READ, SIGN = "award:propose", "award:approve", "contract:read", "contract:sign"

DECIDING: tuple[Route, ...] = (
    Route("awards.decision", f"{TENDER}/decision", "GET", PROPOSE, Thing.TENDER),
    Route("awards.proposal", f"{TENDER}/decision/proposal", "GET POST", PROPOSE, Thing.TENDER),
    Route("awards.award_approval", f"{TENDER}/decision/approval", "GET POST", APPROVE, Thing.DECIDED),
    Route("awards.announcement", f"{TENDER}/decision/announcement", "GET POST", APPROVE, Thing.DECIDED),
    Route("awards.reopening", f"{TENDER}/decision/reopening", "GET POST", PROPOSE, Thing.TENDER),
    Route("awards.failure", f"{TENDER}/failure", "GET POST", PROPOSE, Thing.TENDER),
    Route("awards.settlement", f"{TENDER}/settlement", "GET POST", SIGN, Thing.TENDER),
    Route("awards.summary", f"{TENDER}/decision/summaries/<int:bid>", "GET POST", PROPOSE, Thing.SUMMARY),
    Route("awards.winners", f"{TENDER}/decision/winners", "GET POST", PROPOSE, Thing.DECIDED),
    Route("awards.assessment", f"{TENDER}/assessment", "GET", "bid:draft", Thing.ASSESSED),
    Route("awards.standstill", f"{TENDER}/standstill", "GET", PROPOSE, Thing.ANNOUNCED),
    Route("awards.challenge", f"{TENDER}/standstill/challenge", "GET POST", PROPOSE, Thing.ANNOUNCED),
    Route(
        "awards.lifting",
        f"{TENDER}/standstill/challenges/<uuid:challenge_id>/lifting",
        "GET POST",
        PROPOSE,
        Thing.CHALLENGE,
    ),
    Route("awards.tender_contracts", f"{TENDER}/contracts", "GET", READ, Thing.TENDER_READ),
    Route("contracts.index", "/contracts", "GET", READ),
    Route("contracts.show", CONTRACT, "GET", READ, Thing.CONTRACT),
    Route("contracts.signature", f"{CONTRACT}/signature", "GET POST", SIGN, Thing.CONTRACT),
    Route("contracts.giving_up", f"{CONTRACT}/giving-up", "GET POST", SIGN, Thing.CONTRACT),
    Route("contracts.notice", f"{CONTRACT}/notice", "GET POST", SIGN, Thing.CONTRACT),
    Route("contracts.variation", f"{CONTRACT}/variation", "GET POST", SIGN, Thing.CONTRACT),
    Route("contracts.extension", f"{CONTRACT}/extension", "GET POST", SIGN, Thing.CONTRACT),
    Route("contracts.performance", f"{CONTRACT}/performance", "GET POST", SIGN, Thing.CONTRACT),
    Route(
        "contracts.sharing",
        f"{CONTRACT}/performance/<uuid:note_id>/sharing",
        "POST",
        SIGN,
        Thing.PERFORMANCE_NOTE,
    ),
    Route("contracts.ending", f"{CONTRACT}/ending", "GET POST", SIGN, Thing.CONTRACT),
    Route("api.get_tender_decision", f"{API}/decision", "GET", PROPOSE, Thing.DECIDED),
    Route("api.post_tender_decision", f"{API}/decision", "POST", PROPOSE, Thing.TENDER),
    Route("api.post_tender_decision_approval", f"{API}/decision/approval", "POST", APPROVE, Thing.TENDER),
    Route("api.post_tender_decision_reopening", f"{API}/decision/reopening", "POST", PROPOSE, Thing.TENDER),
    Route("api.get_tender_award", f"{API}/award", "GET", "anyone", Thing.TENDER_READ),
    Route("api.post_tender_award", f"{API}/award", "POST", APPROVE, Thing.TENDER),
    Route("api.post_tender_failure", f"{API}/failure", "POST", PROPOSE, Thing.TENDER),
    Route("api.get_tender_assessment", f"{API}/assessment", "GET", "bid:draft", Thing.ASSESSED),
    Route("api.post_tender_challenge", f"{API}/challenges", "POST", PROPOSE, Thing.TENDER),
    Route(
        "api.post_tender_challenge_lifting",
        f"{API}/challenges/<uuid:challenge_id>/lifting",
        "POST",
        PROPOSE,
        Thing.CHALLENGE,
    ),
    Route("api.get_tender_contract", f"{API}/contract", "GET", READ, Thing.TENDER_READ),
    Route("api.post_tender_contract", f"{API}/contract", "POST", SIGN, Thing.TENDER),
    Route("api.list_contracts", "/api/v1/contracts", "GET", READ),
    Route("api.get_contract", f"/api/v1{CONTRACT}", "GET", READ, Thing.CONTRACT),
    *(
        Route(f"api.post_contract_{name.replace('-', '_')}", f"/api/v1{CONTRACT}/{name}", "POST", SIGN, Thing.CONTRACT)
        for name in ("signature", "giving-up", "notice", "variation", "extension", "performance", "ending")
    ),
    Route(
        "api.post_contract_performance_sharing",
        f"/api/v1{CONTRACT}/performance/<uuid:note_id>/sharing",
        "POST",
        SIGN,
        Thing.PERFORMANCE_NOTE,
    ),
)
