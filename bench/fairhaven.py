"""Our own engine, asked through its port."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from bench.data import NOW
from bench.facts import Answer
from bench.kept import Ask, Kept
from bench.queries import Asked
from directory.search.embedded.engine import EmbeddedEngine
from directory.search.port import Engine as SearchEngine
from directory.search.port import SearchPage

FILES = ("fairhaven",)


def build(database: Engine, kept: Kept) -> None:
    EmbeddedEngine(database, kept.path("fairhaven")).rebuild()


def answer(page: SearchPage) -> Answer:
    """Give a page of our engine as the answers of all are compared."""
    facets = {name: dict(counts) for name, counts in page.facets.items()}
    return Answer(page.total, facets, [hit.document.service_id.hex for hit in page.hits])


def asking(engine: SearchEngine) -> Ask:
    """Give what asks an engine through its port."""

    def ask(asked: Asked) -> Answer:
        return answer(engine.search(asked.query, asked.viewer, NOW))

    return ask


@contextmanager
def opened(database: Engine, kept: Kept) -> Iterator[Ask]:
    yield asking(EmbeddedEngine(database, kept.path("fairhaven")))
