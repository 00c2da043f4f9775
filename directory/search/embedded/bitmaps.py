"""Many-valued facets as bits: for each value, which rows have it."""

from collections.abc import Iterable

import numpy as np

from directory.search.embedded.arrays import Array, Longs, Mask


class Bitmaps:
    """A row of bits for each value; values are added as they are met, so there may be any number."""

    def __init__(self, room: int) -> None:
        self.values: list[str] = []
        self._number: dict[str, int] = {}
        self.bits = np.zeros((0, room // 8), np.uint8)

    def number(self, value: str) -> int | None:
        """Give the number of a value, None if no row ever had it."""
        return self._number.get(value)

    def put(self, row: int, values: Iterable[str]) -> None:
        """Let a row have these values and no others."""
        byte, bit = row >> 3, np.uint8(1 << (row & 7))
        self.bits[:, byte] &= ~bit
        for value in values:
            if value not in self._number:
                self._number[value] = len(self.values)
                self.values.append(value)
                self.bits = np.vstack([self.bits, np.zeros((1, self.bits.shape[1]), np.uint8)])
            self.bits[self._number[value], byte] |= bit

    def mask(self, number: int, rows: Array | slice) -> Mask:
        """Say of each of these rows whether it has the value."""
        flags: Mask = np.unpackbits(self.bits[number], bitorder="little").view(np.bool_)[rows]
        return flags

    def counts(self, among: Mask) -> Longs:
        """Give for each value how many of the rows marked in ``among`` (all rows) have it."""
        packed = np.zeros(self.bits.shape[1], np.uint8)
        bits = np.packbits(among, bitorder="little")
        packed[: len(bits)] = bits
        both = self.bits.view(np.uint64) & packed.view(np.uint64)
        counted: Longs = np.bitwise_count(both).sum(axis=1, dtype=np.int64)
        return counted

    def rearrange(self, old: Array, room: int) -> None:
        """Take new rows from old ones; ``old`` (rows,): the former row, -1 for none."""
        kept, known = np.zeros((len(self.values), room // 8), np.uint8), old >= 0
        for number in range(len(self.values)):
            flags = np.zeros(room, np.bool_)
            flags[: len(old)][known] = self.mask(number, slice(None))[old[known]]
            kept[number] = np.packbits(flags, bitorder="little")
        self.bits = kept
