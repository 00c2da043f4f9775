"""The announcement: every bidder its summary, all the notice, and the standstill, at one moment."""

from datetime import datetime
from uuid import UUID

from directory.access import Actor, Permission, require
from directory.awards.actions.deciding import Proposal, refuse_words, summaries_of
from directory.awards.actions.judging import acting
from directory.awards.case import Case
from directory.awards.deciding import contracts_of, value_of
from directory.awards.models import Contract, Decision
from directory.awards.rules.contract import ContractStatus
from directory.awards.rules.standstill import Standstill, ends, london_day
from directory.awards.telling import tell_provider
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import WrongState
from directory.tenders.models import Tender
from directory.tenders.moving import move_on
from directory.tenders.rules import Move


@atomic
def announce(actor: Actor, tender_id: UUID, *, now: datetime) -> Decision:
    """Send all summaries, publish the award notice and begin the standstill: at once, or not at all.

    Where nobody is awarded anything, and nothing is signed yet, the tender is unsuccessful. Raises NotAllowed,
    NotFound, WrongState before the approval; Invalid where words may not be sent (somebody lost a name since).
    Source: Procurement Act 2023, s50(1) and (3): the summaries go before the notice.
    """
    require(actor, Permission.AWARD_APPROVE)
    tender, case, decision = Proposal(actor, tender_id).parts()
    if decision.approved_at is None:
        raise WrongState("The award is not approved yet")
    refuse_words(case, decision, now)
    decision.announced_by, decision.announced_at = acting(actor), now
    for one in decision.awards:
        one.value_pence = value_of(case, one.bid_id, one.lot)
    kept = any(one.status in {ContractStatus.SIGNED, ContractStatus.ENDED} for one in contracts_of(tender))
    if not decision.awards and not kept:
        _fail(actor, tender, decision, now)
    else:
        _rest(actor, tender, decision, now)
        _contracts(tender, case, decision)
    _send(tender, decision, now)
    if not decision.awards and kept:
        move_on(actor, tender, Move.CONTRACT, now=now, event="tender:contracted")
    return decision


def _fail(actor: Actor, tender: Tender, decision: Decision, now: datetime) -> None:
    reasons = [f"Lot {one.lot}: {one.reason}" for one in decision.lots]
    tender.ended_reason = "\n\n".join(reasons) if len(reasons) > 1 else decision.lots[0].reason
    tender.ended_by, tender.ended_at, tender.announced_at = acting(actor), now, now
    move_on(actor, tender, Move.FAIL, now=now, event="tender:unsuccessful", decision=decision.number)


def _rest(actor: Actor, tender: Tender, decision: Decision, now: datetime) -> None:
    tender.announced_at = now
    if decision.standstill == Standstill.NONE or not decision.awards:
        tender.standstill_ends_at = now
    else:
        decision.standstill_from_on, decision.standstill_left = london_day(now), decision.standstill_days
        decision.first_ends_at = ends(london_day(now), decision.standstill_days)
        tender.standstill_ends_at = decision.first_ends_at
    move_on(
        actor,
        tender,
        Move.ANNOUNCE,
        now=now,
        event="tender:award_announced",
        decision=decision.number,
        standstill=decision.standstill,
        ends_at=tender.standstill_ends_at,
    )


def _contracts(tender: Tender, case: Case, decision: Decision) -> None:
    details, lots = case.notice.details, case.notice.lots
    db.session.add_all(
        Contract(
            award_id=one.id,
            tender_id=tender.id,
            lot=one.lot,
            authority_id=tender.authority_id,
            organisation_id=one.organisation_id,
            joint_buyers=list(lots[one.lot - 1].joint_buyers),
            status=ContractStatus.AWARDED,
            starts_on=details.starts_on,
            ends_on=details.ends_on,
            value_pence=one.value_pence,
            extension_months=details.extension_months,
        )
        for one in decision.awards
    )
    db.session.flush()


def _send(tender: Tender, decision: Decision, now: datetime) -> None:
    text = f"{tender.authority.name} has decided about the bids for {tender.title}"
    for summary in summaries_of(decision):
        summary.sent_at = now
        tell_provider(
            tender,
            summary.organisation_id,
            text,
            endpoint="awards.assessment",
            path=f"/tenders/{tender.id}/assessment",
            now=now,
        )
