"""Every route as everybody, with ids of every kind: what answers, and that a refusal changes nothing."""

import zlib

import pytest
from werkzeug.test import TestResponse

from tests.sweep import urls
from tests.sweep.conftest import Site
from tests.sweep.doors import NOTHING, openers
from tests.sweep.expect import Item, Persona, expected, may_enter, sees
from tests.sweep.people import EVERYBODY, OF_NORTHMOOR, STRANGER
from tests.sweep.routes import ROUTES, Route, Thing
from tests.sweep.visitor import comparable

SIGN_IN = "/sign-in"
# what taking a file writes to, and nothing else
RECORD = frozenset({"audit_heads", "audit_records"})
# of what is not there for the visitor, so many are asked for at each route: another at the next one
FEW = 1
# of what is there, so many by those who have somebody of the same role in ``FIRST``, who asks for everything and
# sends to so many: what every move does in every state is told by tables of their own (``test_moves``)
SOME, SENT = 2, 4
FIRST = frozenset({STRANGER, *OF_NORTHMOOR.values()})


def turned(items: list[Item], start: int) -> list[Item]:
    """Give ``items`` from one of them on, round to the one before it."""
    at = start % max(1, len(items))
    return items[at:] + items[:at]


class Sweep:
    """One persona's way through every route; ``faults`` are all that was not as the matrix says."""

    def __init__(self, site: Site, persona: Persona) -> None:
        self.site, self.visitor, self.faults = site, site.visitor(persona), []  # type: ignore[var-annotated]
        self.persona, self.asked = persona, 0

    def items(self, route: Route, method: str) -> list[Item]:
        if route.thing is Thing.NONE:
            return [NOTHING]
        found = self.site.world.items.get(route.thing, [])
        assert found, f"the world has no {route.thing}: {route.name}"
        if not may_enter(route, self.acting(route)):
            return found[:1]  # the guard comes before the thing
        mine = [item for item in found if sees(self.acting(route), item, self.visitor.person_id)]
        others = [item for item in found if item not in mine]
        most = SOME if self.persona not in FIRST else len(mine) if method == "GET" else SENT
        mine = mine[:1] + turned(mine[1:], self.start(route))[: most - 1]
        return mine + turned(others, self.asked)[:FEW]

    def start(self, route: Route) -> int:
        """Give where this persona begins: the same at every run, whatever other routes there are."""
        return zlib.crc32(f"{self.persona.name} {route.name}".encode())

    def acting(self, route: Route) -> Persona:
        """Give who asks: on pages a token is nobody, and for programs whoever has no token is."""
        return self.site.world.acting(self.persona, for_programs=route.for_programs)

    def check(
        self, route: Route, method: str, url: str, wanted: frozenset[int], words: str, *, forge: bool = False
    ) -> TestResponse:
        self.site.writes.taken()
        answer = self.visitor.ask(route, method, url, forge=forge)
        self.asked += 1
        written = self.site.writes.taken()
        status = answer.status_code
        if status not in wanted:
            self.faults.append(f"{method} {url} ({words}): {status}, not {sorted(wanted)}")
        if status == 302 and wanted == {302} and not answer.location.startswith(SIGN_IN):
            self.faults.append(f"{method} {url} ({words}): leads to {answer.location}, not to sign in")
        if status >= 400 and written:
            self.faults.append(f"{method} {url} ({words}): refused with {status}, yet wrote to {sorted(written)}")
        told = RECORD | route.listed if route.recorded and status == 200 else frozenset()
        if method == "GET" and written != told:
            self.faults.append(f"GET {url} ({words}): wrote to {sorted(written)}")
        if written:
            self.site.restore()
            self.visitor.begin()
        return answer

    def route(self, route: Route) -> None:
        acting = self.acting(route)
        for method in route.methods.split():
            another: TestResponse | None = None
            items = self.items(route, method)
            for item in items:
                visible = route.thing is Thing.NONE or sees(acting, item, self.visitor.person_id)
                wanted = expected(route, method, acting, visible=visible)
                url = urls.filled(route, item.values)
                answer = self.check(route, method, url, wanted, item.words)
                if wanted <= {404, 422}:
                    another = answer
            if route.thing is not Thing.NONE:
                self.without_a_thing(route, method, items, another)
            if method == "POST" and not route.for_programs and may_enter(route, acting):
                self.check(route, "POST", url, frozenset({400}), "without a CSRF token", forge=True)

    def without_a_thing(self, route: Route, method: str, items: list[Item], another: TestResponse | None) -> None:
        acting, mine = self.acting(route), items[0]
        wanted = expected(route, method, acting, visible=False)
        if not may_enter(route, acting):  # the guard comes before any id: one that is none shows it
            if self.persona in FIRST:
                url = next(urls.malformed(route, mine.values, self.asked))
                self.check(route, method, url, wanted | {404}, "no id at all")
            return
        both = "GET" in route.methods and "POST" in route.methods  # then one asks for nothing, the other with no id
        for url in urls.of_nothing(route, mine.values) if method != "GET" or not both else ():
            answer = self.check(route, method, url, wanted, "an id that never was")
            if another is not None and comparable(answer) != comparable(another):
                self.faults.append(f"{method} {url}: another's thing and none at all are told apart: {route.name}")
        for url in urls.malformed(route, mine.values, self.asked) if method == "GET" or not both else ():
            self.check(route, method, url, wanted | {404}, "no id at all")


@pytest.mark.parametrize("persona", EVERYBODY, ids=lambda persona: persona.name)
def test_every_route_answers_as_the_matrix_says(site: Site, persona: Persona) -> None:
    sweep = Sweep(site, persona)
    for route in ROUTES:
        sweep.route(route)
    if sweep.faults:
        pytest.fail(f"{len(sweep.faults)} faults in {sweep.asked} requests\n" + "\n".join(sweep.faults[:40]))
    assert sweep.asked > len(ROUTES)


@pytest.mark.parametrize("route", [r for r in ROUTES if "GET" in r.methods and not r.alone], ids=lambda r: r.name)
def test_every_page_opens_for_somebody(site: Site, route: Route) -> None:
    tried = []
    for visitor, item in openers(site, route):
        answer = visitor.ask(route, "GET", urls.filled(route, item.values))
        tried.append(f"{visitor.persona.name}, {item.words}: {answer.status_code}")
        if answer.status_code == 200 or route.thing in {Thing.INVITATION_LINK, Thing.RESET_LINK, Thing.PLACES_LINK}:
            return
    pytest.fail("\n".join(tried))
