"""How many rows each value of each facet would give, as parts of one statement and read from its rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import CTE, ColumnElement, Select, Text, and_, case, cast, func, literal, select, true
from sqlalchemy.dialects.postgresql import array

from directory.codes import Gender, Specialism
from directory.geo.rules import MILE_METRES
from directory.search.embedded.facets import OLDEST, Counts, most_first
from directory.search.port import BANDS_MILES, Near
from directory.search.postgresql.filters import TOLERANCE_METRES, freshness, metres
from directory.search.postgresql.table import d

SINGLE = ("type", "gender", "rating", "freshness", "authority", "region")
ORDER = ("type", "specialism", "language", "gender", "age", "rating", "freshness", "authority", "region", "distance")
Counted: TypeAlias = Select[*tuple[Any, ...]]
"""A statement of (facet, value, count)."""
_KNOWN = {each.value for each in Specialism}


def columns(now: datetime, near: Near | None) -> list[ColumnElement[Any]]:
    """Give what facets count, of the rows found."""
    return [
        *([] if near is None else [metres(near).label("metres")]),
        cast(d.service_type, Text).label("type"),
        cast(d.gender, Text).label("gender"),
        cast(d.rating, Text).label("rating"),
        freshness(now).label("freshness"),
        d.authority,
        d.region,
        (cast(d.age_minimum, Text) + "-" + cast(d.age_maximum, Text)).label("age"),
        d.specialisms,
        d.languages,
    ]


def but(found: CTE, choices: Iterable[str], name: str = "") -> ColumnElement[bool]:
    """Say which rows of ``found`` all choices keep but that of ``name``."""
    return and_(true(), *(found.c[f"chosen_{each}"] for each in choices if each != name))


def counts(found: CTE, choices: Sequence[str], near: Near | None) -> list[Counted]:
    """Give statements of (facet, value, count), each of rows that all choices but the facet's own keep."""
    alike = [name for name in (*SINGLE, "age") if name not in choices]
    parts: list[Counted] = [_together(found, choices, alike)]
    parts += [_together(found, choices, [name]) for name in SINGLE if name in choices]
    keys = func.jsonb_object_keys(found.c.specialisms).table_valued("key").render_derived(name="claims")
    spoken = func.jsonb_array_elements_text(found.c.languages).table_valued("value").render_derived(name="spoken")
    for name, column, each in (("specialism", keys.c.key, keys), ("language", spoken.c.value, spoken)):
        rows = select(literal(name), cast(column, Text), func.count()).select_from(found.join(each, true()))
        parts.append(rows.where(but(found, choices, name)).group_by(column))
    return parts if near is None else [*parts, _bands(found, choices)]


def _bands(found: CTE, choices: Sequence[str]) -> Counted:
    """Count how many lie within each of the usual distances, while reading the rows once."""
    reaches = [edge * MILE_METRES + TOLERANCE_METRES for edge in BANDS_MILES]
    edges = [func.count().filter(found.c.metres <= reach) for reach in reaches]
    counted = select(func.unnest(array(edges)).label("count"), func.unnest(array(BANDS_MILES)).label("edge"))
    bands = counted.select_from(found).where(but(found, choices)).subquery("bands")
    return select(literal("distance"), cast(bands.c.edge, Text), bands.c.count).where(bands.c.count > 0)


def _together(found: CTE, choices: Sequence[str], names: Sequence[str]) -> Counted:
    """Count by each of these columns while reading the rows once."""
    grouped = [found.c[name] for name in names]
    which = case(*((func.grouping(found.c[name]) == 0, name) for name in names))
    rows = select(which, func.coalesce(*grouped, None), func.count())
    kept = rows.where(but(found, choices, names[0] if len(names) == 1 else ""))
    return kept.group_by(func.grouping_sets(*grouped)).having(func.coalesce(*grouped, None).is_not(None))


def read(rows: Iterable[tuple[str, str, int]]) -> Mapping[str, Counts]:
    """Give the facets of these rows of (facet, value, count)."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name, value, count in rows:
        found[name][value] = count
    found["specialism"] = {value: count for value, count in found["specialism"].items() if value in _KNOWN}
    both = found["gender"].get(Gender.ANY.value, 0)
    found["gender"] = {
        each.value: found["gender"].get(each.value, 0) + (0 if each is Gender.ANY else both) for each in Gender
    }
    ages = _ages(found["age"])
    miles = sorted(found["distance"].items(), key=lambda each: int(each[0]))
    return {name: most_first(found[name]) for name in ORDER} | {"age": ages, "distance": miles}


def _ages(spans: Mapping[str, int]) -> Counts:
    """Give for each year of age how many take it."""
    takers: Counter[int] = Counter()
    for span, count in spans.items():
        youngest, oldest = map(int, span.split("-"))
        takers.update(dict.fromkeys(range(youngest, min(oldest, OLDEST) + 1), count))
    return [(str(age), takers[age]) for age in sorted(takers) if takers[age]]
