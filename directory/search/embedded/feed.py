"""What the database says: documents, what changed since, and whether anything did."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from threading import Lock
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.engine import Engine

from directory.codes import label
from directory.search.documents import AnyRow, Kept, claims
from directory.search.embedded.analysis import words
from directory.search.embedded.driver import Driver
from directory.search.embedded.part import Written
from directory.search.models import SearchDocument, SearchSequence
from directory.search.wording.reading import Wording

AT_ONCE = 500
STREAMED = 5_000
LOADED = 50_000
"""Names are put in order once for each so many rows."""
BETWEEN = "\x1f"

_table = SearchDocument.__table__
_LONG = {"description", "organisation_name", "area", "rating_on", "registered", "by_assessment_only"}
_columns = select(*(c for c in _table.c if c.name not in _LONG))
_texts = select(
    _table.c.service_id,
    _table.c.text_sequence,
    _table.c.confidential,
    _table.c.name,
    _table.c.organisation_name,
    _table.c.description,
    _table.c.specialisms,
)
_counter = select(SearchSequence.__table__.c.value)

# what is asked after every commit is asked of the driver itself
_names, _text_names = ([c.name for c in chosen.selected_columns] for chosen in (_columns, _texts))
_LOOK = "SELECT (SELECT value FROM search_sequences), (SELECT max(sequence) FROM search_synonyms)"
# for one who sees public documents only, a confidential one is as good as gone
_GONE = {False: "gone", True: "(gone OR confidential)"}
_CHANGED = {
    public: f"SELECT {', '.join(gone if each == 'gone' else each for each in _names)} FROM search_documents "  # noqa: S608
    "WHERE sequence > ? ORDER BY sequence"
    for public, gone in _GONE.items()
}
_TEXTS = {
    public: f"SELECT {', '.join(_text_names)} FROM search_documents WHERE NOT {gone} AND service_id IN "  # noqa: S608
    for public, gone in _GONE.items()
}


def text_of(row: AnyRow) -> tuple[str, str, str, str]:
    """Give a document's text by field, in the order of ``weights.FIELDS``."""
    labels = "; ".join(label(specialism) for specialism in sorted(claims(row.specialisms)))
    return row.name, row.organisation_name, row.description, labels


def words_of(row: AnyRow) -> list[list[str]]:
    """Give a document's words by field."""
    return [words(text) for text in text_of(row)]


def digest(row: AnyRow) -> bytes:
    """Give a fingerprint of a document's text."""
    return blake2b(BETWEEN.join(text_of(row)).encode(), digest_size=16).digest()


def written(row: AnyRow) -> Written:
    """Give a document's text as it is indexed."""
    return Written(row.service_id.bytes, row.text_sequence, digest(row), words_of(row))


class Feed:
    """Reads the documents of one database with connections of its own: it sees what is committed, at once.

    ``public``: those only that everybody may see. One that was hidden since is given as one that is gone.
    """

    def __init__(self, database: Engine, *, public: bool = False) -> None:
        self._database = database
        self.public = public
        self._there = ~_table.c.gone & ~_table.c.confidential if public else ~_table.c.gone
        self._driver = Driver(database)
        self._lock = Lock()
        self._version: tuple[int, ...] | None = None

    @property
    def address(self) -> str | None:
        """Give how another process reaches the same database; None where it cannot."""
        if self._database.dialect.name == "sqlite" and self._driver.file is None:
            return None
        return self._database.url.render_as_string(hide_password=False)

    def moved(self) -> bool:
        """Say whether anything was committed since the last time this was asked.

        SQLite: its own count of others' commits (microseconds). PostgreSQL: the counter's row.
        """
        with self._lock:
            version = self._driver.commits() if self._driver.file else (self.look()[0],)
            if version == self._version:
                return False
            self._version = version
            return True

    def look(self) -> tuple[int, int]:
        """Give the numbers under which anything last changed, and the synonyms did."""
        ((counter, wording),) = self._driver.rows(_LOOK)
        return counter or 0, wording or 0

    def counter(self) -> int:
        """Give the number under which a document last changed."""
        return self.look()[0]

    def read_wording(self, wording: Wording, sequence: int) -> None:
        """Let the synonyms be those in force, last changed under this number."""
        if sequence != wording.sequence:
            with self._database.connect() as connection:
                wording.refresh(connection, sequence)

    def changed_since(self, sequence: int) -> Sequence[AnyRow]:
        """Give the columns of the documents changed after ``sequence``, in the order of their changes."""
        return [Kept(_names, row) for row in self._driver.rows(_CHANGED[self.public], [sequence])]

    def everything(self) -> Iterator[Sequence[AnyRow]]:
        """Give the columns of all documents, some at a time."""
        with self._database.connect().execution_options(yield_per=STREAMED) as connection:
            yield from connection.execute(_columns.where(self._there)).partitions(LOADED)

    def last_changed(self, sequence: int, most: int) -> Sequence[AnyRow]:
        """Give the columns of the documents that changed last, up to ``sequence``: also of confidential ones."""
        with self._database.connect() as connection:
            changed = _columns.where(_table.c.sequence <= sequence).order_by(_table.c.sequence.desc())
            return connection.execute(changed.limit(most)).all()

    def texts(self, ids: Sequence[bytes]) -> Iterator[AnyRow]:
        """Give the texts of these documents."""
        for start in range(0, len(ids), AT_ONCE):
            chosen = self._driver.ids(ids[start : start + AT_ONCE])
            asked = f"{_TEXTS[self.public]}({', '.join('?' * len(chosen))})"
            for row in self._driver.rows(asked, chosen):
                yield Kept(_text_names, row)

    def texts_since(self, sequence: int) -> tuple[int, list[AnyRow], list[bytes]]:
        """Give the counter, the texts changed after ``sequence`` up to it, and the ids of what is gone since."""
        with self._database.connect() as connection:
            counter = int(connection.execute(_counter).scalar() or 0)
            recent = (_table.c.text_sequence > sequence) & (_table.c.text_sequence <= counter)
            texts = connection.execute(_texts.where(recent & ~_table.c.gone).order_by(_table.c.text_sequence)).all()
            gone = connection.execute(select(_table.c.service_id).where(recent & _table.c.gone)).scalars()
            return counter, list(texts), [each.bytes for each in gone]

    def all_texts(self) -> Iterator[AnyRow]:
        """Give the texts of all documents, by id."""
        yield from self.texts_between(None, None)

    def texts_between(self, first: UUID | None, before: UUID | None) -> Iterator[AnyRow]:
        """Give the texts of the documents from the id ``first`` on and ``before`` another, by id; None is no bound."""
        chosen = _texts.where(~_table.c.gone).order_by(_table.c.service_id)
        if first is not None:
            chosen = chosen.where(_table.c.service_id >= first)
        if before is not None:
            chosen = chosen.where(_table.c.service_id < before)
        with self._database.connect().execution_options(yield_per=AT_ONCE) as connection:
            yield from connection.execute(chosen)

    def bounds(self, every: int) -> tuple[int, list[UUID]]:
        """Give how many documents there are, and the id of each but the first at which so many more begin."""
        ids = select(_table.c.service_id).where(~_table.c.gone).order_by(_table.c.service_id)
        count, bounds = 0, []
        with self._database.connect().execution_options(yield_per=STREAMED) as connection:
            for count, service_id in enumerate(connection.execute(ids).scalars(), 1):
                if count > 1 and count % every == 1:
                    bounds.append(service_id)
        return count, bounds
