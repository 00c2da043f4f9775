"""The lines of the matrix of what goes on around a tender: questions, documents, joint buyers, watching."""

from tests.sweep.route import Route
from tests.sweep.things import Thing

AT = "/tenders/<uuid:tender_id>/questions"
ONE = f"{AT}/<uuid:question_id>"
API = f"/api/v1{ONE}"
TENDER = "/tenders/<uuid:tender_id>"
PAPERS = f"{TENDER}/documents"
PAPER = f"{PAPERS}/<uuid:document_id>"
BUYER = f"{TENDER}/joint-buyers/<gss_code>"
V1 = "/api/v1"

QUESTIONS: tuple[Route, ...] = (
    Route("tenders.questions", AT, "GET", "question:answer or question:ask", Thing.TENDER_ASKED),
    Route("tenders.asking", f"{AT}/new", "GET POST", "question:ask", Thing.TENDER_READ),
    Route(
        "tenders.answering",
        f"{AT}/answer",
        "GET POST",
        "question:answer",
        Thing.QUESTION,
        query="?question=<uuid:question_id>",
    ),
    Route("tenders.question_refusal", f"{ONE}/refusal", "GET POST", "question:answer", Thing.QUESTION),
    Route("tenders.question_withdrawal", f"{ONE}/withdrawal", "POST", "question:ask", Thing.OWN_QUESTION),
    Route("api.get_questions", f"/api/v1{AT}", "GET", "question:answer or question:ask", Thing.TENDER_ASKED),
    Route("api.post_question", f"/api/v1{AT}", "POST", "question:ask", Thing.TENDER_READ),
    Route("api.post_question_answer", f"{API}/answer", "POST", "question:answer", Thing.QUESTION),
    Route("api.post_question_refusal", f"{API}/refusal", "POST", "question:answer", Thing.QUESTION),
    Route("api.post_question_withdrawal", f"{API}/withdrawal", "POST", "question:ask", Thing.OWN_QUESTION),
    Route("tenders.documents", PAPERS, "GET POST", "tender:draft", Thing.TENDER),
    Route("tenders.document_version", f"{PAPERS}/amendment", "GET POST", "tender:publish", Thing.TENDER),
    Route("tenders.document_version", f"{PAPER}/amendment", "GET POST", "tender:publish", Thing.DOCUMENT),
    Route("tenders.document_replacement", f"{PAPER}/replacement", "POST", "tender:draft", Thing.DOCUMENT),
    Route("tenders.document_removal", f"{PAPER}/removal", "POST", "tender:draft", Thing.DOCUMENT),
    Route("tenders.document", f"{PAPER}/versions/<int:number>", "GET", "anyone", Thing.DOCUMENT_READ),
    Route("tenders.joint_buyers", f"{TENDER}/joint-buyers", "GET", "tender:draft", Thing.TENDER),
    Route("tenders.joint_invitation", f"{BUYER}/invitation", "POST", "tender:draft", Thing.JOINT_BUYER),
    Route("tenders.joint_agreement", f"{BUYER}/agreement", "GET POST", "tender:draft", Thing.JOINT_BUYER),
    Route("tenders.joining", f"{TENDER}/joining", "GET POST", "tender:publish", Thing.JOINING),
    Route("tenders.leaving", f"{TENDER}/joining/withdrawal", "GET POST", "tender:publish", Thing.JOINING),
    Route("tenders.feed", "/tenders/feed", "GET", "anyone"),
    Route("tenders.watched", "/tenders/watched", "GET", "signed in"),
    Route("tenders.watch", f"{TENDER}/watch", "POST", "signed in", Thing.TENDER_READ),
    Route("tenders.unwatch", f"{TENDER}/watch/removal", "POST", "signed in", Thing.TENDER_READ),
    Route("api.get_documents", f"{V1}{PAPERS}", "GET", "anyone", Thing.TENDER_READ),
    Route("api.post_document", f"{V1}{PAPERS}", "POST", "tender:draft", Thing.TENDER),
    Route("api.post_document_amendment", f"{V1}{PAPERS}/amendment", "POST", "tender:publish", Thing.TENDER),
    Route("api.post_document_version", f"{V1}{PAPER}/amendment", "POST", "tender:publish", Thing.DOCUMENT),
    Route("api.post_document_replacement", f"{V1}{PAPER}/replacement", "POST", "tender:draft", Thing.DOCUMENT),
    Route("api.post_document_removal", f"{V1}{PAPER}/removal", "POST", "tender:draft", Thing.DOCUMENT),
    Route("api.get_joint_buyers", f"{V1}{TENDER}/joint-buyers", "GET", "tender:draft", Thing.TENDER),
    Route("api.post_joint_invitation", f"{V1}{BUYER}/invitation", "POST", "tender:draft", Thing.JOINT_BUYER),
    Route("api.post_joint_agreement", f"{V1}{BUYER}/agreement", "POST", "tender:draft", Thing.JOINT_BUYER),
    Route("api.get_joining", f"{V1}{TENDER}/joining", "GET", "tender:publish", Thing.JOINING),
    Route("api.post_joining_agreement", f"{V1}{TENDER}/joining/agreement", "POST", "tender:publish", Thing.JOINING),
    Route("api.post_joining_withdrawal", f"{V1}{TENDER}/joining/withdrawal", "POST", "tender:publish", Thing.JOINING),
    Route("api.get_watched", f"{V1}/tenders/watched", "GET", "signed in"),
    Route("api.get_watch", f"{V1}{TENDER}/watch", "GET", "signed in", Thing.TENDER_READ),
    Route("api.post_watch", f"{V1}{TENDER}/watch", "POST", "signed in", Thing.TENDER_READ),
    Route("api.delete_watch", f"{V1}{TENDER}/watch", "DELETE", "signed in", Thing.TENDER_READ),
)
