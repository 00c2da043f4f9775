"""The PostgreSQL engine: ``search_documents`` is searched where it stands, in one statement and one round trip.

That statement also says whether anything was not read yet (then it is asked again). Asked for by themselves are only
what a beginning or a word spelt nearly so stands for, which must be known before, and what may have been meant.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from psycopg.errors import QueryCanceled
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import Engine as Database
from sqlalchemy.exc import OperationalError

from directory.kit.understand import NotUnderstood
from directory.search.embedded.suggest import FEW, corrected, enough
from directory.search.meaning import Meaning, meaning
from directory.search.port import Progress, SearchPage, SearchQuery, Viewer
from directory.search.postgresql import facets, reading
from directory.search.postgresql.facts import Facts
from directory.search.postgresql.found import HIT, Found, State, state
from directory.search.postgresql.vocabulary import Vocabulary
from directory.search.shown import marker_of
from directory.search.synonyms import Synonyms
from directory.search.syntax import parse
from directory.search.wording.reading import Wording

MOST_MILLISECONDS = 10_000

T = TypeVar("T")


class PostgresqlEngine:
    """Any number of threads and processes may search. Synonyms and names alone are kept outside the database."""

    name = "postgresql"

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connections = connections(database)
        self._wording = Wording()
        self._facts = Facts()

    def search(self, query: SearchQuery, viewer: Viewer, now: datetime) -> SearchPage:
        """Answer one search as the viewer may see it, with everything that is committed when it begins."""
        began = time.perf_counter()
        with self._connected() as connection:
            found, synonyms, rows = self._asked(connection, query, viewer, now, Found.rows)
            counted = (row[:4] for row in rows if row.part != HIT)
            total, answer = facets.read(counted, partial(self._facts.counted, connection))
            meant, suggestion = found.meant, None
            if total <= FEW and meant.required:
                suggestion = _suggested(found, synonyms, total)
        hits = found.hits(rows, marker_of(meant))
        took = (time.perf_counter() - began) * 1000
        return SearchPage(total, hits, answer, took, suggestion, meant.also, meant.exactly)

    def count(self, query: SearchQuery, viewer: Viewer, now: datetime) -> int:
        """Give the total only."""
        with self._connected() as connection:
            return self._asked(connection, query, viewer, now, Found.total)[2]

    def matches(
        self, query: SearchQuery, viewer: Viewer, now: datetime, among: Collection[UUID] | None = None
    ) -> Mapping[UUID, bool]:
        """Give everything that a query finds, or what of ``among``, and whether a place there may be counted on."""
        with self._connected() as connection:
            return self._asked(connection, query, viewer, now, lambda found: found.free(among))[2]

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

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """Give a connection. Raises NotUnderstood for what cannot be answered in time."""
        try:
            with self._connections.connect() as connection:
                yield connection
        except OperationalError as fault:
            if not isinstance(fault.orig, QueryCanceled):
                raise
            said = "asks for more than can be looked up in 10 seconds. Use fewer words, or fewer that end in * or ~"
            raise NotUnderstood({"q": said}) from None

    def _asked(
        self,
        connection: Connection,
        query: SearchQuery,
        viewer: Viewer,
        now: datetime,
        ask: Callable[[Found], tuple[State | None, T]],
    ) -> tuple[Found, Synonyms, T]:
        """Ask with the synonyms last known, and once more if the answer says that anything was not read yet.

        An answer that does not say (None) is asked after looking, as are words that stand for others: what they
        stood for before a change was read would not be asked again once another process has read it.
        """
        sequence, synonyms = self._wording.current()
        meant = meaning(parse(query.text), synonyms)
        seen = None
        if not _expands(meant):
            found = Found(connection, query, meant, viewer, now)
            seen, answer = ask(found)
            if seen == State(unread=False, newest=sequence):
                return found, synonyms, answer
        synonyms = self._taken_in(connection, seen or State(*connection.execute(state).one()))
        found = Found(connection, query, meaning(parse(query.text), synonyms), viewer, now)
        return found, synonyms, ask(found)[1]

    def _taken_in(self, connection: Connection, seen: State) -> Synonyms:
        """Read what was not read yet; give the synonyms in force."""
        if seen.unread:
            reading.read(self._database)
        return self._wording.refresh(connection, seen.newest)


def connections(database: Database) -> Database:
    """Give connections for searching alone. None begins or ends a transaction, which are round trips of their own."""
    own = create_engine(database.url, isolation_level="AUTOCOMMIT", hide_parameters=True)
    event.listen(own, "connect", _set_up)
    return own


def _set_up(connection: Any, _record: Any) -> None:
    """Let a search end in time; compiling one takes longer than answering it; each is planned for its own values."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SET statement_timeout = {MOST_MILLISECONDS}; SET jit = off; SET plan_cache_mode = force_custom_plan"
        )


def _expands(meant: Meaning) -> bool:
    return any(atom.prefix or atom.like for group in (*meant.required, meant.excluded) for atom in group)


def _suggested(found: Found, synonyms: Synonyms, total: int) -> str | None:
    vocabulary = Vocabulary(found.connection, found.viewer)
    better = corrected(parse(found.query.text), vocabulary.held, vocabulary.alike, synonyms)
    if not better:
        return None
    query = replace(found.query, text=better)
    other = Found(found.connection, query, meaning(parse(better), synonyms), found.viewer, found.now)
    return better if other.total()[1] >= enough(total) else None
