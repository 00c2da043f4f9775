"""Which of the visible rows a query keeps."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from directory.codes import AGEING_DAYS, CURRENT_DAYS, Freshness, Gender
from directory.geo.rules import Point
from directory.kit import clock
from directory.search.embedded.arrays import Array, Floats, Mask, Scores
from directory.search.embedded.chord import chord_squared, miles_of, squared_of, within
from directory.search.embedded.columns import GENDERS, NO_DAY, RATINGS, TYPES, Columns, microseconds
from directory.search.port import Near, SearchQuery, Zone

FRESHNESS = (Freshness.CURRENT, Freshness.AGEING, Freshness.STALE)
STALE = FRESHNESS.index(Freshness.STALE)


@dataclass
class Rows:
    """Rows still in question (numbers, or a slice of all), and the scores beside them."""

    columns: Columns
    now: datetime
    rows: Array | slice
    scores: Scores | None = None

    def __len__(self) -> int:
        return len(self.columns.live[self.rows])

    def take(self, column: Array) -> Array:
        """Give a column's values of these rows."""
        taken: Array = column[self.rows]
        return taken

    def numbers(self) -> Array:
        """Give the row numbers."""
        if isinstance(self.rows, slice):
            return np.arange(self.columns.count, dtype=np.int32)[self.rows]
        return self.rows

    def keep(self, mask: Mask) -> "Rows":
        """Give those rows for which ``mask`` is true."""
        scores = None if self.scores is None else self.scores[mask]
        return Rows(self.columns, self.now, self.numbers()[mask], scores)

    def freshness(self) -> Array:
        """Give each row's place in ``FRESHNESS``."""
        confirmed = self.take(self.columns.confirmed)
        current, ageing = (microseconds(self.now - timedelta(days=days)) for days in (CURRENT_DAYS, AGEING_DAYS))
        return (confirmed < current).astype(np.uint8) + (confirmed < ageing)

    def squared(self, point: Point) -> Floats:
        """Give the squared straight line (m2) from a point; nan for a row without a place."""
        c = self.columns
        return chord_squared(self.take(c.x), self.take(c.y), self.take(c.z), point)

    def miles(self, near: Near) -> Floats:
        """Give the miles from a point as good as they can be had at once."""
        return miles_of(self.squared(Point(near.latitude, near.longitude)))


def narrowed(found: Rows, query: SearchQuery, owner: int | None) -> Rows:
    """Apply what is no facet: age, places, dates, specialisms, assurance, ownership, distance, exclusion zones."""
    masks = _plain(found, query, owner)
    if masks:
        found = found.keep(np.logical_and.reduce(masks))
    if query.near is not None and query.within_miles is not None:
        found = _near(found, query.near, query.within_miles)
    for zone in query.avoid:
        found = found.keep(~_may_lie(found, zone))
    if query.inside is not None:
        found = found.keep(_may_lie(found, query.inside))
    return found


def _plain(found: Rows, query: SearchQuery, owner: int | None) -> list[Mask]:
    c, take = found.columns, found.take
    today = clock.in_london(found.now).date()
    masks: list[Mask] = []
    if query.age is not None:
        masks += [take(c.age_minimum) <= query.age, take(c.age_maximum) >= query.age]
    if query.places is not None or query.by is not None:
        masks.append(found.freshness() != STALE)
    if query.places is not None:
        masks.append(take(c.available) >= query.places)
    if query.by is not None:
        starts = take(c.available_from)
        masks.append((starts <= query.by.toordinal()) | ((starts == NO_DAY) & (take(c.available) > 0)))
    for specialism in query.specialisms:
        masks.append(_has(found, specialism.value))
        if query.assured:
            masks.append(c.assured(specialism.value, today, found.rows))
    if query.assured and not query.specialisms:
        masks.append(c.any_assured(today, found.rows))
    if query.mine:
        masks.append(take(c.owner) == (-2 if owner is None else owner))
    return masks


def _has(found: Rows, specialism: str) -> Mask:
    number = found.columns.specialisms.number(specialism)
    if number is None:
        return np.zeros(len(found), np.bool_)
    return found.columns.specialisms.mask(number, found.rows)


def _near(found: Rows, near: Near, miles: float) -> Rows:
    point = Point(near.latitude, near.longitude)
    squared = found.squared(point)
    # first roughly, so that the exact rule is asked of few
    rough = squared <= squared_of(miles * 1.001 + 0.1)
    found, squared = found.keep(rough), squared[rough]
    c = found.columns
    return found.keep(within(point, squared, found.take(c.latitude), found.take(c.longitude), miles))


def _may_lie(found: Rows, zone: Zone) -> Mask:
    """Say of each row whether any part of its area may lie in the zone; one whose place is unknown may lie anywhere."""
    point = Point(zone.near.latitude, zone.near.longitude)
    c = found.columns
    latitude = found.take(c.latitude)
    reach = zone.within_miles + found.take(c.radius)
    inside = within(point, found.squared(point), latitude, found.take(c.longitude), reach)
    either: Mask = inside | np.isnan(latitude)
    return either


def chosen(found: Rows, query: SearchQuery) -> dict[str, Mask]:
    """Give, for each facet in which the query chooses, which rows the choice keeps."""
    c, take = found.columns, found.take
    masks: dict[str, Mask] = {}
    if query.types:
        masks["type"] = _any_of(take(c.type), [TYPES.index(each) for each in query.types])
    if query.languages:
        masks["language"] = _speaks(found, query.languages)
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
    table = np.zeros(256, np.bool_)
    table[numbers] = True
    return table[codes]


def takes(gender: Gender) -> tuple[Gender, ...]:
    """Give which services take a child of this gender; ``any`` asks for those that take both."""
    return (gender,) if gender is Gender.ANY else (gender, Gender.ANY)


def _speaks(found: Rows, codes: tuple[str, ...]) -> Mask:
    languages = found.columns.languages
    numbers = [number for number in map(languages.number, codes) if number is not None]
    masks = [languages.mask(number, found.rows) for number in numbers]
    return np.logical_or.reduce(masks) if masks else np.zeros(len(found), np.bool_)
