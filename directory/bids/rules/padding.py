"""Filling up: what is sealed has one of few sizes, so that its size tells nothing."""

import zlib
from collections.abc import Iterable

SMALLEST_BYTES = 16 * 1024
ENTRY_BYTES = 4 * 1024
NOTE_BYTES = 512
PIECE_BYTES = 256 * 1024
# compressed English takes about 3 bytes a word; the rest of a bid is a few kilobytes
BYTES_A_WORD = 4
BYTES_BESIDE_WORDS = 6 * 1024
_LENGTH = 4


def bucket(size_bytes: int, smallest: int = SMALLEST_BYTES) -> int:
    """Give the size to fill up to: the smallest, doubled until it is enough."""
    while smallest < size_bytes:
        smallest *= 2
    return smallest


def room_for(word_limits: Iterable[int | None]) -> int:
    """Give the size that every bid for a tender with these word limits is filled up to, by what words take."""
    return bucket(BYTES_BESIDE_WORDS + BYTES_A_WORD * sum(limit or 0 for limit in word_limits))


def padded(clear: bytes, size_bytes: int) -> bytes:
    """Give ``clear`` compressed and filled up to ``size_bytes``, or to twice that and so on where it needs more."""
    packed = zlib.compress(clear, 9)
    whole = len(packed).to_bytes(_LENGTH, "big") + packed
    return whole.ljust(bucket(len(whole), size_bytes), b"\0")


def unpadded(whole: bytes) -> bytes:
    """Give back what ``padded`` was given. Raises ValueError for what it never gave."""
    length = int.from_bytes(whole[:_LENGTH], "big")
    try:
        return zlib.decompress(whole[_LENGTH : _LENGTH + length])
    except zlib.error:
        raise ValueError("this was not filled up by us") from None
