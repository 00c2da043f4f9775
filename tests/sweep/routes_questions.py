"""The lines of the matrix of questions about a tender."""

from tests.sweep.route import Route
from tests.sweep.things import Thing

AT = "/tenders/<uuid:tender_id>/questions"
ONE = f"{AT}/<uuid:question_id>"
API = f"/api/v1{ONE}"

QUESTIONS: tuple[Route, ...] = (
    Route("tenders.questions", AT, "GET", "question:answer or question:ask", Thing.TENDER_ASKED),
    Route("tenders.asking", f"{AT}/new", "GET POST", "question:ask", Thing.TENDER_READ),
    Route("tenders.answering", f"{AT}/answer", "GET POST", "question:answer", Thing.TENDER),
    Route("tenders.question_refusal", f"{ONE}/refusal", "GET POST", "question:answer", Thing.QUESTION),
    Route("tenders.question_withdrawal", f"{ONE}/withdrawal", "POST", "question:ask", Thing.OWN_QUESTION),
    Route("api.get_questions", f"/api/v1{AT}", "GET", "question:answer or question:ask", Thing.TENDER_ASKED),
    Route("api.post_question", f"/api/v1{AT}", "POST", "question:ask", Thing.TENDER_READ),
    Route("api.post_question_answer", f"{API}/answer", "POST", "question:answer", Thing.QUESTION),
    Route("api.post_question_refusal", f"{API}/refusal", "POST", "question:answer", Thing.QUESTION),
    Route("api.post_question_withdrawal", f"{API}/withdrawal", "POST", "question:ask", Thing.OWN_QUESTION),
)
