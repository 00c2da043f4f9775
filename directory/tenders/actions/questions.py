"""Asking about a tender and answering to all at once. Who asked is sealed, and nobody who answers learns it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from directory import audit, jobs, notify
from directory.access import NOBODY, Actor, Kind, Permission, require
from directory.kit import clock, identifiers
from directory.kit.atomic import atomic
from directory.kit.crypto import seal
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.tenders.actions.refusing import reason_given, refuse
from directory.tenders.identifying import overrule_or_refuse, refuse_own_name, refuse_telling
from directory.tenders.models import Answer, Asker, Question, Tender
from directory.tenders.queries.questions import own_question, own_questions, why_no_question
from directory.tenders.queries.tender import held_tender, owned_tender
from directory.tenders.rules.questions import (
    MOST_WAITING,
    QUESTION_LIFECYCLE,
    QuestionMove,
    QuestionStatus,
    check_answer,
    check_question,
    takes_answers,
)

# answers that are published soon after one another are told of together
TOLD_AFTER = timedelta(minutes=10)
MEANWHILE = "Somebody has answered or closed this question meanwhile. What you wrote is not published"


@atomic
def ask(actor: Actor, tender_id: UUID, *, question: str, sure: bool = False, now: datetime) -> Question:
    """Ask about a tender, for one's own provider. Commissioners read the words, and nowhere who asked.

    ``sure``: what looks like a name or an identifier was looked at again. Raises NotAllowed, NotFound, WrongState from
    the moment ``questions_close_at`` (judged at ``now``, when all of the question has come), Invalid.
    """
    require(actor, Permission.QUESTION_ASK)
    tender = held_tender(actor, tender_id)
    refusal = why_no_question(actor, tender, now)
    if refusal is not None:
        raise refusal
    refuse(check_question(question))
    refuse_own_name(actor, question)
    if not sure:
        refuse_telling(question, now)
    if sum(one.waits for one in own_questions(actor, tender)) >= MOST_WAITING:
        raise Invalid.field(
            "question", f"{MOST_WAITING} of your questions wait for an answer. Ask again when some have one"
        )
    asked = Question(tender_id=tender.id, text=question.strip(), status=QuestionStatus.ASKED, asked_at=now)
    db.session.add(asked)
    db.session.flush()
    db.session.add(Asker(question_id=asked.id, organisation=str(actor.organisation_id)))
    _record(actor, "question:asked", asked, now)
    notify.notice(
        text=f"A provider asks about {tender.title}"[:300],
        endpoint="tenders.questions",
        arguments={"tender_id": tender.id},
        organisation_id=tender.authority_id,
        permission=Permission.QUESTION_ANSWER,
        at=now,
    )
    return asked


def _record(actor: Actor, event: str, question: Question, now: datetime) -> None:
    """Record what an asker did; who that is stands sealed in it, always as long."""
    from_whom = f"{actor.organisation_id} {actor.person_id}".encode()
    audit.record(NOBODY, event, question, at=now, sealed=seal("question-asker", from_whom).decode())


@atomic
def take_back(actor: Actor, tender_id: UUID, question_id: UUID, *, now: datetime) -> Question:
    """Take one's own provider's question back before it is answered. Raises NotAllowed, NotFound, WrongState."""
    require(actor, Permission.QUESTION_ASK)
    tender = held_tender(actor, tender_id)
    question = own_question(actor, tender, question_id)
    question.status = QUESTION_LIFECYCLE.after(question.status, QuestionMove.TAKE_BACK)
    question.settled_at = now
    _record(actor, "question:taken_back", question, now)
    return question


def _held(actor: Actor, tender_id: UUID) -> Tender:
    """Give the actor's own tender, held, so that two officers answer one after the other."""
    require(actor, Permission.QUESTION_ANSWER)
    if actor.person_id is None or actor.kind != Kind.AUTHORITY:
        raise NotAllowed
    return owned_tender(actor, tender_id, lock=True)


def _asked(tender: Tender, question_ids: Sequence[UUID], move: QuestionMove) -> list[Question]:
    """Give the questions of a tender by id, if all may be moved. Raises NotFound, WrongState, Invalid for none."""
    wanted = list(dict.fromkeys(question_ids))
    if not wanted:
        raise Invalid.field("questions", "Choose at least one question")
    chosen = select(Question).where(Question.tender_id == tender.id, Question.id.in_(wanted)).order_by(Question.id)
    found = db.session.scalars(chosen.with_for_update()).all()
    if len(found) != len(wanted):
        raise NotFound
    if not all(QUESTION_LIFECYCLE.allows(one.status, move) for one in found):
        raise WrongState(MEANWHILE)
    return sorted(found, key=lambda one: (one.asked_at, one.id))


@atomic
def answer(
    actor: Actor,
    tender_id: UUID,
    question_ids: Sequence[UUID],
    *,
    question: str,
    answer: str,
    changes_tender: bool = False,
    overrule: Mapping[str, str] | None = None,
    now: datetime,
) -> Answer:
    """Publish one answer to one or several questions, in the officer's wording, to all at once.

    ``overrule`` gives, by mark, why what looks like an identifier is none. Raises NotAllowed, NotFound, WrongState once
    bids have closed or where somebody was faster, Invalid.
    """
    tender = _held(actor, tender_id)
    if not takes_answers(tender.phase(now)):
        raise WrongState("Bids are not open, so an answer cannot be published")
    asked = _asked(tender, question_ids, QuestionMove.ANSWER)
    refuse(check_answer(question, answer))
    last = db.session.scalar(select(func.max(Answer.number)).where(Answer.tender_id == tender.id)) or 0
    made = Answer(
        tender_id=tender.id,
        number=last + 1,
        question=question.strip(),
        text=answer.strip(),
        changes_tender=changes_tender,
        answered_at=now,
        answered_by=actor.person_id,
        overruled="[]",
    )
    db.session.add(made)
    db.session.flush()
    overrule_or_refuse(actor, made, {"question": made.question, "answer": made.text}, overrule or {}, now)
    for one in asked:
        one.status = QUESTION_LIFECYCLE.after(one.status, QuestionMove.ANSWER)
        one.answer_id, one.settled_at = made.id, now
    facts = {"tender": tender.id, "number": made.number, "questions": len(asked), "changes_tender": changes_tender}
    audit.record(actor, "question:answered", made, at=now, **facts)
    at = clock.now() + TOLD_AFTER
    jobs.later("tenders.tell_answered", at=at, key=f"tenders.tell_answered:{tender.id}", tender_id=tender.id)
    return made


@atomic
def refuse_question(actor: Actor, tender_id: UUID, question_id: UUID, *, reason: str, now: datetime) -> Question:
    """Close a question without an answer, with a reason that only whoever asked reads.

    Raises NotAllowed, NotFound, WrongState, Invalid.
    """
    tender = _held(actor, tender_id)
    (question,) = _asked(tender, [question_id], QuestionMove.REFUSE)
    why = reason_given(reason)
    if found := identifiers.find(why, clock.in_london(now).date()):
        raise Invalid.field("reason", found[0].advice)
    question.status = QUESTION_LIFECYCLE.after(question.status, QuestionMove.REFUSE)
    question.reason, question.settled_at = why, now
    audit.record(actor, "question:refused", question, at=now, tender=tender.id)
    return question
