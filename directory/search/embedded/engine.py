"""The embedded engine: Whoosh's analysis and index, searched as arrays in each process."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock

import numpy as np
from sqlalchemy.engine import Engine as Database

from directory.search.documents import may_see
from directory.search.embedded import maintain
from directory.search.embedded.arrays import NO_ROWS, Mask
from directory.search.embedded.bands import bands
from directory.search.embedded.beside import Beside
from directory.search.embedded.drift import drift
from directory.search.embedded.facets import Counts, facets
from directory.search.embedded.feed import Feed, words_of
from directory.search.embedded.filters import chosen, narrowed
from directory.search.embedded.folder import Folder
from directory.search.embedded.frequent import Frequent
from directory.search.embedded.match import Matcher
from directory.search.embedded.order import best
from directory.search.embedded.rows import Rows
from directory.search.embedded.shelf import Shelf, Wanted
from directory.search.embedded.state import State
from directory.search.embedded.suggest import FEW, corrected, enough
from directory.search.embedded.tally import View
from directory.search.highlight import Marker
from directory.search.meaning import Meaning, meaning
from directory.search.port import MOST_PER_PAGE, Hit, Near, Progress, SearchPage, SearchQuery, Viewer
from directory.search.shown import distance, highlights, marker_of
from directory.search.syntax import Parsed, parse


@dataclass(frozen=True)
class _Answer:
    """What is decided while the lock is held; the words are fetched after."""

    total: int
    wanted: Sequence[Wanted]
    scores: Sequence[float]
    facets: Mapping[str, Counts]
    suggestion: str | None


class EmbeddedEngine:
    """One index in one folder, for one database. Any number of threads and processes may search it."""

    name = "embedded"

    def __init__(self, database: Database, path: Path) -> None:
        self._feed = Feed(database)
        self._folder = Folder(path)
        self._state = State(self._feed, self._folder)
        self._beside = Beside()
        self._frequent = Frequent()
        self._shelf = Shelf(database)
        self._lock = Lock()

    def search(self, query: SearchQuery, viewer: Viewer, now: datetime) -> SearchPage:
        """Answer one search as the viewer may see it, with everything that is committed when it begins."""
        began = time.perf_counter()
        parsed = parse(query.text)
        with self._current() as state:
            meant = meaning(parsed, state.wording.synonyms)
            found, choices, view = self._found(state, query, meant, viewer, now)
            kept = found.keep(np.logical_and.reduce(list(choices.values()))) if choices else found
            size = max(1, min(query.per_page, MOST_PER_PAGE))
            start = (max(1, query.page) - 1) * size
            rows, scores = best(kept, query, start + size) if start < kept.size else (NO_ROWS, None)
            answer = _Answer(
                total=kept.size,
                wanted=[(state.columns.ids[row], int(state.columns.sequence[row])) for row in rows[start:].tolist()],
                scores=[0.0] * len(rows[start:]) if scores is None else scores[start:].tolist(),
                facets={**facets(found, choices, kept, self._beside.tally, view), "distance": bands(kept, query.near)},
                suggestion=None,
            )
            if answer.total <= FEW and meant.required:
                text = _corrected(parsed, state, viewer)
                if text and self._total(state, replace(query, text=text), viewer, now) >= enough(answer.total):
                    answer = replace(answer, suggestion=text)
        hits = self._hits(answer, query.near, viewer, marker_of(meant))
        took = (time.perf_counter() - began) * 1000
        return SearchPage(answer.total, hits, answer.facets, took, answer.suggestion, meant.also, meant.exactly)

    def count(self, query: SearchQuery, viewer: Viewer, now: datetime) -> int:
        """Give the total only."""
        with self._current() as state:
            return self._total(state, query, viewer, now)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Build the index anew, the old one being served meanwhile. Raises Busy while another process writes."""
        return maintain.rebuild(self._feed, self._folder, progress)

    def merge(self, *, at_once: bool = False) -> int:
        """Take changed texts into the index if they are many or old; give how many were taken."""
        return maintain.merge(self._feed, self._folder, at_once=at_once)

    def drift(self) -> Sequence[str]:
        """Give, in words, each document that database and index do not agree on."""
        return drift(self._feed, self._folder)

    @contextmanager
    def _current(self) -> Iterator[State]:
        with self._lock:
            try:
                self._state.refresh()
            except BaseException:
                self._state.forget()
                raise
            try:
                yield self._state
            except BaseException:
                self._state.clear_board()
                raise

    def _total(self, state: State, query: SearchQuery, viewer: Viewer, now: datetime) -> int:
        found, choices, _ = self._found(state, query, meaning(parse(query.text), state.wording.synonyms), viewer, now)
        return found.keep(np.logical_and.reduce(list(choices.values()))).size if choices else found.size

    def _found(
        self, state: State, query: SearchQuery, meant: Meaning, viewer: Viewer, now: datetime
    ) -> tuple[Rows, dict[str, Mask], View]:
        columns = state.columns
        self._beside.follow(columns)
        tally, grid = self._beside.tally, self._beside.grid
        view = tally.view(viewer)
        found = Rows(columns, now, None, view.mask)
        if meant:
            public = None if viewer.sees_confidential else tally.public[: columns.count]

            def own_words() -> set[str]:
                everything = np.ones(columns.count, np.bool_) if view.mask is None else view.mask
                return set() if public is None else self._words(state, everything & ~public)

            found = Matcher(state.texts, self._frequent, state.board, public, own_words).match(
                meant, columns, view, now
            )
        owner = None if viewer.organisation_id is None else columns.owners.get(viewer.organisation_id)
        found = narrowed(found, query, owner, grid)
        return found, chosen(found, query), view

    def _words(self, state: State, rows: Mask) -> set[str]:
        """Give the words of these rows' documents: asked for beginnings of words by a provider only."""
        texts = self._feed.texts([state.columns.ids[row] for row in np.flatnonzero(rows).tolist()])
        return {word for text in texts for field in words_of(text) for word in field}

    def _hits(self, answer: _Answer, near: Near | None, viewer: Viewer, mark: Marker | None) -> Sequence[Hit]:
        hits = []
        for document, score in zip(self._shelf.documents(answer.wanted), answer.scores, strict=True):
            # it may have been hidden or taken out since the rows were found
            if document is not None and may_see(viewer, document):
                hits.append(Hit(document, score, distance(near, document), highlights(document, mark)))
        return hits


def _corrected(parsed: Parsed, state: State, viewer: Viewer) -> str | None:
    visible = state.columns.visible(viewer)
    public = None if viewer.sees_confidential else state.columns.visible(Viewer())

    def held(term: str) -> int:
        rows, _ = state.texts.postings(term)
        return int(visible[rows].sum())

    return corrected(parsed, held, lambda word: state.texts.alike(word, public), state.wording.synonyms)
