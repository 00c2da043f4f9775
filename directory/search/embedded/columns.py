"""What is filtered, counted and sorted by, as one array a fact; row n of each is the same document."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from directory.codes import Gender, Rating, ServiceType, Specialism
from directory.search.documents import AnyRow
from directory.search.embedded.ageing import NEVER_CONFIRMED, Ageing, microseconds
from directory.search.embedded.arrays import Array, Floats, Ints, Longs, Mask
from directory.search.embedded.bitmaps import Bitmaps
from directory.search.embedded.by_name import ByName
from directory.search.embedded.chord import to_ecef
from directory.search.embedded.ids import Ids, halves
from directory.search.embedded.names import NameOrder
from directory.search.port import Viewer

FIRST_DAY = date(2000, 1, 1).toordinal()
NO_DAY = 2**31 - 1
NOT_COUNTED = -1
NO_CLAIM, UNASSURED = -1, 0
NOWHERE = 65535
LEAST_ROOM = 1024
NO_GROUP = -1
GROUPS = tuple(f"group_{number}" for number in range(6))
"""Places kept apart, one number each (``group_code``); a service has at most so many."""
AT_ONCE = 20_000

TYPES, GENDERS, RATINGS = list(ServiceType), list(Gender), list(Rating)
SPECIALISMS = {specialism.value: place for place, specialism in enumerate(Specialism)}

_TYPE, _GENDER, _RATING = ({each: place for place, each in enumerate(all_)} for all_ in (TYPES, GENDERS, RATINGS))

# name -> (type, what an empty row holds)
LAYOUT: dict[str, tuple[Any, Any]] = {
    "live": (np.bool_, False),
    "confidential": (np.bool_, True),
    "owner": (np.int32, -1),
    "type": (np.uint8, 0),
    "gender": (np.uint8, 0),
    "rating": (np.uint8, 0),
    "age_minimum": (np.int16, 0),
    "age_maximum": (np.int16, 0),
    "available": (np.int32, NOT_COUNTED),
    "available_from": (np.int32, NO_DAY),
    "confirmed": (np.int64, NEVER_CONFIRMED),
    "authority": (np.uint16, NOWHERE),
    "region": (np.uint16, NOWHERE),
    "latitude": (np.float64, np.nan),
    "longitude": (np.float64, np.nan),
    "x": (np.float64, np.nan),
    "y": (np.float64, np.nan),
    "z": (np.float64, np.nan),
    "radius": (np.float64, 0.0),
    "id_high": (np.uint64, 0),
    "id_low": (np.uint64, 0),
    "sequence": (np.int64, -1),
    "text_sequence": (np.int64, -1),
    "name_rank": (np.float64, np.nan),
    "emergency": (np.bool_, False),
    **dict.fromkeys(GROUPS, (np.int64, NO_GROUP)),
}


def day_number(day: date) -> int:
    """Give a day as kept in ``claims``: 1 and more, in 16 bits until 2089."""
    return max(1, min(day.toordinal() - FIRST_DAY, 32767))


def group_code(groups: Sequence[Mapping[str, Any]], place: int) -> int:
    """Give places kept apart as one number: from when (days since ``FIRST_DAY``), how many, gender, ages."""
    if place >= len(groups):
        return NO_GROUP
    group = groups[place]
    day = group["available_from"]
    since = day_number(date.fromisoformat(day)) if day else 0
    ages: int = group["age_minimum"] << 5 | group["age_maximum"]
    return since << 32 | min(int(group["available"]), 2**16 - 1) << 12 | _GENDER[Gender(group["gender"])] << 10 | ages


class Codes:
    """Texts as small numbers, given as they are met."""

    def __init__(self, values: Sequence[str] = ()) -> None:
        self.values = list(values)
        self.by_name = ByName(self.values)
        self._number = {value: place for place, value in enumerate(values)}

    def put(self, value: str | None) -> int:
        """Give the number of a value, a new one if it was never met."""
        if value is None:
            return NOWHERE
        if value not in self._number:
            self._number[value] = len(self.values)
            self.values.append(value)
        return self._number[value]

    def get(self, value: str) -> int:
        """Give the number of a value, -2 if it was never met."""
        return self._number.get(value, -2)


class Owners:
    """Organisations as numbers: there may be so many that they are not held as objects."""

    def __init__(self, high: Array, low: Array, order: Ints) -> None:
        self._kept = Ids(high, low, order)

    def put(self, organisation_id: UUID) -> int:
        """Give the number of an organisation, a new one if it was never met."""
        number = self._kept.get(organisation_id.bytes)
        if number is None:
            number = self._kept.new[organisation_id.bytes] = len(self._kept.order) + len(self._kept.new)
        return number

    def get(self, organisation_id: UUID) -> int:
        """Give the number of an organisation, -2 if it was never met."""
        number = self._kept.get(organisation_id.bytes)
        return -2 if number is None else number

    def halves(self) -> tuple[Array, Array]:
        """Give the ids of all, in the order of their numbers, as numbers."""
        high, low = halves(self._kept.new)
        return np.concatenate([self._kept.high, high]), np.concatenate([self._kept.low, low])


class Columns:
    """The arrays. ``count`` rows are in use, there is ``room`` for more; ``find`` gives the row of an id.

    ``touched``: the rows written since they were last ``arranged`` or opened, for what is kept beside the columns;
    ``saved``: the folder from which they were opened, until their rows are arranged otherwise.
    """

    live: Mask
    confidential: Mask
    owner: Array
    type: Array
    gender: Array
    rating: Array
    age_minimum: Array
    age_maximum: Array
    available: Array
    available_from: Array
    confirmed: Longs
    authority: Array
    region: Array
    latitude: Floats
    longitude: Floats
    x: Floats
    y: Floats
    z: Floats
    radius: Floats
    id_high: Array
    id_low: Array
    sequence: Longs
    text_sequence: Longs
    name_rank: Floats
    emergency: Mask
    claims: Array

    def __init__(self, room: int = LEAST_ROOM) -> None:
        self.count = 0
        self.room = room
        self.arranged, self.touched = 0, []  # type: int, list[Ints]
        self.saved: Path | None = None
        none, nobody = np.empty(0, np.uint64), np.empty(0, np.int32)
        self.owners, self.authorities, self.regions = Owners(none, none, nobody), Codes(), Codes()
        self.specialisms, self.languages = Bitmaps.empty(room), Bitmaps.empty(room)
        self.claims = np.full((len(SPECIALISMS), room), NO_CLAIM, np.int16)
        for name, (kind, empty) in LAYOUT.items():
            setattr(self, name, np.full(room, empty, kind))
        self.ids = Ids(self.id_high, self.id_low, nobody)
        self.names = NameOrder([], nobody, self.ids.__getitem__)
        self._ageing = Ageing()

    def visible(self, viewer: Viewer) -> Mask:
        """Say of each row whether this viewer may know of it."""
        live = self.live[: self.count]
        if viewer.sees_confidential:
            return live
        hidden: Mask = self.confidential[: self.count]
        if viewer.organisation_id is not None:
            others: Mask = np.not_equal(self.owner[: self.count], self.owners.get(viewer.organisation_id))
            hidden = hidden & others
        seen: Mask = live & ~hidden
        return seen

    def find(self, service_id: bytes) -> int | None:
        """Give the row of a document, None if it has none."""
        return self.ids.get(service_id)

    def places(self, ids: Sequence[bytes]) -> Ints:
        """Give the rows of these documents, each once: new ones for those that have none yet."""
        found = [self.ids.get(each) for each in ids]
        new = [each for each, row in zip(ids, found, strict=True) if row is None]
        if new:
            if self.count + len(new) > self.room:
                self._make_room(self.count + len(new))
            rows = range(self.count, self.count + len(new))
            self.id_high[rows.start : rows.stop], self.id_low[rows.start : rows.stop] = halves(new)
            self.ids.new.update(zip(new, rows, strict=True))
            self.count = rows.stop
            later = iter(rows)
            found = [next(later) if row is None else row for row in found]
        return np.array(found, np.int32)

    def put(self, documents: Sequence[AnyRow]) -> Ints:
        """Take documents, new or changed, each once; give their rows. Only what differs is written."""
        rows = self.places([document.service_id.bytes for document in documents])
        for start in range(0, len(rows), AT_ONCE):
            some, there = documents[start : start + AT_ONCE], rows[start : start + AT_ONCE]
            for name, values in self._values(some).items():
                column = getattr(self, name)
                if len(some) > 1:
                    changed = column[there] != values
                    column[there[changed]] = values[changed]
                elif column[there[0]] != values[0]:  # the same for one, as most changes are, in a tenth of the time
                    column[there[0]] = values[0]
            claims = claims_of(some)
            number, place = np.nonzero(self.claims[:, there] != claims)
            self.claims[number, there[place]] = claims[number, place]
            self.specialisms.put(there, [_known(each) for each in some])
            self.languages.put(there, [each.languages for each in some])
        named = ((row, each.name) for row, each in zip(rows.tolist(), documents, strict=True))
        self.names.place(named, self.name_rank)
        self.touched.append(rows)
        self._ageing.note(rows)
        return rows

    def withdraw(self, row: int) -> None:
        """Let a row no longer be found, and its text be read anew if ever it is again."""
        self.live[row], self.text_sequence[row] = False, -1
        self.touched.append(np.array([row], np.int32))

    def differ(self, documents: Sequence[AnyRow]) -> Sequence[AnyRow]:
        """Give those of these documents whose row says something else than they do, or that have none."""
        found = [self.ids.get(each.service_id.bytes) for each in documents]
        some = [each for each, row in zip(documents, found, strict=True) if row is not None]
        rows = np.array([row for row in found if row is not None], np.int32)
        wrong = np.zeros(len(rows), np.bool_)
        for name, values in self._values(some).items():
            kept = getattr(self, name)[rows]
            wrong |= (kept != values) & ~(np.isnan(kept) & np.isnan(values))
        wrong |= (self.claims[:, rows] != claims_of(some)).any(axis=0)
        for bitmaps, sets in (
            (self.specialisms, [_known(each) for each in some]),
            (self.languages, [each.languages for each in some]),
        ):
            flags = bitmaps.flags(sets)
            wrong |= (bitmaps.of(rows) != flags).any(axis=0)
        ranks = self.name_rank[rows].tolist()
        named = [self.names.name(row, rank) for row, rank in zip(rows.tolist(), ranks, strict=True)]
        wrong |= np.array([name != each.name.casefold() for name, each in zip(named, some, strict=True)], np.bool_)
        missing = [each for each, row in zip(documents, found, strict=True) if row is None and not each.gone]
        return missing + [each for each, bad in zip(some, wrong.tolist(), strict=True) if bad]

    def _values(self, documents: Sequence[AnyRow]) -> dict[str, Array]:
        nan = (np.nan, np.nan)
        points = [nan if d.latitude is None or d.longitude is None else (d.latitude, d.longitude) for d in documents]
        earth = [to_ecef(*point) for point in points]
        values: dict[str, Sequence[Any]] = {
            "live": [not d.gone for d in documents],
            "confidential": [d.confidential for d in documents],
            "owner": [self.owners.put(d.organisation_id) for d in documents],
            "type": [_TYPE[d.service_type] for d in documents],
            "gender": [_GENDER[d.gender] for d in documents],
            "rating": [_RATING[d.rating] for d in documents],
            "age_minimum": [d.age_minimum for d in documents],
            "age_maximum": [d.age_maximum for d in documents],
            "available": [NOT_COUNTED if d.available is None else d.available for d in documents],
            "available_from": [d.available_from.toordinal() if d.available_from else NO_DAY for d in documents],
            "confirmed": [microseconds(d.confirmed_at) for d in documents],
            "authority": [self.authorities.put(d.authority) for d in documents],
            "region": [self.regions.put(d.region) for d in documents],
            "radius": [d.radius_miles for d in documents],
            "sequence": [d.sequence for d in documents],
            "text_sequence": [d.text_sequence for d in documents],
            "latitude": [latitude for latitude, _ in points],
            "longitude": [longitude for _, longitude in points],
            "x": [x for x, _, _ in earth],
            "y": [y for _, y, _ in earth],
            "z": [z for _, _, z in earth],
            "emergency": [d.emergency for d in documents],
        }
        for place, name in enumerate(GROUPS):
            values[name] = [group_code(d.groups, place) for d in documents]
        return {name: np.array(each, LAYOUT[name][0]) for name, each in values.items()}

    def freshness(self, now: datetime) -> Array:
        """Give each row's place in ``FRESHNESS``."""
        return self._ageing.codes(self.confirmed[: self.count], now)

    def assured(self, code: str, today: date, rows: Array | slice) -> Mask:
        """Say of each of these rows whether its claim of a specialism is assured today."""
        until: Array = self.claims[SPECIALISMS[code]][rows]
        return np.asarray(until >= day_number(today))

    def any_assured(self, today: date, rows: Array | slice) -> Mask:
        """Say of each of these rows whether any of its claims is assured today."""
        latest: Array = self.claims[:, rows].max(axis=0)
        return np.asarray(latest >= day_number(today))

    def _make_room(self, least: int) -> None:
        order, new, count = self.ids.order, self.ids.new, self.count
        self.rearrange(np.arange(count), roomy(least))
        self.ids.order, self.ids.new, self.count = order, new, count

    def rearrange(self, old: Array, room: int) -> None:
        """Take new rows from old ones; ``old`` (rows,): the former row, -1 for none. Rows are then found no more."""
        known = old >= 0
        for name, (kind, empty) in LAYOUT.items():
            new = np.full(room, empty, kind)
            new[: len(old)][known] = getattr(self, name)[old[known]]
            setattr(self, name, new)
        claims = np.full((len(SPECIALISMS), room), NO_CLAIM, np.int16)
        claims[:, : len(old)][:, known] = self.claims[:, old[known]]
        self.claims = claims
        self.specialisms = self.specialisms.rearranged(old, room)
        self.languages = self.languages.rearranged(old, room)
        new_rows = np.full(self.count, -1, np.int64)
        new_rows[old[known]] = np.flatnonzero(known)
        self.names.moved(new_rows)
        self.count, self.room = len(old), room
        self.arranged, self.touched, self.saved = self.arranged + 1, [], None
        self._ageing = Ageing()
        self.ids.high, self.ids.low, self.ids.order, self.ids.new = self.id_high, self.id_low, old[:0], {}


def roomy(count: int) -> int:
    """Give a room for so many rows and an eighth more, in steps that ``Bitmaps`` can take."""
    return max(LEAST_ROOM, -(-(count + count // 8) // LEAST_ROOM) * LEAST_ROOM)


def claims_of(documents: Sequence[AnyRow]) -> Array:
    """Give (specialisms, documents) int16: until when a claim is assured, ``UNASSURED`` or ``NO_CLAIM``."""
    claims = np.full((len(SPECIALISMS), len(documents)), NO_CLAIM, np.int16)
    for place, document in enumerate(documents):
        for code, until in _known(document).items():
            claims[SPECIALISMS[code], place] = day_number(date.fromisoformat(until)) if until else UNASSURED
    return claims


def _known(document: AnyRow) -> dict[str, str | None]:
    return {code: until for code, until in document.specialisms.items() if code in SPECIALISMS}
