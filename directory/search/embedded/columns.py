"""What is filtered, counted and sorted by, as one array a fact; row n of each is the same document."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from directory.codes import Gender, Rating, ServiceType, Specialism
from directory.search.documents import AnyRow
from directory.search.embedded.arrays import Array, Floats, Longs, Mask
from directory.search.embedded.bitmaps import Bitmaps
from directory.search.embedded.chord import to_ecef
from directory.search.embedded.names import NameOrder, fill
from directory.search.port import Viewer

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY = date(2000, 1, 1).toordinal()
NEVER_CONFIRMED = -(2**62)
NO_DAY = 2**31 - 1
NOT_COUNTED = -1
NO_CLAIM, UNASSURED = -1, 0
NOWHERE = 65535

TYPES, GENDERS, RATINGS = list(ServiceType), list(Gender), list(Rating)
_SPECIALISMS = {specialism.value: place for place, specialism in enumerate(Specialism)}

# name -> (type, what an empty row holds)
_LAYOUT: dict[str, tuple[Any, Any]] = {
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
    "name_rank": (np.float64, 0.0),
}


def microseconds(instant: datetime | None) -> int:
    """Give an aware instant as a number of microseconds; None is before all others."""
    return NEVER_CONFIRMED if instant is None else (instant - EPOCH) // timedelta(microseconds=1)


def day_number(day: date) -> int:
    """Give a day as kept in ``claims``: 1 and more, in 16 bits until 2089."""
    return max(1, min(day.toordinal() - FIRST_DAY, 32767))


class Codes:
    """Texts as small numbers, given as they are met."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._number: dict[Any, int] = {}

    def put(self, value: Any) -> int:
        """Give the number of a value, a new one if it was never met."""
        if value is None:
            return NOWHERE
        if value not in self._number:
            self._number[value] = len(self.values)
            self.values.append(value)
        return self._number[value]

    def get(self, value: Any) -> int:
        """Give the number of a value, -2 if it was never met."""
        return self._number.get(value, -2)


class Columns:
    """The arrays. ``count`` rows are in use; ``rows`` finds them by the 16 bytes of their id."""

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

    def __init__(self) -> None:
        self.count = 0
        self.room = 1024
        self.rows: dict[bytes, int] = {}
        self.ids: list[bytes] = []
        self.owners, self.authorities, self.regions = Codes(), Codes(), Codes()
        self.specialisms, self.languages = Bitmaps(self.room), Bitmaps(self.room)
        self.claims: Array = np.full((len(_SPECIALISMS), self.room), NO_CLAIM, np.int16)
        self._names = NameOrder()
        for name, (kind, empty) in _LAYOUT.items():
            setattr(self, name, np.full(self.room, empty, kind))

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

    def load(self, documents: Sequence[AnyRow]) -> None:
        """Take many documents at once."""
        names = {each: key[0] for each, key in self._names._of_id.items()}  # noqa: SLF001  # its own order
        for row in documents:
            self._put(row)
            names[row.service_id.bytes] = row.name
        fill(self.name_rank, self.rows, self._names.load(names))

    def put(self, document: AnyRow) -> int:
        """Take one document, new or changed; give its row."""
        row = self._put(document)
        new = self._names.put(document.service_id.bytes, document.name)
        if new:
            fill(self.name_rank, self.rows, new)
        return row

    def place(self, service_id: bytes) -> int:
        """Give the row of a document, an empty one if it has none yet."""
        row = self.rows.get(service_id)
        if row is not None:
            return row
        if self.count == self.room:
            self.rearrange(self.ids, room=self.room * 2)
        row = self.rows[service_id] = self.count
        self.ids.append(service_id)
        self.count += 1
        whole = int.from_bytes(service_id)
        self.id_high[row], self.id_low[row] = whole >> 64, whole & (2**64 - 1)
        return row

    def _put(self, document: AnyRow) -> int:
        row = self.place(document.service_id.bytes)
        self.live[row] = not document.gone
        self.confidential[row] = document.confidential
        self.owner[row] = self.owners.put(document.organisation_id)
        self.type[row] = TYPES.index(document.service_type)
        self.gender[row] = GENDERS.index(document.gender)
        self.rating[row] = RATINGS.index(document.rating)
        self.age_minimum[row], self.age_maximum[row] = document.age_minimum, document.age_maximum
        self.available[row] = NOT_COUNTED if document.available is None else document.available
        self.available_from[row] = document.available_from.toordinal() if document.available_from else NO_DAY
        self.confirmed[row] = microseconds(document.confirmed_at)
        self.authority[row] = self.authorities.put(document.authority)
        self.region[row] = self.regions.put(document.region)
        self.radius[row] = document.radius_miles
        self.sequence[row], self.text_sequence[row] = document.sequence, document.text_sequence
        somewhere = document.latitude is not None and document.longitude is not None
        point = (document.latitude, document.longitude) if somewhere else (np.nan, np.nan)
        self.latitude[row], self.longitude[row] = point
        self.x[row], self.y[row], self.z[row] = to_ecef(*point)
        known = {code: until for code, until in document.specialisms.items() if code in _SPECIALISMS}
        self.specialisms.put(row, known)
        self.languages.put(row, document.languages)
        self.claims[:, row] = NO_CLAIM
        for code, until in known.items():
            self.claims[_SPECIALISMS[code], row] = day_number(date.fromisoformat(until)) if until else UNASSURED
        return row

    def assured(self, code: str, today: date, rows: Array | slice) -> Mask:
        """Say of each of these rows whether its claim of a specialism is assured today."""
        until: Array = self.claims[_SPECIALISMS[code]][rows]
        return np.asarray(until >= day_number(today))

    def any_assured(self, today: date, rows: Array | slice) -> Mask:
        """Say of each of these rows whether any of its claims is assured today."""
        latest: Array = self.claims[:, rows].max(axis=0)
        return np.asarray(latest >= day_number(today))

    def rearrange(self, first: Iterable[bytes], *, room: int = 0) -> None:
        """Put the documents ``first`` in this order (those not known get empty rows), then all others."""
        order = list(first)
        leading = set(order)
        order += [each for each in self.ids if each not in leading]
        old = np.fromiter((self.rows.get(each, -1) for each in order), np.int64, len(order))
        room = max(room, self.room, 1024)
        while room < len(order):
            room *= 2
        known = old >= 0
        for name, (kind, empty) in _LAYOUT.items():
            new = np.full(room, empty, kind)
            new[: len(old)][known] = getattr(self, name)[old[known]]
            setattr(self, name, new)
        claims = np.full((len(_SPECIALISMS), room), NO_CLAIM, np.int16)
        claims[:, : len(old)][:, known] = self.claims[:, old[known]]
        self.claims = claims
        for bitmaps in (self.specialisms, self.languages):
            bitmaps.rearrange(old, room)
        self.rows = {each: row for row, each in enumerate(order)}
        self.ids, self.count, self.room = order, len(order), room
