"""Did you mean: words at most two edits away, found by what both become when letters are left out (SymSpell)."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np

from directory.search.embedded.arrays import Array

SHORTEST = 4
LONGEST = 24
COMPARED = 8
"""Letters are left out of the beginnings only: that is where words differ, and the table stays small."""
TWO_EDITS_FROM = 7
"""Shorter words are another word two edits away."""


class DeletionTable(NamedTuple):
    """``hashes`` (entries,) uint32, sorted; ``words`` (entries,) int32: the word that becomes it."""

    hashes: Array
    words: Array


def spellable(word: str) -> bool:
    """Say whether other words are looked for that are spelt nearly as this one."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def deletions(word: str) -> set[str]:
    """Give what the beginning of a word becomes without none, one or (of longer words) two of its letters."""
    begin = word[:COMPARED]
    once = {begin[:at] + begin[at + 1 :] for at in range(len(begin))}
    if len(word) < TWO_EDITS_FROM:
        return {begin} | once
    return {begin} | once | {each[:at] + each[at + 1 :] for each in once for at in range(len(each))}


def becomes(word: str) -> list[int]:
    """Give the hashes of what a word becomes, signed as PostgreSQL keeps them; none where no like are looked for."""
    return sorted({_hash(each) - 2**31 for each in deletions(word)}) if spellable(word) else []


def _hash(text: str) -> int:
    return crc32(text.encode())


def deletion_table(words: Sequence[str]) -> DeletionTable:
    """Make the table of these words."""
    hashes: list[int] = []
    owners: list[int] = []
    for number, word in enumerate(words):
        if spellable(word):
            entries = [_hash(each) for each in deletions(word)]
            hashes += entries
            owners += [number] * len(entries)
    keys = np.array(hashes, np.uint32)
    order = np.argsort(keys, kind="stable")
    return DeletionTable(keys[order], np.array(owners, np.int32)[order])


def edits(a: str, b: str, most: int) -> int:
    """Give how many letters were left out, put in, changed or swapped with the next; more than ``most`` is most + 1."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def most_edits(word: str) -> int:
    """Give how many edits away a word may be meant."""
    return 2 if len(word) >= TWO_EDITS_FROM else 1


class Spelling:
    """The words of one generation, by what they become."""

    def __init__(self, words: Sequence[str], hashes: Array, owners: Array) -> None:
        self.words, self.hashes, self.owners = words, hashes, owners

    def near(self, word: str) -> Iterable[tuple[int, int]]:
        """Give (number, edits) of the words near to this one."""
        if not spellable(word):
            return
        keys = np.fromiter((_hash(each) for each in deletions(word)), np.uint32)
        starts, ends = np.searchsorted(self.hashes, keys), np.searchsorted(self.hashes, keys, side="right")
        found = {int(n) for start, end in zip(starts, ends, strict=True) for n in self.owners[start:end]}
        most = most_edits(word)
        for number in sorted(found):
            away = edits(word, self.words[number], most)
            if 0 < away <= most:
                yield number, away
