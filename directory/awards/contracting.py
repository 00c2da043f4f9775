"""Where a winner's contract becomes signed, or will not be: the one place that others hook into."""

from datetime import datetime

from directory import audit
from directory.access import Actor
from directory.awards.deciding import KEPT, contracts_of
from directory.awards.enrolling import enrol
from directory.awards.models import Contract
from directory.awards.rules.contract import CONTRACT_LIFECYCLE, ContractMove, ContractStatus
from directory.kit.db import db
from directory.tenders.models import Tender
from directory.tenders.moving import move_on
from directory.tenders.objections import objection
from directory.tenders.rules import Kind, Move, Phase, Status


def signed(actor: Actor, contract: Contract, now: datetime) -> None:
    """Within the action that signs: the contract, its terms filled in, becomes signed; with the last one the tender."""
    tender = contract.tender
    contract.status = CONTRACT_LIFECYCLE.after(contract.status, ContractMove.SIGN)
    contract.signed_by, contract.signed_at = actor.person_id, now
    contract.awarded_ends_on, contract.awarded_value_pence = contract.ends_on, contract.value_pence
    audit.record(actor, "contract:signed", contract, at=now, tender=tender.id, lot=contract.lot, on=contract.signed_on)
    if tender.kind == Kind.FRAMEWORK:
        enrol(actor, contract, now)
    complete(actor, tender, now)


def complete(actor: Actor, tender: Tender, now: datetime) -> None:
    """Within an action: the tender is contracted if each awarded lot has a signed contract and none is left to sign."""
    db.session.flush()
    left = unsigned(tender) or lots_without(tender)
    if not left and tender.phase(now) == Phase.AWARDABLE:
        move_on(actor, tender, Move.CONTRACT, now=now, event="tender:contracted")


def unsigned(tender: Tender) -> list[Contract]:
    """Give a tender's contracts that are still to be signed."""
    return [one for one in contracts_of(tender) if one.status == ContractStatus.AWARDED]


def lots_without(tender: Tender) -> list[int]:
    """Give the lots whose winners all gave up, so that nobody has a contract for them."""
    made = contracts_of(tender)
    kept = {one.lot for one in made if one.status in KEPT}
    dropped = {one.lot for one in made if one.status == ContractStatus.GIVEN_UP}
    return sorted(dropped - kept - {one.lot for one in made if one.status == ContractStatus.AWARDED})


def withdraw_unsigned(actor: Actor, tender: Tender, reason: str, now: datetime) -> None:
    """Within an action: no contract follows from awards that do not stand any more."""
    for one in unsigned(tender):
        one.status = CONTRACT_LIFECYCLE.after(one.status, ContractMove.WITHDRAW)
        one.dropped_by, one.dropped_at, one.dropped_reason = actor.person_id, now, reason
        audit.record(actor, "contract:withdrawn", one, at=now, tender=tender.id, lot=one.lot)


@objection
def against(tender: Tender, move: Move) -> str | None:
    """Give what a tender's contracts have against a move."""
    if move == Move.CANCEL and tender.status == Status.STANDSTILL:
        if any(one.status in KEPT for one in contracts_of(tender)):
            return "A contract is signed, so the tender cannot be cancelled"
    elif move == Move.CONTRACT and tender.status == Status.STANDSTILL:
        made = contracts_of(tender)
        if made and not any(one.status in {*KEPT, ContractStatus.AWARDED} for one in made):
            return "Every winner gave up: judge again, or end the tender without an award"
    elif move == Move.FAIL and tender.status == Status.STANDSTILL:
        made = contracts_of(tender)
        if not made or any(one.status in {*KEPT, ContractStatus.AWARDED} for one in made):
            return "A contract is signed or may still be"
    elif move == Move.END and any(one.status == ContractStatus.SIGNED for one in contracts_of(tender)):
        return "A contract of this tender has not ended"
    return None
