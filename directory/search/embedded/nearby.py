"""Words spelt nearly so among a few: looked at one after the other, since a table of them takes longer to make."""

from collections.abc import Iterator, Sequence

import numpy as np

from directory.search.embedded.spelling import edits, most_edits, spellable


class Nearby:
    """Finds what ``Spelling`` finds. An edit changes a length by one at most, and two of the letters that occur."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._lengths = np.fromiter(map(len, words), np.int64, len(words))
        points = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32)
        letters = np.left_shift(np.uint64(1), (points & 63).astype(np.uint64))
        starts = np.cumsum(self._lengths) - self._lengths
        self._letters = np.bitwise_or.reduceat(letters, starts) if len(words) else letters

    def near(self, word: str) -> Iterator[tuple[int, int]]:
        """Give (number, edits) of the words near to this one."""
        if not spellable(word) or not self._words:
            return
        most = most_edits(word)
        letters = np.uint64(0)
        for letter in word:
            letters |= np.uint64(1 << (ord(letter) & 63))
        maybe = np.abs(self._lengths - len(word)) <= most
        maybe &= np.bitwise_count(self._letters ^ letters) <= 2 * most
        for number in np.flatnonzero(maybe).tolist():
            other = self._words[number]
            if spellable(other) and 0 < (away := edits(word, other, most)) <= most:
                yield number, away
