"""Parts joined to one, some documents left out: additions and copies of arrays, nothing is analysed again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from directory.search.embedded.arrays import Array, Ints, Longs, Mask
from directory.search.embedded.part import ARRAYS, WIDTH, Maker, Part, in_memory, numbered

AT_ONCE = 4_000_000
"""Elements copied in one step: bounds the memory."""


class Source(NamedTuple):
    """A part and which of its documents are wanted."""

    part: Part
    kept: Mask

    def tokens(self) -> Iterator[tuple[slice, Mask | None]]:
        """Give steps through the stream, and which tokens of each are wanted; None is all."""
        return _stretches(self.part.begins, self.kept)


def _stretches(begins: Longs, kept: Mask) -> Iterator[tuple[slice, Mask | None]]:
    """Give steps through what documents hold one after the other, and what of each belongs to one that is kept."""
    whole = bool(kept.all())
    steps = np.searchsorted(begins, np.arange(0, begins[-1], AT_ONCE), side="left")
    for start, end in pairwise(np.unique(np.concatenate([steps, [len(kept)]])).tolist()):
        wanted = None if whole else np.repeat(kept[start:end], np.diff(begins[start : end + 1]))
        yield slice(int(begins[start]), int(begins[end])), wanted


@dataclass(frozen=True)
class Joint:
    """How the words of a part are numbered in the whole; -1: not there any more."""

    words: list[str]
    terms: list[str]
    word_terms: Ints
    word_maps: list[Ints]
    term_maps: list[Ints]


def joined(sources: Sequence[Source], make: Maker = in_memory) -> tuple[Part, Joint]:
    """Join parts; documents keep their order. ``make`` makes the arrays to be filled."""
    joint = _dictionary(sources)
    counts = [int(source.kept.sum()) for source in sources]
    bases = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    lengths = np.concatenate([source.part.lengths[source.kept] for source in sources])
    begins = np.concatenate([[0], np.cumsum(lengths.sum(axis=1, dtype=np.int64))])
    offsets = begins + WIDTH * np.arange(len(lengths) + 1)
    arrays: dict[str, Array] = {"word_terms": _filled(make, "word_terms", joint.word_terms)}
    arrays["lengths"] = _filled(make, "lengths", lengths)
    for name in ("ids", "text_sequences", "digests"):
        arrays[name] = _filled(make, name, np.concatenate([getattr(s.part, name)[s.kept] for s in sources]))
    arrays["stream"] = make("stream", (int(begins[-1]),), np.int32)
    _streams(sources, joint, arrays["stream"])
    rows_of = [_new_rows(source.kept, int(base)) for source, base in zip(sources, bases, strict=False)]
    arrays |= _postings(sources, joint, rows_of, make)
    arrays |= _positions(sources, joint, rows_of, offsets, make)
    arrays["codes"] = make("codes", (int(offsets[-1]),), ARRAYS["codes"])
    _codes(sources, arrays["codes"])
    return Part(joint.words, joint.terms, **arrays), joint


def _filled(make: Maker, name: str, values: Array) -> Array:
    array = make(name, values.shape, ARRAYS[name])
    array[...] = values
    return array


def _new_rows(kept: Mask, base: int) -> Ints:
    rows: Ints = np.where(kept, np.cumsum(kept) - 1 + base, -1).astype(np.int32)
    return rows


def _dictionary(sources: Sequence[Source]) -> Joint:
    used: list[list[str]] = []
    places: list[Array] = []
    term_of: dict[str, str] = {}
    for source in sources:
        times = np.zeros(len(source.part.words), np.int64)
        for step, wanted in source.tokens():
            tokens = source.part.stream[step]
            times += np.bincount(tokens if wanted is None else tokens[wanted], minlength=len(times))
        words, terms = list(source.part.words), list(source.part.terms)
        there = np.flatnonzero(times)
        used.append([words[place] for place in there.tolist()])
        places.append(there)
        stems = source.part.word_terms[there].tolist()
        term_of.update((word, terms[number]) for word, number in zip(used[-1], stems, strict=True))
    words = sorted(term_of)
    terms, word_terms = numbered([term_of[word] for word in words])
    number = {word: place for place, word in enumerate(words)}
    word_maps, term_maps = [], []
    for source, some, there in zip(sources, used, places, strict=True):
        word_map = np.full(len(source.part.words), -1, np.int32)
        word_map[there] = np.fromiter((number[word] for word in some), np.int32, len(some))
        term_map = np.full(len(source.part.terms), -1, np.int32)
        term_map[source.part.word_terms[there]] = word_terms[word_map[there]]
        word_maps.append(word_map)
        term_maps.append(term_map)
    return Joint(words, terms, word_terms, word_maps, term_maps)


def _streams(sources: Sequence[Source], joint: Joint, stream: Array) -> None:
    at = 0
    for source, word_map in zip(sources, joint.word_maps, strict=True):
        for step, wanted in source.tokens():
            tokens = source.part.stream[step]
            tokens = tokens if wanted is None else tokens[wanted]
            stream[at : at + len(tokens)] = word_map[tokens]
            at += len(tokens)


def _codes(sources: Sequence[Source], codes: Array) -> None:
    at = 0
    for part, kept in sources:
        for step, wanted in _stretches(part.offsets, kept):
            some = part.codes[step] if wanted is None else part.codes[step][wanted]
            codes[at : at + len(some)] = some
            at += len(some)


class _Step(NamedTuple):
    """Elements of some terms of a part, in the order of the terms."""

    first: int
    last: int
    elements: slice
    counts: Longs


def _steps(starts: Longs) -> Iterator[_Step]:
    bounds = np.unique(np.concatenate([np.searchsorted(starts, np.arange(0, starts[-1], AT_ONCE)), [len(starts) - 1]]))
    for first, last in pairwise(bounds.tolist()):
        yield _Step(first, last, slice(int(starts[first]), int(starts[last])), np.diff(starts[first : last + 1]))


def _kept_counts(step: _Step, wanted: Mask) -> Longs:
    """Give how many elements of each term of a step are wanted."""
    sums = np.concatenate([[0], np.cumsum(wanted, dtype=np.int64)])
    ends = np.cumsum(step.counts)
    counts: Longs = sums[ends] - sums[ends - step.counts]
    return counts


def _spread(counts: Longs, to: Longs) -> Longs:
    """Give where the elements go, if the first of each term goes to ``to``."""
    ends = np.cumsum(counts)
    places: Longs = np.repeat(to - (ends - counts), counts) + np.arange(int(ends[-1]) if len(ends) else 0)
    return places


def _postings(sources: Sequence[Source], joint: Joint, rows_of: Sequence[Ints], make: Maker) -> dict[str, Array]:
    totals = np.zeros(len(joint.terms), np.int64)
    for source, term_map in zip(sources, joint.term_maps, strict=True):
        for step in _steps(source.part.starts):
            counts = _kept_counts(step, source.kept[source.part.rows[step.elements]])
            there = counts > 0
            totals[term_map[step.first : step.last][there]] += counts[there]
    starts = np.concatenate([[0], np.cumsum(totals)])
    rows, impacts = (make(name, (int(starts[-1]),), ARRAYS[name]) for name in ("rows", "impacts"))
    free = starts[:-1].copy()
    for source, term_map, new_rows in zip(sources, joint.term_maps, rows_of, strict=True):
        for step in _steps(source.part.starts):
            moved = new_rows[source.part.rows[step.elements]]
            wanted = moved >= 0
            counts = _kept_counts(step, wanted)
            there = counts > 0
            terms = term_map[step.first : step.last][there]
            to = _spread(counts[there], free[terms])
            rows[to] = moved[wanted]
            impacts[to] = source.part.impacts[step.elements][wanted]
            free[terms] += counts[there]
    return {"starts": _filled(make, "starts", starts), "rows": rows, "impacts": impacts}


def _positions(
    sources: Sequence[Source], joint: Joint, rows_of: Sequence[Ints], offsets: Longs, make: Maker
) -> dict[str, Array]:
    # a term has as many positions as its words have tokens
    times = np.zeros(len(joint.words), np.int64)
    for source, word_map in zip(sources, joint.word_maps, strict=True):
        for some, wanted in source.tokens():
            tokens = source.part.stream[some]
            times += np.bincount(word_map[tokens if wanted is None else tokens[wanted]], minlength=len(times))
    totals = np.bincount(joint.word_terms, times, minlength=len(joint.terms)).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(totals)])
    positions = make("positions", (int(starts[-1]),), np.uint32)
    free = starts[:-1].copy()
    for source, term_map, new_rows in zip(sources, joint.term_maps, rows_of, strict=True):
        part = source.part
        of_row = np.repeat(np.arange(len(part), dtype=np.int32), np.diff(part.offsets))
        shift = offsets[np.maximum(new_rows, 0)] - part.offsets[:-1]
        for step in _steps(part.position_starts):
            before = part.positions[step.elements]
            row = of_row[before]
            wanted = new_rows[row] >= 0
            counts = _kept_counts(step, wanted)
            there = counts > 0
            terms = term_map[step.first : step.last][there]
            row, before = row[wanted], before[wanted]
            positions[_spread(counts[there], free[terms])] = before + shift[row]
            free[terms] += counts[there]
    return {"positions": positions, "position_starts": _filled(make, "position_starts", starts)}
