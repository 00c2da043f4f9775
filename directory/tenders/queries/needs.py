from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from directory.access import Actor, Permission
from directory.kit.db import db
from directory.kit.needs import Need
from directory.tenders.models import Tender, TenderLot, lot_lists
from directory.tenders.queries.joint import invitations
from directory.tenders.queries.questions import left_unanswered, public_answers, public_unamended, refused_lately
from directory.tenders.queries.telling import public_types_offered
from directory.tenders.queries.tender import drafts, visible_to, why_not
from directory.tenders.rules import Move, Status
from directory.tenders.rules.questions import overdue, remind_from

P = Permission
NEAR = timedelta(days=3)
BID_SOON = timedelta(days=14)
MOST_NEEDS = 20


def needs(actor: Actor, now: datetime) -> list[Need]:
    """Give what waits for this actor among tenders: for commissioners their own, for providers those to bid for."""
    if actor.may(P.TENDER_DRAFT):
        found = [need for tender in drafts(actor) for need in _draft_needs(actor, tender, now)]
        asked = [_joining_need(tender) for tender in invitations(actor)]
        return [*asked, *found, *_question_needs(actor, now), *_deadline_needs(actor, now)][:MOST_NEEDS]
    return [*_refused_needs(actor, now), *_bid_needs(actor, now)] if actor.may(P.BID_DRAFT) else []


def _joining_need(tender: Tender) -> Need:
    text = f"{tender.authority.name} asks you to buy together: {tender.title}"
    return Need(text, "tenders.joining", {"tender_id": tender.id}, due_at=tender.closes_at)


def _question_needs(actor: Actor, now: datetime) -> Iterator[Need]:
    """Give the own tenders whose questions wait, and those that an answer said would be amended."""
    for tender, number in left_unanswered(actor):
        late = overdue(tender.answers_by_at, now)
        text = f"Answer questions about {tender.title} ({tender.reference})"
        hint = "The time by which you promised answers has passed" if late else ""
        soon = tender.answers_by_at is not None and now >= remind_from(tender.answers_by_at)
        given = {"tender_id": tender.id}
        yield Need(text, "tenders.questions", given, hint, number, due_at=tender.answers_by_at, urgent=soon)
    opened = and_(Tender.authority_id == actor.organisation_id, Tender.status == Status.OPEN, Tender.closes_at > now)
    for tender in db.session.scalars(select(Tender).where(opened).order_by(Tender.closes_at, Tender.reference)):
        for answer in public_unamended(tender, public_answers(tender)):
            text = f"Amend {tender.title} ({tender.reference}): the answer to question {answer.number} says it changes"
            yield Need(text, "tenders.amendment", {"tender_id": tender.id}, due_at=tender.closes_at)


def _refused_needs(actor: Actor, now: datetime) -> Iterator[Need]:
    for tender in refused_lately(actor, now):
        text = f"A question of yours about {tender.title} was not answered: see why"
        yield Need(text, "tenders.questions", {"tender_id": tender.id}, due_at=tender.closes_at)


def _draft_needs(actor: Actor, tender: Tender, now: datetime) -> Iterator[Need]:
    arguments = {"tender_id": tender.id}
    named = f"{tender.title} ({tender.reference})"
    if tender.status == Status.AWAITING_APPROVAL and why_not(actor, tender, Move.APPROVE, now) is None:
        yield Need(f"Approve the tender {named}", "tenders.approval", arguments, due_at=tender.closes_at)
    elif tender.status == Status.APPROVED:
        yield Need(f"Publish the tender {named}", "tenders.publication", arguments, due_at=tender.closes_at)
    elif tender.status == Status.DRAFT and actor.person_id in {tender.drafted_by, tender.edited_by}:
        hint = f"Given back: {tender.return_reason}" if tender.return_reason else ""
        yield Need(f"Finish the tender {named}", "tenders.show", arguments, hint=hint)


def _deadline_needs(actor: Actor, now: datetime) -> Iterator[Need]:
    soon = or_(
        Tender.closes_at.between(now, now + NEAR),
        Tender.questions_close_at.between(now, now + NEAR),
    )
    mine = and_(
        Tender.authority_id == actor.organisation_id, Tender.status == Status.OPEN, Tender.closes_at > now, soon
    )
    for tender in db.session.scalars(select(Tender).where(mine).order_by(Tender.closes_at, Tender.reference)):
        asking = tender.questions_close_at is not None and tender.questions_close_at > now
        what, due_at = ("Questions on", tender.questions_close_at) if asking else ("Bids for", tender.closes_at)
        text = f"{what} {tender.title} ({tender.reference}) close soon"
        yield Need(text, "tenders.show", {"tender_id": tender.id}, due_at=due_at)


def _bid_needs(actor: Actor, now: datetime) -> list[Need]:
    offered = public_types_offered(actor.organisation_id)
    if not offered:
        return []
    soon = and_(Tender.status == Status.OPEN, Tender.closes_at > now, Tender.closes_at <= now + BID_SOON)
    soon = and_(soon, visible_to(actor))
    fitting = lot_lists(TenderLot.service_types.expression, sorted(offered))
    rows = db.session.scalars(
        select(Tender).where(soon, fitting).order_by(Tender.closes_at, Tender.reference).limit(MOST_NEEDS)
    )
    return [
        Need(
            f"A tender that fits your services closes soon: {tender.title}",
            "tenders.show",
            {"tender_id": tender.id},
            hint=tender.authority.name,
            due_at=tender.closes_at,
        )
        for tender in rows
    ]
