import os

import pytest

from tests.geo.gazetteer_fixture import built_gazetteer


@pytest.fixture(autouse=True, scope="session")
def _gazetteer_of_the_machine() -> None:
    """Let every application of these tests know where places are, before it starts."""
    os.environ.setdefault("GAZETTEER_PATH", str(built_gazetteer()))
