"""Which of the visible rows a query keeps."""

import numpy as np

from directory.codes import Gender
from directory.geo.rules import Point
from directory.kit import clock
from directory.search.embedded import apart
from directory.search.embedded.ageing import FRESHNESS, STALE
from directory.search.embedded.arrays import Array, Mask
from directory.search.embedded.bitmaps import Bitmaps
from directory.search.embedded.chord import within
from directory.search.embedded.columns import GENDERS, NO_DAY, RATINGS, TYPES
from directory.search.embedded.grid import Grid
from directory.search.embedded.rows import Rows, all_of
from directory.search.port import Near, SearchQuery, Zone


def narrowed(found: Rows, query: SearchQuery, owner: int | None, grid: Grid) -> Rows:
    """Apply what is no facet: age, places, dates, specialisms, assurance, ownership, distance, exclusion zones."""
    if query.near is not None and query.within_miles is not None:
        found = _near(found, query.near, query.within_miles, grid)
    masks = _plain(found, query, owner)
    if masks:
        found = found.keep(all_of(masks))
    for zone in query.avoid:
        found = found.keep(~_may_lie(found, zone, grid))
    if query.inside is not None:
        found = found.keep(_may_lie(found, query.inside, grid))
    return found


def _plain(found: Rows, query: SearchQuery, owner: int | None) -> list[Mask]:
    c, take = found.columns, found.take
    today = clock.in_london(found.now).date()
    rows = found.places()
    masks: list[Mask] = []
    if query.age is not None:
        masks += [take(c.age_minimum) <= query.age, take(c.age_maximum) >= query.age]
    if query.places is not None or query.by is not None or query.emergency:
        masks.append(found.freshness() != STALE)
    if query.emergency:
        masks.append(take(c.emergency))
    if query.places is not None:
        masks.append(apart.free(found, query) >= query.places)
    if query.by is not None:
        starts, day = take(c.available_from), query.by.toordinal()
        there = apart.free_by(found, query, day) > 0
        masks.append(np.where(apart.kept_apart(found), there, (starts <= day) | ((starts == NO_DAY) & there)))
    for specialism in query.specialisms:
        masks.append(_has(found, c.specialisms, specialism.value))
        if query.assured:
            masks.append(c.assured(specialism.value, today, rows))
    if query.assured and not query.specialisms:
        masks.append(c.any_assured(today, rows))
    if query.mine:
        masks.append(take(c.owner) == (-2 if owner is None else owner))
    return masks


def _has(found: Rows, bitmaps: Bitmaps, value: str) -> Mask:
    number = bitmaps.number(value)
    if number is None:
        return np.zeros(found.columns.count if found.numbers is None else len(found.numbers), np.bool_)
    if found.numbers is None:
        return bitmaps.mask(number, slice(0, found.columns.count))
    held: Mask = ((bitmaps.bits[number].take(found.numbers >> 3) >> (found.numbers & 7).astype(np.uint8)) & 1).view(
        np.bool_
    )
    return held


def _near(found: Rows, near: Near, miles: float, grid: Grid) -> Rows:
    point = Point(near.latitude, near.longitude)
    if found.numbers is not None and len(found.numbers) < grid.count_about(point, miles):
        return found.keep(_within(found, point, miles))
    return found.only(grid.within(point, miles)).settled()


def _within(found: Rows, point: Point, reach: Array | float) -> Mask:
    c = found.columns
    return within(point, found.squared(point), c.latitude, c.longitude, reach, rows=found.numbers)


def _may_lie(found: Rows, zone: Zone, grid: Grid) -> Mask:
    """Say of each row whether any part of its area may lie in the zone; one whose place is unknown may lie anywhere."""
    point, c = Point(zone.near.latitude, zone.near.longitude), found.columns
    if found.numbers is not None and len(found.numbers) < grid.count_about(point, zone.within_miles):
        unknown: Mask = np.isnan(found.take(c.x))
        return unknown | _within(found, point, zone.within_miles + found.take(c.radius))
    either: Mask = np.isnan(c.x[: c.count])
    either[grid.within(point, zone.within_miles, c.radius[: c.count])] = True
    return found.take(either)


def chosen(found: Rows, query: SearchQuery) -> dict[str, Mask]:
    """Give, for each facet in which the query chooses, which rows the choice keeps."""
    c, take = found.columns, found.take
    masks: dict[str, Mask] = {}
    if query.types:
        masks["type"] = _any_of(take(c.type), [TYPES.index(each) for each in query.types])
    if query.languages:
        masks["language"] = np.logical_or.reduce([_has(found, c.languages, code) for code in query.languages])
    if query.ratings:
        masks["rating"] = _any_of(take(c.rating), [RATINGS.index(each) for each in query.ratings])
    if query.freshness:
        masks["freshness"] = _any_of(found.freshness(), [FRESHNESS.index(each) for each in query.freshness])
    if query.gender is not None:
        genders = takes(query.gender)
        masks["gender"] = _any_of(take(c.gender), [GENDERS.index(each) for each in genders])
    if query.authority is not None:
        masks["authority"] = take(c.authority) == c.authorities.get(query.authority)
    if query.region is not None:
        masks["region"] = take(c.region) == c.regions.get(query.region)
    return masks


def _any_of(codes: Array, numbers: list[int]) -> Mask:
    found: Mask = codes == numbers[0]
    for number in numbers[1:]:
        found |= codes == number
    return found


def takes(gender: Gender) -> tuple[Gender, ...]:
    """Give which services take a child of this gender; ``any`` asks for those that take both."""
    return (gender,) if gender is Gender.ANY else (gender, Gender.ANY)
