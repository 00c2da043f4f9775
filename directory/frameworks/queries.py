"""Which frameworks there are, who is in them, who may use them. That they exist is public; agreed prices are not."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from directory.access import Actor, Kind, Permission, require
from directory.codes import ServiceType
from directory.frameworks.models import (
    Framework,
    FrameworkApplication,
    FrameworkBuyer,
    FrameworkLot,
    FrameworkMember,
)
from directory.frameworks.rules.joining import Finding as JoiningFinding
from directory.frameworks.rules.joining import Known, Said, findings
from directory.frameworks.rules.joining import Status as ApplicationStatus
from directory.frameworks.rules.members import MemberStatus
from directory.frameworks.rules.scope import Standing, covers
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.kit.needs import Need
from directory.kit.paging import Page
from directory.organisations.models import Organisation
from directory.providers.models import Service
from directory.providers.models import Status as ServiceStatus

P = Permission
SEES_RATES = (P.CALL_OFF_MAKE, P.OFFER_READ)
WAITING = (ApplicationStatus.SUBMITTED, ApplicationStatus.ASSESSED)


def _called(reference: str) -> ColumnElement[bool]:
    """Give the condition that a framework has this reference; what is no reference at all finds none."""
    return Framework.reference == reference.upper() if reference.isascii() and reference.isprintable() else false()


def public_framework(reference: str) -> Framework:
    """Give a framework; that it was awarded is public. Raises NotFound."""
    found = db.session.scalar(select(Framework).where(_called(reference)))
    if found is None:
        raise NotFound
    return found


def led_framework(actor: Actor, reference: str, *, lock: bool = False) -> Framework:
    """Give a framework of which the actor's authority is the lead; ``lock`` holds it. Raises NotFound."""
    require(actor, P.CONTRACT_SIGN)
    asked = select(Framework).where(_called(reference), Framework.authority_id == actor.organisation_id)
    found = db.session.scalar(asked.with_for_update(of=Framework) if lock else asked)
    if found is None:
        raise NotFound
    return found


def _last_on() -> ColumnElement[date]:
    ended = and_(Framework.ended_on.is_not(None), Framework.ended_on < Framework.ends_on)
    return case((ended, Framework.ended_on), else_=Framework.ends_on)


def _runs(on: date) -> ColumnElement[bool]:
    return and_(Framework.starts_on <= on, _last_on() >= on)


def _bought_by(organisation_id: UUID | None) -> ColumnElement[bool]:
    """Give the condition that an authority may use a lot (joined with its framework)."""
    own_code = select(Organisation.gss_code).where(Organisation.id == organisation_id).scalar_subquery()
    named = select(FrameworkBuyer.id).where(
        FrameworkBuyer.lot_id == FrameworkLot.id,
        or_(FrameworkBuyer.organisation_id == organisation_id, FrameworkBuyer.gss_code == own_code),
    )
    return or_(Framework.authority_id == organisation_id, named.exists())


def _usable(organisation_id: UUID | None) -> ColumnElement[bool]:
    """Give the condition that an authority may use a framework: any of its lots."""
    lots = select(FrameworkLot.id).where(FrameworkLot.framework_id == Framework.id)
    return lots.where(_bought_by(organisation_id)).correlate(Framework).exists()


def _joined(organisation_id: UUID | None) -> ColumnElement[bool]:
    """Give the condition that a provider is a member, in whatever standing, of a framework's lot."""
    return (
        select(FrameworkMember.id)
        .join(FrameworkLot, FrameworkLot.id == FrameworkMember.lot_id)
        .where(
            FrameworkLot.framework_id == Framework.id,
            FrameworkMember.provider_id == organisation_id,
            FrameworkMember.status != MemberStatus.LEFT,
        )
        .correlate(Framework)
        .exists()
    )


def frameworks_of(actor: Actor) -> Sequence[Framework]:
    """Give the frameworks that the actor's authority may use or provider is in: those that end last first."""
    if actor.kind not in (Kind.AUTHORITY, Kind.PROVIDER):
        return []
    mine = _usable(actor.organisation_id) if actor.kind == Kind.AUTHORITY else _joined(actor.organisation_id)
    return db.session.scalars(select(Framework).where(mine).order_by(_last_on().desc(), Framework.reference)).all()


def public_frameworks(on: date, *, number: int = 1, size: int = 20) -> Page[Framework]:
    """Give a page of all frameworks: those that run first, those that end soonest first."""
    over = case((_last_on() < on, 1), else_=0)
    total = db.session.scalar(select(func.count()).select_from(Framework)) or 0
    rows = db.session.scalars(
        select(Framework).order_by(over, _last_on(), Framework.reference).limit(size).offset((number - 1) * size)
    ).all()
    return Page(rows, number, size, total)


def may_use(actor: Actor, framework: Framework) -> bool:
    """Say whether the actor's authority may use any lot of a framework. Source: Procurement Act 2023, s45(5)(f)."""
    lots = select(FrameworkLot.id).join(Framework).where(Framework.id == framework.id)
    usable_lots = lots.where(_bought_by(actor.organisation_id))
    return actor.kind == Kind.AUTHORITY and db.session.scalar(select(usable_lots.exists())) is True


@dataclass(frozen=True)
class Sight:
    """What a reader sees of a framework besides what is public."""

    buyer: bool = False
    rates: bool = False
    lead: bool = False
    provider_id: UUID | None = None

    def of(self, member: FrameworkMember) -> bool:
        """Say whether the reader sees how this member stands and what it agreed to: its own, or a buyer's officers."""
        return self.rates or (self.provider_id is not None and member.provider_id == self.provider_id)

    def shows(self, member: FrameworkMember) -> bool:
        """Say whether the reader sees that this member is there: current ones are public."""
        return member.status is MemberStatus.CURRENT or self.buyer or self.of(member)


def sight(actor: Actor, framework: Framework) -> Sight:
    """Give what this actor sees."""
    if actor.kind == Kind.PROVIDER:
        return Sight(provider_id=actor.organisation_id)
    if not may_use(actor, framework):
        return Sight()
    return Sight(
        buyer=True,
        rates=any(actor.may(one) for one in SEES_RATES),
        lead=framework.authority_id == actor.organisation_id and actor.may(P.CONTRACT_SIGN),
    )


def members(actor: Actor, framework: Framework, *, left: bool = False) -> dict[int, list[FrameworkMember]]:
    """Give the members that the actor may see, by number of the lot, in order of rank; then by day of joining."""
    seen = sight(actor, framework)
    asked = (
        select(FrameworkMember)
        .join(FrameworkLot, FrameworkLot.id == FrameworkMember.lot_id)
        .options(joinedload(FrameworkMember.lot))
        .where(
            FrameworkLot.framework_id == framework.id, true() if left else FrameworkMember.status != MemberStatus.LEFT
        )
        .order_by(FrameworkLot.number, FrameworkMember.rank, FrameworkMember.joined_on, FrameworkMember.id)
    )
    found: dict[int, list[FrameworkMember]] = {lot.number: [] for lot in framework.lots}
    for member in db.session.scalars(asked):
        if seen.shows(member):
            found[member.lot.number].append(member)
    return found


def standings(actor: Actor, authority_id: UUID, providers: Collection[UUID], on: date) -> dict[UUID, list[Standing]]:
    """Give, by provider, its current memberships of running lots that the authority may use, best rank first.

    The actor is of that authority, or the site itself.
    """
    if not actor.system and actor.organisation_id != authority_id:
        raise NotFound
    found: dict[UUID, list[Standing]] = {}
    asked = list(providers)
    for start in range(0, len(asked), 500):
        rows = db.session.execute(
            select(FrameworkMember, FrameworkLot, Framework)
            .join(FrameworkLot, FrameworkLot.id == FrameworkMember.lot_id)
            .join(Framework, Framework.id == FrameworkLot.framework_id)
            .where(
                FrameworkMember.provider_id.in_(asked[start : start + 500]),
                FrameworkMember.status == MemberStatus.CURRENT,
                FrameworkMember.joined_on <= on,
                _runs(on),
                _bought_by(authority_id),
            )
            .order_by(FrameworkMember.rank.nulls_last(), Framework.reference, FrameworkLot.number)
        ).unique()
        for member, lot, framework in rows:
            found.setdefault(member.provider_id, []).append(
                Standing(
                    member.provider_id,
                    framework.reference,
                    framework.title,
                    lot.number,
                    member.rank,
                    tuple(lot.service_types),
                    tuple(lot.areas),
                )
            )
    return found


def usable(actor: Actor, on: date) -> Sequence[Framework]:
    """Give the running frameworks that the actor's authority may use, by title."""
    require(actor, P.TENDER_DRAFT)
    found = select(Framework).where(_usable(actor.organisation_id), _runs(on))
    return db.session.scalars(found.order_by(Framework.title, Framework.reference)).all()


def public_covering(
    authority_id: UUID | None, framework: Framework, types: Iterable[ServiceType], areas: Iterable[str]
) -> list[FrameworkLot]:
    """Give the lots of a framework that an authority may use and that cover these types in these areas: all public."""
    asked = select(FrameworkLot).join(Framework).where(Framework.id == framework.id, _bought_by(authority_id))
    wanted, where = list(types), list(areas)
    lots = db.session.scalars(asked.order_by(FrameworkLot.number)).unique()
    return [lot for lot in lots if covers(lot.service_types, lot.areas, wanted, where)]


def current_members(actor: Actor, lots: Iterable[FrameworkLot], on: date) -> Sequence[FrameworkMember]:
    """Give the current members of lots, best rank first: for an authority that may use them."""
    if not actor.system:
        require(actor, P.CALL_OFF_MAKE)
    return db.session.scalars(
        select(FrameworkMember)
        .join(FrameworkLot, FrameworkLot.id == FrameworkMember.lot_id)
        .where(
            FrameworkMember.lot_id.in_([lot.id for lot in lots]),
            FrameworkMember.status == MemberStatus.CURRENT,
            FrameworkMember.joined_on <= on,
        )
        .order_by(FrameworkMember.rank.nulls_last(), FrameworkLot.number, FrameworkMember.id)
    ).all()


def own_memberships(actor: Actor) -> Sequence[FrameworkMember]:
    """Give the actor's provider's memberships, those it left too, newest first."""
    if actor.kind != Kind.PROVIDER:
        return []
    return db.session.scalars(
        select(FrameworkMember)
        .where(FrameworkMember.provider_id == actor.organisation_id)
        .options(joinedload(FrameworkMember.lot).joinedload(FrameworkLot.framework))
        .order_by(FrameworkMember.joined_on.desc(), FrameworkMember.id)
    ).all()


def member_of(actor: Actor, framework: Framework, member_id: UUID, *, lock: bool = False) -> FrameworkMember:
    """Give a member of a framework that the actor's authority leads. Raises NotFound."""
    if framework.authority_id != actor.organisation_id or not actor.may(P.CONTRACT_SIGN):
        raise NotFound
    asked = (
        select(FrameworkMember)
        .join(FrameworkLot, FrameworkLot.id == FrameworkMember.lot_id)
        .where(FrameworkMember.id == member_id, FrameworkLot.framework_id == framework.id)
    )
    found = db.session.scalar(asked.with_for_update(of=FrameworkMember) if lock else asked)
    if found is None:
        raise NotFound
    return found


def known_services(actor: Actor, lot: FrameworkLot, provider_id: UUID) -> list[Known]:
    """Give what the directory knows of a provider's services that fit a lot: for the lead and for the provider."""
    if actor.organisation_id not in (provider_id, lot.framework.authority_id):
        raise NotFound
    rows = db.session.execute(
        select(Service.registration, Service.rating)
        .where(
            Service.organisation_id == provider_id,
            Service.status == ServiceStatus.PUBLISHED,
            Service.service_type.in_(lot.types()),
        )
        .order_by(Service.id)
    )
    return [Known(row.registration, row.rating) for row in rows]


def found_of(actor: Actor, lot: FrameworkLot, provider_id: UUID, said: Said) -> tuple[JoiningFinding, ...]:
    """Give what is found of the conditions for an application, as the directory is now."""
    return findings(lot.framework.shown(), said, known_services(actor, lot, provider_id))


def application(actor: Actor, reference: str, application_id: UUID, *, lock: bool = False) -> FrameworkApplication:
    """Give an application: the provider's own, or one to a framework that the authority leads. NotFound else."""
    asked = (
        select(FrameworkApplication)
        .join(FrameworkLot, FrameworkLot.id == FrameworkApplication.lot_id)
        .join(Framework, Framework.id == FrameworkLot.framework_id)
        .where(FrameworkApplication.id == application_id, _called(reference))
    )
    if lock:
        asked = asked.with_for_update(of=FrameworkApplication).execution_options(populate_existing=True)
    found = db.session.scalar(asked)
    if found is None:
        raise NotFound
    lead = found.lot.framework.authority_id == actor.organisation_id and actor.may(P.CONTRACT_SIGN)
    own = found.provider_id == actor.organisation_id and actor.may(P.BID_DRAFT)
    if not (lead or own):
        raise NotFound
    return found


def applications(actor: Actor, framework: Framework) -> Sequence[FrameworkApplication]:
    """Give the applications that the actor may read: all to its own framework, or its own; those that wait first."""
    asked = (
        select(FrameworkApplication)
        .join(FrameworkLot, FrameworkLot.id == FrameworkApplication.lot_id)
        .where(FrameworkLot.framework_id == framework.id)
    )
    if framework.authority_id != actor.organisation_id or not actor.may(P.CONTRACT_SIGN):
        if actor.kind != Kind.PROVIDER or not actor.may(P.BID_DRAFT):
            return []
        asked = asked.where(FrameworkApplication.provider_id == actor.organisation_id)
    waits = case((FrameworkApplication.status.in_(WAITING), 0), else_=1)
    return db.session.scalars(
        asked.order_by(waits, FrameworkApplication.submitted_at.desc(), FrameworkApplication.id)
    ).all()


def why_not_join(actor: Actor, lot: FrameworkLot, on: date) -> str:
    """Give why the actor's provider may not apply to a lot now; empty where it may."""
    framework = lot.framework
    if framework.kind != "joinable":
        return "This framework cannot be joined: its members were chosen when it was awarded"
    if not framework.runs(on):
        return "This framework does not run now, so it cannot be joined"
    there = select(FrameworkMember.id).where(
        FrameworkMember.lot_id == lot.id,
        FrameworkMember.provider_id == actor.organisation_id,
        FrameworkMember.status != MemberStatus.LEFT,
    )
    if db.session.scalar(there) is not None:
        return "You are a member of this lot already"
    waiting = select(FrameworkApplication.id).where(
        FrameworkApplication.lot_id == lot.id,
        FrameworkApplication.provider_id == actor.organisation_id,
        FrameworkApplication.status.in_(WAITING),
    )
    return "You have applied already. You are told when it is decided" if db.session.scalar(waiting) else ""


def needs(actor: Actor, now: datetime) -> list[Need]:
    """Give the applications that wait for this officer: to assess, or to decide as another than who assessed."""
    del now
    if not actor.may(P.CONTRACT_SIGN) or actor.kind != Kind.AUTHORITY:
        return []
    waiting = (
        select(FrameworkApplication)
        .join(FrameworkLot, FrameworkLot.id == FrameworkApplication.lot_id)
        .join(Framework, Framework.id == FrameworkLot.framework_id)
        .options(joinedload(FrameworkApplication.lot).joinedload(FrameworkLot.framework))
        .where(Framework.authority_id == actor.organisation_id, FrameworkApplication.status.in_(WAITING))
        .order_by(FrameworkApplication.submitted_at, FrameworkApplication.id)
        .limit(20)
    )
    found = []
    for one in db.session.scalars(waiting).unique():
        if one.status is ApplicationStatus.ASSESSED and one.assessed_by == actor.person_id:
            continue
        what = "Assess" if one.status is ApplicationStatus.SUBMITTED else "Decide about"
        reference = one.lot.framework.reference
        text = f"{what} the application of {one.provider.name} to {reference}, lot {one.lot.number}"
        found.append(Need(text, "frameworks.application", {"reference": reference, "application_id": one.id}, hint=""))
    return found
