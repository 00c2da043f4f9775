"""The index as memory-mapped arrays: written once, shared by all processes, never changed."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from directory.search.embedded.arrays import Array, Ints, Longs, Mask, begun, mapped, save
from directory.search.embedded.joining import AT_ONCE, Joint, Source, joined
from directory.search.embedded.lines import Lines
from directory.search.embedded.part import ARRAYS, Part
from directory.search.embedded.spelling import DeletionTable, Spelling, deletion_table
from directory.search.embedded.weights import FIELDS

FORMAT = 3


def write(folder: Path, sources: Sequence[Source], public: Mask) -> int:
    """Write an index of these documents into an empty folder; give how many there are.

    ``public`` (documents,): which of them everybody may see, as they come.
    """
    part, joint = joined(sources, partial(begun, folder))
    Lines.of(joint.words).save(folder, "words")
    Lines.of(joint.terms).save(folder, "terms")
    words, public_words = _word_counts(part, public)
    save(folder, "word_counts", words)
    save(folder, "word_public_counts", public_words)
    save(folder, "public_counts", _public_counts(part, public))
    table = _table(sources, joint)
    save(folder, "deletion_hashes", table.hashes)
    save(folder, "deletion_words", table.words)
    about = {"format": FORMAT, "fields": [f.name for f in FIELDS], "public": int(public.sum())}
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")
    return len(part)


def _word_counts(part: Part, public: Mask) -> tuple[Ints, Ints]:
    every, seen = np.zeros(len(part.words), np.int64), np.zeros(len(part.words), np.int64)
    for step, _ in Source(part, np.ones(len(part), np.bool_)).tokens():
        every += np.bincount(part.stream[step], minlength=len(every))
    for step, wanted in Source(part, public).tokens():
        tokens = part.stream[step]
        seen += np.bincount(tokens if wanted is None else tokens[wanted], minlength=len(seen))
    return every.astype(np.int32), seen.astype(np.int32)


def _public_counts(part: Part, public: Mask) -> Ints:
    sums: Longs = np.zeros(len(part.rows) + 1, np.int32)
    for start in range(0, len(part.rows), AT_ONCE):
        some = public[part.rows[start : start + AT_ONCE]]
        sums[start + 1 : start + 1 + len(some)] = sums[start] + np.cumsum(some)
    counts: Ints = (sums[part.starts[1:]] - sums[part.starts[:-1]]).astype(np.int32)
    return counts


def _table(sources: Sequence[Source], joint: Joint) -> DeletionTable:
    """Give the table of all words: the former one's entries, and those of words that it did not know."""
    known = np.zeros(len(joint.words), np.bool_)
    hashes: list[Array] = []
    owners: list[Array] = []
    for source, word_map in zip(sources, joint.word_maps, strict=True):
        if isinstance(source.part, Sidecar):
            there = word_map[source.part.spelling.owners]
            hashes.append(source.part.spelling.hashes[there >= 0])
            owners.append(there[there >= 0])
            known[word_map[word_map >= 0]] = True
    new = np.flatnonzero(~known)
    table = deletion_table([joint.words[place] for place in new.tolist()])
    keys = np.concatenate([*hashes, table.hashes])
    numbers = np.concatenate([*owners, new[table.words]]).astype(np.int32)
    order = np.argsort(keys, kind="stable")
    return DeletionTable(keys[order], numbers[order])


class Sidecar(Part):
    """The arrays of one generation, open. Row n is its n-th document."""

    def __init__(self, folder: Path) -> None:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        if about["format"] != FORMAT or about["fields"] != [f.name for f in FIELDS]:
            raise ValueError("an index of another format: flask search rebuild makes it anew")
        arrays = {name: mapped(folder, name) for name in ARRAYS}
        super().__init__(Lines.open(folder, "words"), Lines.open(folder, "terms"), **arrays)
        self.documents = len(self)
        self.public_documents: int = about["public"]
        self.public_counts = mapped(folder, "public_counts")
        self.word_counts, self.word_public_counts = mapped(folder, "word_counts"), mapped(folder, "word_public_counts")
        self.spelling = Spelling(self.words, mapped(folder, "deletion_hashes"), mapped(folder, "deletion_words"))

    def count(self, number: int, *, public: bool) -> int:
        """Give how many documents held a term when this was written."""
        return int(self.public_counts[number] if public else self.starts[number + 1] - self.starts[number])
