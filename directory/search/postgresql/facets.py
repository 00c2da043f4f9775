"""How many rows each value of each facet would give, as parts of one statement and read from its rows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    CTE,
    ColumnElement,
    LargeBinary,
    Select,
    Text,
    Uuid,
    and_,
    cast,
    func,
    literal,
    null,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import array

from directory.codes import Freshness, Gender, Specialism
from directory.geo.rules import MILE_METRES
from directory.search.embedded.by_name import Counts, most_first
from directory.search.embedded.facets import OLDEST
from directory.search.port import BANDS_MILES, Near
from directory.search.postgresql.filters import TOLERANCE_METRES, freshness, metres
from directory.search.postgresql.table import d

ORDER = ("type", "specialism", "language", "gender", "age", "rating", "freshness", "authority", "region", "distance")
Counted: TypeAlias = Select[*tuple[Any, ...]]
"""A statement of (facet, value, count, facts, row): some count, others give facts to be counted."""
Count: TypeAlias = Callable[[bytes | None], Mapping[str, dict[str, int]]]
FACTS = "facts"
ALL = ""
NO_VALUE = cast(null(), Text).label("value")
NO_FACTS = cast(null(), LargeBinary).label("facts")
NO_ROW = cast(null(), Uuid).label("row")
_KNOWN = {each.value for each in Specialism}


def columns(now: datetime, near: Near | None) -> list[ColumnElement[Any]]:
    """Give what facets count, of the rows found."""
    return [*([] if near is None else [metres(near).label("metres")]), freshness(now).label("freshness"), d.facts]


def but(found: CTE, choices: Iterable[str], name: str = "") -> ColumnElement[bool]:
    """Say which rows of ``found`` all choices keep but that of ``name``."""
    return and_(true(), *(found.c[f"chosen_{each}"] for each in choices if each != name))


def counts(found: CTE, choices: Sequence[str], near: Near | None) -> list[Counted]:
    """Give statements of (facet, value, count, facts, row), each of rows that all choices but the facet's own keep."""
    parts = [_strung(found, choices, name) for name in (ALL, *choices) if name != "freshness"]
    parts.append(_freshness(found, choices))
    return parts if near is None else [*parts, _bands(found, choices)]


def _strung(found: CTE, choices: Sequence[str], name: str) -> Counted:
    facts = func.string_agg(found.c.facts, literal(b"", LargeBinary))
    rows = select(literal(FACTS), literal(name), func.count(), facts, NO_ROW).select_from(found)
    return rows.where(but(found, choices, name))


def _freshness(found: CTE, choices: Sequence[str]) -> Counted:
    counts = [func.count().filter(found.c.freshness == each.value) for each in Freshness]
    counted = select(
        func.unnest(array(counts)).label("count"), func.unnest(array([each.value for each in Freshness])).label("value")
    )
    each = counted.select_from(found).where(but(found, choices, "freshness")).subquery("fresh")
    return select(literal("freshness"), each.c.value, each.c.count, NO_FACTS, NO_ROW)


def _bands(found: CTE, choices: Sequence[str]) -> Counted:
    """Count how many lie within each of the usual distances, while reading the rows once."""
    reaches = [edge * MILE_METRES + TOLERANCE_METRES for edge in BANDS_MILES]
    edges = [func.count().filter(found.c.metres <= reach) for reach in reaches]
    counted = select(func.unnest(array(edges)).label("count"), func.unnest(array(BANDS_MILES)).label("edge"))
    bands = counted.select_from(found).where(but(found, choices)).subquery("bands")
    return select(literal("distance"), cast(bands.c.edge, Text), bands.c.count, NO_FACTS, NO_ROW).where(
        bands.c.count > 0
    )


def read(rows: Iterable[Sequence[Any]], count: Count) -> tuple[int, Mapping[str, Counts]]:
    """Give the total and the facets of these rows of (facet, value, count, facts)."""
    total = 0
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    strung: dict[str, Mapping[str, dict[str, int]]] = {}
    for name, value, times, facts in rows:
        if name == FACTS:
            strung[value] = count(facts)
            total = total if value else times
        else:
            found[name][value] = times
    # what all choices keep, but for a facet in which one was made
    found.update(strung.pop(ALL, {}))
    found.update({name: counted.get(name, {}) for name, counted in strung.items()})
    found["specialism"] = {value: count for value, count in found["specialism"].items() if value in _KNOWN}
    both = found["gender"].get(Gender.ANY.value, 0)
    found["gender"] = {
        each.value: found["gender"].get(each.value, 0) + (0 if each is Gender.ANY else both) for each in Gender
    }
    ages = _ages(found["age"])
    miles = sorted(found["distance"].items(), key=lambda each: int(each[0]))
    return total, {name: most_first(found[name]) for name in ORDER} | {"age": ages, "distance": miles}


def _ages(spans: Mapping[str, int]) -> Counts:
    """Give for each year of age how many take it."""
    takers: Counter[int] = Counter()
    for span, count in spans.items():
        youngest, oldest = map(int, span.split("-"))
        takers.update(dict.fromkeys(range(youngest, min(oldest, OLDEST) + 1), count))
    return [(str(age), takers[age]) for age in sorted(takers) if takers[age]]
