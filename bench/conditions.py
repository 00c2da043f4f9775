"""A search as conditions in SQL over the columns of ``facts``, the same words for SQLite and PostgreSQL."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bench.facts import NO_DAY, NUMBERS, owner_number, seconds, today
from directory.codes import AGEING_DAYS, CURRENT_DAYS
from directory.search import SearchQuery, Viewer
from directory.search.embedded.chord import squared_of, to_ecef
from directory.search.embedded.filters import takes
from directory.search.port import BANDS_MILES, Sort


@dataclass
class Conditions:
    """``plain`` hold for every row; each of ``choices`` is left out of the counts of its own facet.

    Both hold parts of SQL with named parameters, whose values are ``values``.
    """

    plain: list[str] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def put(self, value: Any) -> str:
        """Give the name of a parameter with this value."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f":{name}"


def squared(c: Conditions, latitude: float, longitude: float) -> str:
    """Give the squared straight line from a point in SQL."""
    x, y, z = (c.put(each) for each in to_ecef(latitude, longitude))
    return f"((x-{x})*(x-{x})+(y-{y})*(y-{y})+(z-{z})*(z-{z}))"


def fresh(now: datetime) -> str:
    """Give a row's place among current, ageing and stale; instants stand as numbers of our own making."""
    current, ageing = (_since(now, days) for days in (CURRENT_DAYS, AGEING_DAYS))
    return f"CASE WHEN confirmed>={current} THEN 0 WHEN confirmed>={ageing} THEN 1 ELSE 2 END"


def _since(now: datetime, days: int) -> int:
    return seconds(now - timedelta(days=days))


def not_stale(now: datetime) -> str:
    return f"confirmed>={_since(now, AGEING_DAYS)}"


def band(c: Conditions, query: SearchQuery) -> str:
    """Give how many of the usual distances a row passes, in SQL; 0 without a point."""
    if query.near is None:
        return "0"
    away = squared(c, query.near.latitude, query.near.longitude)
    passed = " ".join(f"WHEN {away}<={c.put(float(squared_of(edge)))} THEN {at}" for at, edge in enumerate(BANDS_MILES))
    return f"CASE {passed} ELSE {len(BANDS_MILES)} END"


def free(now: datetime) -> str:
    """Give how many places are free now, in SQL."""
    day = today(now).toordinal()
    return f"CASE WHEN {not_stale(now)} AND (starts<={day} OR starts={NO_DAY}) THEN available ELSE 0 END"


def _any_of(c: Conditions, column: str, name: str, values: Any) -> str:
    return f"{column} IN ({','.join(c.put(NUMBERS[name][each]) for each in values)})"


def conditions(query: SearchQuery, viewer: Viewer, now: datetime, within: bool = True) -> Conditions:
    """Give what a search asks of each row; ``within``: the distance too, as a straight line."""
    c = Conditions()
    add = c.plain.append
    if not viewer.sees_confidential:
        own = f" OR owner={c.put(owner_number(viewer.organisation_id))}" if viewer.organisation_id else ""
        add(f"(hidden=0{own})")
    if query.mine:
        add(f"owner={c.put(owner_number(viewer.organisation_id)) if viewer.organisation_id else -1}")
    if query.age is not None:
        age = c.put(query.age)
        add(f"youngest<={age} AND oldest>={age}")
    if query.places is not None or query.by is not None:
        add(not_stale(now))
    if query.places is not None:
        add(f"available>={c.put(query.places)}")
    if query.by is not None:
        add(f"(starts<={c.put(query.by.toordinal())} OR (starts={NO_DAY} AND available>0))")
    if query.specialisms:
        mask = c.put(sum(1 << NUMBERS["specialism"][each.value] for each in query.specialisms))
        add(f"(specs&{mask})={mask}")
    if query.assured:
        # each named claim is assured today; with none named, one at least
        day = c.put(today(now).toordinal())
        claims = [f"v={c.put(NUMBERS['specialism'][each.value])} AND " for each in query.specialisms] or [""]
        c.plain.extend(f"d.id IN (SELECT claim.d FROM claim WHERE {each}until>={day})" for each in claims)
    if within and query.near is not None and query.within_miles is not None:
        limit = c.put(squared_of(query.within_miles))
        add(f"{squared(c, query.near.latitude, query.near.longitude)}<={limit}")
    for zone in query.avoid:
        # chord of the sum, as a polynomial: the straight line is shorter than the arc by less than a metre here
        reach = f"({c.put(zone.within_miles)}+radius)"
        away = squared(c, zone.near.latitude, zone.near.longitude)
        add(f"{away}>{reach}*{reach}*{_METRES_SQUARED}*(1-{reach}*{reach}*{_METRES_SQUARED / _TWELVE_RADII})")
    _choices(c, query, now)
    return c


_METRES_SQUARED = 1609.344**2
_TWELVE_RADII = 12 * 6.385e6**2


def _choices(c: Conditions, query: SearchQuery, now: datetime) -> None:
    for column, values in (("type", query.types), ("rating", query.ratings)):
        if values:
            c.choices[column] = _any_of(c, column, column, [each.value for each in values])
    if query.languages:
        known = [1 << NUMBERS["language"][each] for each in query.languages if each in NUMBERS["language"]]
        c.choices["language"] = f"(langs&{c.put(sum(known))})<>0"
    if query.freshness:
        bounds = {
            "current": f"confirmed>={_since(now, CURRENT_DAYS)}",
            "ageing": f"(confirmed<{_since(now, CURRENT_DAYS)} AND {not_stale(now)})",
            "stale": f"confirmed<{_since(now, AGEING_DAYS)}",
        }
        c.choices["freshness"] = f"({' OR '.join(bounds[each.value] for each in query.freshness)})"
    if query.gender is not None:
        c.choices["gender"] = _any_of(c, "gender", "gender", [each.value for each in takes(query.gender)])
    if query.authority is not None:
        c.choices["authority"] = f"authority={c.put(NUMBERS['authority'].get(query.authority, -2))}"
    if query.region is not None:
        c.choices["region"] = f"region={c.put(NUMBERS['region'].get(query.region, -2))}"


def keys(c: Conditions, query: SearchQuery, now: datetime, score: str | None) -> list[str]:
    """Give what rows are ordered by, smallest first; ``score``: SQL that is smaller where the words fit better."""
    if query.sort is Sort.DISTANCE and query.near:
        return [squared(c, query.near.latitude, query.near.longitude)]
    if query.sort is Sort.FRESHNESS:
        return ["-confirmed"]
    if query.sort is Sort.AVAILABILITY:
        now_free = free(now)
        soonest = f"CASE WHEN {not_stale(now)} AND ({now_free})<=0 THEN starts ELSE {NO_DAY} END"
        return [f"CASE WHEN ({now_free})>0 THEN -available ELSE 0 END", soonest, "-confirmed"]
    if score:
        return [score]
    return [f"CASE WHEN ({free(now)})<=0 THEN 4 ELSE 0 END+{fresh(now)}", "name_rank"]
