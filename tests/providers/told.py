"""Small files of services, and what becomes of them."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select

from directory import audit
from directory.access import SYSTEM
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.tables import as_csv
from directory.providers.actions.imports import take_services
from directory.providers.models import Proposal, Service
from directory.providers.queries.imports import Difference
from directory.providers.rules.service_columns import COLUMNS
from directory.providers.rules.service_file import read_services
from directory.providers.rules.told import Source

HOUSEHOLD = {
    "reference": "LW-014",
    "organisation": "Harbour Care",
    "name": "Household LW-014",
    "type": "foster_care",
    "description": "A calm house.",
    "age_minimum": "11",
    "languages": "eng; Vietnamese",
    "specialisms": "trafficking; trauma",
    "registered": "2",
    "postcode": "LS1",
    "telephone": "0113 496 0000",
}
OFFICE = {
    "reference": "TH-1",
    "organisation": "Leeds City Council",
    "name": "Talking",
    "type": "Therapy",
    "description": "We listen.",
    "postcode": "LS1 4AP",
    "address": "1 Park Row",
}


def table(*rows: dict[str, str]) -> bytes:
    """Give rows as a CSV file of all columns."""
    return as_csv([tuple(COLUMNS), *(tuple(row.get(name, "") for name in COLUMNS) for row in rows)])


def take(*rows: dict[str, str]) -> Difference:
    """Take over a file of these rows."""
    return take_file(table(*rows))


def take_file(data: bytes, *, as_json: bool = False) -> Difference:
    """Take over a file."""
    told = read_services(data, as_json=as_json)
    return take_services(SYSTEM, Source.FILE, told, name="services.csv", data=data, now=clock.now())


def the(name: str) -> Service:
    """Give the service of this name."""
    return db.session.scalars(select(Service).where(Service.name == name)).one()


def proposed() -> dict[str, Any]:
    """Give what is proposed, by field."""
    rows = db.session.scalars(select(Proposal).order_by(Proposal.field))
    return {row.field: row.value["value"] for row in rows}


@atomic
def typed(name: str, **columns: Any) -> None:
    """Write into a service as its provider would."""
    service = the(name)
    for column, value in columns.items():
        setattr(service, column, value)
    audit.record(SYSTEM, "service:edited", service, at=clock.now())


def as_json(path: Path, value: Any) -> Path:
    """Give a file that holds a value."""
    path.write_text(json.dumps(value, indent=1), encoding="utf-8")
    return path
