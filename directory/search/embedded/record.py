"""The index of record: Whoosh, written by one process at a time. The sidecar is made from it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.analysis import IDTokenizer
from whoosh.fields import ID, STORED, TEXT, Schema

from directory.search.documents import AnyRow
from directory.search.embedded.analysis import stem
from directory.search.embedded.feed import text_of, words_of
from directory.search.embedded.sidecar import Written
from directory.search.embedded.weights import FIELDS

BETWEEN = "\x1f"
MEGABYTES = 256


def schema() -> Schema:
    """Give the fields: the stems of each part of the text, and the words as analysed."""
    # stems are given as lists, analysed already; this analyser is for whoever opens the index with Whoosh alone.
    # Places of words are in the sidecar: kept here too, they would make building a quarter slower
    texts = {field.name: TEXT(analyzer=IDTokenizer(), phrase=False, field_boost=field.boost) for field in FIELDS}
    return Schema(id=ID(stored=True, unique=True), sequence=STORED, digest=STORED, words=STORED, **texts)


def digest(row: AnyRow) -> str:
    """Give a fingerprint of a document's text."""
    return blake2b(BETWEEN.join(text_of(row)).encode(), digest_size=16).hexdigest()


class Record:
    """One Whoosh index in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def create(cls, folder: Path) -> "Record":
        """Make an empty index in an empty folder."""
        index.create_in(str(folder), schema())
        return cls(folder)

    @contextmanager
    def writing(self) -> Iterator["Writer"]:
        """Write until the block ends; nothing is kept if it raises. Raises LockError while another writes."""
        whoosh_writer = index.open_dir(str(self.folder)).writer(limitmb=MEGABYTES)
        try:
            yield Writer(whoosh_writer)
        except BaseException:
            whoosh_writer.cancel()
            raise
        whoosh_writer.commit()

    def stored(self) -> Iterator[dict[str, Any]]:
        """Give what is stored of each document: id, sequence, digest, words."""
        with index.open_dir(str(self.folder)).reader() as reader:
            yield from reader.all_stored_fields()

    def written(self, public: set[bytes]) -> Iterator[Written]:
        """Give each document as the sidecar takes it; ``public``: the ids of those that everybody may see."""
        for each in self.stored():
            service_id = bytes.fromhex(each["id"])
            fields = [part.split(" ") if part else [] for part in each["words"].split(BETWEEN)]
            yield Written(service_id, each["sequence"], service_id in public, fields)


class Writer:
    """Adds to and takes from one Whoosh index."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def add(self, row: AnyRow) -> None:
        """Add a document that is not there yet."""
        self._writer.add_document(**_values(row))

    def replace(self, rows: Sequence[AnyRow], gone: Iterable[bytes]) -> None:
        """Take out these documents and those gone, then add the former anew."""
        for service_id in [*(row.service_id.bytes for row in rows), *gone]:
            self._writer.delete_by_term("id", service_id.hex())
        for row in rows:
            self.add(row)


def _values(row: AnyRow) -> dict[str, Any]:
    by_field = words_of(row)
    stems = {field.name: [stem(word) for word in words] for field, words in zip(FIELDS, by_field, strict=True)}
    return {
        "id": row.service_id.bytes.hex(),
        "sequence": row.text_sequence,
        "digest": digest(row),
        "words": BETWEEN.join(" ".join(words) for words in by_field),
        **{name: words for name, words in stems.items() if words},
    }
