"""Engines on databases, for the one contract that all of them keep."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from directory.search.embedded.engine import EmbeddedEngine
from directory.search.engines import embedded
from directory.search.engines import engine as present_engine
from directory.search.port import Engine
from directory.search.postgresql.engine import PostgresqlEngine
from tests.engines.databases import copied_postgresql, copied_sqlite, running, test_settings


@pytest.fixture
def engine(app: Flask) -> EmbeddedEngine:
    """The embedded engine, on SQLite and on PostgreSQL."""
    return embedded()


@pytest.fixture
def lite_engine(lite: Flask) -> EmbeddedEngine:
    """The embedded engine on SQLite: for what does not depend on the database."""
    return embedded()


@pytest.fixture
def postgresql_app(postgresql_address: str, postgresql_migrated: str, tmp_path: Path, now: datetime) -> Iterator[Flask]:
    """The application with SEARCH_ENGINE=postgresql."""
    for url in copied_postgresql(postgresql_address, postgresql_migrated):
        yield from running(test_settings(tmp_path / "instance", url, search_engine="postgresql"))


@pytest.fixture
def postgresql_engine(postgresql_app: Flask) -> PostgresqlEngine:
    """The PostgreSQL engine."""
    found = present_engine()
    assert isinstance(found, PostgresqlEngine)
    return found


@pytest.fixture(params=["embedded on SQLite", "embedded on PostgreSQL", "postgresql"])
def any_engine(request: pytest.FixtureRequest, tmp_path: Path, now: datetime) -> Iterator[Engine]:
    """Each engine on each of its databases."""
    if request.param == "postgresql":
        yield request.getfixturevalue("postgresql_engine")
    elif request.param == "embedded on PostgreSQL":
        address, template = (request.getfixturevalue(each) for each in ("postgresql_address", "postgresql_migrated"))
        for url in copied_postgresql(address, template):
            for _ in running(test_settings(tmp_path / "instance", url)):
                yield embedded()
    else:
        url = copied_sqlite(request.getfixturevalue("sqlite_migrated"), tmp_path)
        for _ in running(test_settings(tmp_path / "instance", url)):
            yield embedded()
