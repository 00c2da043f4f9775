"""The index as memory-mapped arrays: written once, shared by all processes, never changed."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from directory.search.embedded.arrays import Array, Ints, Longs, Mask, begun, mapped, save
from directory.search.embedded.joining import AT_ONCE, Joint, Source, joined
from directory.search.embedded.lines import Lines
from directory.search.embedded.part import ARRAYS, Part
from directory.search.embedded.spelling import DeletionTable, Spelling, deletion_table
from directory.search.embedded.weights import FIELDS

FORMAT = 5


def write(folder: Path, sources: Sequence[Source], public: int) -> None:
    """Write an index of these documents into an empty folder. ``public``: the first so many everybody may see."""
    part, joint = joined(sources, partial(begun, folder))
    Lines.of(joint.words).save(folder, "words")
    Lines.of(joint.terms).save(folder, "terms")
    words, public_words = _word_counts(part, np.arange(len(part)) < public)
    save(folder, "word_counts", words)
    save(folder, "word_public_counts", public_words)
    public_counts = _below(part.rows, part.starts, public)
    save(folder, "public_counts", public_counts)
    table = _table(sources, joint)
    save(folder, "deletion_hashes", table.hashes)
    save(folder, "deletion_words", table.words)
    about = {"format": FORMAT, "fields": [f.name for f in FIELDS], "public": public}
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")
    positions = _below(part.positions, part.position_starts, int(part.offsets[public]))
    _write_public(folder / "public", part, (public_counts, positions, public_words), table)


def _write_public(folder: Path, part: Part, counts: tuple[Ints, Ints, Ints], table: DeletionTable) -> None:
    """Write what differs if there were public documents only; ``counts``: their postings, positions and words."""
    folder.mkdir()
    postings, positions, times = counts
    terms, words = np.flatnonzero(postings), np.flatnonzero(times)
    Lines.of([part.terms[place] for place in terms.tolist()]).save(folder, "terms")
    Lines.of([part.words[place] for place in words.tolist()]).save(folder, "words")
    save(folder, "word_terms", np.searchsorted(terms, part.word_terms[words]).astype(np.int32))
    save(folder, "word_counts", times[words])
    for name, starts, lengths in (("", part.starts, postings), ("position_", part.position_starts, positions)):
        save(folder, f"{name}starts", starts[terms])
        save(folder, f"{name}ends", starts[terms] + lengths[terms])
    owners = np.where(times[table.words] > 0, np.searchsorted(words, table.words), -1).astype(np.int32)
    save(folder, "deletion_hashes", table.hashes[owners >= 0])
    save(folder, "deletion_words", owners[owners >= 0])


def _word_counts(part: Part, public: Mask) -> tuple[Ints, Ints]:
    every, seen = np.zeros(len(part.words), np.int64), np.zeros(len(part.words), np.int64)
    for step, _ in Source(part, np.ones(len(part), np.bool_)).tokens():
        every += np.bincount(part.stream[step], minlength=len(every))
    for step, wanted in Source(part, public).tokens():
        tokens = part.stream[step]
        seen += np.bincount(tokens if wanted is None else tokens[wanted], minlength=len(seen))
    return every.astype(np.int32), seen.astype(np.int32)


def _below(values: Array, starts: Longs, limit: int) -> Ints:
    """Give how many of each term's values are smaller."""
    sums: Longs = np.zeros(len(values) + 1, np.int64)
    for start in range(0, len(values), AT_ONCE):
        some = values[start : start + AT_ONCE] < limit
        sums[start + 1 : start + 1 + len(some)] = sums[start] + np.cumsum(some)
    counts: Ints = (sums[starts[1:]] - sums[starts[:-1]]).astype(np.int32)
    return counts


def _table(sources: Sequence[Source], joint: Joint) -> DeletionTable:
    """Give the table of all words: the former one's entries, and those of words that it did not know."""
    known = np.zeros(len(joint.words), np.bool_)
    hashes: list[Array] = []
    owners: list[Array] = []
    for source, word_map in zip(sources, joint.word_maps, strict=True):
        if isinstance(source.part, Sidecar):
            there = word_map[source.part.spelling.owners]
            entries = np.flatnonzero(there >= 0)
            entries = entries[~known[there[entries]]]  # the same part may come twice
            hashes.append(source.part.spelling.hashes[entries])
            owners.append(there[entries])
            known[word_map[word_map >= 0]] = True
    new = np.flatnonzero(~known)
    table = deletion_table([joint.words[place] for place in new.tolist()])
    keys = np.concatenate([*hashes, table.hashes])
    numbers = np.concatenate([*owners, new[table.words]]).astype(np.int32)
    order = np.argsort(keys, kind="stable")
    return DeletionTable(keys[order], numbers[order])


def about_of(folder: Path) -> dict[str, Any]:
    """Give what is written of an index. Raises ValueError for one of another format."""
    about: dict[str, Any] = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    if about["format"] != FORMAT or about["fields"] != [f.name for f in FIELDS]:
        raise ValueError("an index of another format: flask search rebuild makes it anew")
    return about


class Sidecar(Part):
    """The arrays of one generation, open. Row n is its n-th document; those that everybody may see come first."""

    documents: int
    public_documents: int
    public_counts: Array
    word_counts: Array
    word_public_counts: Array
    spelling: Spelling

    def __init__(self, folder: Path) -> None:
        about = about_of(folder)
        arrays = {name: mapped(folder, name) for name in ARRAYS}
        super().__init__(Lines.open(folder, "words"), Lines.open(folder, "terms"), **arrays)
        self.documents = len(self)
        self.public_documents = about["public"]
        self.public_counts = mapped(folder, "public_counts")
        self.word_counts, self.word_public_counts = mapped(folder, "word_counts"), mapped(folder, "word_public_counts")
        self.spelling = Spelling(self.words, mapped(folder, "deletion_hashes"), mapped(folder, "deletion_words"))

    def count(self, number: int, *, public: bool) -> int:
        """Give how many documents held a term when this was written."""
        return int(self.public_counts[number] if public else self.ends[number] - self.starts[number])
