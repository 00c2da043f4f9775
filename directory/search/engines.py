"""Which engine answers: one in each process, opened when it is first asked."""

import os
from hashlib import sha256
from pathlib import Path
from threading import Lock

from flask import current_app
from sqlalchemy.engine import Engine as Database

from directory.kit.db import db
from directory.kit.settings import BadSettings, Settings
from directory.search.embedded.engine import EmbeddedEngine
from directory.search.port import Engine

_KEY = "search_engine"
_opening = Lock()


def engine() -> Engine:
    """Give the present application's engine. Raises BadSettings for an engine that is not built."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.search_engine != "embedded":
        raise BadSettings(f"SEARCH_ENGINE={settings.search_engine} is not built yet: set SEARCH_ENGINE=embedded")
    return embedded()


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
