"""Every journey is made four times: at a phone's width and a desk's, with JavaScript and without."""

from dataclasses import dataclass

import pytest

from directory.accounts.models import Person
from tests.engines.browser import DESK, PHONE, Visit
from tests.geo.gazetteer_fixture import built_gazetteer
from tests.journeys.hands import Hands

WAYS = [(width, script) for width in (PHONE, DESK) for script in (True, False)]


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


@pytest.fixture(params=WAYS, ids=[f"{width} px, {'with' if js else 'no'} JavaScript" for width, js in WAYS])
def desk(request: pytest.FixtureRequest, places: None, visit: Visit) -> Desk:
    return Desk(visit, *request.param)
