"""Facts as NumPy arrays, for the peers that only match words: filters, facets and order, as one would write them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.data import NOW
from bench.facts import (
    CODES,
    NO_DAY,
    NUMBERS,
    SPECIALISMS,
    SPOKEN,
    Counts,
    Facts,
    ages,
    bands,
    named,
    owner_number,
    seconds,
    today,
)  # fmt: skip
from directory.codes import AGEING_DAYS, CURRENT_DAYS
from directory.search import SearchQuery, Viewer
from directory.search.embedded.chord import squared_of, to_ecef
from directory.search.embedded.filters import takes
from directory.search.port import BANDS_MILES, Near, Sort

Array = Any
FEW = 16
"""Bits of one row in so many or fewer are counted one by one, else by whole bitmaps."""
_KINDS: dict[str, str] = {
    "type": "u1", "gender": "u1", "rating": "u1", "region": "i1", "authority": "i2", "youngest": "i1", "oldest": "i1",
    "available": "i4", "starts": "i4", "confirmed": "i8", "hidden": "?", "owner": "i8", "x": "f8", "y": "f8", "z": "f8",
    "radius": "f4", "name_rank": "i4", "specs": "i8", "langs": "i8",
}  # fmt: skip
_METRES = 1609.344
_EDGES = [squared_of(edge) for edge in BANDS_MILES]


def save(folder: Path, facts: Iterable[Facts], claims: Iterable[tuple[int, int, int]]) -> None:
    """Keep the arrays; ``claims``: (number, specialism, until which day assured)."""
    table = list(facts)
    for place, name in enumerate(Facts._fields):
        if name != "number":
            np.save(folder / f"{name}.npy", np.array([each[place] for each in table], _KINDS[name]))
    until = np.full((len(SPECIALISMS), len(table)), -1, np.int32)
    for number, specialism, day in claims:
        until[specialism, number - 1] = day
    np.save(folder / "until.npy", until)


@dataclass
class Rows:
    """Rows in question: numbers, or a slice of all; their scores beside them."""

    rows: Array
    scores: Array | None

    def keep(self, mask: Array) -> "Rows":
        """Give those that the mask keeps."""
        rows = np.flatnonzero(mask) if isinstance(self.rows, slice) else self.rows[mask]
        return Rows(rows, None if self.scores is None else self.scores[mask])


class Arrays:
    """Row n is the service with number n + 1."""

    def __init__(self, folder: Path) -> None:
        self.columns = {name: np.load(folder / f"{name}.npy") for name in _KINDS}
        self.until = np.load(folder / "until.npy", mmap_mode="r")
        self.count = len(self.columns["type"])
        self.bitmaps = {name: self._bitmaps(name, size) for name, size in (("specs", 42), ("langs", len(SPOKEN)))}

    def _bitmaps(self, name: str, size: int) -> Array:
        width = (self.count + 63) // 64 * 8
        maps = np.zeros((size, width), np.uint8)
        for bit in range(size):
            flags = np.packbits((self.columns[name] >> bit & 1).astype(bool), bitorder="little")
            maps[bit, : len(flags)] = flags
        return maps.view(np.uint64)

    def finish(self, query: SearchQuery, viewer: Viewer, found: Rows) -> tuple[int, Counts, list[int]]:
        """Give the total, the facets, and the numbers of the services shown."""
        plain = self._plain(query, viewer, found)
        if plain:
            found = found.keep(np.logical_and.reduce(plain))
        if query.near is not None and query.within_miles is not None:
            found = found.keep(self._squared(found, query.near) <= squared_of(query.within_miles))
        for zone in query.avoid:
            reach = (zone.within_miles + self.take("radius", found)) * _METRES / (2 * 6.385e6)
            found = found.keep(self._squared(found, zone.near) > (2 * 6.385e6 * np.sin(reach)) ** 2)
        choices = self._choices(query, found)
        kept = found.keep(np.logical_and.reduce(list(choices.values()))) if choices else found
        counted = {}
        for name in ("type", "gender", "rating", "region", "authority", "freshness", "language"):
            rows = kept
            if name in choices:
                others = [mask for other, mask in choices.items() if other != name]
                rows = found.keep(np.logical_and.reduce(others)) if others else found
            counted[name] = self._facet(name, rows)
        counted["specialism"] = self._facet("specialism", kept)
        combined = np.bincount(self.take("youngest", kept).astype(np.int16) * 32 + self.take("oldest", kept))
        several = np.flatnonzero(combined)
        counted["age"] = ages(
            (k >> 5, k & 31, n) for k, n in zip(several.tolist(), combined[several].tolist(), strict=True)
        )
        if query.near is not None:
            passed = np.searchsorted(_EDGES, self._squared(kept, query.near))
            counted["distance"] = bands(enumerate(np.bincount(passed).tolist()))
        total = self.count if isinstance(kept.rows, slice) else len(kept.rows)
        return total, counted, self._first(query, kept)

    def take(self, name: str, rows: Rows) -> Array:
        """Give the facts of these rows."""
        return self.columns[name][rows.rows]

    def _squared(self, rows: Rows, near: Near) -> Array:
        x, y, z = to_ecef(near.latitude, near.longitude)
        a, b, c = self.take("x", rows) - x, self.take("y", rows) - y, self.take("z", rows) - z
        return a * a + b * b + c * c

    def _fresh(self, rows: Rows) -> Array:
        confirmed = self.take("confirmed", rows)
        now = seconds(NOW)
        return (confirmed < now - CURRENT_DAYS * 86400).astype(np.uint8) + (confirmed < now - AGEING_DAYS * 86400)

    def _plain(self, query: SearchQuery, viewer: Viewer, rows: Rows) -> list[Array]:
        masks = []
        own = owner_number(viewer.organisation_id) if viewer.organisation_id else -1
        if not viewer.sees_confidential:
            masks.append(~self.take("hidden", rows) | (self.take("owner", rows) == own))
        if query.mine:
            masks.append(self.take("owner", rows) == own)
        if query.age is not None:
            masks += [self.take("youngest", rows) <= query.age, self.take("oldest", rows) >= query.age]
        if query.places is not None or query.by is not None:
            masks.append(self._fresh(rows) < 2)
        if query.places is not None:
            masks.append(self.take("available", rows) >= query.places)
        if query.by is not None:
            starts = self.take("starts", rows)
            masks.append((starts <= query.by.toordinal()) | ((starts == NO_DAY) & (self.take("available", rows) > 0)))
        if query.specialisms:
            mask = sum(1 << NUMBERS["specialism"][each.value] for each in query.specialisms)
            masks.append((self.take("specs", rows) & mask) == mask)
        if query.assured:
            day = today(NOW).toordinal()
            if query.specialisms:
                named_ = [NUMBERS["specialism"][each.value] for each in query.specialisms]
                masks += [self.until[each][rows.rows] >= day for each in named_]
            else:
                masks.append(self.until[:, rows.rows].max(axis=0) >= day)
        return masks

    def _choices(self, query: SearchQuery, rows: Rows) -> dict[str, Array]:
        masks = {}
        wanted = {
            "type": query.types, "rating": query.ratings, "freshness": query.freshness,
            "gender": takes(query.gender) if query.gender else (),
        }  # fmt: skip
        for name, values in wanted.items():
            if values:
                table = np.zeros(256, bool)
                table[[NUMBERS[name][each.value] for each in values]] = True
                masks[name] = table[self._fresh(rows) if name == "freshness" else self.take(name, rows)]
        if query.languages:
            known = sum(1 << NUMBERS["language"].get(each, 63) for each in query.languages)
            masks["language"] = (self.take("langs", rows) & known) != 0
        for name, value in (("authority", query.authority), ("region", query.region)):
            if value is not None:
                masks[name] = self.take(name, rows) == NUMBERS[name].get(value, -2)
        return masks

    def _facet(self, name: str, rows: Rows) -> dict[str, int]:
        if name in ("specialism", "language"):
            counts = self._bits("specs" if name == "specialism" else "langs", rows)
        else:
            codes = self._fresh(rows) if name == "freshness" else self.take(name, rows)
            # what stands for "none" is -1
            counts = np.bincount(codes.astype(np.int16) + 1, minlength=len(CODES[name]) + 1)[1:]
        return named(name, enumerate(counts.tolist()))

    def _bits(self, name: str, rows: Rows) -> Array:
        maps = self.bitmaps[name]
        if not isinstance(rows.rows, slice) and len(rows.rows) * FEW < self.count:
            flags = np.unpackbits(
                self.columns[name][rows.rows].view(np.uint8).reshape(-1, 8), axis=1, bitorder="little"
            )
            return flags.sum(axis=0, dtype=np.int64)[: len(maps)]
        among = np.zeros(self.count, bool)
        among[rows.rows] = True
        packed = np.zeros(maps.shape[1] * 8, np.uint8)
        bits = np.packbits(among, bitorder="little")
        packed[: len(bits)] = bits
        return np.bitwise_count(maps & packed.view(np.uint64)).sum(axis=1, dtype=np.int64)

    def _first(self, query: SearchQuery, rows: Rows) -> list[int]:
        keys = self._keys(query, rows)
        start, count = (query.page - 1) * query.per_page, query.page * query.per_page
        numbers = np.arange(self.count) if isinstance(rows.rows, slice) else rows.rows
        places = np.arange(len(numbers))
        for key in keys:
            if len(places) <= 4 * count:
                break
            values = key[places]
            limit = np.partition(values, count - 1)[count - 1]
            if (values < limit).any():
                places = places[values <= limit]
                break
            places = places[values == limit]
        order = np.lexsort([numbers[places], *(key[places] for key in reversed(keys))])
        chosen: list[int] = (numbers[places[order][start:count]] + 1).tolist()
        return chosen

    def _keys(self, query: SearchQuery, rows: Rows) -> list[Array]:
        if query.sort is Sort.DISTANCE and query.near is not None:
            return [self._squared(rows, query.near)]
        if query.sort is Sort.FRESHNESS:
            return [-self.take("confirmed", rows)]
        if query.sort is Sort.RELEVANCE and rows.scores is not None:
            return [-rows.scores]
        fresh, starts = self._fresh(rows), self.take("starts", rows)
        day = today(NOW).toordinal()
        free = np.where((fresh < 2) & ((starts <= day) | (starts == NO_DAY)), self.take("available", rows), 0)
        if query.sort is Sort.AVAILABILITY:
            soonest = np.where((fresh < 2) & (free <= 0), starts, NO_DAY)
            return [-np.maximum(free, 0), soonest, -self.take("confirmed", rows)]
        return [(free <= 0) * np.uint8(4) + fresh, self.take("name_rank", rows)]
