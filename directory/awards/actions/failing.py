"""A competition that leads to no contract, or to fewer than it was for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import jobs
from directory.access import Actor, Permission, require
from directory.awards.actions.judging import acting, words
from directory.awards.contracting import unsigned, withdraw_unsigned
from directory.awards.deciding import KEPT, contracts_of
from directory.awards.queries.case import case_of
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import WrongState
from directory.tenders.models import Tender
from directory.tenders.moving import move_on
from directory.tenders.queries import owned_tender, ready
from directory.tenders.rules import Move, Status

PROPOSE_NOBODY = "Bids were opened: propose an award to nobody, so that each bidder is told why"


@atomic
def fail(actor: Actor, tender_id: UUID, *, reason: str, now: datetime) -> Tender:
    """End a tender for which nobody bid, or whose winners all gave up, with a reason that all may read.

    Raises NotAllowed, NotFound, WrongState where there are bids to be judged, Invalid.
    Source: Procurement Act 2023, s55 (procurement termination notices).
    """
    require(actor, Permission.AWARD_PROPOSE)
    tender = ready(actor, tender_id, Move.FAIL, now, lock=True)
    # a bid whose lots an amendment took away is judged for nothing, so there is nothing to tell of it
    if case_of(actor, tender).bids and tender.status != Status.STANDSTILL:
        raise WrongState(PROPOSE_NOBODY)
    tender.ended_reason = words(reason, "reason", "Enter a reason")[:2000]
    tender.ended_by, tender.ended_at = acting(actor), now
    move_on(actor, tender, Move.FAIL, now=now, event="tender:unsuccessful")
    jobs.later("tenders.tell_ended", tender_id=tender.id)
    jobs.later("awards.tell_ended", tender_id=tender.id)
    return tender


@atomic
def settle(actor: Actor, tender_id: UUID, *, reason: str, now: datetime) -> Tender:
    """Leave lots whose winners gave up without a contract, with a reason: the tender is contracted with the others.

    Raises NotAllowed, NotFound, WrongState while a contract is still to be signed or none is, Invalid.
    """
    require(actor, Permission.CONTRACT_SIGN)
    tender = owned_tender(actor, tender_id, lock=True)
    if unsigned(tender):
        raise WrongState("A contract is still to be signed or given up")
    if not any(one.status in KEPT for one in contracts_of(tender)):
        raise WrongState("No contract of this tender is signed")
    why = words(reason, "reason", "Enter a reason")
    move_on(actor, tender, Move.CONTRACT, now=now, event="tender:contracted", reason=why[:2000])
    return tender


@atomic
def drop_contracts(actor: Actor, tender_id: UUID, *, now: datetime) -> None:
    """Withdraw what was awarded and not signed of a tender that ended without a contract."""
    require(actor, Permission.CONTRACT_SIGN)
    tender = db.session.scalar(select(Tender).where(Tender.id == tender_id).with_for_update(of=Tender))
    if tender is not None and tender.status in {Status.CANCELLED, Status.UNSUCCESSFUL}:
        withdraw_unsigned(actor, tender, tender.ended_reason, now)
