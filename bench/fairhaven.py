"""Our own engine, asked through its port."""

import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bench.data import NOW
from bench.measure import measure
from bench.queries import QUERIES
from directory.search import SearchQuery, Viewer
from directory.search.embedded.engine import EmbeddedEngine

EVERYBODY = Viewer(sees_confidential=True)


def run(database: Engine, folder: Path, count: int) -> dict[str, Any]:
    """Build the index, then measure."""
    began = time.perf_counter()
    engine = EmbeddedEngine(database, folder)
    engine.rebuild()
    built = time.perf_counter() - began
    began = time.perf_counter()
    engine.count(SearchQuery(), EVERYBODY, NOW)
    opened = time.perf_counter() - began
    figures = measure(lambda query: engine.search(query, EVERYBODY, NOW).total, QUERIES, count)
    return figures | {"build_s": round(built, 1), "open_s": round(opened, 2)}
