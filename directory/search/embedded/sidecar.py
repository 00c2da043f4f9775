"""The index as memory-mapped arrays: written once, shared by all processes, never changed."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from directory.search.embedded.analysis import stem
from directory.search.embedded.arrays import NO_ROWS, Array, Ints, Longs, Rows, Scores
from directory.search.embedded.spelling import Spelling, deletion_table
from directory.search.embedded.weights import FIELDS, weigh

FORMAT = 2


@dataclass(frozen=True)
class Written:
    """A document as analysed: words by field, the sequence of its text, whether everybody may see it."""

    service_id: bytes
    text_sequence: int
    public: bool
    fields: Sequence[Sequence[str]]


class _Tokens:
    """All documents as one stream of word numbers, with the gaps between fields."""

    def __init__(self, documents: Iterable[Written]) -> None:
        self.ids, self.sequences, self.public = [], [], []  # type: list[bytes], list[int], list[bool]
        numbers: dict[str, int] = {}
        stream: list[Array] = []
        lengths: list[int] = []
        for document in documents:
            self.ids.append(document.service_id)
            self.sequences.append(document.text_sequence)
            self.public.append(document.public)
            found: list[int] = []
            for words in document.fields:
                found += [numbers.setdefault(word, len(numbers)) for word in words]
                lengths.append(len(words))
            stream.append(np.array(found, np.int32))
        self.words = list(numbers)
        self.stream: Ints = np.concatenate(stream) if stream else np.empty(0, np.int32)
        self.lengths = np.array(lengths, np.int32).reshape(-1, len(FIELDS))


def write(folder: Path, documents: Iterable[Written]) -> int:
    """Write the arrays of these documents into an empty folder; give how many documents there are."""
    tokens = _Tokens(documents)
    count, width = len(tokens.ids), len(FIELDS)
    public = np.array(tokens.public, np.bool_)
    terms, word_terms, words, renumbered = _dictionary(tokens.words)
    stream = renumbered[tokens.stream]
    token_field = np.repeat(np.arange(count * width, dtype=np.int32), tokens.lengths.ravel())
    # a gap of one between fields, so that no phrase spans two of them
    positions = np.arange(len(stream), dtype=np.uint32) + token_field.astype(np.uint32)
    of_term = word_terms[stream]
    order = np.argsort(of_term, kind="stable")
    sorted_terms, sorted_fields = of_term[order], token_field[order]
    postings = weigh(sorted_terms, sorted_fields // width, sorted_fields % width, tokens.lengths, len(terms))
    begins = np.concatenate([[0], np.cumsum(tokens.lengths.sum(axis=1), dtype=np.int64)])
    table = deletion_table(words)
    arrays: dict[str, Array] = {
        "ids": np.frombuffer(b"".join(tokens.ids), np.uint8).reshape(-1, 16),
        "text_sequences": np.array(tokens.sequences, np.int64),
        "starts": postings.starts,
        "rows": postings.rows,
        "impacts": postings.impacts,
        "positions": positions[order],
        "position_starts": np.searchsorted(sorted_terms, np.arange(len(terms) + 1)).astype(np.int64),
        "offsets": begins + width * np.arange(count + 1),
        "public_counts": _sums(public[postings.rows], postings.starts),
        "word_terms": word_terms,
        "word_counts": np.bincount(stream, minlength=len(words)).astype(np.int32),
        "word_public_counts": np.bincount(stream[public[token_field // width]], minlength=len(words)).astype(np.int32),
        "deletion_hashes": table.hashes,
        "deletion_words": table.words,
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    about = {"format": FORMAT, "documents": count, "public": int(public.sum()), "fields": [f.name for f in FIELDS]}
    (folder / "terms.txt").write_text("\n".join(terms), encoding="utf-8")
    (folder / "words.txt").write_text("\n".join(words), encoding="utf-8")
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")
    return count


def _dictionary(found: Sequence[str]) -> tuple[list[str], Ints, list[str], Ints]:
    """Give the terms and words in order, the term of each word, and the new number of each found word."""
    order = sorted(range(len(found)), key=found.__getitem__)
    words = [found[place] for place in order]
    renumbered = np.empty(len(found), np.int32)
    renumbered[order] = np.arange(len(found), dtype=np.int32)
    stems = [stem(word) for word in words]
    terms = sorted(set(stems))
    number = {term: place for place, term in enumerate(terms)}
    word_terms = np.fromiter((number[each] for each in stems), np.int32, len(stems))
    return terms, word_terms, words, renumbered


def _sums(flags: Array, starts: Longs) -> Ints:
    totals = np.concatenate([[0], np.cumsum(flags, dtype=np.int64)])
    sums: Ints = (totals[starts[1:]] - totals[starts[:-1]]).astype(np.int32)
    return sums


class Sidecar:
    """The arrays of one generation, open. Row n is its n-th document."""

    def __init__(self, folder: Path) -> None:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        if about["format"] != FORMAT or about["fields"] != [f.name for f in FIELDS]:
            raise ValueError("an index of another format: flask search rebuild makes it anew")
        self.documents: int = about["documents"]
        self.public_documents: int = about["public"]
        self.terms = _lines(folder / "terms.txt")
        self.words = _lines(folder / "words.txt")

        def mapped(name: str) -> Array:
            file = folder / f"{name}.npy"
            array: Array = np.load(file, mmap_mode="r").view(np.ndarray)
            return array

        self.ids, self.text_sequences = mapped("ids"), mapped("text_sequences")
        self.starts, self.rows, self.impacts = mapped("starts"), mapped("rows"), mapped("impacts")
        self.positions, self.position_starts = mapped("positions"), mapped("position_starts")
        self.offsets, self.public_counts = mapped("offsets"), mapped("public_counts")
        self.word_terms = mapped("word_terms")
        self.word_counts, self.word_public_counts = mapped("word_counts"), mapped("word_public_counts")
        self.spelling = Spelling(self.words, mapped("deletion_hashes"), mapped("deletion_words"))

    def number(self, term: str) -> int | None:
        """Give the number of a term, None if no document holds it."""
        place = bisect_left(self.terms, term)
        return place if place < len(self.terms) and self.terms[place] == term else None

    def postings(self, number: int) -> tuple[Rows, Scores]:
        """Give the rows that hold a term, in order, and what it weighs in each."""
        start, end = self.starts[number], self.starts[number + 1]
        return self.rows[start:end], self.impacts[start:end]

    def count(self, number: int, *, public: bool) -> int:
        """Give how many documents held a term when this was written."""
        return int(self.public_counts[number] if public else self.starts[number + 1] - self.starts[number])

    def phrase(self, terms: Sequence[str]) -> Rows:
        """Give the rows in which these terms follow each other within one field."""
        known = [self.number(term) for term in terms]
        numbers = [number for number in known if number is not None]
        if len(numbers) < len(known):
            return NO_ROWS
        places = [self.positions[self.position_starts[n] : self.position_starts[n + 1]] for n in numbers]
        rarest = min(range(len(places)), key=lambda at: len(places[at]))
        first = places[rarest].astype(np.int64) - rarest
        for at, there in enumerate(places):
            if at != rarest:
                wanted = first + at
                slot = np.minimum(np.searchsorted(there, wanted.astype(np.uint32)), len(there) - 1)
                first = first[(wanted >= 0) & (there[slot] == wanted)]
        found: Rows = np.unique(np.searchsorted(self.offsets, first, side="right") - 1).astype(np.int32)
        return found

    def beginning_with(self, prefix: str) -> range:
        """Give the numbers of the words that begin so."""
        return range(bisect_left(self.words, prefix), bisect_left(self.words, prefix + "\U0010ffff"))


def _lines(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    return text.split("\n") if text else []
