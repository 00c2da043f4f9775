"""Values in the order of their names, so that those with a count are listed without comparing names."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import TypeAlias

import numpy as np

from directory.search.embedded.arrays import Longs

Counts: TypeAlias = Sequence[tuple[str, int]]


class ByName:
    """Some values, of which there may be more from time to time; value n is counted by the n-th count."""

    def __init__(self, values: Sequence[str]) -> None:
        self._values = values
        self._names: list[str] = []
        self._order: Longs = np.empty(0, np.int64)

    def listed(self, counts: Longs) -> Counts:
        """Give values with counts above 0, most first, then by value."""
        size = len(self._values)
        if len(self._names) != size:
            order = sorted(range(size), key=self._values.__getitem__)
            self._names = [self._values[place] for place in order]
            self._order = np.array(order, np.int64)
        if len(counts) < size:
            counts = np.concatenate([counts, np.zeros(size - len(counts), np.int64)])
        kept = [each for each in zip(self._names, counts.take(self._order).tolist(), strict=True) if each[1]]
        kept.sort(key=itemgetter(1), reverse=True)
        return kept


def most_first(counts: Mapping[str, int]) -> Counts:
    """Give values with counts above 0, most first, then by value."""
    kept = sorted(each for each in counts.items() if each[1])
    kept.sort(key=itemgetter(1), reverse=True)
    return kept
