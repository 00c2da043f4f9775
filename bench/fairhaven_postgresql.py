"""Our own engine on PostgreSQL (SEARCH_ENGINE=postgresql), asked through its port."""

import time
from pathlib import Path
from typing import Any

import flask_migrate
from sqlalchemy import text

from bench.data import NOW, fill
from bench.fairhaven import EVERYBODY
from bench.measure import measure
from bench.queries import QUERIES
from directory.kit.db import db
from directory.kit.settings import Settings
from directory.search import SearchQuery
from directory.search.postgresql.engine import PostgresqlEngine
from directory.web import create_app


def run(address: str, folder: Path, count: int) -> dict[str, Any]:
    """Fill and build, then measure."""
    app = create_app(Settings(instance_path=folder, database_url=address, log_level="CRITICAL"))
    with app.app_context():
        flask_migrate.upgrade()
        db.session.remove()
        fill(db.engine, count)
        began = time.perf_counter()
        engine = PostgresqlEngine(db.engine)
        engine.rebuild()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE search_documents"))
        built = time.perf_counter() - began
        figures = measure(lambda query: engine.search(query, EVERYBODY, NOW).total, QUERIES, count)
        assert engine.count(SearchQuery(), EVERYBODY, NOW) == count  # noqa: S101  # else nothing was measured
        db.engine.dispose()
    return figures | {"build_s": round(built, 1)}
