"""The PostgreSQL engine: ``search_documents`` is searched where it stands, in three short statements."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.engine import Engine as Database

from directory.search.documents import document_of, may_see
from directory.search.embedded.suggest import FEW, corrected, enough
from directory.search.highlight import Marker
from directory.search.meaning import Meaning, meaning
from directory.search.models import SearchDocument
from directory.search.port import MOST_PER_PAGE, Hit, Progress, SearchPage, SearchQuery, Viewer
from directory.search.postgresql import facets, reading
from directory.search.postgresql.facts import Facts
from directory.search.postgresql.filters import chosen, matching, narrowed, not_stale
from directory.search.postgresql.order import Key, keys, score
from directory.search.postgresql.table import d, documents, visible
from directory.search.postgresql.tsquery import excluded, required
from directory.search.postgresql.vocabulary import Vocabulary
from directory.search.shown import distance, highlights, marker_of
from directory.search.synonyms import Synonyms
from directory.search.syntax import parse
from directory.search.wording.reading import Wording, newest

MOST_MILLISECONDS = 10_000
FURTHEST_ROW = 10**15
HIT = "hit"

# compiling such statements takes longer than answering them; each is planned for its own values; and it ends
_begin = select(
    func.set_config("plan_cache_mode", "force_custom_plan", True),  # for this transaction only
    func.set_config("jit", "off", True),  # for this transaction only
    func.set_config("statement_timeout", str(MOST_MILLISECONDS), True),  # for this transaction only
    reading.any_unread,
    newest,
)
_whole = tuple(d[column.name] for column in SearchDocument.__table__.c)


class PostgresqlEngine:
    """Any number of threads and processes may search. Synonyms and names alone are kept outside the database."""

    name = "postgresql"

    def __init__(self, database: Database) -> None:
        self._database = database
        self._wording = Wording()
        self._facts = Facts()

    def search(self, query: SearchQuery, viewer: Viewer, now: datetime) -> SearchPage:
        """Answer one search as the viewer may see it, with everything that is committed when it begins."""
        began = time.perf_counter()
        with self._connected() as (connection, synonyms):
            meant = meaning(parse(query.text), synonyms)
            found = _Found(connection, query, meant, viewer, now)
            rows = [] if found.nothing else connection.execute(found.statement()).all()
            places = sorted((place, UUID(value)) for name, value, place, _ in rows if name == HIT)
            ids = [service_id for _, service_id in places]
            total, answer = facets.read(
                (row for row in rows if row[0] != HIT), partial(self._facts.counted, connection)
            )
            suggestion = None
            if total <= FEW and meant.required:
                suggestion = _suggested(found, synonyms, total)
            hits = found.hits(ids, viewer, marker_of(meant))
        took = (time.perf_counter() - began) * 1000
        return SearchPage(total, hits, answer, took, suggestion, meant.also, meant.exactly)

    def count(self, query: SearchQuery, viewer: Viewer, now: datetime) -> int:
        """Give the total only."""
        with self._connected() as (connection, synonyms):
            return _Found(connection, query, meaning(parse(query.text), synonyms), viewer, now).total()

    def matches(
        self, query: SearchQuery, viewer: Viewer, now: datetime, among: Collection[UUID] | None = None
    ) -> Mapping[UUID, bool]:
        """Give everything that a query finds, or what of ``among``, and whether a place there may be counted on."""
        with self._connected() as (connection, synonyms):
            return _Found(connection, query, meaning(parse(query.text), synonyms), viewer, now).free(among)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Read the words of every document anew, the old ones being served meanwhile."""
        return reading.read_all(self._database, progress)

    def merge(self, *, at_once: bool = False) -> int:
        """Read the words of changed documents, so that the next search need not; give how many they were."""
        del at_once  # always
        return reading.read(self._database)

    def drift(self) -> Sequence[str]:
        """Give, in words, each document whose words are not those of its text, and each word counted wrongly."""
        return list(reading.wrong(self._database))

    def _connected(self) -> "_Transaction":
        return _Transaction(self._database, self._wording)


class _Transaction:
    """A connection that has begun, with every changed document's words read, and the synonyms in force."""

    def __init__(self, database: Database, wording: Wording) -> None:
        self._database, self._wording = database, wording
        self._connection = database.connect()

    def __enter__(self) -> tuple[Connection, Synonyms]:
        *_, unread, last = self._connection.execute(_begin).one()
        if unread:
            # not while holding a transaction open
            self._connection.rollback()
            reading.read(self._database)
            *_, last = self._connection.execute(_begin).one()
        return self._connection, self._wording.refresh(self._connection, last)

    def __exit__(self, *_: object) -> None:
        self._connection.close()


class _Found:
    """What a query finds, as the parts of one statement."""

    def __init__(
        self, connection: Connection, query: SearchQuery, meant: Meaning, viewer: Viewer, now: datetime
    ) -> None:
        stands_for = Vocabulary(connection, viewer).stands_for
        wanted = required(meant, stands_for)
        self.nothing = wanted is None
        self.required = wanted or ""
        self.connection, self.query, self.viewer, self.now = connection, query, viewer, now
        self._choices = chosen(query, now)
        conditions = [visible(viewer), *matching(self.required, excluded(meant, stands_for))]
        self._where = [*conditions, *narrowed(query, viewer.organisation_id, now)]

    def total(self) -> int:
        """Give how many rows there are."""
        if self.nothing:
            return 0
        counted = select(func.count()).select_from(documents).where(*self._where, *self._choices.values())
        return int(self.connection.scalar(counted) or 0)

    def free(self, among: Collection[UUID] | None) -> dict[UUID, bool]:
        """Give the ids of these rows, or of those ``among`` some, and where a place is free."""
        if self.nothing:
            return {}
        some = [] if among is None else [d.service_id == any_(array(list(among), type_=Uuid))]
        free = and_(func.coalesce(d.available, 0) > 0, not_stale(self.now)).label("free")
        wanted = select(d.service_id, free).where(*self._where, *self._choices.values(), *some)
        return {row.service_id: row.free for row in self.connection.execute(wanted)}

    def statement(self) -> CompoundSelect[Any]:
        """Give the statement of what is counted, with the page's ids in their order among its rows."""
        order = keys(self.query, self.required, self.now)
        found = (
            select(
                d.service_id,
                *facets.columns(self.now, self.query.near),
                *(choice.label(f"chosen_{name}") for name, choice in self._choices.items()),
                *(key.value.label(f"key_{number}") for number, key in enumerate(order)),
            )
            .where(*self._where)
            .cte("found")
        )
        kept = facets.but(found, self._choices)
        counts = facets.counts(found, list(self._choices), self.query.near)
        return union_all(self._page(found, kept, order), *counts)

    def _page(self, found: CTE, kept: ColumnElement[bool], order: Sequence[Key]) -> Select[Any]:
        size = max(1, min(self.query.per_page, MOST_PER_PAGE))
        start = min((max(1, self.query.page) - 1) * size, FURTHEST_ROW)

        def by(rows: FromClause) -> list[ColumnElement[Any]]:
            return [*(key.of(rows.c[f"key_{number}"]) for number, key in enumerate(order)), rows.c.service_id.asc()]

        first = select(found).where(kept).order_by(*by(found)).limit(size).offset(start).subquery("first")
        place = func.row_number().over(order_by=by(first))
        return select(literal(HIT), cast(first.c.service_id, Text), place, facets.NO_FACTS)

    def hits(self, ids: Sequence[UUID], viewer: Viewer, mark: Marker | None) -> list[Hit]:
        """Give the documents of these ids, in their order, as they are shown."""
        if not ids:
            return []
        scored = (score(self.required) if self.required else literal(0.0)).label("score")
        rows = self.connection.execute(select(*_whole, scored).where(d.service_id.in_(ids), ~d.gone))
        known = {row.service_id: (document_of(row), float(row.score)) for row in rows}
        near = self.query.near
        hits = []
        for service_id in ids:
            document, worth = known.get(service_id, (None, 0.0))
            # it may have been hidden or taken out since the rows were found
            if document is not None and may_see(viewer, document):
                hits.append(Hit(document, worth, distance(near, document), highlights(document, mark)))
        return hits


def _suggested(found: _Found, synonyms: Synonyms, total: int) -> str | None:
    vocabulary = Vocabulary(found.connection, found.viewer)
    better = corrected(parse(found.query.text), vocabulary.held, vocabulary.alike, synonyms)
    if not better:
        return None
    query = replace(found.query, text=better)
    other = _Found(found.connection, query, meaning(parse(better), synonyms), found.viewer, found.now)
    return better if other.total() >= enough(total) else None
