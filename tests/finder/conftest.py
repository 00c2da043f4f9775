import os

import pytest
from flask import Flask

from directory.providers.models import Service
from tests.finder.listing import small_directory
from tests.geo.gazetteer_fixture import built_gazetteer
from tests.search.conftest import postgresql_app

__all__ = ["postgresql_app"]


@pytest.fixture(autouse=True, scope="session")
def _gazetteer_of_the_machine() -> None:
    """Let every application of these tests know where places are, before it starts."""
    os.environ.setdefault("GAZETTEER_PATH", str(built_gazetteer()))


@pytest.fixture
def listed(lite: Flask) -> dict[str, Service]:
    """A small directory, by short names."""
    return small_directory()
