"""Our own engine on PostgreSQL (SEARCH_ENGINE=postgresql), asked through its port."""

from collections.abc import Iterator
from contextlib import contextmanager

import flask_migrate
from sqlalchemy import Engine, text

from bench.data import fill
from bench.fairhaven import asking
from bench.kept import Ask, Kept
from bench.server import server
from directory.kit.db import db
from directory.kit.settings import Settings
from directory.search.postgresql.engine import PostgresqlEngine
from directory.web import create_app

FILES = ("fairhaven_postgresql",)


def _settings(address: str, kept: Kept) -> Settings:
    return Settings(
        instance_path=kept.path("fairhaven_postgresql") / "instance", database_url=address, log_level="CRITICAL"
    )


def build(database: Engine, kept: Kept) -> None:
    del database
    with server(kept.path("fairhaven_postgresql")) as address:
        app = create_app(_settings(address, kept))
        with app.app_context():
            flask_migrate.upgrade()
            db.session.remove()
            fill(db.engine, kept.count)
            PostgresqlEngine(db.engine).rebuild()
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE search_documents"))
            db.engine.dispose()


@contextmanager
def opened(database: Engine, kept: Kept) -> Iterator[Ask]:
    del database
    with server(kept.path("fairhaven_postgresql")) as address:
        app = create_app(_settings(address, kept))
        with app.app_context():
            yield asking(PostgresqlEngine(db.engine))
            db.engine.dispose()
