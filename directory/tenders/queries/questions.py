from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from directory.access import Actor, Kind, Permission, require
from directory.frameworks.queries import frameworks_of
from directory.kit.db import db
from directory.kit.errors import NotAllowed, NotFound, Refusal, WrongState
from directory.tenders.models import Answer, Asker, Question, Tender
from directory.tenders.queries.tender import owned_tender
from directory.tenders.rules import Kind as TenderKind
from directory.tenders.rules import Status, takes_questions
from directory.tenders.rules.questions import LATE, QuestionStatus

P = Permission
SHOWN_ON_HOME = timedelta(days=7)


def why_no_question(actor: Actor, tender: Tender, now: datetime) -> Refusal | None:
    """Give why the actor may not ask about a tender now; None where it may."""
    if not actor.may(P.QUESTION_ASK) or actor.person_id is None or actor.kind != Kind.PROVIDER:
        return NotAllowed("Only people of a provider ask questions about a tender")
    if tender.kind == TenderKind.CALL_OFF and not _is_member(actor, tender):
        return NotAllowed("Only members of the framework ask about this call-off")
    phase = tender.phase(now)
    if takes_questions(phase):
        return None
    return WrongState(LATE if tender.status == Status.OPEN else "This tender takes no questions")


def _is_member(actor: Actor, tender: Tender) -> bool:
    return any(one.reference == tender.framework_reference for one in frameworks_of(actor))


def may_ask(actor: Actor, tender: Tender, now: datetime) -> bool:
    """Say whether the actor may ask about a tender now."""
    return why_no_question(actor, tender, now) is None


def public_answers(tender: Tender) -> Sequence[Answer]:
    """Give what was asked and answered, by number: what everybody reads of a published tender."""
    chosen = select(Answer).where(Answer.tender_id == tender.id).order_by(Answer.number)
    return db.session.scalars(chosen).all()


def public_unamended(tender: Tender, answers: Sequence[Answer]) -> list[Answer]:
    """Give the answers that said the tender changes, and that no amendment followed yet."""
    last = max((one.amended_at for one in tender.amendments), default=None)
    return [one for one in answers if one.changes_tender and (last is None or last < one.answered_at)]


def questions(actor: Actor, tender_id: UUID) -> Sequence[Question]:
    """Give all that was asked about a tender of the actor's own authority, oldest first; nothing says by whom."""
    require(actor, P.QUESTION_ANSWER)
    tender = owned_tender(actor, tender_id)
    chosen = select(Question).where(Question.tender_id == tender.id).order_by(Question.asked_at, Question.id)
    return db.session.scalars(chosen).all()


def own_questions(actor: Actor, tender: Tender) -> Sequence[Question]:
    """Give what the actor's own provider asked about a tender, newest first."""
    if actor.kind != Kind.PROVIDER or actor.organisation_id is None or not actor.may(P.QUESTION_ASK):
        return []
    rows = db.session.execute(
        select(Question, Asker.organisation)
        .join(Asker, Asker.question_id == Question.id)
        .where(Question.tender_id == tender.id)
        .order_by(Question.asked_at.desc(), Question.id)
    )
    return [question for question, asker in rows if asker == str(actor.organisation_id)]


def own_question(actor: Actor, tender: Tender, question_id: UUID) -> Question:
    """Give a question that the actor's own provider asked. Raises NotFound for everybody else's."""
    for one in own_questions(actor, tender):
        if one.id == question_id:
            return one
    raise NotFound


def left_unanswered(actor: Actor) -> list[tuple[Tender, int]]:
    """Give the actor's open tenders in which questions wait, with how many, the earliest promise first."""
    rows = db.session.execute(
        select(Question.tender_id, func.count())
        .join(Tender, Tender.id == Question.tender_id)
        .where(
            Tender.authority_id == actor.organisation_id,
            Tender.status == Status.OPEN,
            Question.status == QuestionStatus.ASKED,
        )
        .group_by(Question.tender_id, Tender.answers_by_at, Tender.reference)
        .order_by(Tender.answers_by_at, Tender.reference)
    )
    return [(db.session.get_one(Tender, tender_id), number) for tender_id, number in rows]


def refused_lately(actor: Actor, now: datetime) -> list[Tender]:
    """Give the open tenders in which a question of the actor's own provider was refused in the last week."""
    if actor.kind != Kind.PROVIDER or not actor.may(P.QUESTION_ASK):
        return []
    rows = db.session.execute(
        select(Question.tender_id, Asker.organisation)
        .join(Asker, Asker.question_id == Question.id)
        .join(Tender, Tender.id == Question.tender_id)
        .where(
            Question.status == QuestionStatus.REFUSED,
            Question.settled_at > now - SHOWN_ON_HOME,
            Tender.status == Status.OPEN,
        )
        .order_by(Tender.closes_at, Tender.reference, Question.id)
    )
    own = dict.fromkeys(tender_id for tender_id, asker in rows if asker == str(actor.organisation_id))
    return [db.session.get_one(Tender, tender_id) for tender_id in own]
