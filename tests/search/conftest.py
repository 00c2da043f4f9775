"""Engines on databases, for the one contract that all of them keep."""

import pytest
from flask import Flask

from directory.search.embedded.engine import EmbeddedEngine
from directory.search.engines import embedded


@pytest.fixture
def engine(app: Flask) -> EmbeddedEngine:
    """The embedded engine, on SQLite and on PostgreSQL."""
    return embedded()


@pytest.fixture
def lite_engine(lite: Flask) -> EmbeddedEngine:
    """The embedded engine on SQLite: for what does not depend on the database."""
    return embedded()
