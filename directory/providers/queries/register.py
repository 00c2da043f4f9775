"""What a register file would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from directory.access import Kind
from directory.geo.gazetteer import Gazetteer
from directory.geo.here import gazetteer
from directory.kit.db import db
from directory.organisations.models import Organisation
from directory.providers.models import Capacity, Registration, Service, Telling
from directory.providers.queries.standing import public_prints
from directory.providers.rules.register import Row
from directory.providers.rules.register_owned import OWNED, REGISTER, counts_places, values_of
from directory.providers.rules.register_owners import Owner
from directory.providers.rules.told import Source

_COLUMNS = {
    "place": ("address", "postcode", "latitude", "longitude", "authority_gss", "region"),
    "registered": ("registered",),
}


@dataclass(frozen=True, slots=True)
class Change:
    """What is new of a service that is there: column -> (before, after). Never what is said of a confidential place."""

    service_id: UUID
    row: Row
    columns: Mapping[str, tuple[Any, Any]]
    propose: Mapping[str, Any] = field(default_factory=dict)
    """What the register says where a provider typed something else, by field."""
    told: Mapping[str, Any] = field(default_factory=dict)
    """What the register tells of a service that it did not bring, to be remembered."""


@dataclass
class Difference:
    """What a register would change, before it does."""

    rows: Sequence[Row]
    organisations: list[Owner] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    gone: list[tuple[UUID, str, str]] = field(default_factory=list)
    organisation_ids: dict[tuple[Kind, str], UUID] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Say whether nothing would change."""
        return not (self.organisations or self.new or self.changed or self.gone)


def public_difference(rows: Sequence[Row]) -> Difference:
    """Give what these rows would change; the register is public, and so is what is in it."""
    difference = Difference(rows, organisation_ids=public_organisation_ids())
    seen = set(difference.organisation_ids)
    for row in rows:
        if row.owner.key not in seen:
            seen.add(row.owner.key)
            difference.organisations.append(row.owner)
    there, told = _services(), _told()
    places = gazetteer()
    for row in rows:
        before = there.pop(row.urn, None)
        if before is None:
            difference.new.append(row)
            continue
        columns = _changed(before, row, difference.organisation_ids.get(row.owner.key), places)
        beside, propose = _typed(before, row, columns, told.get(before["id"], {}))
        if columns or propose:
            difference.changed.append(Change(before["id"], row, columns, propose, beside))
    for before in there.values():
        if before["source"] == REGISTER and before["registration"] is not Registration.GONE:
            difference.gone.append((before["id"], before["urn"], before["name"]))
    return difference


def public_authorities() -> set[str]:
    """Give the authorities in which services of the register are now: a new one may move or drop any of them."""
    known = select(Service.authority_gss).where(Service.source == REGISTER, Service.authority_gss.is_not(None))
    return {gss for gss in db.session.scalars(known.distinct().order_by(Service.authority_gss)) if gss}


def public_organisation_ids() -> dict[tuple[Kind, str], UUID]:
    """Give every authority and provider by what tells it apart: see ``Owner.key``."""
    ids: dict[tuple[Kind, str], UUID] = {}
    columns = (Organisation.id, Organisation.kind, Organisation.name_key, Organisation.gss_code)
    for identity, kind, key, gss in db.session.execute(select(*columns).order_by(Organisation.id)):
        if kind is not Kind.OPERATOR:
            ids[kind, gss or key] = identity
    return ids


def _services() -> dict[str, dict[str, Any]]:
    """Give every service that has a URN, by it."""
    names = ("id", "urn", "source", "name", "organisation_id", *OWNED)
    columns = (*(getattr(Service, name) for name in names), Capacity.registered)
    listed = select(*columns).outerjoin(Capacity).where(Service.urn.is_not(None)).order_by(Service.id)
    rows = db.session.execute(listed).all()
    return {row.urn: dict(zip((*names, "registered"), row, strict=True)) for row in rows}


def _changed(
    before: Mapping[str, Any], row: Row, organisation_id: UUID | None, places: Gazetteer
) -> dict[str, tuple[Any, Any]]:
    after = values_of(row, places)
    if before["confidential"] and not row.confidential:
        # what was confidential once is not made public by a file: its provider may do that
        after |= {"confidential": True, "address": "", "postcode": "", "latitude": None, "longitude": None}
    if before["source"] == REGISTER:
        after["organisation_id"] = organisation_id
        if not after["confidential"]:
            after["name"] = row.name
    if counts_places(row):
        after["registered"] = row.places
    del after["outcode"]
    return {name: (before[name], value) for name, value in after.items() if before[name] != value}


def _told() -> dict[UUID, Mapping[str, Any]]:
    """Give what the register told before of services that it did not bring."""
    rows = select(Telling.service_id, Telling.said).where(Telling.source == Source.REGISTER).order_by(Telling.key)
    return {row.service_id: row.said for row in db.session.execute(rows)}


def _typed(
    before: Mapping[str, Any], row: Row, columns: dict[str, tuple[Any, Any]], told: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give what the register tells of a place and of places that somebody else typed, and what of it to propose.

    That is taken out of ``columns``. What stands as the register told it last follows the register.
    """
    if before["source"] == REGISTER:
        return {}, {}
    beside: dict[str, tuple[Any, Any]] = {}
    if not row.confidential and not before["confidential"] and set(columns) & {"address", "postcode"}:
        beside["place"] = (_public(before["postcode"], before["address"]), _public(row.postcode, row.address))
    if "registered" in columns and before["registered"] is not None:
        beside["registered"] = columns["registered"]
    propose = {}
    for name, (now, said) in beside.items():
        if told.get(name) in public_prints(now):
            continue
        for column in _COLUMNS[name]:
            columns.pop(column, None)
        if told.get(name) not in public_prints(said):
            propose[name] = said
    return {name: said for name, (_, said) in beside.items()}, propose


def _public(postcode: str, address: str) -> dict[str, Any]:
    return {"confidential": False, "postcode": postcode, "address": address}
