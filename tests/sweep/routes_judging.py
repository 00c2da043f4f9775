"""The lines of the matrix from opened bids to how they stand, and the file of it all."""

from tests.sweep.route import Route
from tests.sweep.things import Thing

TENDER = "/tenders/<uuid:tender_id>"
API = f"/api/v1{TENDER}"
MODERATE, SCORE = "bid:moderate", "bid:score"
FILES, FILE = f"{TENDER}/procurement-files", "procurement_file:make"

JUDGING: tuple[Route, ...] = (
    Route("awards.beginning", f"{TENDER}/evaluation/beginning", "GET POST", MODERATE, Thing.TENDER),
    Route("awards.evaluation", f"{TENDER}/evaluation", "GET", SCORE, Thing.JUDGED),
    Route("awards.panel", f"{TENDER}/panel", "GET POST", MODERATE, Thing.JUDGED),
    Route("awards.leaving", f"{TENDER}/panel/<uuid:member_id>/leaving", "GET POST", MODERATE, Thing.PANEL_MEMBER),
    Route("awards.interests", f"{TENDER}/interests", "GET POST", SCORE, Thing.JUDGED),
    Route("awards.interest", f"{TENDER}/interests/<uuid:interest_id>", "GET POST", MODERATE, Thing.INTEREST),
    Route("awards.scores", f"{TENDER}/scores", "GET", SCORE, Thing.JUDGED),
    Route("awards.finishing", f"{TENDER}/scores/finishing", "POST", SCORE, Thing.JUDGED),
    Route("awards.closing", f"{TENDER}/scores/closing", "GET POST", MODERATE, Thing.JUDGED),
    Route(
        "awards.answer",
        f"{TENDER}/scores/<int:bid>/<int:criterion>/<int:lot>",
        "GET POST",
        SCORE,
        Thing.BID_ANSWER,
    ),
    Route(
        "awards.answer_file",
        f"{TENDER}/scores/<int:bid>/<int:criterion>/<int:lot>/files/<sha256>",
        "GET",
        SCORE,
        Thing.BID_ANSWER_FILE,
    ),
    Route("awards.moderation", f"{TENDER}/moderation", "GET", MODERATE, Thing.JUDGED),
    Route("awards.meeting", f"{TENDER}/moderation/<int:criterion>", "GET POST", MODERATE, Thing.JUDGED_CRITERION),
    Route("awards.conditions", f"{TENDER}/conditions-met", "GET", MODERATE, Thing.JUDGED),
    Route(
        "awards.condition",
        f"{TENDER}/conditions-met/<int:bid>/<gate>/<int:lot>",
        "GET POST",
        MODERATE,
        Thing.CONDITION,
    ),
    Route("awards.prices", f"{TENDER}/prices", "GET POST", MODERATE, Thing.JUDGED),
    Route("awards.price", f"{TENDER}/prices/<int:bid>/<int:lot>", "GET POST", MODERATE, Thing.BID_PRICE),
    Route("awards.price_question", f"{TENDER}/price-question", "GET POST", "bid:submit", Thing.PRICE_QUESTION),
    Route("awards.working", f"{TENDER}/working", "GET", MODERATE, Thing.JUDGED),
    Route("awards.draws", f"{TENDER}/draws", "POST", MODERATE, Thing.JUDGED),
    Route("awards.draw", f"{TENDER}/draws/<uuid:draw_id>", "POST", MODERATE, Thing.DRAW),
    Route("awards.spreadsheet", f"{TENDER}/scores.xlsx", "GET", MODERATE, Thing.JUDGED),
    Route("records.index", FILES, "GET POST", FILE, Thing.TENDER),
    Route("records.release", f"{FILES}/release", "GET POST", FILE, Thing.TENDER),
    Route("records.show", f"{FILES}/<uuid:file_id>", "GET", FILE, Thing.PROCUREMENT_FILE),
    Route("records.archive", f"{FILES}/<uuid:file_id>/file.zip", "GET", FILE, Thing.PROCUREMENT_FILE, recorded=True),
    Route("records.document", f"{FILES}/<uuid:file_id>/file.pdf", "GET", FILE, Thing.PROCUREMENT_FILE, recorded=True),
    Route("api.post_tender_evaluation", f"{API}/evaluation", "POST", MODERATE, Thing.TENDER),
    Route("api.post_tender_score", f"{API}/scores", "POST", SCORE, Thing.JUDGED),
    Route("api.post_tender_moderation", f"{API}/moderation", "POST", MODERATE, Thing.JUDGED),
    Route("api.get_tender_results", f"{API}/results", "GET", MODERATE, Thing.TENDER),
)
