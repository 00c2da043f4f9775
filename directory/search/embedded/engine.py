"""The embedded engine: Whoosh's analysis and index, searched as arrays in each process."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.engine import Engine as Database

from directory.search.documents import may_see
from directory.search.embedded import maintain
from directory.search.embedded.arrays import NO_ROWS
from directory.search.embedded.bands import bands
from directory.search.embedded.by_name import Counts
from directory.search.embedded.drift import drift
from directory.search.embedded.facets import facets
from directory.search.embedded.feed import Feed
from directory.search.embedded.folder import Folder
from directory.search.embedded.memory import keep_freed_memory
from directory.search.embedded.order import best
from directory.search.embedded.rows import all_of
from directory.search.embedded.shelf import Shelf, Wanted
from directory.search.embedded.suggest import FEW, enough
from directory.search.embedded.world import World
from directory.search.highlight import Marker
from directory.search.meaning import meaning
from directory.search.port import MOST_PER_PAGE, Hit, Near, Progress, SearchPage, SearchQuery, Viewer
from directory.search.shown import distance, highlights, marker_of
from directory.search.syntax import parse


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
        keep_freed_memory()
        self._feed = Feed(database)
        self._folder = Folder(path)
        self._everything = World(self._feed, self._folder)
        self._public_feed = Feed(database, public=True)
        self._public = World(self._public_feed, self._folder)
        self._shelf = Shelf(database)

    def search(self, query: SearchQuery, viewer: Viewer, now: datetime) -> SearchPage:
        """Answer one search as the viewer may see it, with everything that is committed when it begins."""
        began = time.perf_counter()
        parsed = parse(query.text)
        world = self._world(viewer)
        with world.current():
            meant = meaning(parsed, world.synonyms)
            found, choices, view = world.found(query, meant, viewer, now)
            kept = found.keep(all_of(list(choices.values()))) if choices else found
            size = max(1, min(query.per_page, MOST_PER_PAGE))
            start = (max(1, query.page) - 1) * size
            rows, scores = best(kept, query, start + size) if start < kept.size else (NO_ROWS, None)
            shown = rows[start:]
            answer = _Answer(
                total=kept.size,
                wanted=list(zip(world.columns.ids.of(shown), world.columns.sequence.take(shown).tolist(), strict=True)),
                scores=[0.0] * len(shown) if scores is None else scores[start:].tolist(),
                facets={**facets(found, choices, kept, world.tally, view), "distance": bands(kept, query.near)},
                suggestion=None,
            )
            if answer.total <= FEW and meant.required:
                text = world.corrected(parsed, viewer)
                if text and world.kept(replace(query, text=text), viewer, now).size >= enough(answer.total):
                    answer = replace(answer, suggestion=text)
        hits = self._hits(answer, query.near, viewer, marker_of(meant))
        took = (time.perf_counter() - began) * 1000
        return SearchPage(answer.total, hits, answer.facets, took, answer.suggestion, meant.also, meant.exactly)

    def count(self, query: SearchQuery, viewer: Viewer, now: datetime) -> int:
        """Give the total only."""
        world = self._world(viewer)
        with world.current():
            return world.kept(query, viewer, now).size

    def matches(
        self, query: SearchQuery, viewer: Viewer, now: datetime, among: Collection[UUID] | None = None
    ) -> Mapping[UUID, bool]:
        """Give everything that a query finds, or what of ``among``, and whether a place there may be counted on."""
        world = self._world(viewer)
        with world.current():
            found = world.free(query, viewer, now, among)
        return {UUID(bytes=each): free for each, free in found.items()}

    def rebuild(self, progress: Progress | None = None) -> int:
        """Build the index anew, the old one being served meanwhile. Raises Busy while another process writes."""
        return maintain.rebuild(self._feed, self._folder, progress)

    def merge(self, *, at_once: bool = False) -> int:
        """Take changed texts into the index if they are many or old; give how many were taken."""
        return maintain.merge(self._feed, self._folder, at_once=at_once)

    def drift(self) -> Sequence[str]:
        """Give, in words, each document that database and index do not agree on."""
        return drift(self._feed, self._public_feed, self._folder)

    def _world(self, viewer: Viewer) -> World:
        """Give what to search for a viewer: a stranger's search never comes near a confidential document."""
        stranger = not viewer.sees_confidential and viewer.organisation_id is None
        return self._public if stranger else self._everything

    def _hits(self, answer: _Answer, near: Near | None, viewer: Viewer, mark: Marker | None) -> Sequence[Hit]:
        hits = []
        for document, score in zip(self._shelf.documents(answer.wanted), answer.scores, strict=True):
            # it may have been hidden or taken out since the rows were found
            if document is not None and may_see(viewer, document):
                hits.append(Hit(document, score, distance(near, document), highlights(document, mark)))
        return hits
