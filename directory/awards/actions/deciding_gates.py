"""Deciding about conditions that are not met or not known, and about prices that look abnormally low."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select

from directory import audit, notify
from directory.access import Actor, Permission, require
from directory.awards.actions.judging import Judging, acting, bid_of, words
from directory.awards.models import GateDecision, PriceQuery
from directory.awards.rules.gates import Gate
from directory.awards.rules.panel import Cell
from directory.bids.models import OpenedBid
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.days import is_working_day, london_instant
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.tenders.models import Tender
from directory.tenders.rules import Status

FEWEST_WORKING_DAYS = 3
MOST_DAYS = 60


@atomic
def decide_gate(
    actor: Actor, tender_id: UUID, *, bid: int, gate: Gate, lot: int, passes: bool | None, reason: str, now: datetime
) -> GateDecision:
    """Decide whether a bid meets a condition, with a reason; again, it replaces the decision before.

    Raises NotAllowed, NotFound for a condition that the notice does not make, WrongState, Invalid.
    """
    judging = Judging(actor, tender_id)
    one = judging.case.opened(bid)
    found = next((f for f in judging.case.findings(one) if (f.gate, f.lot) == (gate, lot)), None) if one else None
    if one is None or found is None:
        raise NotFound
    judging.may_judge(Cell(bid, 0, lot))
    if passes is None:
        raise Invalid.field("passes", "Say whether the bid meets the condition")
    reason = words(reason, "reason", "Enter a reason")
    kept = judging.case.gate_decisions.get((one.id, gate, lot))
    if kept is None:
        kept = GateDecision(tender_id=judging.tender.id, bid_id=one.id, gate=gate, lot=lot)
        db.session.add(kept)
    kept.found, kept.passes, kept.reason = found.words[:1000], passes, reason
    kept.decided_by, kept.decided_at = judging.person_id, now
    audit.record(actor, "tender:condition_decided", judging.tender, at=now, bid=bid, gate=gate, lot=lot, passes=passes)
    return kept


def _priced(actor: Actor, tender_id: UUID, bid: int, lot: int) -> tuple[Judging, PriceQuery | None]:
    """Give the judging of a bid in a lot whose prices are open, and what was asked about its price."""
    judging = Judging(actor, tender_id)
    if not judging.case.priced:
        raise WrongState("The prices are not open")
    one = judging.case.opened(bid)
    if one is None or lot not in one.bid.lots:
        raise NotFound
    judging.may_judge(Cell(bid, 0, lot))
    return judging, judging.case.price_queries.get((one.id, lot))


def _row(judging: Judging, asked: PriceQuery | None, bid: int, lot: int) -> PriceQuery:
    if asked is None:
        asked = PriceQuery(tender_id=judging.tender.id, bid_id=bid_of(judging.case, bid), lot=lot)
        db.session.add(asked)
    return asked


def earliest_answer(today: date) -> date:
    """Give the first day that leaves a bidder enough working days to answer."""
    day, left = today, FEWEST_WORKING_DAYS
    while left:
        day = date.fromordinal(day.toordinal() + 1)
        left -= is_working_day(day)
    return day


@atomic
def ask_price(
    actor: Actor, tender_id: UUID, *, bid: int, lot: int, question: str, answer_by_on: date | None, now: datetime
) -> PriceQuery:
    """Tell a bidder that its price looks abnormally low, and ask how it will perform at that price.

    Source: Procurement Act 2023, s19(4). Raises NotAllowed, NotFound, WrongState once it was decided, Invalid.
    """
    judging, asked = _priced(actor, tender_id, bid, lot)
    if asked is not None and asked.decided_at is not None:
        raise WrongState("It is decided already")
    question = words(question, "question", "Say what you want the bidder to show")
    today = clock.in_london(now).date()
    first, last = earliest_answer(today), date.fromordinal(today.toordinal() + MOST_DAYS)
    if answer_by_on is None or not first <= answer_by_on <= last:
        raise Invalid.field(
            "answer_by_on", f"Give at least {FEWEST_WORKING_DAYS} working days and {MOST_DAYS} days at most"
        )
    row = _row(judging, asked, bid, lot)
    row.question, row.answer_by_on, row.told_by, row.told_at = question, answer_by_on, judging.person_id, now
    audit.record(actor, "tender:price_questioned", judging.tender, at=now, bid=bid, lot=lot, answer_by=answer_by_on)
    notify.notice(
        text=f"The authority has a question about your bid for {judging.tender.title}"[:300],
        endpoint="awards.price_question",
        arguments={"tender_id": tender_id},
        organisation_id=next(one.organisation_id for one in judging.case.bids if one.number == bid),
        permission=Permission.BID_SUBMIT,
        at=now,
    )
    return row


@atomic
def answer_price(actor: Actor, tender_id: UUID, query_id: UUID, *, answer: str, now: datetime) -> PriceQuery:
    """As the bidder: show how the provider will perform at its price. Raises NotAllowed, NotFound, WrongState, Invalid.

    It may be changed until the authority has decided.
    """
    require(actor, Permission.BID_SUBMIT)
    asked = db.session.scalar(
        select(PriceQuery)
        .join(OpenedBid, OpenedBid.id == PriceQuery.bid_id)
        .where(
            PriceQuery.id == query_id,
            PriceQuery.tender_id == tender_id,
            PriceQuery.told_at.is_not(None),
            OpenedBid.organisation_id == actor.organisation_id,
        )
        .with_for_update(of=PriceQuery)
    )
    if asked is None:
        raise NotFound
    tender = db.session.get_one(Tender, tender_id)
    if asked.decided_at is not None or tender.status != Status.EVALUATING:
        raise WrongState("The authority has decided already")
    asked.answer, asked.answered_at = words(answer, "answer", "Enter your answer"), now
    audit.record(actor, "tender:price_explained", tender, at=now, lot=asked.lot)
    notify.notice(
        text=f"A bidder for {tender.title} has answered about its price"[:300],
        endpoint="awards.prices",
        arguments={"tender_id": tender_id},
        organisation_id=tender.authority_id,
        permission=Permission.BID_MODERATE,
        at=now,
    )
    return asked


@atomic
def decide_price(
    actor: Actor, tender_id: UUID, *, bid: int, lot: int, disregard: bool | None, reason: str, now: datetime
) -> PriceQuery:
    """Decide whether a bid is disregarded for its abnormally low price.

    It may be only after the bidder was told and has answered, or had the time it was given.
    Source: Procurement Act 2023, s19(3)(c) to (5). Raises NotAllowed, NotFound, WrongState, Invalid.
    """
    judging, asked = _priced(actor, tender_id, bid, lot)
    if disregard is None:
        raise Invalid.field("disregard", "Say whether the bid is disregarded")
    reason = words(reason, "reason", "Enter a reason")
    if disregard and not heard(asked, now):
        raise Invalid.field(
            "disregard",
            "Tell the bidder first, and wait for its answer or the end of the time you gave "
            "(Procurement Act 2023, section 19(4))",
        )
    row = _row(judging, asked, bid, lot)
    row.disregarded, row.reason, row.decided_by, row.decided_at = disregard, reason, acting(actor), now
    audit.record(actor, "tender:price_decided", judging.tender, at=now, bid=bid, lot=lot, disregarded=disregard)
    return row


def heard(asked: PriceQuery | None, now: datetime) -> bool:
    """Say whether a bidder was told, and has answered or had its time (the whole of the last day, in London)."""
    if asked is None or asked.told_at is None or asked.answer_by_on is None:
        return False
    over = london_instant(date.fromordinal(asked.answer_by_on.toordinal() + 1), time(0))
    return asked.answered_at is not None or now >= over
