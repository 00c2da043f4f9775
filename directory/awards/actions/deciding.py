"""The decision: proposed by one officer, approved by another, or judged again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from directory import audit
from directory.access import Actor, Permission, require
from directory.awards.actions.judging import DECLARE_FIRST, acting, words
from directory.awards.case import Case
from directory.awards.contracting import withdraw_unsigned
from directory.awards.deciding import ahead, decide, standing_decision
from directory.awards.models import Decision, Summary
from directory.awards.queries.case import case_of
from directory.awards.rules.deciding import Choice, check_choices
from directory.awards.rules.panel import Cell
from directory.awards.rules.standstill import Rest, Standstill, check_rest, london_day
from directory.awards.telling import tell_officers, tell_provider
from directory.awards.told import told, winner_of, wrong_words
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, WrongState
from directory.tenders.models import Tender
from directory.tenders.moving import move_on
from directory.tenders.queries import owned_tender, ready
from directory.tenders.rules import Move, Status

NOTHING_PROPOSED = "No award is proposed"


def summaries_of(decision: Decision) -> Sequence[Summary]:
    """Give a decision's summaries, by bid."""
    rows = db.session.scalars(select(Summary).where(Summary.decision_id == decision.id).order_by(Summary.id)).all()
    return sorted(rows, key=lambda one: one.bid.number)


def may_decide(case: Case, person_id: UUID, lots: Sequence[int]) -> None:
    """Raise NotAllowed where a person has not declared interests, or has one in a bid for these lots."""
    if person_id not in case.declarations:
        raise NotAllowed(DECLARE_FIRST)
    for one in case.bids:
        for lot in set(one.bid.lots) & set(lots):
            if not case.may_judge(person_id, Cell(one.number, 0, lot)):
                raise NotAllowed(f"You declared an interest in a bid for lot {lot}, so another person decides here")


class Proposal:
    """What is proposed for the own authority's tender, held until the action ends."""

    def __init__(self, actor: Actor, tender_id: UUID) -> None:
        """Raise NotFound, or WrongState where nothing is proposed."""
        self.tender: Tender = owned_tender(actor, tender_id, lock=True)
        decision = standing_decision(self.tender) if self.tender.status == Status.AWARD_PROPOSED else None
        if decision is None:
            raise WrongState(NOTHING_PROPOSED)
        self.decision: Decision = decision
        self.case: Case = case_of(actor, self.tender)

    def parts(self) -> tuple[Tender, Case, Decision]:
        """Give the tender, its judging and the decision."""
        return self.tender, self.case, self.decision


@atomic
def propose(actor: Actor, tender_id: UUID, choices: Sequence[Choice], *, rest: Rest, now: datetime) -> Decision:
    """Propose who is awarded each lot that has no contract yet, best first, and how long the award will rest.

    Makes each bidder's summary. Raises NotAllowed (also for an own interest), NotFound, WrongState; Invalid by
    ``winners_LOT``, ``reason_LOT`` and ``standstill...`` where something is still open or nobody may be awarded it.
    """
    require(actor, Permission.AWARD_PROPOSE)
    tender = ready(actor, tender_id, Move.PROPOSE, now, lock=True)
    case = case_of(actor, tender)
    coming = ahead(case)
    may_decide(case, acting(actor), [one.lot for one in coming.results])
    details = case.notice.details
    wrong = check_choices(details.kind, coming.results, choices, coming.out) | check_rest(details, rest)
    if wrong:
        raise Invalid(fields=wrong)
    count = db.session.scalar(select(func.count()).select_from(Decision).where(Decision.tender_id == tender.id)) or 0
    made = Decision(
        tender_id=tender.id,
        number=count + 1,
        proposed_by=acting(actor),
        proposed_at=now,
        standstill=rest.kind,
        standstill_days=0 if rest.kind == Standstill.NONE else rest.days,
        standstill_reason=rest.reason.strip(),
    )
    db.session.add(made)
    db.session.flush()
    summaries = decide(case, made, choices, coming)
    db.session.add_all(summaries)
    lots = {one.lot: one.winners for one in choices}
    move_on(actor, tender, Move.PROPOSE, now=now, event="tender:award_proposed", decision=made.number, winners=lots)
    tell_officers(
        tender,
        "An award is proposed and waits for a second person's approval",
        Permission.AWARD_APPROVE,
        endpoint="awards.decision",
        now=now,
    )
    db.session.flush()
    return made


@atomic
def approve(actor: Actor, tender_id: UUID, *, version: int | None = None, now: datetime) -> Decision:
    """Approve, as another than the proposer, what is proposed and what bidders will read.

    ``version`` is the one that was read. Raises NotAllowed, NotFound, WrongState; Invalid where words may not be sent.
    """
    require(actor, Permission.AWARD_APPROVE)
    tender, case, decision = Proposal(actor, tender_id).parts()
    if decision.approved_at is not None:
        raise WrongState("It is approved already")
    if decision.proposed_by == actor.person_id:
        raise NotAllowed("A second person must approve: not the one who proposed the award")
    may_decide(case, acting(actor), [one.lot for one in decision.lots])
    refuse_words(case, decision, now)
    if version is not None and version != decision.version:
        raise WrongState("Somebody changed the proposal while you were reading it. Read it again")
    decision.approved_by, decision.approved_at = acting(actor), now
    audit.record(actor, "tender:award_approved", tender, at=now, decision=decision.number)
    return decision


def refuse_words(case: Case, decision: Decision, now: datetime) -> None:
    """Raise Invalid where something that bidders would read may not be sent, by bid and path."""
    today = london_day(now)
    wrong: dict[str, str] = {}
    winners: dict[str, str] = {}
    for summary in summaries_of(decision):
        one = told(decision, summary)
        name = summary.bid.organisation.name
        winners = dict(one.winner_words)
        for path, what in wrong_words(case, decision, one.words, name, today).items():
            wrong[f"{summary.bid.number}:{path}"] = f"{name}: {what}"
    for path, text in winners.items():
        for what in wrong_words(case, decision, {path: text}, winner_of(case, path), today).values():
            wrong[f"winners:{path}"] = f"The winner’s score: {what}"
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)


@atomic
def reopen(actor: Actor, tender_id: UUID, *, reason: str, now: datetime) -> Decision:
    """Judge again what was proposed or announced, with a reason; contracts that are signed stay signed.

    Where it was announced, all who were told are told so. Raises NotAllowed, NotFound, WrongState, Invalid.
    """
    require(actor, Permission.AWARD_PROPOSE)
    tender = ready(actor, tender_id, Move.REOPEN, now, lock=True)
    decision = standing_decision(tender)
    if decision is None:
        raise WrongState(NOTHING_PROPOSED)
    decision.reopened_reason = words(reason, "reason", "Enter a reason")[:2000]
    decision.reopened_by, decision.reopened_at = acting(actor), now
    announced = decision.announced_at is not None
    withdraw_unsigned(actor, tender, decision.reopened_reason, now)
    move_on(actor, tender, Move.REOPEN, now=now, event="tender:award_reopened", decision=decision.number)
    tender.announced_at = tender.standstill_ends_at = None
    if announced:
        for organisation_id in sorted({one.organisation_id for one in summaries_of(decision)}):
            text = f"{tender.authority.name} judges the bids for {tender.title} again: its award does not stand"
            tell_provider(tender, organisation_id, text, endpoint="tenders.show", path=f"/tenders/{tender.id}", now=now)
    return decision
