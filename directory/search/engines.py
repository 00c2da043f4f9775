"""Which engine answers: one in each process, opened when it is first asked."""

import os
from hashlib import sha256
from pathlib import Path
from threading import Lock

from flask import Flask, current_app
from sqlalchemy.engine import Engine as Database

from directory.kit.db import db
from directory.kit.settings import BadSettings, Settings
from directory.search.embedded.engine import EmbeddedEngine
from directory.search.port import Engine
from directory.search.postgresql.engine import PostgresqlEngine
from directory.search.postgresql.lacks import NOT_MIGRATED, lacks

_KEY = "search_engine"
_POSTGRESQL = "search_engine_postgresql"
_opening = Lock()


def engine() -> Engine:
    """Give the present application's engine. Raises BadSettings where the database cannot serve it."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.search_engine == "embedded":
        return embedded()
    with _opening:
        if _POSTGRESQL not in current_app.extensions:
            if lacking := lacks(db.engine):
                raise BadSettings(lacking)
            current_app.extensions[_POSTGRESQL] = PostgresqlEngine(db.engine)
        found: PostgresqlEngine = current_app.extensions[_POSTGRESQL]
    return found


def check(app: Flask) -> None:
    """Refuse to start with an engine that the database cannot serve. One not migrated yet is let pass."""
    if app.config["SETTINGS"].search_engine == "embedded":
        return
    with app.app_context():
        lacking = lacks(db.engine)
        db.engine.dispose()
    if lacking and lacking != NOT_MIGRATED:
        raise BadSettings(lacking)


def embedded() -> EmbeddedEngine:
    """Give the present application's embedded engine, the same for all threads of a process."""
    key = f"{_KEY}_{os.getpid()}"
    with _opening:
        if key not in current_app.extensions:
            path = index_path(current_app.config["SETTINGS"].instance_path, db.engine)
            current_app.extensions[key] = EmbeddedEngine(db.engine, path)
        found: EmbeddedEngine = current_app.extensions[key]
    return found


def index_path(instance: Path, database: Database) -> Path:
    """Give the folder of a database's index: each database has its own."""
    return instance / "search" / sha256(str(database.url).encode()).hexdigest()[:16]
