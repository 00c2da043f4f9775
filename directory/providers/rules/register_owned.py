"""What of a service is the register's, and what a register counts."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from directory.access import Kind
from directory.codes import TYPES_WITH_PLACES
from directory.geo.gazetteer import Gazetteer
from directory.geo.rules import parse_postcode
from directory.providers.rules.register import Row

REGISTER = "register"
OWNED = (
    "service_type",
    "register_type",
    "registration",
    "registered_on",
    "rating",
    "rating_on",
    "authority_gss",
    "region",
    "confidential",
    "address",
    "postcode",
    "latitude",
    "longitude",
)
"""The columns that are the register's; all others are the provider's."""


def counts_places(row: Row) -> bool:
    """Say whether a row's places are counted here; an agency's are not."""
    return row.places is not None and row.service_type in TYPES_WITH_PLACES


def values_of(row: Row, places: Gazetteer) -> dict[str, Any]:
    """Give the register's columns of a service; the point of a public one is that of its postcode."""
    found = places.postcode(row.postcode) or places.locate(row.postcode) if row.postcode else None
    values = {name: getattr(row, name) for name in OWNED if name not in ("latitude", "longitude")}
    postcode = parse_postcode(row.postcode)
    return values | {
        "latitude": found.point.latitude if found else None,
        "longitude": found.point.longitude if found else None,
        "outcode": postcode.outward if postcode else None,
    }


def figures(rows: Sequence[Row]) -> dict[str, Any]:
    """Give what can be counted in a register."""
    hidden = [row for row in rows if row.confidential]
    return {
        "rows": len(rows),
        "organisations": len({row.owner.key for row in rows}),
        "authorities": len({row.owner.key for row in rows if row.owner.kind is Kind.AUTHORITY}),
        "types": Counter(row.service_type for row in rows),
        "confidential": len(hidden),
        "confidential_types": Counter(row.service_type for row in hidden),
        "name_redacted": sum(row.name_redacted for row in rows),
        "public": len(rows) - len(hidden),
    }
