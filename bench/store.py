"""The 20 services shown: whole rows in SQLite by number, read and marked. The store of the peers without one."""

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from directory.search.meaning import Meaning
from directory.search.shown import highlights, marker_of

FIELDS = (
    "service_id", "organisation_id", "organisation_name", "name", "description", "service_type", "specialisms",
    "languages", "age_minimum", "age_maximum", "gender", "registered", "available", "available_from", "confirmed_at",
    "rating", "rating_on", "authority", "region", "confidential", "area", "latitude", "longitude", "radius_miles",
)  # fmt: skip
MOST_HELD = 5_000
TABLE = f"CREATE TABLE doc(id INTEGER PRIMARY KEY, {', '.join(FIELDS)})"
INSERT = f"INSERT INTO doc VALUES(?{',?' * len(FIELDS)})"


class Shown(NamedTuple):
    """A row as a page shows it."""

    service_id: str
    organisation_id: str
    organisation_name: str
    name: str
    description: str
    service_type: str
    specialisms: dict[str, str | None]
    languages: list[str]
    age_minimum: int
    age_maximum: int
    gender: str
    registered: int | None
    available: int | None
    available_from: str | None
    confirmed_at: str | None
    rating: str
    rating_on: str | None
    authority: str | None
    region: str | None
    confidential: bool
    area: str
    latitude: float
    longitude: float
    radius_miles: float


def values_of(number: int, row: Any) -> tuple[Any, ...]:
    """Give a service as a row of the store."""
    return (
        number, row.service_id.hex, row.organisation_id.hex, row.organisation_name, row.name, row.description,
        row.service_type.value, json.dumps(row.specialisms), json.dumps(row.languages), row.age_minimum,
        row.age_maximum, row.gender.value, row.registered, row.available,
        row.available_from.isoformat() if row.available_from else None,
        row.confirmed_at.isoformat() if row.confirmed_at else None,
        row.rating.value, None, row.authority, row.region, row.confidential, row.area, row.latitude, row.longitude,
        row.radius_miles,
    )  # fmt: skip


def opened(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript(
        "PRAGMA cache_size=-262144; PRAGMA mmap_size=2147418112; PRAGMA temp_store=MEMORY; PRAGMA query_only=ON"
    )
    return connection


class Store:
    """Reads rows, and keeps those read lately, as our engine does."""

    def __init__(self, file: Path) -> None:
        self.connection = opened(file)
        self._held: OrderedDict[int, Shown] = OrderedDict()

    def read(self, numbers: Sequence[int]) -> list[Shown]:
        """Give these rows, in this order."""
        missing = [number for number in numbers if number not in self._held]
        if missing:
            marks = ",".join("?" * len(missing))
            for found in self.connection.execute(f"SELECT * FROM doc WHERE id IN ({marks})", missing):
                self._held[found[0]] = shown(found)
        for number in numbers:
            self._held.move_to_end(number)
        rows = [self._held[number] for number in numbers]
        while len(self._held) > MOST_HELD:
            self._held.popitem(last=False)
        return rows

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


def shown(found: Sequence[Any]) -> Shown:
    """Make a row (its number first) into what is shown."""
    return Shown(*found[1:7], json.loads(found[7]), json.loads(found[8]), *found[9:])


def marked(rows: Iterable[Any], meant: Meaning) -> list[dict[str, str]]:
    """Give the highlights of rows, as our engine's pages have them."""
    mark = marker_of(meant)
    return [highlights(row, mark) for row in rows]
