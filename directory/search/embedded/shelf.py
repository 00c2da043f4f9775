"""Documents read lately, each under the sequence of its last change: one that changed is read anew."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from threading import Lock

from sqlalchemy.engine import Engine

from directory.search.documents import kept_document
from directory.search.embedded.driver import Driver
from directory.search.port import Document

MOST_DOCUMENTS = 5_000
MOST_LETTERS = 20_000_000
AT_ONCE = 100

Wanted = tuple[bytes, int]
"""The 16 bytes of an id, and the sequence under which it was found."""

_COLUMNS = ", ".join(["sequence", *(field.name for field in fields(Document))])


class Shelf:
    """Whole documents of one database. Any number of threads may ask."""

    def __init__(self, database: Engine) -> None:
        self._driver = Driver(database)
        self._held: OrderedDict[bytes, tuple[int, Document]] = OrderedDict()
        self._letters = 0
        self._lock = Lock()

    def documents(self, wanted: Sequence[Wanted]) -> list[Document | None]:
        """Give the documents in this order; None for one that is gone meanwhile."""
        found: dict[bytes, Document] = {}
        missing: list[bytes] = []
        with self._lock:
            for service_id, sequence in wanted:
                held = self._held.get(service_id)
                if held is not None and held[0] == sequence:
                    self._held.move_to_end(service_id)
                    found[service_id] = held[1]
                else:
                    missing.append(service_id)
        for start in range(0, len(missing), AT_ONCE):
            read = list(self._read(missing[start : start + AT_ONCE]))
            found.update((document.service_id.bytes, document) for _, document in read)
            self._keep(read)
        return [found.get(service_id) for service_id, _ in wanted]

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._held.clear()
            self._letters = 0

    def _keep(self, read: Iterable[tuple[int, Document]]) -> None:
        with self._lock:
            for sequence, document in read:
                self._drop(document.service_id.bytes)
                self._held[document.service_id.bytes] = (sequence, document)
                self._letters += _letters(document)
            while len(self._held) > MOST_DOCUMENTS or (self._letters > MOST_LETTERS and self._held):
                self._drop(next(iter(self._held)))

    def _drop(self, service_id: bytes) -> None:
        held = self._held.pop(service_id, None)
        if held is not None:
            self._letters -= _letters(held[1])

    def _read(self, ids: Sequence[bytes]) -> Iterator[tuple[int, Document]]:
        asked = (
            f"SELECT {_COLUMNS} FROM search_documents "  # noqa: S608  # nothing in it comes from outside
            f"WHERE service_id IN ({', '.join('?' * len(ids))}) AND NOT gone"
        )
        for sequence, *values in self._driver.rows(asked, self._driver.ids(ids)):
            yield sequence, kept_document(values)


def _letters(document: Document) -> int:
    return len(document.description) + len(document.name) + len(document.organisation_name)
