"""Texts changed since the sidecar was written: small indexes in memory, searched beside it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from directory.search.embedded.arrays import NO_ROWS, NO_SCORES, Ints, Mask, Rows, Scores
from directory.search.embedded.joining import Source, joined
from directory.search.embedded.nearby import Nearby
from directory.search.embedded.part import Part, Written, made

JOINED = 4
"""Joining as few as two would be done with nearly every change, and take longer than the change."""
FEW = 16
"""So many texts are sooner made a part anew than their parts are joined."""


@dataclass(eq=False)
class Layer:
    """Texts as one part. ``rows`` (documents,): their rows; ``alive``: which of them nothing newer replaces.

    ``texts``: themselves, as long as they are few.
    """

    part: Part
    rows: Ints
    alive: Mask
    texts: Sequence[Written] = ()

    @classmethod
    def of(cls, rows: Ints, texts: Sequence[Written]) -> "Layer":
        """Make one of these rows' texts."""
        return cls(made(texts), rows, np.ones(len(rows), np.bool_), texts if len(texts) <= FEW else ())

    def seen(self, public_rows: Mask | None) -> Mask:
        """Say which texts are still there, and of public documents where ``public_rows`` is given."""
        return self.alive if public_rows is None else self.alive & public_rows[self.rows]

    def counts(self, words: range | Sequence[int], public_rows: Mask | None) -> Iterator[tuple[str, int]]:
        """Give these of its words, and how often they stand in texts that are still there."""
        seen = self.seen(public_rows)
        tokens = self.part.stream if seen.all() else self.part.stream[np.repeat(seen, np.diff(self.part.begins))]
        times = np.bincount(tokens, minlength=len(self.part.words))
        for number in words:
            if times[number]:
                yield self.part.words[number], int(times[number])

    @cached_property
    def nearby(self) -> Nearby:
        """Find words by what they nearly are."""
        return Nearby(self.part.words)


class Overlay:
    """Layers, larger ones below: as often as so many at the top are about as large, they are joined.

    So one text is laid over at once, thousands of them cost little more than reading them, and few layers are searched.
    """

    def __init__(self) -> None:
        self.layers: list[Layer] = []
        self._where: dict[int, tuple[Layer, int]] = {}

    def __len__(self) -> int:
        return len(self._where)

    def put(self, rows: Sequence[int], texts: Sequence[Written]) -> None:
        """Hold the texts of these rows, each once, instead of what was held before."""
        for row in rows:
            self.remove(row)
        self.layers.append(Layer.of(np.array(rows, np.int32), texts))
        at = _alike([int(layer.alive.sum()) for layer in self.layers])
        if at < len(self.layers) - 1:
            self.layers[at:] = [_one(self.layers[at:])]
        layer = self.layers[-1]
        self._where.update((row, (layer, place)) for place, row in enumerate(layer.rows.tolist()))

    def remove(self, row: int) -> None:
        """Forget a row; nothing happens if it is not held."""
        held = self._where.pop(row, None)
        if held:
            layer, place = held
            layer.alive[place] = False

    def rows(self) -> Rows:
        """Give the rows that are held."""
        return np.fromiter(self._where, np.int32, len(self._where))

    def postings(self, term: str) -> tuple[Rows, Scores]:
        """Give the rows that hold a term and what it weighs in each."""
        found: list[tuple[Rows, Scores]] = []
        for layer in self.layers:
            number = layer.part.number(term)
            if number is not None:
                places, impacts = layer.part.postings(number)
                alive = layer.alive[places]
                found.append((layer.rows[places[alive]], impacts[alive]))
        if not found:
            return NO_ROWS, NO_SCORES
        if len(found) == 1:
            return found[0]
        return np.concatenate([rows for rows, _ in found]), np.concatenate([impacts for _, impacts in found])

    def phrase(self, terms: Sequence[str]) -> Rows:
        """Give the rows in which these terms follow each other within one field."""
        found = [NO_ROWS]
        for layer in self.layers:
            places = layer.part.phrase(terms)
            found.append(layer.rows[places[layer.alive[places]]])
        return np.concatenate(found)

    def beginning_with(self, prefix: str, public_rows: Mask | None) -> Counter[str]:
        """Give the words that begin so, and how often they stand there."""
        counts: Counter[str] = Counter()
        for layer in self.layers:
            counts.update(dict(layer.counts(layer.part.beginning_with(prefix), public_rows)))
        return counts

    def near(self, word: str, public_rows: Mask | None) -> Iterator[tuple[str, int, int]]:
        """Give (word, edits, how often it stands there) of words near to this one."""
        for layer in self.layers:
            near = dict(layer.nearby.near(word))
            for other, times in layer.counts(list(near), public_rows) if near else ():
                yield other, near[bisect_left(layer.part.words, other)], times


def _alike(sizes: Sequence[int]) -> int:
    """Give from which layer on all are to be one: from the last if there are too few of about a size."""
    at = len(sizes) - 1
    while True:
        size, first = sum(sizes[at:]), at
        while first and sizes[first - 1] <= 2 * size:
            first -= 1
        if at - first + 1 < JOINED:
            return at
        at = first


def _one(layers: Sequence[Layer]) -> Layer:
    rows = np.concatenate([layer.rows[layer.alive] for layer in layers])
    if len(rows) <= FEW and all(layer.texts for layer in layers):
        kept = ((layer.texts[place] for place in np.flatnonzero(layer.alive).tolist()) for layer in layers)
        return Layer.of(rows, list(chain.from_iterable(kept)))
    part, _ = joined([Source(layer.part, layer.alive) for layer in layers])
    return Layer(part, rows, np.ones(len(rows), np.bool_))
