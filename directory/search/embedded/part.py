"""Documents as arrays: what the sidecar, its parts while it is built, and texts not merged yet are made of."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from directory.search.embedded.analysis import stem
from directory.search.embedded.arrays import NO_ROWS, Array, Ints, Longs, Rows, Scores, mapped, save
from directory.search.embedded.lines import Lines
from directory.search.embedded.weights import FIELDS, weigh

WIDTH = len(FIELDS)
MOST_REMEMBERED = 50_000
ARRAYS: dict[str, Any] = {
    "ids": np.uint8,
    "text_sequences": np.int64,
    "digests": np.uint8,
    "lengths": np.int32,
    "stream": np.int32,
    "word_terms": np.int32,
    "starts": np.int64,
    "rows": np.int32,
    "impacts": np.float32,
    "positions": np.uint32,
    "position_starts": np.int64,
    "codes": np.uint8,
}
POSITIONS_AT_ONCE = 1 << 16
"""So many are looked at in one step: what is kept of them stays near the processor."""


@dataclass(frozen=True)
class Written:
    """A document as analysed: words by field, the sequence and the fingerprint of its text."""

    service_id: bytes
    text_sequence: int
    digest: bytes
    fields: Sequence[Sequence[str]]


@dataclass(eq=False)
class Part:
    """Documents, the words in which they are written (in order), and for each term where it stands.

    ``ids``, ``digests`` (documents, 16); ``lengths`` (documents, fields), words; ``stream`` (tokens,): the words of
    all documents as numbers; ``word_terms``: the term of each word; ``rows`` and ``impacts`` of term n are those from
    ``starts[n]`` to ``starts[n + 1]``, its ``positions`` those from ``position_starts[n]``. There is a gap of one
    position after each field, so that no phrase spans two of them. ``codes`` (positions,): what stands at each, one
    number of 255 for each term that depends on nothing else; 0 at a gap.
    """

    words: Sequence[str]
    terms: Sequence[str]
    ids: Array
    text_sequences: Longs
    digests: Array
    lengths: Ints
    stream: Ints
    word_terms: Ints
    starts: Longs
    rows: Rows
    impacts: Scores
    positions: Array
    position_starts: Longs
    codes: Array
    _numbers: dict[str, int | None] = field(default_factory=dict, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def begins(self) -> Longs:
        """Where each document's tokens begin in ``stream``; one more than there are documents."""
        return np.concatenate([[0], np.cumsum(self.lengths.sum(axis=1, dtype=np.int64))])

    @cached_property
    def offsets(self) -> Longs:
        """Where each document's positions begin; one more than there are documents."""
        offsets: Longs = self.begins + WIDTH * np.arange(len(self) + 1)
        return offsets

    @cached_property
    def ends(self) -> Longs:
        """Where the postings of each term end."""
        return self.starts[1:]

    @cached_property
    def position_ends(self) -> Longs:
        """Where the positions of each term end."""
        return self.position_starts[1:]

    def number(self, term: str) -> int | None:
        """Give the number of a term, None if no document holds it."""
        if term not in self._numbers:
            place = bisect_left(self.terms, term)
            known = place < len(self.terms) and self.terms[place] == term
            if len(self._numbers) > MOST_REMEMBERED:
                self._numbers.clear()
            self._numbers[term] = place if known else None
        return self._numbers[term]

    def postings(self, number: int) -> tuple[Rows, Scores]:
        """Give the rows that hold a term, in order, and what it weighs in each."""
        start, end = self.starts[number], self.ends[number]
        return self.rows[start:end], self.impacts[start:end]

    def phrase(self, terms: Sequence[str]) -> Rows:
        """Give the rows in which these terms follow each other within one field."""
        known = [self.number(term) for term in terms]
        numbers = [number for number in known if number is not None]
        if len(numbers) < len(known):
            return NO_ROWS
        places = [self.positions[self.position_starts[n] : self.position_ends[n]] for n in numbers]
        rarest, *others = sorted(range(len(places)), key=lambda at: len(places[at]))
        first = self._promising(places[rarest], [(at - rarest, code_of(terms[at])) for at in others])
        for at in others:
            # the same code may be another term's
            wanted, there = first + (at - rarest), places[at]
            slot = np.minimum(np.searchsorted(there, wanted.astype(np.uint32)), len(there) - 1)
            first = first[(wanted >= 0) & (there[slot] == wanted)]
        rows = np.searchsorted(self.offsets, first, side="right").astype(np.int32) - np.int32(1)
        found: Rows = rows[np.concatenate([rows[:1] >= 0, rows[1:] != rows[:-1]])]
        return found

    def _promising(self, places: Array, around: Sequence[tuple[int, int]]) -> Longs:
        """Give those of the positions of a term around which such codes stand: so far from it, which code."""
        found = []
        for start in range(0, len(places), POSITIONS_AT_ONCE):
            some = places[start : start + POSITIONS_AT_ONCE].astype(np.int64)
            for away, code in around:
                some = some[self.codes.take(some + away, mode="clip") == code]
            found.append(some)
        return np.concatenate([np.empty(0, np.int64), *found])

    def beginning_with(self, prefix: str) -> range:
        """Give the numbers of the words that begin so."""
        return range(bisect_left(self.words, prefix), bisect_left(self.words, prefix + "\U0010ffff"))

    def save(self, folder: Path) -> None:
        """Write it to a folder."""
        for name in ARRAYS:
            save(folder, name, getattr(self, name))
        for name in ("words", "terms"):
            Lines.of(getattr(self, name)).save(folder, name)

    @classmethod
    def open(cls, folder: Path) -> "Part":
        """Open a saved one, shared with other processes."""
        arrays = {name: mapped(folder, name) for name in ARRAYS}
        return cls(Lines.open(folder, "words"), Lines.open(folder, "terms"), **arrays)


def made(documents: Iterable[Written]) -> Part:
    """Make a part of these documents."""
    ids: list[bytes] = []
    sequences: list[int] = []
    digests: list[bytes] = []
    lengths: list[int] = []
    pieces: list[Array] = []
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    for each in documents:
        ids.append(each.service_id)
        sequences.append(each.text_sequence)
        digests.append(each.digest)
        lengths += [len(words) for words in each.fields]
        pieces.append(np.array([numbers[word] for words in each.fields for word in words], np.int32))
    words, renumbered = _sorted(list(numbers))
    terms, word_terms = _stemmed(words)
    stream = renumbered[np.concatenate(pieces)] if pieces else np.empty(0, np.int32)
    shape = np.array(lengths, np.int32).reshape(-1, WIDTH)
    of_field = np.repeat(np.arange(len(lengths), dtype=np.int32), shape.ravel())
    positions = np.arange(len(stream), dtype=np.uint32) + of_field.astype(np.uint32)
    of_term = word_terms[stream]
    codes = np.zeros(len(stream) + len(lengths), np.uint8)
    codes[positions] = np.array([code_of(term) for term in terms], np.uint8)[of_term]
    order = np.argsort(of_term, kind="stable")
    sorted_terms, sorted_fields = of_term[order], of_field[order]
    postings = weigh(sorted_terms, sorted_fields // WIDTH, sorted_fields % WIDTH, shape, len(terms))
    return Part(
        words=words,
        terms=terms,
        ids=np.frombuffer(b"".join(ids), np.uint8).reshape(-1, 16),
        text_sequences=np.array(sequences, np.int64),
        digests=np.frombuffer(b"".join(digests), np.uint8).reshape(-1, 16),
        lengths=shape,
        stream=stream,
        word_terms=word_terms,
        starts=postings.starts,
        rows=postings.rows,
        impacts=postings.impacts,
        positions=positions[order],
        position_starts=np.searchsorted(sorted_terms, np.arange(len(terms) + 1)).astype(np.int64),
        codes=codes,
    )


def code_of(term: str) -> int:
    """Give the code of a term: not its alone, but the same in every index, whatever else is in it."""
    return crc32(term.encode()) % 255 + 1


def _sorted(found: Sequence[str]) -> tuple[list[str], Ints]:
    """Give the words in order, and the new number of each found one."""
    order = sorted(range(len(found)), key=found.__getitem__)
    renumbered = np.empty(len(found), np.int32)
    renumbered[order] = np.arange(len(found), dtype=np.int32)
    return [found[place] for place in order], renumbered


def _stemmed(words: Sequence[str]) -> tuple[list[str], Ints]:
    """Give the terms in order, and the number of each word's."""
    return numbered([stem(word) for word in words])


def numbered(stems: Sequence[str]) -> tuple[list[str], Ints]:
    """Give the terms in order, and the number of each of these stems."""
    terms = sorted(set(stems))
    number = {term: place for place, term in enumerate(terms)}
    return terms, np.fromiter((number[each] for each in stems), np.int32, len(stems))


Maker = Callable[[str, tuple[int, ...], Any], Array]
"""Makes an array to be filled: name, shape, type."""


def in_memory(_name: str, shape: tuple[int, ...], kind: Any) -> Array:
    """Make an array of one's own."""
    return np.empty(shape, kind)
