"""Documents' words, read by the same analysis as the embedded engine's, and the count of who holds each word.

Read when first searched after a change: whatever wrote a document (an action, a restore), what is unread is known
from the row itself. One process reads at a time; it never waits for a row, so it cannot hold up an action for long.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, select, text, update
from sqlalchemy.engine import Engine as Database

from directory.search.documents import AnyRow
from directory.search.embedded.analysis import stem
from directory.search.embedded.feed import words_of
from directory.search.embedded.spelling import becomes
from directory.search.port import Progress
from directory.search.postgresql.table import NOT_LISTED, PUBLIC, d, documents, should_list, unread, words
from directory.search.postgresql.tsquery import WEIGHTS, quoted

AT_ONCE = 500
TRIES = 20
LAST_POSITION = 16_000
"""A tsvector knows no place beyond 16,383: words there are found, but not in a phrase."""
FIELD_ORDER = (0, 1, 3, 2)
"""The description comes last, so that it alone can be cut."""
_LOCK = 7_318_006_211

_COUNT = text("""
    INSERT INTO search_words AS known (word, stem, documents, public_documents, becomes)
    SELECT word, stem, more, public, CAST(becomes AS integer[]) FROM unnest(
        CAST(:words AS text[]), CAST(:stems AS text[]), CAST(:more AS integer[]), CAST(:public AS integer[]),
        CAST(:becomes AS text[])) AS counted (word, stem, more, public, becomes)
    ON CONFLICT (word) DO UPDATE SET
        documents = known.documents + excluded.documents,
        public_documents = known.public_documents + excluded.public_documents
""")
_write = (
    update(documents)
    .where(d.service_id == bindparam("row_id"))
    .values(
        words=bindparam("new_words"),
        stems=text("CAST(:new_stems AS tsvector)"),
        name_folded=bindparam("new_name"),
        text_read=bindparam("new_read"),
        listed=bindparam("new_listed"),
    )
)
_texts = (
    select(
        *(d[each] for each in ("service_id", "name", "organisation_name", "description", "specialisms")),
        *(d[each] for each in ("text_sequence", "words", "listed")),
        should_list.label("wanted"),
    )
    .order_by(d.service_id)
    .limit(AT_ONCE)
    .with_for_update(skip_locked=True)
)
_listed = (
    select(func.unnest(d.words).label("word"), (d.listed == PUBLIC).label("public"))
    .where(d.listed != NOT_LISTED)
    .subquery()
)
_counts = select(_listed.c.word, func.count(), func.count().filter(_listed.c.public).label("public")).group_by(
    _listed.c.word
)
any_unread = select(d.service_id).where(unread).exists()


def vector(fields: Sequence[Sequence[str]]) -> str:
    """Give the words of each field as a tsvector in text: stems with places and the field's weight."""
    places: dict[str, list[str]] = {}
    place = 0
    for field in FIELD_ORDER:
        for word in fields[field]:
            place += 1
            at = places.setdefault(stem(word), [])
            if place <= LAST_POSITION:
                at.append(f"{place}{WEIGHTS[field]}")
    return " ".join(quoted(each) + (":" + ",".join(at) if at else "") for each, at in places.items())


def read(database: Database) -> int:
    """Read what is unread; give how many documents that were."""
    done = empty = 0
    while empty < TRIES:
        with _alone(database) as connection:
            if not connection.scalar(select(any_unread)):
                break
            rows = connection.execute(_texts.where(unread)).all()
            if not connection.scalar(select(select(d.service_id).where(d.listed != NOT_LISTED).exists())):
                # a first reading, or the documents are those of a backup: no count holds
                connection.execute(delete(words))
            _take(connection, rows)
        # rows that others are changing at this moment are left to the next turn
        empty = 0 if rows else empty + 1
        done += len(rows)
    return done


def read_all(database: Database, progress: Progress | None = None) -> int:
    """Read every document anew, then count the words anew; give how many documents there are. Searches go on."""
    with database.connect() as connection:
        total = connection.scalar(select(func.count()).select_from(documents).where(~d.gone)) or 0
    last = UUID(int=0)
    done = 0
    while True:
        with _alone(database) as connection:
            rows = connection.execute(_texts.where(d.service_id > last, ~d.gone)).all()
            _take(connection, rows)
        if not rows:
            break
        last = rows[-1].service_id
        done += len(rows)
        if progress is not None:
            progress(done, max(done, total), "Reading the words")
    read(database)
    with _alone(database) as connection:
        counts = connection.execute(_counts).all()
        connection.execute(delete(words))
        _count(connection, Counter({row[0]: row[1] for row in counts}), Counter({row[0]: row[2] for row in counts}))
        connection.execute(text("ANALYZE search_documents"))
    return total


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    with database.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        yield connection


def _take(connection: Connection, rows: Sequence[AnyRow]) -> None:
    more: Counter[str] = Counter()
    public: Counter[str] = Counter()
    written = []
    for row in rows:
        if row.listed != NOT_LISTED:
            more.subtract(row.words)
            if row.listed == PUBLIC:
                public.subtract(row.words)
        fields = words_of(row)
        held = sorted({word for field in fields for word in field})
        if row.wanted != NOT_LISTED:
            more.update(held)
            if row.wanted == PUBLIC:
                public.update(held)
        written.append(
            {
                "row_id": row.service_id,
                "new_words": held,
                "new_stems": vector(fields),
                "new_name": row.name.casefold(),
                "new_read": row.text_sequence,
                "new_listed": row.wanted,
            }
        )
    if written:
        connection.execute(_write, written)
        _count(connection, more, public)


def _count(connection: Connection, more: Counter[str], public: Counter[str]) -> None:
    changed = sorted(word for word in more if more[word] or public[word])
    if not changed:
        return
    # an array of arrays of different lengths is not to be had: each is written as text
    hashes = ["{" + ",".join(map(str, becomes(word))) + "}" for word in changed]
    values = {"words": changed, "stems": [stem(word) for word in changed], "becomes": hashes}
    counts = {"more": [more[word] for word in changed], "public": [public[word] for word in changed]}
    connection.execute(_COUNT, values | counts)
    connection.execute(delete(words).where(words.c.word.in_(changed), words.c.documents <= 0))


def wrong(database: Database) -> Iterator[str]:
    """Give, in words, each document whose words were read wrongly or not yet, and each word counted wrongly."""
    with database.connect() as connection:
        rows = select(documents, unread.label("unread")).where(~d.gone).order_by(d.service_id)
        for row in connection.execute(rows, execution_options={"yield_per": AT_ONCE}):
            if row.unread:
                yield f"{row.service_id} is not in the index"
            elif row.words != sorted({word for field in words_of(row) for word in field}):
                yield f"{row.service_id} has another text in the index"
        truth = {row[0]: (row[1], row[2]) for row in connection.execute(_counts)}
        kept = {row.word: (row.documents, row.public_documents) for row in connection.execute(select(words))}
    for word in sorted(truth.keys() | kept.keys()):
        if truth.get(word) != kept.get(word):
            yield f"the word {word} is counted wrongly"
