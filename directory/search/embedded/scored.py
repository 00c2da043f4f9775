"""What an atom of a text finds: a list of rows, or a weight for every row. Both answer the same questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from directory.search.embedded.arrays import Array, Rows, Scores


class Scored(Protocol):
    """Rows and what they score."""

    @property
    def size(self) -> int:
        """Say how many rows there are at most."""
        ...

    def at(self, rows: Array) -> Scores:
        """Give the scores of these rows, 0 for those that are not found."""
        ...

    def listed(self) -> tuple[Array, Scores]:
        """Give the rows, each once, and their scores."""
        ...

    def whole(self) -> Scores:
        """Give the scores of all rows, 0 for those that are not found: an array to write to."""
        ...


@dataclass(frozen=True)
class Listed:
    """Rows in a list. ``board`` (rows,) is all zero before and after."""

    rows: Array
    scores: Scores
    board: Scores
    count: int

    @property
    def size(self) -> int:
        """Say how many rows there are."""
        return len(self.rows)

    def at(self, rows: Array) -> Scores:
        """Give the scores of these rows."""
        self.board[self.rows] = self.scores
        got = self.board.take(rows)
        self.board[self.rows] = 0
        return got

    def listed(self) -> tuple[Array, Scores]:
        """Give the rows and their scores."""
        return self.rows, self.scores

    def whole(self) -> Scores:
        """Give the scores of all rows."""
        scores = np.zeros(self.count, np.float32)
        scores[self.rows] = self.scores
        return scores


@dataclass(frozen=True)
class Weighed:
    """A frequent term. ``weights`` (documents of the sidecar,) count but for ``dead`` rows, ``above`` lies over."""

    weights: Scores
    rarity: np.float32
    dead: Rows
    above: tuple[Rows, Scores]
    count: int

    @property
    def size(self) -> int:
        """Say how many rows there may be."""
        return self.count

    @cached_property
    def _all(self) -> Scores:
        scores = np.empty(self.count, np.float32)
        below = len(self.weights)
        np.multiply(self.weights, self.rarity, out=scores[:below])
        scores[below:] = 0
        scores[self.dead] = 0
        rows, weights = self.above
        scores[rows] = weights * self.rarity
        return scores

    def at(self, rows: Array) -> Scores:
        """Give the scores of these rows."""
        if len(self.weights) < self.count or len(self.dead) or len(self.above[0]):
            return self._all.take(rows)
        got: Scores = self.weights.take(rows) * self.rarity
        return got

    def listed(self) -> tuple[Array, Scores]:
        """Give the rows and their scores."""
        rows = np.flatnonzero(self._all)
        return rows, self._all.take(rows)

    def whole(self) -> Scores:
        """Give the scores of all rows."""
        return self._all


@dataclass(frozen=True)
class Either:
    """Several parts: what was typed adds up, a synonym (of a weight below 1) counts where it says more."""

    parts: Sequence[tuple[Scored, float]]
    board: Scores
    count: int

    @cached_property
    def size(self) -> int:
        """Say how many rows there may be."""
        return min(self.count, sum(part.size for part, _ in self.parts))

    def at(self, rows: Array) -> Scores:
        """Give the scores of these rows."""
        got = np.zeros(len(rows), np.float32)
        for part, weight in self.parts:
            _take_in(got, part.at(rows), weight)
        return got

    def listed(self) -> tuple[Array, Scores]:
        """Give the rows and their scores."""
        if self.size * 12 > self.count:
            scores = self.whole()
            rows = np.flatnonzero(scores)
            return rows, scores.take(rows)
        found = [part.listed() for part, _ in self.parts]
        for (rows, scores), (_, weight) in zip(found, self.parts, strict=True):
            there = self.board.take(rows)
            _take_in(there, scores, weight)
            self.board[rows] = there
        rows = np.unique(np.concatenate([rows for rows, _ in found]))
        scores = self.board.take(rows)
        self.board[rows] = 0
        return rows, scores

    def whole(self) -> Scores:
        """Give the scores of all rows."""
        got = np.zeros(self.count, np.float32)
        for part, weight in self.parts:
            if isinstance(part, Listed):
                there = got.take(part.rows)
                _take_in(there, part.scores, weight)
                got[part.rows] = there
            else:
                _take_in(got, part.whole(), weight)
        return got


def _take_in(scores: Scores, more: Scores, weight: float) -> None:
    if weight < 1:
        np.maximum(scores, more * np.float32(weight), out=scores)
    else:
        np.add(scores, more, out=scores)
