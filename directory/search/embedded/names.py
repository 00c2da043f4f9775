"""The order of names, kept as numbers so that rows are sorted by name without reading names."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from directory.search.embedded.arrays import Array, Floats

Key = tuple[str, bytes, int]
"""Name without case, id, row."""


class NameOrder:
    """Gives each row a number that rises with (name without case, id).

    The n-th of ``names`` is that of row ``rows[n]``, whose number is n. What came or was renamed since lies between
    two of these, evenly spaced, so that placing it changes no other numbers than those of its neighbours there.
    """

    def __init__(self, names: Sequence[str], rows: Array, id_of: Callable[[int], bytes]) -> None:
        self._names, self._rows, self._id_of = names, rows, id_of
        self._gaps: dict[int, list[Key]] = {}
        self._placed: dict[int, tuple[int, Key]] = {}

    def place(self, names: Iterable[tuple[int, str]], ranks: Floats) -> None:
        """Place the names of these rows, writing to ``ranks`` (rows,), in which an unknown row is nan."""
        added: dict[int, list[Key]] = {}
        for row, name in names:
            plain = name.casefold()
            placed = self._placed.get(row)
            if placed:
                gap, key = placed
                if key[0] == plain:
                    continue
                self._gaps[gap].remove(key)
            elif ranks[row] >= 0 and self._names[int(ranks[row])] == plain:
                continue
            key = (plain, self._id_of(row), row)
            gap = bisect_left(range(len(self._names)), key[:2], key=self._stored)
            added.setdefault(gap, []).append(key)
            self._placed[row] = gap, key
        for gap, some in added.items():
            keys = self._gaps.setdefault(gap, [])
            if len(some) == 1:
                insort(keys, some[0])
            else:
                keys += sorted(some)
                keys.sort()
            ranks[[row for _, _, row in keys]] = gap - 1 + np.arange(1, len(keys) + 1) / (len(keys) + 1)

    def _stored(self, place: int) -> tuple[str, bytes]:
        return self._names[place], self._id_of(int(self._rows[place]))

    def name(self, row: int, rank: float) -> str:
        """Give the name of a row, without case."""
        placed = self._placed.get(row)
        return placed[1][0] if placed else self._names[int(rank)]

    def moved(self, new_rows: Array) -> None:
        """Follow rows to their new places; ``new_rows`` (former rows,). No name can be placed any more."""
        self._placed = {int(new_rows[row]): held for row, held in self._placed.items() if new_rows[row] >= 0}
