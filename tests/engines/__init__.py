"""What the tests run on: PostgreSQL and Chromium, found or named as missing."""

import os

import pytest

REQUIRED = os.environ.get("FAIRHAVEN_REQUIRE_ENGINES") == "1" or os.environ.get("CI") == "true"


def missing(engine: str, how: str) -> None:
    """Skip with the reason, or fail where every engine is required (CI)."""
    words = f"{engine} is missing: {how}"
    if REQUIRED:
        pytest.fail(words)
    pytest.skip(words)
