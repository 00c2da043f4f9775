"""Published areas: given anew wherever a confidential service came or went."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.engine import Connection

from directory.geo.authorities import by_code
from directory.geo.here import gazetteer
from directory.geo.rules import Area
from directory.kit.db import db
from directory.organisations.models import Organisation
from directory.providers.models import AreaKind, Service, Status
from directory.providers.rules.areas import Cell, Crowd, kinds
from directory.providers.rules.lifecycle import SHOWN_REGISTRATIONS
from directory.providers.rules.names import register_name
from directory.providers.rules.register_owned import REGISTER

_COLUMNS = (
    Service.id,
    Service.name,
    Service.source,
    Service.urn,
    Service.service_type,
    Service.outcode,
    Service.authority_gss,
    Service.region,
    Service.area_kind,
    Service.area_code,
    Service.area_name,
    Service.area_latitude,
    Service.area_longitude,
    Service.area_radius_miles,
)
_SHOWN = (
    Service.confidential,
    Service.status == Status.PUBLISHED,
    Service.registration.in_(sorted(SHOWN_REGISTRATIONS)),
)
_AT_ONCE = 100


def hold(authorities: Collection[str]) -> None:
    """Keep others from giving areas in the regions of these authorities until this action ends.

    Called before it changes anything: two services that go at the same moment would otherwise each count the other as
    still there.
    """
    lock(db.session.connection(), regions_of(authorities))


def lock(connection: Connection, regions: Sequence[str]) -> None:
    """Have these regions to oneself: SQLite lets one write at a time, PostgreSQL is asked in the order given."""
    if connection.dialect.name == "postgresql":
        for region in regions:
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"areas of {region}", 0))))


def regions_of(authorities: Collection[str]) -> list[str]:
    """Give the regions of these authorities, in order."""
    return sorted({by_code()[gss].region for gss in authorities if gss in by_code()})


def give_areas(authorities: Collection[str]) -> list[UUID]:
    """Give every confidential service in the directory in the regions of these authorities its published area.

    An outward code counts only within its authority, for both are published. Names that the register gave follow the
    area. For use inside an action that holds these authorities; gives the ids of those that changed, which the caller
    records and puts into the index.
    """
    db.session.flush()
    changes: list[dict[str, Any]] = []
    kinds, strange = _kinds(regions_of(authorities))
    for row in _confidential(sorted(set(authorities) | strange)):
        values = _values(row, kinds[_cell(row)])
        if any(getattr(row, name) != value for name, value in values.items()):
            changes.append({f"new_{name}": value for name, value in values.items()} | {"this_id": row.id})
    if changes:
        table = Service.__table__
        names = [name.removeprefix("new_") for name in changes[0] if name != "this_id"]
        statement = update(table).where(table.c.id == bindparam("this_id"))  # type: ignore[arg-type]
        db.session.execute(statement.values({name: bindparam(f"new_{name}") for name in names}), changes)
        db.session.expire_all()
    return [change["this_id"] for change in changes]


def _kinds(regions: Sequence[str]) -> tuple[dict[Cell, AreaKind], set[str]]:
    """Give how wide each cell of these regions is published, and the authorities in which some service is not yet so.

    Counted by the database: a region may hold tens of thousands, and one that comes or goes moves few of them.
    """
    crowds: defaultdict[Cell, Crowd] = defaultdict(Crowd)
    present: defaultdict[Cell, set[tuple[AreaKind | None, str | None]]] = defaultdict(set)
    # the operator knows them, or the regulator does: made-up ones beside a home must not narrow its area
    known = or_(Organisation.verified_at.is_not(None), Organisation.source == REGISTER).label("known")
    where = (Service.region, Service.authority_gss, Service.outcode)
    facts = (*where, Service.organisation_id, known, Service.area_kind, Service.area_code)
    shown = select(*facts, func.count().label("services")).join(Organisation)
    counted = shown.where(*_SHOWN, Service.region.in_(regions)).group_by(*facts).order_by(*where)
    for row in db.session.execute(counted):
        cell = _cell(row)
        crowds[cell] |= Crowd(row.services, frozenset({row.organisation_id} if row.known else ()))
        present[cell].add((row.area_kind, row.area_code))
    given = kinds(crowds)
    strange = {cell.authority for cell, kind in given.items() if present[cell] != {(kind, _code(cell, kind))}}
    return given, strange


def _cell(row: Any) -> Cell:
    known = row.outcode and gazetteer().outcode(row.outcode)
    return Cell(row.region, row.authority_gss, row.outcode if known else None)


def _code(cell: Cell, kind: AreaKind) -> str | None:
    return {AreaKind.OUTCODE: cell.outcode, AreaKind.AUTHORITY: cell.authority, AreaKind.REGION: cell.region}[kind]


def _confidential(authorities: Sequence[str]) -> list[Any]:
    rows: list[Any] = []
    for start in range(0, len(authorities), _AT_ONCE):
        chosen = Service.authority_gss.in_(authorities[start : start + _AT_ONCE])
        rows += db.session.execute(select(*_COLUMNS).where(*_SHOWN, chosen).order_by(Service.id)).all()
    return rows


def _values(row: Any, kind: AreaKind) -> dict[str, Any]:
    places = gazetteer()
    looked_up: dict[AreaKind, Area | None] = {
        AreaKind.OUTCODE: places.outcode(row.outcode) if row.outcode else None,
        AreaKind.AUTHORITY: places.authority(row.authority_gss),
        AreaKind.REGION: places.region(row.region),
    }
    area = looked_up[kind]
    if area is None:
        raise LookupError(f"the gazetteer has no area for {row.authority_gss} or {row.region}: build it anew")
    named = row.source == REGISTER and row.urn
    return {
        "area_kind": kind,
        "area_code": area.code,
        "area_name": area.name,
        "area_latitude": area.centre.latitude,
        "area_longitude": area.centre.longitude,
        "area_radius_miles": area.radius_miles,
        "name": register_name(row.service_type, area.name, row.urn) if named else row.name,
    }
