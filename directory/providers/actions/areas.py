"""Published areas: given anew wherever a confidential service came or went."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from directory.geo import rules as geo_rules
from directory.geo.here import gazetteer
from directory.kit.db import db
from directory.providers.models import Service
from directory.providers.rules.lifecycle import is_shown
from directory.providers.rules.names import register_name
from directory.providers.rules.register_owned import REGISTER

_COLUMNS = (
    Service.id,
    Service.name,
    Service.source,
    Service.urn,
    Service.service_type,
    Service.status,
    Service.registration,
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
_AT_ONCE = 100


def hold(authorities: Collection[str]) -> None:
    """Keep others from giving areas in these authorities until this action ends: called before it changes anything.

    Two services that go at the same moment would otherwise each count the other as still there.
    """
    for start in range(0, len(ordered := sorted(authorities)), _AT_ONCE):
        chosen = Service.authority_gss.in_(ordered[start : start + _AT_ONCE])
        rows = select(Service.id).where(Service.confidential, chosen).order_by(Service.id)
        db.session.execute(rows.with_for_update()).all()


def give_areas(authorities: Collection[str]) -> list[UUID]:
    """Give every confidential service in the directory in these authorities the area that may stand for it.

    An outward code counts only within its authority, for both are published. Names that
    the register gave follow the area. For use inside an action; gives the ids of those that changed, which the
    caller records and puts into the index.
    """
    db.session.flush()
    changes: list[dict[str, Any]] = []
    rows = _confidential(sorted(authorities))
    in_authority = Counter(row.authority_gss for row in rows)
    in_outcode = Counter((row.authority_gss, row.outcode) for row in rows if row.outcode)
    for row in rows:
        outcode = (row.authority_gss, row.outcode)
        values = _values(row, in_outcode[outcode], in_authority[row.authority_gss])
        if any(getattr(row, name) != value for name, value in values.items()):
            changes.append({f"new_{name}": value for name, value in values.items()} | {"this_id": row.id})
    if changes:
        table = Service.__table__
        names = [name.removeprefix("new_") for name in changes[0] if name != "this_id"]
        statement = update(table).where(table.c.id == bindparam("this_id"))  # type: ignore[arg-type]
        db.session.execute(statement.values({name: bindparam(f"new_{name}") for name in names}), changes)
        db.session.expire_all()
    return [change["this_id"] for change in changes]


def _confidential(authorities: Sequence[str]) -> list[Any]:
    rows: list[Any] = []
    for start in range(0, len(authorities), _AT_ONCE):
        chosen = Service.authority_gss.in_(authorities[start : start + _AT_ONCE])
        rows += db.session.execute(select(*_COLUMNS).where(Service.confidential, chosen).order_by(Service.id)).all()
    return [row for row in rows if is_shown(row.status, row.registration)]


def _values(row: Any, in_outcode: int, in_authority: int) -> dict[str, Any]:
    places = gazetteer()
    authority, region = places.authority(row.authority_gss), places.region(row.region)
    if authority is None or region is None:
        raise LookupError(f"the gazetteer has no area for {row.authority_gss} or {row.region}: build it anew")
    area = geo_rules.published_area(
        outcode=places.outcode(row.outcode) if row.outcode else None,
        authority=authority,
        region=region,
        in_outcode=in_outcode,
        in_authority=in_authority,
    )
    named = row.source == REGISTER and row.urn
    return {
        "area_kind": area.kind,
        "area_code": area.code,
        "area_name": area.name,
        "area_latitude": area.centre.latitude,
        "area_longitude": area.centre.longitude,
        "area_radius_miles": area.radius_miles,
        "name": register_name(row.service_type, area.name, row.urn) if named else row.name,
    }
