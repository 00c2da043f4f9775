from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from directory.access import Actor, Permission, require
from directory.accounts.models import Person
from directory.codes import ServiceType
from directory.geo.authorities import all_authorities
from directory.kit.db import db
from directory.kit.errors import NotAllowed, NotFound, Refusal, WrongState
from directory.kit.paging import Page
from directory.tenders.models import JointBuyer, Tender, TenderLot, lot_lists
from directory.tenders.objections import objected
from directory.tenders.queries.invited import invitation_to, invited_of, public_once_awarded
from directory.tenders.rules import LIFECYCLE, PERMISSION, Kind, Move, Phase, Status, takes_bids
from directory.tenders.rules.amending import OPEN_ONLY
from directory.tenders.rules.joint import READS

P = Permission
DEFAULT_SIZE = 20
# what may be done to an open tender only while it takes bids, or only once it does not; the words where it may not
WHILE_OPEN = {
    Move.AMEND: f"Bids have closed, so the tender cannot be amended ({OPEN_ONLY})",
    Move.WITHDRAW: "Bids have closed, so the tender cannot be withdrawn. You can cancel it",
}
ONCE_CLOSED = {Move.UNSEAL: "Bids have not closed yet"}


def may_see(actor: Actor, tender: Tender) -> bool:
    """Say whether the tender exists for this actor: published ones for all, others for the buyers' commissioners.

    A call-off exists for those it invites, and for all once its award is announced.
    """
    if tender.published_at is not None and (
        actor.system or public_once_awarded(tender) or invitation_to(actor, tender) is not None
    ):
        return True
    if not actor.may(P.TENDER_DRAFT) or actor.organisation_id is None:
        return False
    joins = (row for row in tender.joint_buyers if row.organisation_id == actor.organisation_id)
    return tender.authority_id == actor.organisation_id or any(row.status in READS for row in joins)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Give the same as a condition in SQL."""
    shown = or_(Tender.kind != Kind.CALL_OFF, Tender.announced_at.is_not(None), invited_of(actor))
    published = Tender.published_at.is_not(None)
    public = published if actor.system else and_(published, shown)
    if not actor.may(P.TENDER_DRAFT) or actor.organisation_id is None:
        return public
    joins = exists().where(
        JointBuyer.tender_id == Tender.id,
        JointBuyer.organisation_id == actor.organisation_id,
        JointBuyer.status.in_(READS),
    )
    return or_(public, Tender.authority_id == actor.organisation_id, joins)


def tender_for(actor: Actor, tender_id: UUID) -> Tender:
    """Give a tender that this actor may see. Raises NotFound."""
    tender = db.session.get(Tender, tender_id)
    if tender is None or not may_see(actor, tender):
        raise NotFound
    return tender


def owned_tender(actor: Actor, tender_id: UUID, *, lock: bool = False) -> Tender:
    """Give a tender of the actor's own authority; ``lock`` holds it until the action ends. Raises NotFound."""
    asked = select(Tender).where(Tender.id == tender_id, Tender.authority_id == actor.organisation_id)
    tender = db.session.scalar(asked.with_for_update(of=Tender) if lock else asked)
    if tender is None or not actor.may(P.TENDER_DRAFT):
        raise NotFound
    return tender


def held_tender(actor: Actor, tender_id: UUID) -> Tender:
    """Give a tender that this actor may see, held until the action ends. Raises NotFound."""
    tender = db.session.scalar(select(Tender).where(Tender.id == tender_id).with_for_update(of=Tender))
    if tender is None or not may_see(actor, tender):
        raise NotFound
    return tender


def why_not(actor: Actor, tender: Tender, move: Move, now: datetime) -> Refusal | None:
    """Give why the actor may not make this move now; None where it may."""
    if not actor.may(PERMISSION[move]) or actor.person_id is None or actor.organisation_id != tender.authority_id:
        return NotAllowed()
    try:
        LIFECYCLE.after(tender.status, move)
    except WrongState as refusal:
        return refusal
    if move == Move.APPROVE and actor.person_id in {tender.drafted_by, tender.submitted_by, tender.edited_by}:
        return NotAllowed(
            "A second person must approve: not the one who drafted the tender, changed it last or asked for approval"
        )
    late = _by_the_clock(tender, move, now)
    if late is None and (words := objected(tender, move)):
        return WrongState(words)
    return late


def _by_the_clock(tender: Tender, move: Move, now: datetime) -> Refusal | None:
    """Give what time has to say against a move that the state allows."""
    phase = tender.phase(now)
    against = ONCE_CLOSED if takes_bids(phase) else WHILE_OPEN
    if tender.status == Status.OPEN and move in against:
        return WrongState(against[move])
    if move == Move.CONTRACT and phase != Phase.AWARDABLE:
        return WrongState("The standstill is not over yet")
    return None


def ready(actor: Actor, tender_id: UUID, move: Move, now: datetime, *, lock: bool = False) -> Tender:
    """Give the actor's own tender if this move may be made now. Raises what stands against it."""
    tender = owned_tender(actor, tender_id, lock=lock)
    refusal = why_not(actor, tender, move, now)
    if refusal is not None:
        raise refusal
    return tender


def moves(actor: Actor, tender: Tender, now: datetime) -> tuple[Move, ...]:
    """Give what this actor may do to the tender now, in the order of the lifecycle."""
    return tuple(move for move in Move if why_not(actor, tender, move, now) is None)


@dataclass(frozen=True)
class Wanted:
    """Which tenders to list: any of each; nothing chosen means all."""

    phases: frozenset[Phase] = frozenset()
    service_types: frozenset[ServiceType] = frozenset()
    region: str = ""
    authority_gss: str = ""
    mine: bool = False


def _in_phase(phase: Phase, now: datetime) -> ColumnElement[bool]:
    """Give the condition that a tender is in this phase at ``now``, the same as ``rules.phase``."""
    opened = Tender.status == Status.OPEN
    closed = Tender.closes_at <= now
    questions_closed = and_(Tender.questions_close_at.is_not(None), Tender.questions_close_at <= now)
    if phase == Phase.OPEN:
        return and_(opened, ~closed, ~questions_closed)
    if phase == Phase.QUESTIONS_CLOSED:
        return and_(opened, ~closed, questions_closed)
    if phase == Phase.SEALED:
        return and_(opened, closed)
    still = Tender.status == Status.STANDSTILL
    over = and_(Tender.standstill_ends_at.is_not(None), Tender.standstill_ends_at <= now)
    if phase == Phase.STANDSTILL:
        return and_(still, ~over)
    if phase == Phase.AWARDABLE:
        return and_(still, over)
    return Tender.status == Status(phase.value)


def wanted_conditions(actor: Actor, wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    """Give the conditions of what the actor may see of what is wanted."""
    found = [visible_to(actor)]
    if wanted.phases:
        found.append(or_(*(_in_phase(phase, now) for phase in sorted(wanted.phases))))
    if wanted.service_types:
        found.append(lot_lists(TenderLot.service_types.expression, sorted(wanted.service_types)))
    if wanted.region:
        codes = [authority.gss for authority in all_authorities() if authority.region == wanted.region]
        found.append(lot_lists(TenderLot.areas.expression, [wanted.region, *codes]))
    if wanted.authority_gss:
        found.append(Tender.authority.has(gss_code=wanted.authority_gss))
    if wanted.mine:
        found.append(Tender.authority_id == actor.organisation_id)
    return found


def tenders(actor: Actor, wanted: Wanted, now: datetime, *, number: int = 1, size: int = DEFAULT_SIZE) -> Page[Tender]:
    """Give a page of what the actor may see: those still open first, soonest deadline first; then newest first."""
    conditions = wanted_conditions(actor, wanted, now)
    total = db.session.scalar(select(func.count()).select_from(Tender).where(*conditions)) or 0
    live = and_(Tender.status == Status.OPEN, Tender.closes_at > now)
    rows = db.session.scalars(
        select(Tender)
        .where(*conditions)
        .order_by(
            case((live, 0), else_=1),
            case((live, Tender.closes_at)),
            func.coalesce(Tender.published_at, Tender.drafted_at).desc(),
            Tender.reference,
        )
        .limit(size)
        .offset((number - 1) * size)
    ).all()
    return Page(rows, number, size, total)


def drafts(actor: Actor) -> Sequence[Tender]:
    """Give what the actor's authority has not published yet, changed last first."""
    require(actor, P.TENDER_DRAFT)
    unpublished = Tender.status.in_((Status.DRAFT, Status.AWAITING_APPROVAL, Status.APPROVED))
    return db.session.scalars(
        select(Tender)
        .where(Tender.authority_id == actor.organisation_id, unpublished)
        .order_by(Tender.edited_at.desc(), Tender.reference)
    ).all()


def people(actor: Actor, tender: Tender) -> dict[UUID, str]:
    """Give the names of those who worked on a tender, for their own authority."""
    if actor.organisation_id != tender.authority_id:
        return {}
    ids = {tender.drafted_by, tender.edited_by, tender.submitted_by, tender.approved_by, tender.published_by}
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids - {None})).order_by(Person.id))
    return {row.id: row.name for row in rows}
