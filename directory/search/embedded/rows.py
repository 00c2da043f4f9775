"""Rows still in question: all, those that a mask says, or their numbers, whichever is the least to read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import numpy as np

from directory.geo.rules import Point
from directory.search.embedded.arrays import Array, Floats, Mask, Scores
from directory.search.embedded.chord import chord_squared, miles_of
from directory.search.embedded.columns import Columns
from directory.search.port import Near

FEW = 8
"""Below one row in so many, numbers are read faster than whole columns."""


def all_of(masks: Sequence[Mask]) -> Mask:
    """Say what all of these (one at least) say."""
    both = masks[0]
    for mask in masks[1:]:
        both = both & mask
    return both


@dataclass(frozen=True)
class Rows:
    """Rows of the columns. ``numbers`` (int64), or None: then ``mask`` says which of all rows, or None: all of them.

    ``scores`` stand beside the numbers; without numbers, beside all rows.
    """

    columns: Columns
    now: datetime
    numbers: Array | None = None
    mask: Mask | None = None
    scores: Scores | None = None
    _straight: dict[Point, Floats] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def size(self) -> int:
        """Say how many rows there are."""
        if self.numbers is not None:
            return len(self.numbers)
        return self.columns.count if self.mask is None else int(np.count_nonzero(self.mask))

    def take(self, column: Array) -> Array:
        """Give a column's values: of these rows where they are numbered, else of all rows."""
        return column[: self.columns.count] if self.numbers is None else column.take(self.numbers)

    def at(self, column: Array, places: Array | None) -> Array:
        """Give a column's values at some places among what ``take`` gives; at all of them if None."""
        if places is None:
            return self.take(column)
        return column.take(places if self.numbers is None else self.numbers.take(places))

    def places(self) -> Array | slice:
        """Give where in a column the values are that ``take`` gives."""
        return slice(0, self.columns.count) if self.numbers is None else self.numbers

    def keep(self, mask: Mask) -> "Rows":
        """Give those rows for which ``mask`` (as long as what ``take`` gives) is true."""
        if self.numbers is not None:
            scores = None if self.scores is None else self.scores[mask]
            straight = {point: squared[mask] for point, squared in self._straight.items()}
            return Rows(self.columns, self.now, self.numbers[mask], None, scores, straight)
        both = mask if self.mask is None else self.mask & mask
        return Rows(self.columns, self.now, None, both, self.scores).settled()

    def settled(self) -> "Rows":
        """Give the same rows by their numbers, if they are few."""
        if self.numbers is None and self.size * FEW < self.columns.count:
            return self.numbered()
        return self

    def numbered(self) -> "Rows":
        """Give the same rows by their numbers."""
        return self if self.numbers is not None else self._numbered

    @cached_property
    def _numbered(self) -> "Rows":
        numbers = np.arange(self.columns.count) if self.mask is None else np.flatnonzero(self.mask)
        return Rows(self.columns, self.now, numbers, None, None if self.scores is None else self.scores.take(numbers))

    def only(self, numbers: Array) -> "Rows":
        """Give those of these rows (numbered, or all that a mask says) that are among ``numbers`` (each once)."""
        if self.numbers is None:
            kept = numbers if self.mask is None else numbers[self.mask.take(numbers)]
            return Rows(self.columns, self.now, kept, None, None if self.scores is None else self.scores.take(kept))
        flags = np.zeros(self.columns.count, np.bool_)
        flags[numbers] = True
        return self.keep(flags.take(self.numbers))

    def freshness(self) -> Array:
        """Give each row's place in ``FRESHNESS``: not to be written to."""
        return self.take(self.columns.freshness(self.now))

    def squared(self, point: Point) -> Floats:
        """Give the squared straight line (m2) from a point, measured once; nan for a row without a place."""
        if point not in self._straight:
            c = self.columns
            self._straight[point] = chord_squared(self.take(c.x), self.take(c.y), self.take(c.z), point)
        return self._straight[point]

    def miles(self, near: Near) -> Floats:
        """Give the miles from a point as good as they can be had at once."""
        return miles_of(self.squared(Point(near.latitude, near.longitude)))
