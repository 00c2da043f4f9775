"""What a query finds, as one statement that is answered at once: counts, page, documents, what is unread."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import array

from directory.search.documents import document_of, may_see
from directory.search.highlight import Marker
from directory.search.meaning import Meaning
from directory.search.models import SearchDocument
from directory.search.port import MOST_PER_PAGE, Hit, SearchQuery, Viewer
from directory.search.postgresql import facets, reading
from directory.search.postgresql.filters import chosen, matching, narrowed, not_stale
from directory.search.postgresql.order import Key, keys, score
from directory.search.postgresql.table import d, documents, visible
from directory.search.postgresql.tsquery import excluded, ranked, required
from directory.search.postgresql.vocabulary import Vocabulary
from directory.search.shown import distance, highlights
from directory.search.wording.reading import newest

FURTHEST_ROW = 10**15
HIT = "hit"
STATE = "state"
UNREAD = "unread"

Rows: TypeAlias = Sequence[Row[*tuple[Any, ...]]]
_documents = documents.alias("whole")
_whole = _documents.c
_columns = tuple(_whole[column.name] for column in SearchDocument.__table__.c)


class State(NamedTuple):
    """What a statement saw: whether any document's words were not read yet, and the last change of synonyms."""

    unread: bool
    newest: int


state = select(reading.any_unread, newest)


class Found:
    """What a query finds."""

    def __init__(
        self, connection: Connection, query: SearchQuery, meant: Meaning, viewer: Viewer, now: datetime
    ) -> None:
        stands_for = cache(Vocabulary(connection, viewer).stands_for)
        wanted = required(meant, stands_for)
        self.nothing = wanted is None
        self._required = wanted or ""
        self._ranked = ranked(meant, stands_for) if wanted else ""
        self.meant = meant
        self.connection, self.query, self.viewer, self.now = connection, query, viewer, now
        self._choices = chosen(query, now)
        conditions = [visible(viewer), *matching(self._required, excluded(meant, stands_for))]
        self._where = [*conditions, *narrowed(query, viewer.organisation_id, now)]

    def total(self) -> tuple[State | None, int]:
        """Give how many rows there are."""
        if self.nothing:
            return None, 0
        counted = select(func.count()).select_from(documents).where(*self._where, *self._choices.values())
        total, *seen = self.connection.execute(select(counted.scalar_subquery(), reading.any_unread, newest)).one()
        return State(*seen), total

    def free(self, among: Collection[UUID] | None) -> tuple[None, dict[UUID, bool]]:
        """Give the ids of these rows, or of those ``among`` some, and where a place is free."""
        if self.nothing:
            return None, {}
        some = [] if among is None else [d.service_id == any_(array(list(among), type_=Uuid))]
        free = and_(func.coalesce(d.available, 0) > 0, not_stale(self.now)).label("free")
        wanted = select(d.service_id, free).where(*self._where, *self._choices.values(), *some)
        return None, {row.service_id: row.free for row in self.connection.execute(wanted)}

    def rows(self) -> tuple[State | None, Rows]:
        """Give what is counted (see ``facets.read``), and the page's documents in their order."""
        if self.nothing:
            return None, []
        rows = self.connection.execute(self._statement()).all()
        seen = next(State(row.value == UNREAD, row.times) for row in rows if row.part == STATE)
        return seen, [row for row in rows if row.part != STATE]

    def _statement(self) -> Select[Any]:
        order = keys(self.query, self._ranked, self.now)
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
        parts = union_all(_seen(), self._page(found, kept, order), *counts).subquery("parts")
        part, value, times, facts, row = parts.c
        worth = (score(self._ranked, _whole.stems) if self._ranked else literal(0.0)).label("score")
        columns = (part.label("part"), value.label("value"), times.label("times"), facts.label("facts"), worth)
        # twenty rows or so, as the planner can see: each document is read by its id, not the whole table
        return select(*columns, *_columns).select_from(parts.outerjoin(_documents, _whole.service_id == row))

    def _page(self, found: CTE, kept: ColumnElement[bool], order: Sequence[Key]) -> Select[Any]:
        size = max(1, min(self.query.per_page, MOST_PER_PAGE))
        start = min((max(1, self.query.page) - 1) * size, FURTHEST_ROW)

        def by(rows: FromClause) -> list[ColumnElement[Any]]:
            return [*(key.of(rows.c[f"key_{number}"]) for number, key in enumerate(order)), rows.c.service_id.asc()]

        first = select(found).where(kept).order_by(*by(found)).limit(size).offset(start).subquery("first")
        place = func.row_number().over(order_by=by(first))
        return select(literal(HIT), facets.NO_VALUE, place, facets.NO_FACTS, first.c.service_id)

    def hits(self, rows: Iterable[Row[*tuple[Any, ...]]], mark: Marker | None) -> list[Hit]:
        """Give the documents of rows found, in their order, as they are shown."""
        hits, near = [], self.query.near
        for row in sorted((row for row in rows if row.part == HIT), key=lambda row: row.times):
            document = document_of(row)
            if may_see(self.viewer, document):  # the statement says so too: nothing hangs on one lock alone
                hits.append(Hit(document, float(row.score), distance(near, document), highlights(document, mark)))
        return hits


def _seen() -> Select[Any]:
    said = case((reading.any_unread, UNREAD), else_="")
    return select(literal(STATE), cast(said, Text), cast(newest, BigInteger), facets.NO_FACTS, facets.NO_ROW)
