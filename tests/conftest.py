"""Fixtures: an application on each database, a clock that stands, a client that inspects every page."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from directory.kit import clock
from tests import inspect_pages
from tests.engines.browser import chromium, live, visit
from tests.engines.databases import (
    database_url,
    postgresql_address,
    postgresql_migrated,
    running,
    sqlite_migrated,
    sqlite_url,
    test_settings,
)

__all__ = [
    "chromium",
    "database_url",
    "live",
    "postgresql_address",
    "postgresql_migrated",
    "sqlite_migrated",
    "sqlite_url",
    "visit",
]

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


@pytest.fixture
def now() -> Iterator[datetime]:
    """A Monday at 4 pm in London; the clock stands there in every thread."""
    with clock.fixed(NOW, every_thread=True):
        yield NOW


@pytest.fixture
def app(database_url: str, tmp_path: Path, now: datetime) -> Iterator[Flask]:
    """The application, once on SQLite and once on PostgreSQL."""
    yield from running(test_settings(tmp_path / "instance", database_url))


@pytest.fixture
def lite(sqlite_url: str, tmp_path: Path, now: datetime) -> Iterator[Flask]:
    """The application on SQLite only: for pages and rules that do not depend on the database."""
    yield from running(test_settings(tmp_path / "instance", sqlite_url))


@pytest.fixture
def client(lite: Flask) -> inspect_pages.Client:
    """A browser without JavaScript that inspects every page it gets."""
    return inspect_pages.client(lite)
