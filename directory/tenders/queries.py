from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, func, or_, select

from directory.access import Actor, Kind, Permission, require
from directory.accounts.models import Person
from directory.codes import ServiceType
from directory.geo.authorities import all_authorities
from directory.kit.db import db
from directory.kit.errors import NotAllowed, NotFound, Refusal, WrongState
from directory.kit.needs import Need
from directory.kit.paging import Page
from directory.organisations.models import Organisation
from directory.providers.models import Service
from directory.providers.models import Status as ServiceStatus
from directory.tenders.models import Alert, Tender, TenderLot
from directory.tenders.objections import objected
from directory.tenders.rules import LIFECYCLE, Move, Phase, Status, takes_bids
from directory.tenders.rules.areas import regions_of

P = Permission
PERMISSION: dict[Move, Permission] = {
    Move.SUBMIT: P.TENDER_DRAFT,
    Move.APPROVE: P.TENDER_APPROVE,
    Move.RETURN: P.TENDER_DRAFT,
    Move.PUBLISH: P.TENDER_PUBLISH,
    Move.AMEND: P.TENDER_PUBLISH,
    Move.WITHDRAW: P.TENDER_PUBLISH,
    Move.UNSEAL: P.BID_UNSEAL,
    Move.EVALUATE: P.BID_MODERATE,
    Move.PROPOSE: P.AWARD_PROPOSE,
    Move.REOPEN: P.AWARD_PROPOSE,
    Move.ANNOUNCE: P.AWARD_APPROVE,
    Move.CONTRACT: P.CONTRACT_SIGN,
    Move.END: P.CONTRACT_SIGN,
    Move.FAIL: P.AWARD_PROPOSE,
    Move.CANCEL: P.TENDER_PUBLISH,
}
DEFAULT_SIZE = 20
# what may be done to an open tender only while it takes bids, or only once it does not; the words where it may not
WHILE_OPEN = {
    Move.AMEND: "Bids have closed, so the tender cannot be amended",
    Move.WITHDRAW: "Bids have closed, so the tender cannot be withdrawn. You can cancel it",
}
ONCE_CLOSED = {Move.UNSEAL: "Bids have not closed yet"}


def may_see(actor: Actor, tender: Tender) -> bool:
    """Say whether the tender exists for this actor: published ones for all, others for their own commissioners."""
    own = tender.authority_id == actor.organisation_id and actor.may(P.TENDER_DRAFT)
    return tender.published_at is not None or own


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Give the same as a condition in SQL."""
    public = Tender.published_at.is_not(None)
    return or_(public, Tender.authority_id == actor.organisation_id) if actor.may(P.TENDER_DRAFT) else public


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


def _lot_lists(column: ColumnElement[list[str]], values: Sequence[str]) -> ColumnElement[bool]:
    """Give the condition that a lot's list holds one of ``values``: codes, found in quotes in the JSON."""
    text = cast(column, String)
    return exists().where(
        TenderLot.tender_id == Tender.id, or_(*(text.contains(f'"{value}"', autoescape=True) for value in values))
    )


def _wanted(actor: Actor, wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    found = [visible_to(actor)]
    if wanted.phases:
        found.append(or_(*(_in_phase(phase, now) for phase in sorted(wanted.phases))))
    if wanted.service_types:
        found.append(_lot_lists(TenderLot.service_types.expression, sorted(wanted.service_types)))
    if wanted.region:
        codes = [authority.gss for authority in all_authorities() if authority.region == wanted.region]
        found.append(_lot_lists(TenderLot.areas.expression, [wanted.region, *codes]))
    if wanted.authority_gss:
        found.append(Tender.authority.has(gss_code=wanted.authority_gss))
    if wanted.mine:
        found.append(Tender.authority_id == actor.organisation_id)
    return found


def tenders(actor: Actor, wanted: Wanted, now: datetime, *, number: int = 1, size: int = DEFAULT_SIZE) -> Page[Tender]:
    """Give a page of what the actor may see: those still open first, soonest deadline first; then newest first."""
    conditions = _wanted(actor, wanted, now)
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


NEAR = timedelta(days=3)
BID_SOON = timedelta(days=14)
MOST_NEEDS = 20


def needs(actor: Actor, now: datetime) -> list[Need]:
    """Give what waits for this actor among tenders: for commissioners their own, for providers those to bid for."""
    if actor.may(P.TENDER_DRAFT):
        found = [need for tender in drafts(actor) for need in _draft_needs(actor, tender, now)]
        return [*found, *_deadline_needs(actor, now)][:MOST_NEEDS]
    return _bid_needs(actor, now) if actor.may(P.BID_DRAFT) else []


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


def public_types_offered(organisation_id: UUID | None) -> set[ServiceType]:
    """Give the types of the services that a provider has in the directory."""
    published = and_(Service.organisation_id == organisation_id, Service.status == ServiceStatus.PUBLISHED)
    return set(db.session.scalars(select(Service.service_type).where(published).distinct()))


def _bid_needs(actor: Actor, now: datetime) -> list[Need]:
    offered = public_types_offered(actor.organisation_id)
    if not offered:
        return []
    soon = and_(Tender.status == Status.OPEN, Tender.closes_at > now, Tender.closes_at <= now + BID_SOON)
    fitting = _lot_lists(TenderLot.service_types.expression, sorted(offered))
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


def matching_providers(actor: Actor, tender: Tender) -> Sequence[UUID]:
    """Give the providers with a published service of a lot's type in a lot's region, by id."""
    require(actor, P.TENDER_PUBLISH)
    fitting = [
        and_(
            Service.service_type.in_(lot.service_types),
            or_(Service.region.is_(None), Service.region.in_(regions_of(lot.areas))),
        )
        for lot in (row.value() for row in tender.lots)
    ]
    if not fitting:
        return []
    published = and_(Service.status == ServiceStatus.PUBLISHED, Service.organisation_id != tender.authority_id)
    providers = select(Service.organisation_id).where(published, or_(*fitting))
    return db.session.scalars(
        select(Organisation.id)
        .where(Organisation.kind == Kind.PROVIDER, Organisation.id.in_(providers))
        .order_by(Organisation.id)
    ).all()


def told_providers(actor: Actor, tender: Tender) -> Sequence[UUID]:
    """Give the providers that were told of a tender, by id."""
    require(actor, P.TENDER_PUBLISH)
    told = select(Alert.organisation_id).where(Alert.tender_id == tender.id).order_by(Alert.organisation_id)
    return db.session.scalars(told).all()
