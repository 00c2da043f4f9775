"""The index of record: Whoosh, written by one process at a time. The sidecar is made from it."""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.analysis import IDTokenizer
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.reading import SegmentReader

from directory.search.embedded.analysis import stem
from directory.search.embedded.part import Written
from directory.search.embedded.weights import FIELDS

BETWEEN = "\x1f"
MEGABYTES = 256
SMALL, MOST_SMALL = 2_000, 10
"""Segments with fewer documents are small; more than so many small ones are made one."""


def schema() -> Schema:
    """Give the fields: the stems of each part of the text, and the words as analysed."""
    # stems are given as lists, analysed already; this analyser is for whoever opens the index with Whoosh alone.
    # Places of words are in the sidecar: kept here too, they would make building a quarter slower
    texts = {field.name: TEXT(analyzer=IDTokenizer(), phrase=False, field_boost=field.boost) for field in FIELDS}
    return Schema(id=ID(stored=True, unique=True), sequence=STORED, digest=STORED, words=STORED, **texts)


def _few(writer: Any, segments: list[Any]) -> list[Any]:
    """Keep the segments few. Whoosh's own rule also merges large ones, which takes it minutes."""
    small = [each for each in segments if each.doc_count_all() < SMALL]
    if len(small) <= MOST_SMALL:
        return segments
    for each in small:
        with SegmentReader(writer.storage, writer.schema, each) as reader:
            writer.add_reader(reader)
    return [each for each in segments if each not in small]


class Record:
    """One Whoosh index in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def create(cls, folder: Path) -> "Record":
        """Make an empty index in an empty folder."""
        index.create_in(str(folder), schema())
        return cls(folder)

    @classmethod
    def join(cls, folder: Path, records: Sequence["Record"]) -> "Record":
        """Make one index of others in an empty folder; their files are linked, where that can be, and not copied."""
        joined = cls.create(folder)
        segments = [segment for each in records for segment in each._share(folder)]  # noqa: SLF001  # one of its own
        index.open_dir(str(folder)).writer().commit(mergetype=lambda _, own: [*own, *segments])
        return joined

    def _share(self, folder: Path) -> list[Any]:
        writer = index.open_dir(str(self.folder)).writer()
        segments = list(writer.segments)
        writer.cancel()
        for file in (file for each in segments for file in self.folder.glob(f"*{each.segment_id()}*")):
            try:
                os.link(file, folder / file.name)
            except OSError:
                shutil.copyfile(file, folder / file.name)
        return segments

    @contextmanager
    def writing(self) -> Iterator["Writer"]:
        """Write until the block ends; nothing is kept if it raises. Raises LockError while another writes."""
        whoosh_writer = index.open_dir(str(self.folder)).writer(limitmb=MEGABYTES)
        try:
            yield Writer(whoosh_writer)
        except BaseException:
            whoosh_writer.cancel()
            raise
        whoosh_writer.commit(mergetype=_few)

    def stored(self) -> Iterator[dict[str, Any]]:
        """Give what is stored of each document: id, sequence, digest, words."""
        with index.open_dir(str(self.folder)).reader() as reader:
            yield from reader.all_stored_fields()


class Writer:
    """Adds to and takes from one Whoosh index."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def add(self, document: Written) -> None:
        """Add a document that is not there yet."""
        self._writer.add_document(**_values(document))

    def replace(self, documents: Sequence[Written], gone: Iterable[bytes]) -> None:
        """Take out these documents and those gone, then add the former anew."""
        with self._writer.searcher() as searcher:
            for service_id in [*(each.service_id for each in documents), *gone]:
                self._writer.delete_by_term("id", service_id.hex(), searcher)
        for each in documents:
            self.add(each)


def _values(document: Written) -> dict[str, Any]:
    stems = {f.name: [stem(word) for word in words] for f, words in zip(FIELDS, document.fields, strict=True)}
    return {
        "id": document.service_id.hex(),
        "sequence": document.text_sequence,
        "digest": document.digest.hex(),
        "words": BETWEEN.join(" ".join(words) for words in document.fields),
        **{name: words for name, words in stems.items() if words},
    }
