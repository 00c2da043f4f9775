"""What one process searches: everything, or what everybody may see, as if there were nothing else."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from uuid import UUID

import numpy as np

from directory.search.embedded.ageing import STALE
from directory.search.embedded.arrays import Mask
from directory.search.embedded.beside import Beside
from directory.search.embedded.columns import Columns
from directory.search.embedded.feed import Feed, words_of
from directory.search.embedded.filters import chosen, narrowed
from directory.search.embedded.folder import Folder
from directory.search.embedded.frequent import Frequent
from directory.search.embedded.match import Matcher
from directory.search.embedded.rows import Rows, all_of
from directory.search.embedded.state import State
from directory.search.embedded.suggest import corrected
from directory.search.embedded.tally import Tally, View
from directory.search.meaning import Meaning, meaning
from directory.search.port import SearchQuery, Viewer
from directory.search.synonyms import Synonyms
from directory.search.syntax import Parsed, parse


class World:
    """The documents that a feed gives. Ask within ``current``: one thread at a time."""

    def __init__(self, feed: Feed, folder: Folder) -> None:
        self._feed = feed
        self._state = State(feed, folder)
        self._beside = Beside()
        self._frequent = Frequent()
        self._lock = Lock()

    @contextmanager
    def current(self) -> Iterator[None]:
        """Hold everything that is committed, and nobody else, within the block."""
        with self._lock:
            try:
                self._state.refresh()
            except BaseException:
                self._state.forget()
                raise
            try:
                yield
            except BaseException:
                self._state.clear_board()
                raise

    @property
    def columns(self) -> Columns:
        """Give the columns."""
        return self._state.columns

    @property
    def tally(self) -> Tally:
        """Give what facets count."""
        return self._beside.tally

    @property
    def synonyms(self) -> Synonyms:
        """Give the synonyms in force."""
        return self._state.wording.synonyms

    def found(
        self, query: SearchQuery, meant: Meaning, viewer: Viewer, now: datetime
    ) -> tuple[Rows, dict[str, Mask], View]:
        """Give the rows that a query finds but for its choices in facets; what each of these keeps; what is seen."""
        columns = self.columns
        self._beside.follow(columns)
        tally, grid = self._beside.tally, self._beside.grid
        view = tally.view(viewer)
        found = Rows(columns, now, None, view.mask)
        if meant:
            public = None if self._all_of_it(viewer) else tally.public[: columns.count]

            def own_words() -> set[str]:
                everything = np.ones(columns.count, np.bool_) if view.mask is None else view.mask
                return set() if public is None else self._words(everything & ~public)

            matcher = Matcher(self._state.texts, self._frequent, self._state.board, public, own_words)
            found = matcher.match(meant, columns, view, now)
        owner = None if viewer.organisation_id is None else columns.owners.get(viewer.organisation_id)
        found = narrowed(found, query, owner, grid)
        return found, chosen(found, query), view

    def kept(self, query: SearchQuery, viewer: Viewer, now: datetime) -> Rows:
        """Give the rows that a query finds."""
        found, choices, _ = self.found(query, meaning(parse(query.text), self.synonyms), viewer, now)
        return found.keep(all_of(list(choices.values()))) if choices else found

    def free(
        self, query: SearchQuery, viewer: Viewer, now: datetime, among: Collection[UUID] | None
    ) -> dict[bytes, bool]:
        """Give the ids of what a query finds, or of what it finds ``among`` some, and where a place is free."""
        kept = self.kept(query, viewer, now)
        if among is not None:
            rows = {row for each in among if (row := self.columns.find(each.bytes)) is not None}
            kept = kept.only(np.array(sorted(rows), np.int64))
        kept = kept.numbered()
        free = (kept.take(self.columns.available) > 0) & (kept.freshness() != STALE)
        numbers = np.empty(0, np.int64) if kept.numbers is None else kept.numbers
        return dict(zip(self.columns.ids.of(numbers), free.tolist(), strict=True))

    def corrected(self, parsed: Parsed, viewer: Viewer) -> str | None:
        """Give what may have been meant by a text."""
        texts = self._state.texts
        visible = self.columns.visible(viewer)
        public = None if self._all_of_it(viewer) else self.columns.visible(Viewer())

        def held(term: str) -> int:
            rows, _ = texts.postings(term)
            return int(visible[rows].sum())

        return corrected(parsed, held, lambda word: texts.alike(word, public), self.synonyms)

    def _all_of_it(self, viewer: Viewer) -> bool:
        """Say whether a viewer may see everything here."""
        return viewer.sees_confidential or self._feed.public

    def _words(self, rows: Mask) -> set[str]:
        """Give the words of these rows' documents: asked for beginnings of words by a provider only."""
        texts = self._feed.texts([self.columns.ids[row] for row in np.flatnonzero(rows).tolist()])
        return {word for text in texts for field in words_of(text) for word in field}
