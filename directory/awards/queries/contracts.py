from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, or_, select

from directory.access import Actor, Kind, Permission, require
from directory.awards.models import Contract, PerformanceNote
from directory.awards.rules.contract import CONTRACT_LIFECYCLE, ContractMove, ContractStatus, Ending
from directory.awards.rules.due import Due, Known, due
from directory.awards.rules.standstill import london_day
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.organisations.models import Organisation
from directory.tenders.rules import Phase, Status

P = Permission
# a move of a contract that the standing of its tender decides too
WHILE_AWARDED = frozenset({ContractMove.SIGN, ContractMove.GIVE_UP})


def _code(actor: Actor) -> str | None:
    """Give the code of the actor's authority; None where there is none."""
    if actor.organisation_id is None:
        return None
    return db.session.scalar(select(Organisation.gss_code).where(Organisation.id == actor.organisation_id))


def party_to(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that the actor's organisation is a party: buyer, joint buyer or provider."""
    own = or_(Contract.authority_id == actor.organisation_id, Contract.organisation_id == actor.organisation_id)
    code = _code(actor) if actor.kind == Kind.AUTHORITY else None
    if not code:
        return own
    joint = cast(Contract.joint_buyers, String).contains(f'"{code}"', autoescape=True)
    return or_(own, joint)


def own_contract(actor: Actor, contract_id: UUID) -> Contract:
    """Give a contract of the actor's own authority. Raises NotFound."""
    found = db.session.get(Contract, contract_id)
    if found is None or found.authority_id != actor.organisation_id or not actor.may(P.CONTRACT_READ):
        raise NotFound
    return found


def party_contract(actor: Actor, contract_id: UUID) -> Contract:
    """Give a contract to which the actor's organisation is a party. Raises NotAllowed, NotFound."""
    require(actor, P.CONTRACT_READ)
    found = db.session.scalar(select(Contract).where(Contract.id == contract_id, party_to(actor)))
    if found is None:
        raise NotFound
    return found


def contracts(actor: Actor, *, tender_id: UUID | None = None) -> Sequence[Contract]:
    """Give the contracts to which the actor's organisation is a party: those that may end soonest first, ended last."""
    require(actor, P.CONTRACT_READ)
    asked = select(Contract).where(party_to(actor))
    if tender_id is not None:
        asked = asked.where(Contract.tender_id == tender_id)
    rows = db.session.scalars(asked.order_by(Contract.ends_on, Contract.lot, Contract.id)).all()
    order = list(ContractStatus)
    return sorted(rows, key=lambda one: order.index(one.status))


def notes(actor: Actor, contract: Contract) -> Sequence[PerformanceNote]:
    """Give what this actor may read of the performance: its own authority's notes; of the provider those shared."""
    return [one for one in contract.notes if may_read(actor, contract, one)]


def may_read(actor: Actor, contract: Contract, note: PerformanceNote) -> bool:
    """Say whether this actor may read a note."""
    if note.authority_id == actor.organisation_id:
        return True
    return note.shared_at is not None and contract.organisation_id == actor.organisation_id


def moves(actor: Actor, contract: Contract, now: datetime) -> tuple[ContractMove, ...]:
    """Give what this actor may do to a contract now, in the order of the lifecycle."""
    if not actor.may(P.CONTRACT_SIGN) or actor.person_id is None:
        return ()
    found = [one for one in CONTRACT_LIFECYCLE.moves_from(contract.status) if one != ContractMove.WITHDRAW]
    if contract.authority_id != actor.organisation_id:
        return tuple(one for one in found if one == ContractMove.REVIEW)
    return tuple(one for one in found if _now(contract, one, now))


def _now(contract: Contract, move: ContractMove, now: datetime) -> bool:
    tender = contract.tender
    if move in WHILE_AWARDED and tender.status != Status.STANDSTILL:
        return False
    if move == ContractMove.SIGN:
        return tender.phase(now) == Phase.AWARDABLE
    if move == ContractMove.EXTEND:
        return contract.extended_months < contract.extension_months
    return move != ContractMove.PUBLISH or contract.notice_at is None


@dataclass(frozen=True)
class Row:
    """A contract in a list, with what is due of it."""

    contract: Contract
    due: tuple[Due, ...]


def rows(actor: Actor, now: datetime, *, tender_id: UUID | None = None) -> list[Row]:
    """Give the actor's contracts with what is due, what is due soonest first; those without come last."""
    found = [Row(one, due_of(actor, one, now)) for one in contracts(actor, tender_id=tender_id)]
    waiting = sorted((row for row in found if row.due), key=lambda row: row.due[0].on)
    return [*waiting, *(row for row in found if not row.due)]


def due_of(actor: Actor, contract: Contract, now: datetime) -> tuple[Due, ...]:
    """Give what is due of a contract, as this actor is concerned."""
    officer = actor.may(P.CONTRACT_SIGN) and contract.authority_id == actor.organisation_id
    mine = [one.noted_on for one in contract.notes if one.authority_id == actor.organisation_id] if officer else []
    ends_at = contract.tender.standstill_ends_at
    known = Known(
        status=contract.status,
        regime=contract.tender.regime,
        ends_on=contract.ends_on,
        signed_on=contract.signed_on,
        noticed=contract.notice_at is not None,
        months_left=contract.extension_months - contract.extended_months,
        reviewed_on=max(mine, default=None),
        ended_on=contract.ended_on,
        early=contract.ending not in {None, Ending.COMPLETED},
        signable_on=london_day(ends_at) if ends_at and contract.tender.status == Status.STANDSTILL else None,
    )
    return due(known, london_day(now), officer=officer)
