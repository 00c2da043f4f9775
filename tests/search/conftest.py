"""Engines on databases, for the one contract that all of them keep."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from directory.search.embedded.engine import EmbeddedEngine
from directory.search.engines import embedded
from directory.search.engines import engine as present_engine
from directory.search.port import Engine
from directory.search.postgresql.engine import PostgresqlEngine
from tests.engines.standing import Running


@pytest.fixture
def engine(app: Flask) -> EmbeddedEngine:
    """The embedded engine, on SQLite and on PostgreSQL."""
    return embedded()


@pytest.fixture
def lite_engine(lite: Flask) -> EmbeddedEngine:
    """The embedded engine on SQLite: for what does not depend on the database."""
    return embedded()


@pytest.fixture
def postgresql_app(standing: Running, postgresql_url: str, now: datetime) -> Iterator[Flask]:
    """The application with SEARCH_ENGINE=postgresql."""
    yield from standing(postgresql_url, search_engine="postgresql")


@pytest.fixture
def postgresql_engine(postgresql_app: Flask) -> PostgresqlEngine:
    """The PostgreSQL engine."""
    found = present_engine()
    assert isinstance(found, PostgresqlEngine)
    return found


@pytest.fixture(params=["embedded on SQLite", "embedded on PostgreSQL", "postgresql"])
def any_engine(request: pytest.FixtureRequest, standing: Running, now: datetime) -> Iterator[Engine]:
    """Each engine on each of its databases."""
    given = request.getfixturevalue
    if request.param == "postgresql":
        yield given("postgresql_engine")
    else:
        for _ in standing(given("postgresql_url" if "PostgreSQL" in request.param else "sqlite_url")):
            yield embedded()
