"""Where rows are, by cells: a radius looks only at the cells that its edge may cross."""

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np

from directory.geo.rules import Point
from directory.search.embedded.arrays import Array, Floats, Longs, mapped, save
from directory.search.embedded.chord import chord_squared, slack_miles, squared_of, within
from directory.search.embedded.ragged import spread

CELLS_IN_A_DEGREE = 12
MOST_STRAYS = 1 / 16
_SAVED = ("rows", "starts", "sizes", "centres", "reach")


class Places(NamedTuple):
    """Where rows are: degrees, and metres from the earth's centre; nan for a row without a place."""

    latitude: Floats
    longitude: Floats
    x: Floats
    y: Floats
    z: Floats


class Grid:
    """The rows that have a place, cell by cell. A row that has moved since is looked at by itself."""

    rows: Longs
    starts: Longs
    sizes: Longs
    centres: Floats
    reach: Floats

    def __init__(self, places: Places, count: int, saved: Path | None = None) -> None:
        self._places = places
        if saved is None:
            self._make(count)
        else:
            for name in _SAVED:
                setattr(self, name, mapped(saved, f"grid_{name}"))
        self._moved = np.zeros(len(places.x), np.bool_)
        self._strays: Longs = np.empty(0, np.int64)

    def save(self, folder: Path) -> None:
        """Write it beside the columns, as long as nothing has moved."""
        for name in _SAVED:
            save(folder, f"grid_{name}", getattr(self, name))

    def _make(self, count: int) -> None:
        places = self._places
        placed = np.flatnonzero(~np.isnan(places.x[:count]))
        down = np.floor(places.latitude.take(placed) * CELLS_IN_A_DEGREE).astype(np.int64)
        along = np.floor(places.longitude.take(placed) * CELLS_IN_A_DEGREE).astype(np.int64)
        cells = down * (361 * CELLS_IN_A_DEGREE) + along
        order = np.argsort(cells, kind="stable")
        self.rows = placed[order]
        ordered = cells[order]
        firsts = np.flatnonzero(np.concatenate([np.ones(min(1, len(ordered)), np.bool_), ordered[1:] != ordered[:-1]]))
        self.starts = firsts
        self.sizes = np.diff(np.append(firsts, len(ordered)))
        earth = np.stack([axis.take(self.rows) for axis in (places.x, places.y, places.z)])
        if len(firsts):
            self.centres = np.add.reduceat(earth, firsts, axis=1) / self.sizes
            away = earth - np.repeat(self.centres, self.sizes, axis=1)
            self.reach = np.sqrt(np.maximum.reduceat((away * away).sum(axis=0), firsts))
        else:
            self.centres, self.reach = np.zeros((3, 0)), np.zeros(0)

    def move(self, rows: Longs) -> None:
        """Note that these rows may lie elsewhere now."""
        self._moved[rows] = True
        self._strays = np.flatnonzero(self._moved)

    @property
    def worn(self) -> bool:
        """Say whether so many rows have moved that it should be made anew."""
        return len(self._strays) > 1000 + len(self.rows) * MOST_STRAYS

    def within(self, point: Point, miles: float, radius: Array | None = None) -> Longs:
        """Give the rows within ``miles`` of a point, each once. ``radius`` (rows,): how much further a row reaches."""
        surely, maybe = self._about(point, miles, 0.0 if radius is None else float(radius.max(initial=0.0)))
        p = self._places
        straight = chord_squared(p.x.take(maybe), p.y.take(maybe), p.z.take(maybe), point)
        reach = miles if radius is None else miles + radius.take(maybe)
        inside = maybe[within(point, straight, p.latitude, p.longitude, reach, rows=maybe)]
        return np.concatenate([surely, inside])

    def _about(self, point: Point, miles: float, more: float) -> tuple[Longs, Longs]:
        """Give the rows surely within ``miles`` of a point, and those that may be within so many ``more``."""
        straight = self._straight(point)
        slack, furthest = float(slack_miles(miles)), miles + more + float(slack_miles(miles + more))
        surely = straight + self.reach < math.sqrt(squared_of(max(0.0, miles - slack)))
        maybe = (straight - self.reach <= math.sqrt(squared_of(furthest))) & ~surely
        inside, edge = self._of(np.flatnonzero(surely)), self._of(np.flatnonzero(maybe))
        return inside, np.concatenate([edge, self._strays]) if len(self._strays) else edge

    def count_about(self, point: Point, miles: float) -> int:
        """Give at most how many rows are ``within``."""
        nearest = self._straight(point) - self.reach
        further = math.sqrt(squared_of(miles + float(slack_miles(miles))))
        return int(self.sizes[nearest <= further].sum()) + len(self._strays)

    def _straight(self, point: Point) -> Floats:
        x, y, z = self.centres
        straight: Floats = np.sqrt(chord_squared(x, y, z, point))
        return straight

    def _of(self, cells: Array) -> Longs:
        rows = self.rows.take(spread(self.starts.take(cells), self.sizes.take(cells)))
        return rows[~self._moved.take(rows)] if len(self._strays) else rows
