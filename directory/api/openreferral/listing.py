"""Which services, organisations and places are public, a page at a time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from directory.api.openreferral.terms import Taxonomy, Term
from directory.codes import ServiceType
from directory.geo.distance import miles_between
from directory.geo.rules import MILE_METRES, Point
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.kit.paging import Page
from directory.organisations.models import Organisation
from directory.providers.models import Claim, Service, Status
from directory.providers.rules.lifecycle import SHOWN_REGISTRATIONS

PUBLIC = and_(
    Service.status == Status.PUBLISHED,
    Service.registration.in_(sorted(SHOWN_REGISTRATIONS)),
    Service.confidential.is_(False),
)
WITH_ALL = (joinedload(Service.organisation), selectinload(Service.claims))
METRES_A_DEGREE = 110_000.0  # of latitude, and a little less than it ever is: a box is never too small


@dataclass(frozen=True)
class Around:
    """A circle: the middle, and how far in metres."""

    point: Point
    metres: float


@dataclass(frozen=True)
class Wanted:
    """Which services: all conditions hold. ``words``: each stands in the name, the description or the owner's name."""

    words: tuple[str, ...] = ()
    term: Term | None = None
    taxonomy: Taxonomy | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    organisation_id: UUID | None = None
    around: Around | None = None
    with_place: bool = False


def _claimed(*values: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Claim.service_id == Service.id, Claim.refused_at.is_(None), *values)


def _holds(word: str) -> ColumnElement[bool]:
    texts = (Service.name, Service.description, Organisation.name)
    return or_(*(func.lower(cast(text, String)).contains(word.lower(), autoescape=True) for text in texts))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [PUBLIC, *(_holds(word) for word in wanted.words)]
    if wanted.term and isinstance(wanted.term.code, ServiceType):
        found.append(Service.service_type == wanted.term.code)
    elif wanted.term:
        found.append(_claimed(Claim.specialism == wanted.term.code))
    if wanted.taxonomy and wanted.taxonomy.codes is not ServiceType:
        found.append(_claimed())
    if wanted.minimum_age is not None:
        found.append(Service.age_minimum >= wanted.minimum_age)
    if wanted.maximum_age is not None:
        found.append(Service.age_maximum <= wanted.maximum_age)
    if wanted.organisation_id is not None:
        found.append(Service.organisation_id == wanted.organisation_id)
    if wanted.with_place or wanted.around:
        found.append(Service.latitude.is_not(None))
    if wanted.around:
        found.append(Service.id.in_(_within(wanted.around)))
    return found


def _within(around: Around) -> Sequence[UUID]:
    """Give the public services in a circle: those in the box about it, then by the geodesic."""
    point = around.point
    north = around.metres / METRES_A_DEGREE
    east = north / max(0.01, math.cos(math.radians(min(89.0, abs(point.latitude) + north))))
    rows = db.session.execute(
        select(Service.id, Service.latitude, Service.longitude)
        .where(PUBLIC)
        .where(Service.latitude.between(point.latitude - north, point.latitude + north))
        .where(Service.longitude.between(point.longitude - east, point.longitude + east))
        .order_by(Service.id)
    )
    most = around.metres / MILE_METRES
    return [row.id for row in rows if miles_between(point, Point(row.latitude, row.longitude)) <= most]


def services(wanted: Wanted, *, number: int, size: int) -> Page[Service]:
    """Give a page of public services, by id: what is added meanwhile moves little."""
    chosen = select(Service).join(Service.organisation).where(*_conditions(wanted))
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    rows = db.session.scalars(
        chosen.options(*WITH_ALL).order_by(Service.id).limit(size).offset((number - 1) * size)
    ).all()
    return Page(rows, number, size, total)


def service(service_id: UUID, *, with_place: bool = False) -> Service:
    """Give a public service; ``with_place``: one that says where it is. Raises NotFound, whatever the reason."""
    found = db.session.scalar(select(Service).options(*WITH_ALL).where(PUBLIC, Service.id == service_id))
    if found is None or (with_place and found.latitude is None):
        raise NotFound
    return found


def organisations(*, number: int, size: int) -> Page[Organisation]:
    """Give a page of organisations that have a public service."""
    chosen = select(Organisation).where(_has_public())
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    rows = db.session.scalars(chosen.order_by(Organisation.id).limit(size).offset((number - 1) * size)).all()
    return Page(rows, number, size, total)


def organisation(organisation_id: UUID) -> Organisation:
    """Give an organisation that has a public service. Raises NotFound, whatever the reason."""
    found = db.session.scalar(select(Organisation).where(Organisation.id == organisation_id, _has_public()))
    if found is None:
        raise NotFound
    return found


def _has_public() -> ColumnElement[bool]:
    return exists().where(Service.organisation_id == Organisation.id, PUBLIC)


def services_of(organisation_id: UUID) -> Sequence[Service]:
    """Give all public services of an organisation."""
    chosen = select(Service).options(*WITH_ALL).where(PUBLIC, Service.organisation_id == organisation_id)
    return db.session.scalars(chosen.order_by(Service.id)).all()
