"""Every journey is made at a phone's width and a desk's, with JavaScript and without: in two ways that have all four.

Half of the journeys are made without JavaScript on the phone, the others at the desk; with ``EVERY_WAY=1`` all are made
in all four ways.
"""

import os
import zlib
from dataclasses import dataclass

import pytest

from directory.accounts.models import Person
from tests.engines.browser import DESK, PHONE, Visit
from tests.geo.gazetteer_fixture import built_gazetteer
from tests.journeys.hands import Hands

Way = tuple[int, bool]
WAYS: tuple[Way, ...] = tuple((width, script) for width in (PHONE, DESK) for script in (True, False))
HALVES: tuple[tuple[Way, ...], ...] = (((PHONE, True), (DESK, False)), ((PHONE, False), (DESK, True)))


@dataclass(frozen=True)
class Desk:
    """Where visitors sit down: one way of all."""

    visit: Visit
    width: int
    javascript: bool

    def stranger(self) -> Hands:
        """Give somebody who is not signed in."""
        page = self.visit(width=self.width, javascript=self.javascript)
        return Hands(page, width=self.width, javascript=self.javascript)

    def signed_in(self, person: Person) -> Hands:
        """Give somebody who is signed in already."""
        page = self.visit(as_person=person, width=self.width, javascript=self.javascript)
        return Hands(page, width=self.width, javascript=self.javascript)


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAZETTEER_PATH", str(built_gazetteer()))


def ways(journey: str) -> tuple[Way, ...]:
    """Give how a journey is made: the same at every run."""
    return WAYS if os.environ.get("EVERY_WAY") else HALVES[zlib.crc32(journey.encode()) % 2]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    chosen = any(mark.args[0] == "desk" for mark in metafunc.definition.iter_markers("parametrize"))
    if "desk" in metafunc.fixturenames and not chosen:
        found = ways(metafunc.function.__name__)
        ids = [f"{width} px, {'with' if script else 'no'} JavaScript" for width, script in found]
        metafunc.parametrize("desk", found, ids=ids, indirect=True)


@pytest.fixture
def desk(request: pytest.FixtureRequest, places: None, visit: Visit) -> Desk:
    return Desk(visit, *request.param)
