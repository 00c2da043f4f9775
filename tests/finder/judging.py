"""The judged phrasings: what people type, and what it must be read as."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from directory.finder.places import names_of
from directory.finder.rules.understanding import Reading, read
from directory.geo.gazetteer import gazetteer_at
from tests.geo.gazetteer_fixture import built_gazetteer

MONDAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Judged:
    """One phrasing and what it must be read as."""

    text: str
    given: frozenset[tuple[str, str]]
    rest: str
    zones: tuple[tuple[str, float], ...]


def judged(name: str) -> list[Judged]:
    """Read a table of phrasings."""
    rows = []
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, given, rest, zones = ([part.strip() for part in line.split("|")] + [""])[:4]
        pairs = frozenset((one.partition("=")[0], one.partition("=")[2]) for one in given.split("; ") if one)
        named = tuple((zone.rpartition(", ")[0], float(zone.rpartition(", ")[2])) for zone in zones.split("; ") if zone)
        rows.append(Judged(text, pairs, rest, named))
    return rows


def reading(text: str, today: date = MONDAY) -> Reading:
    """Read a text with the gazetteer of the tests."""
    return read(text, today=today, places=names_of(gazetteer_at(built_gazetteer())))


def wrong(rows: list[Judged]) -> list[str]:
    """Give, in words, each phrasing that is not read as it must be."""
    told = []
    for row in rows:
        read_as = reading(row.text)
        pairs = frozenset((one.parameter, one.value) for one in read_as.given)
        if (pairs, read_as.rest, read_as.zones) != (row.given, row.rest, row.zones):
            lacks, more = sorted(row.given - pairs), sorted(pairs - row.given)
            told.append(f"{row.text!r}: lacks {lacks}, has {more}, rest {read_as.rest!r}, zones {read_as.zones}")
    return told
