"""Many-valued facets as bits: for each value, which rows have it."""

from collections.abc import Iterable, Sequence

import numpy as np

from directory.search.embedded.arrays import Array, Longs, Mask
from directory.search.embedded.by_name import ByName

AT_ONCE = 4096
WORDS_AT_ONCE = 1000
"""The bits of so many words of 64 can be counted in 16 bits, which is fastest."""


class Bitmaps:
    """A row of bits for each value; values are added as they are met, so there may be any number."""

    def __init__(self, values: Sequence[str], bits: Array) -> None:
        self.values = list(values)
        self._number = {value: place for place, value in enumerate(values)}
        self.bits = bits
        self.by_name = ByName(self.values)

    @classmethod
    def empty(cls, room: int) -> "Bitmaps":
        """Give bits of no values yet for so many rows (a multiple of 64)."""
        return cls([], np.zeros((0, room // 8), np.uint8))

    def number(self, value: str) -> int | None:
        """Give the number of a value, None if no row ever had it."""
        return self._number.get(value)

    def flags(self, values: Sequence[Iterable[str]]) -> Mask:
        """Say of each known value and each of these sets (values, sets) whether it is in; values are added first."""
        places, sets = [], []
        for place, each in enumerate(values):
            for value in each:
                number = self._number.get(value)
                if number is None:
                    number = self._number[value] = len(self.values)
                    self.values.append(value)
                places.append(number)
                sets.append(place)
        if len(self.values) > len(self.bits):
            more = np.zeros((len(self.values) - len(self.bits), self.bits.shape[1]), np.uint8)
            self.bits = np.vstack([self.bits, more])
        flags = np.zeros((len(self.values), len(values)), np.bool_)
        flags[places, sets] = True
        return flags

    def put(self, rows: Array, values: Sequence[Iterable[str]]) -> None:
        """Let each of these rows have its values and no others; only bits that change are written."""
        for at in range(0, len(rows), AT_ONCE):
            some = rows[at : at + AT_ONCE]
            flags = self.flags(values[at : at + AT_ONCE])
            number, place = np.nonzero(flags != self.of(some))
            bit = np.left_shift(1, some[place] & 7).astype(np.uint8)
            np.bitwise_xor.at(self.bits, (number, some[place] >> 3), bit)

    def of(self, rows: Array) -> Mask:
        """Say of each value and each of these rows (values, rows) whether the row has it."""
        has: Mask = (self.bits[:, rows >> 3] >> (rows & 7).astype(np.uint8) & 1).astype(np.bool_)
        return has

    def mask(self, number: int, rows: Array | slice) -> Mask:
        """Say of each of these rows whether it has the value."""
        flags: Mask = np.unpackbits(self.bits[number], bitorder="little").view(np.bool_)[rows]
        return flags

    def counts(self, among: Mask) -> Longs:
        """Give for each value how many of the rows marked in ``among`` (all rows) have it."""
        packed = np.zeros(self.bits.shape[1], np.uint8)
        bits = np.packbits(among, bitorder="little")
        packed[: len(bits)] = bits
        words = np.bitwise_count(self.bits.view(np.uint64) & packed.view(np.uint64))
        counted = np.zeros(len(words), np.int64)
        for start in range(0, words.shape[1], WORDS_AT_ONCE):
            counted += words[:, start : start + WORDS_AT_ONCE].sum(axis=1, dtype=np.uint16)
        return counted

    def rearranged(self, old: Array, room: int) -> "Bitmaps":
        """Give them with other rows; ``old`` (rows,): the former row of each, -1 for none."""
        bits, known = np.zeros((len(self.values), room // 8), np.uint8), old >= 0
        for number in range(len(self.values)):
            flags = np.zeros(room, np.bool_)
            flags[: len(old)][known] = self.mask(number, slice(None))[old[known]]
            bits[number] = np.packbits(flags, bitorder="little")
        return Bitmaps(self.values, bits)
