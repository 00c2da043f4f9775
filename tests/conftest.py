"""Fixtures: an application on each database, a clock that stands, a client that inspects every page."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from directory.kit import clock
from tests import inspect_pages
from tests.engines.browser import chromium, live, visit
from tests.engines.databases import (
    database_url,
    postgresql_address,
    postgresql_migrated,
    postgresql_url,
    sqlite_migrated,
    sqlite_url,
)
from tests.engines.standing import Running, standing

__all__ = [
    "chromium",
    "database_url",
    "live",
    "postgresql_address",
    "postgresql_migrated",
    "postgresql_url",
    "sqlite_migrated",
    "sqlite_url",
    "standing",
    "visit",
]

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


@pytest.fixture
def now() -> Iterator[datetime]:
    """A Monday at 4 pm in London; the clock stands there in every thread."""
    with clock.fixed(NOW, every_thread=True):
        yield NOW


@pytest.fixture
def app(standing: Running, database_url: str, now: datetime) -> Iterator[Flask]:
    """The application, once on SQLite and once on PostgreSQL."""
    yield from standing(database_url)


@pytest.fixture
def lite(standing: Running, sqlite_url: str, now: datetime) -> Iterator[Flask]:
    """The application on SQLite only: for pages and rules that do not depend on the database."""
    yield from standing(sqlite_url)


@pytest.fixture
def client(lite: Flask) -> inspect_pages.Client:
    """A browser without JavaScript that inspects every page it gets."""
    return inspect_pages.client(lite)
