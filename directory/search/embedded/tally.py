"""What facets count: small numbers beside the columns, and the counts of all rows, kept in step with every change."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

from directory.search.embedded.arrays import Array, Longs, Mask, mapped, save
from directory.search.embedded.columns import Columns
from directory.search.embedded.ragged import spread
from directory.search.port import Viewer

OLDEST_KEPT = 31
LANGUAGES_FROM = 256
"""A row's specialisms and languages stand in one list: numbers of specialisms below this, of languages from here on."""
ROWS_AT_ONCE = 1 << 14
MANY = 10
"""From one row in so many on, bits are counted faster than lists."""
CODES = ("kind", "ages", "region", "authority", "many")

Sums: TypeAlias = dict[str, Longs]
"""Counts by code: ``kind`` (type, gender and rating in one number), ``ages``, ``region``, ``authority``, ``many``."""


def kind_of(type_: Array, gender: Array, rating: Array) -> Array:
    """Give a type (of at most 32), gender (4) and rating (8) as one number."""
    return (type_.astype(np.uint16) << 5) | (gender << 3) | rating


@dataclass(frozen=True)
class View:
    """The rows that somebody may see: those in ``mask``, or all; and their counts."""

    size: int
    mask: Mask | None
    sums: Sums


class Tally:
    """Of one state of the columns, read row by row, or as it was saved. ``follow`` takes in the rows that changed."""

    live: Mask
    public: Mask

    def __init__(self, columns: Columns, saved: Path | None = None) -> None:
        self.columns = columns
        if saved is None:
            self._make()
        else:
            self._open(saved)
        self._at_first = self._used

    def _make(self) -> None:
        count, room = self.columns.count, self.columns.room
        self._codes = {name: np.zeros(room, np.uint16) for name in ("kind", "ages", "region", "authority")}
        self._starts, self._sizes = np.zeros(room, np.int64), np.zeros(room, np.uint16)
        self._many = np.empty(0, np.uint16)
        self._used = 0
        self.live, self.public = np.zeros(room, np.bool_), np.zeros(room, np.bool_)
        everything = np.arange(count)
        for start in range(0, count, ROWS_AT_ONCE):
            self._read(everything[start : start + ROWS_AT_ONCE])
        self._live_sums = self.count(np.flatnonzero(self.live))
        self._public_sums = self.count(np.flatnonzero(self.public))

    def _open(self, folder: Path) -> None:
        """Open what was saved, shared by all processes until it changes."""

        def own(name: str) -> Array:
            return mapped(folder, f"tally_{name}", "c")

        self._codes = {name: own(name) for name in ("kind", "ages", "region", "authority")}
        self._starts, self._sizes, self._many = own("starts"), own("sizes"), own("values")
        self.live, self.public = own("live"), own("public")
        self._live_sums, self._public_sums = (
            {name: own(f"{which}_{name}") for name in CODES} for which in ("sums", "public_sums")
        )
        self._used = int(own("used")[0])

    def save(self, folder: Path) -> None:
        """Write it beside the columns."""
        arrays: dict[str, Array] = {
            **self._codes,
            "starts": self._starts,
            "sizes": self._sizes,
            "live": self.live,
            "public": self.public,
        }
        # with room for what the rows that change will say
        arrays["values"] = np.resize(self._many[: self._used], self._used + self._used // 8 + 1)
        arrays["used"] = np.array([self._used])
        for which, sums in (("sums", self._live_sums), ("public_sums", self._public_sums)):
            arrays |= {f"{which}_{name}": counts for name, counts in sums.items()}
        for name, array in arrays.items():
            save(folder, f"tally_{name}", array)

    def follow(self, rows: Longs) -> None:
        """Take in what these rows (each once) say now: most changes are of places, and nothing of that is counted."""
        if self._same(rows):
            return
        before = self._count(rows[self.live[rows]]), self._count(rows[self.public[rows]])
        self._read(rows)
        after = self._count(rows[self.live[rows]]), self._count(rows[self.public[rows]])
        self._live_sums = added(less(self._live_sums, before[0]), after[0])
        self._public_sums = added(less(self._public_sums, before[1]), after[1])

    @property
    def worn(self) -> bool:
        """Say whether so much has changed that it should be made anew."""
        return self._used > 2 * self._at_first + 1_000_000

    def _said(self, rows: Longs) -> dict[str, Array]:
        """Give what the columns say of these rows; ``many``: their lists, one after the other."""
        c = self.columns
        youngest, oldest = (np.clip(ages[rows], 0, OLDEST_KEPT) for ages in (c.age_minimum, c.age_maximum))
        held = np.vstack([_bits(each.bits, rows) for each in (c.specialisms, c.languages)])
        row, value = np.nonzero(held.T)
        specialisms = len(c.specialisms.bits)
        return {
            "live": c.live[rows],
            "public": c.live[rows] & ~c.confidential[rows],
            "kind": kind_of(c.type[rows], c.gender[rows], c.rating[rows]),
            "ages": (youngest << 5) | oldest,
            # what stands for "nowhere" is the greatest number, and so becomes 0
            "region": c.region[rows] + np.uint16(1),
            "authority": c.authority[rows] + np.uint16(1),
            "sizes": np.bincount(row, minlength=len(rows)),
            "many": np.where(value < specialisms, value, value - specialisms + LANGUAGES_FROM).astype(np.uint16),
        }

    def _same(self, rows: Longs) -> bool:
        """Say whether these rows say what was last read of them."""
        before = {name: self._held(name, rows) for name in (*self._codes, "many")}
        before |= {"live": self.live[rows], "public": self.public[rows], "sizes": self._sizes[rows]}
        return all(np.array_equal(each, before[name]) for name, each in self._said(rows).items())

    def _read(self, rows: Longs) -> None:
        said = self._said(rows)
        self.live[rows], self.public[rows] = said["live"], said["public"]
        for name, codes in self._codes.items():
            codes[rows] = said[name]
        many, sizes = said["many"], said["sizes"]
        self._sizes[rows] = sizes
        self._starts[rows] = self._used + np.cumsum(sizes) - sizes
        if self._used + len(many) > len(self._many):
            self._many = np.concatenate(
                [self._many[: self._used], many, np.zeros(len(many) + self._used // 2, np.uint16)]
            )
        self._many[self._used : self._used + len(many)] = many
        self._used += len(many)

    def view(self, viewer: Viewer) -> View:
        """Give what a viewer may see."""
        count, c = self.columns.count, self.columns
        if viewer.sees_confidential:
            return _view(self.live[:count], self._live_sums)
        if viewer.organisation_id is not None and (owner := c.owners.get(viewer.organisation_id)) >= 0:
            own = (c.owner[:count] == owner) & self.live[:count] & ~self.public[:count]
            if own.any():
                return _view(self.public[:count] | own, added(self._public_sums, self.count(np.flatnonzero(own))))
        return _view(self.public[:count], self._public_sums)

    def count(self, rows: Longs, names: Iterable[str] = CODES, among: Mask | None = None) -> Sums:
        """Count the codes of these rows as they are now. ``among``: which of all they are, if that is known."""
        if len(rows) * MANY < self.columns.count:
            return self._count(rows, names)
        sums = self._count(rows, [name for name in names if name != "many"])
        return sums | {"many": self._by_bits(rows, among)} if "many" in names else sums

    def _count(self, rows: Longs, names: Iterable[str] = CODES) -> Sums:
        """Count the codes of these rows as they were last read."""
        return {name: np.bincount(self._held(name, rows)) for name in names}

    def _held(self, name: str, rows: Longs) -> Array:
        if name == "many":
            return self._many.take(spread(self._starts.take(rows), self._sizes.take(rows)))
        return self._codes[name].take(rows)

    def _by_bits(self, rows: Longs, among: Mask | None) -> Longs:
        if among is None:
            among = np.zeros(self.columns.count, np.bool_)
            among[rows] = True
        specialisms, languages = (each.counts(among) for each in (self.columns.specialisms, self.columns.languages))
        return np.concatenate([_long(specialisms, LANGUAGES_FROM), languages])


def _view(mask: Mask, sums: Sums) -> View:
    size = int(np.count_nonzero(mask))
    return View(size, None if size == len(mask) else mask, sums)


def _bits(bits: Array, rows: Longs) -> Mask:
    held: Mask = ((bits[:, rows >> 3] >> (rows & 7).astype(np.uint8)) & 1).astype(np.bool_)
    return held


def added(some: Sums, more: Sums) -> Sums:
    """Give the sum of both."""
    return {name: _long(some[name], len(more[name])) + _long(more[name], len(some[name])) for name in some}


def less(some: Sums, others: Sums) -> Sums:
    """Give the difference of both."""
    return {name: _long(some[name], len(each)) - _long(each, len(some[name])) for name, each in others.items()}


def _long(counts: Longs, size: int) -> Longs:
    return counts if len(counts) >= size else np.concatenate([counts, np.zeros(size - len(counts), np.int64)])
