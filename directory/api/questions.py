"""Questions about a tender for programs: asked by providers, answered by commissioners, and nowhere who asked."""

from datetime import datetime
from uuid import UUID

from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field

from directory.access import Actor, Permission, current_actor, guarded
from directory.api.operations import answered, body, described
from directory.api.tender_models import AnsweredQuestion, NothingBody, ReasonBody, answered_question
from directory.api.views import v1
from directory.kit import clock
from directory.kit.understand import Given
from directory.tenders import actions, queries
from directory.tenders.models import Question, Tender
from directory.tenders.rules.questions import QuestionStatus, takes_answers

P = Permission
MAY_CONFLICT = (404, 409)


class QuestionBody(Given):
    """A question about a tender. It names nobody."""

    question: str = Field(min_length=1, description="The question, up to 4,000 characters; no name of anybody")
    sure: bool = Field(default=False, description="true where what looked like a name was looked at again")


class AnswerBody(Given):
    """An answer to all at once."""

    question: str = Field(min_length=1, description="The question as everybody will read it")
    answer: str = Field(min_length=1, description="The answer")
    also: tuple[UUID, ...] = Field((), max_length=50, description="Other questions that this answers too, by id")
    changes_tender: bool = Field(default=False, description="true where an amendment follows")
    overrule: dict[str, str] = Field(
        default_factory=dict, description="Why what looks like an identifier is none, by the mark that a refusal gave"
    )


class QuestionAnswer(BaseModel):
    """A question, as its asker and the tender's commissioners see it. Who asked is nobody's to know."""

    id: UUID
    question: str
    asked_at: datetime
    status: QuestionStatus
    answer_number: int | None
    reason: str
    moves: list[str]


class QuestionList(BaseModel):
    """What was asked: for commissioners of the tender all of it, for a provider its own; and every answer."""

    items: list[QuestionAnswer]
    answers: list[AnsweredQuestion]
    moves: list[str]


def _shown(actor: Actor, tender: Tender, question: Question) -> QuestionAnswer:
    officer = actor.may(P.QUESTION_ANSWER)
    open_to = ("answer", "refusal") if officer and takes_answers(tender.phase(clock.now())) else ()
    moves = (open_to or (("refusal",) if officer else ("withdrawal",))) if question.status == "asked" else ()
    numbers = {one.id: one.number for one in queries.public_answers(tender)} if question.answer_id else {}
    return QuestionAnswer(
        id=question.id,
        question=question.text,
        asked_at=question.asked_at,
        status=question.status,
        answer_number=numbers.get(question.answer_id) if question.answer_id else None,
        reason=question.reason,
        moves=list(moves),
    )


@v1.get("/tenders/<uuid:tender_id>/questions")
@guarded(P.QUESTION_ASK, P.QUESTION_ANSWER)
@described("List questions about a tender", answer=QuestionList, refusals=(404,))
def get_questions(tender_id: UUID) -> ResponseReturnValue:
    """Commissioners of the tender read all, providers their own. Nothing tells who asked."""
    actor = current_actor()
    tender = queries.tender_for(actor, tender_id)
    officer = actor.may(P.QUESTION_ANSWER)
    asked = queries.questions(actor, tender_id) if officer else queries.own_questions(actor, tender)
    answers = [answered_question(one) for one in queries.public_answers(tender)]
    moves = ["questions"] if queries.may_ask(actor, tender, clock.now()) else []
    return answered(QuestionList(items=[_shown(actor, tender, one) for one in asked], answers=answers, moves=moves))


@v1.post("/tenders/<uuid:tender_id>/questions")
@guarded(P.QUESTION_ASK)
@described("Ask about a tender", body=QuestionBody, answer=QuestionAnswer, status=201, refusals=MAY_CONFLICT)
def post_question(tender_id: UUID) -> ResponseReturnValue:
    """From ``questions_close_at`` on it is late (409). The answer goes to everybody; nobody is told who asked."""
    given, actor = body(QuestionBody), current_actor()
    asked = actions.ask(actor, tender_id, question=given.question, sure=given.sure, now=clock.now())
    return answered(_shown(actor, queries.tender_for(actor, tender_id), asked), 201)


@v1.post("/tenders/<uuid:tender_id>/questions/<uuid:question_id>/answer")
@guarded(P.QUESTION_ANSWER)
@described("Answer a question to all", body=AnswerBody, answer=AnsweredQuestion, status=201, refusals=MAY_CONFLICT)
def post_question_answer(tender_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """It is public at once. Refused (422) where a text may tell who a child is or who asks."""
    given = body(AnswerBody)
    made = actions.answer(
        current_actor(),
        tender_id,
        [question_id, *given.also],
        question=given.question,
        answer=given.answer,
        changes_tender=given.changes_tender,
        overrule=given.overrule,
        now=clock.now(),
    )
    return answered(answered_question(made), 201)


@v1.post("/tenders/<uuid:tender_id>/questions/<uuid:question_id>/refusal")
@guarded(P.QUESTION_ANSWER)
@described("Close a question unanswered", body=ReasonBody, answer=QuestionAnswer, status=201, refusals=MAY_CONFLICT)
def post_question_refusal(tender_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """Only whoever asked reads the reason."""
    given, actor = body(ReasonBody), current_actor()
    closed = actions.refuse_question(actor, tender_id, question_id, reason=given.reason, now=clock.now())
    return answered(_shown(actor, queries.owned_tender(actor, tender_id), closed), 201)


@v1.post("/tenders/<uuid:tender_id>/questions/<uuid:question_id>/withdrawal")
@guarded(P.QUESTION_ASK)
@described("Take a question back", body=NothingBody, answer=QuestionAnswer, status=201, refusals=MAY_CONFLICT)
def post_question_withdrawal(tender_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """One's own, while it waits for an answer."""
    body(NothingBody)
    actor = current_actor()
    gone = actions.take_back(actor, tender_id, question_id, now=clock.now())
    return answered(_shown(actor, queries.tender_for(actor, tender_id), gone), 201)
