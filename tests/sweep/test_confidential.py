"""Whether confidential services exist or not, nobody who may not see them gets another answer."""

import json
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask

from directory.access import Role
from directory.accounts import actions
from directory.accounts.models import Person
from directory.codes import Gender, ServiceType, Specialism
from directory.kit import clock
from directory.providers.rules.groups import Group
from tests import inspect_pages, make, make_services
from tests.engines.standing import Running
from tests.geo.gazetteer_fixture import built_gazetteer
from tests.sweep.routes import ROUTES, Thing
from tests.sweep.visitor import HEADERS_THAT_DIFFER, without_what_differs

TRAUMA = (Specialism.TRAUMA, Specialism.TRAFFICKING)
TIMED = re.compile(r'"took_ms":\s*[\d.]+|[\d.]+ (?:ms|milliseconds|seconds)')
QUERIES = (
    "",
    "q=trauma",
    "q=truama",
    "q=zephyr",
    "q=zephir",
    "q=therapy trauma home",
    "type=childrens_home",
    "type=therapy&specialism=trauma",
    "specialism=trafficking",
    "near=LS1&within=30",
    "near=LS1&sort=distance",
    "near=LS1 4AP&within=5&q=home",
    "authority=E08000035",
    "region=North West",
    "places=1",
    "freshness=current",
    "language=vie",
    "age=15&gender=female",
    "assured=1",
    "sort=availability",
    "page=2&per_page=2",
    "emergency=1",
    "emergency=1&places=1&age=15&gender=female&sort=balanced&near=LS1",
    "q=home for a girl of 15 tonight",
)

FOR_GIRLS = {"groups": [Group(Gender.FEMALE, 8, 17, 4, 0).kept()]}
"""Places that a hidden service keeps apart."""


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    """The database: SQLite, unless a test asks for the other."""
    embedded = getattr(request, "param", "embedded") == "embedded"
    url: str = request.getfixturevalue("sqlite_url" if embedded else "postgresql_url")
    return url


@pytest.fixture
def listed(standing: Running, address: str, now: object) -> Iterator[Flask]:
    """An application with public services only, so far."""
    engine = "postgresql" if address.startswith("postgresql") else "embedded"
    for app in standing(address, gazetteer_path=built_gazetteer(), search_engine=engine):
        for number, outcode in enumerate(("LS1", "LS8", "M1", "B1", "LU1")):
            make_services.service(
                "Open Door",
                type=ServiceType.THERAPY,
                outcode=outcode,
                specialisms=TRAUMA[: 1 + number % 2],
                name=f"Therapy and trauma {number}",
                description="Calm rooms. " * number + "A home for hope after trauma",
            )
        yield app


def confidential() -> list[str]:
    """Add confidential services of another provider, with the same words and one that only they have."""
    return [
        str(
            make_services.service(
                "Hidden Homes",
                type=ServiceType.CHILDRENS_HOME,
                outcode=outcode,
                specialisms=TRAUMA,
                languages=["vie"],
                name=f"Home {number}",
                description="Trauma trauma therapy home zephyr",
                capacity_terms={"emergency": True} | (FOR_GIRLS if number % 2 else {}),
            ).id
        )
        for number, outcode in enumerate(("LS1", "LS1", "LS1", "LS8", "M1", "BD1", "LU1") * 3)
    ]


class Outsider:
    """A stranger, or somebody of another provider by page and by token."""

    def __init__(self, app: Flask, person: Person | None) -> None:
        self.app = app
        self.browser = inspect_pages.client(app)
        self.headers = {}
        if person:
            person_id = person.id
            _, secret = actions.make_token(person.actor(), name="Ask", scopes=["service:search"], now=clock.now())
            self.headers = {"Authorization": f"Bearer {secret}"}
            self.browser.sign_in(person_id)

    def answers(self) -> dict[str, str]:
        """Give all that the outsider can read of the directory, without what differs between any two answers."""
        found: dict[str, str] = {}
        programs = self.app.test_client()
        for query in QUERIES:
            page = self.browser.get(f"/services?{query}")
            told = programs.get(f"/api/v1/services?{query}", headers=self.headers)
            found[f"page {query}"] = f"{page.status_code} {page.get_data(as_text=True)}"
            found[f"API {query}"] = f"{told.status_code} {told.get_data(as_text=True)}"
        avoid = {"q": "trauma", "avoid": [{"near": "Luton", "within": 20}]}
        away = programs.post("/api/v1/services/search", json=avoid, headers=self.headers)
        found["away"] = json.dumps(away.get_json())
        found["home"] = self.browser.get("/").get_data(as_text=True)
        return {name: TIMED.sub("(time)", without_what_differs(text)) for name, text in found.items()}

    def opens(self, service_id: str) -> set[int]:
        """Give what answers who knows a confidential service's id."""
        program = self.app.test_client().get(f"/api/v1/services/{service_id}", headers=self.headers)
        return {self.browser.get(f"/services/{service_id}").status_code, program.status_code}


# an outsider of either kind reads the same world of public services: on PostgreSQL the stranger stands for all
@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("a stranger", "embedded"),
        ("another provider", "embedded"),
        ("an authority administrator", "embedded"),
        ("a stranger", "postgresql"),
    ],
    indirect=["address"],
)
def test_an_outsiders_answers_do_not_change_when_confidential_services_are_added(listed: Flask, who: str) -> None:
    roles = {"another provider": Role.PROVIDER_ADMIN, "an authority administrator": Role.AUTHORITY_ADMIN}
    outsider = Outsider(listed, make.person(roles[who], of="Other") if who in roles else None)
    before = outsider.answers()
    assert "Therapy and trauma 1" in before["page "]
    hidden = confidential()
    after = outsider.answers()
    changed = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    assert not changed, "\n".join(f"{name}: {difference(*two)}" for name, two in changed.items())
    assert all(outsider.opens(service_id) == {404} for service_id in hidden)


OPEN = tuple(
    route
    for route in ROUTES
    if route.guard in {"anyone", "(no guard)"} and route.thing is Thing.NONE and "GET" in route.methods
)
# not of the directory: how busy the machine is, and whether it answers
OF_THE_MACHINE = {"pages.metrics", "pages.readyz", "pages.healthz"}


def faces(app: Flask, absent: str, hidden: str) -> dict[str, str]:
    """Give every page, document and refusal that anybody gets, with its headers, as it is and as who guesses an id."""
    found: dict[str, str] = {}
    paths = [route.rule for route in OPEN if route.endpoint not in OF_THE_MACHINE]
    paths += ["/sitemap.xml", "/robots.txt", "/feed", "/openreferral/services", "/ocds/releases", "/nothing"]
    paths += [f"/services/{absent}", f"/api/v1/services/{absent}", "/services?page=2", "/services?page=99999"]
    paths += ["/services?near=Nowhereville", "/api/v1/services?q=zephir&type=childrens_home", "/services?sort=distance"]
    for path in paths:
        visitor = app.test_client()
        for id_ in {absent, hidden}:
            answer = visitor.get(path.replace(absent, id_))
            headers = [pair for pair in answer.headers if not pair[0].startswith(HEADERS_THAT_DIFFER)]
            text = f"{answer.status_code} {headers} {answer.get_data(as_text=True)}".replace(id_, "(id)")
            shown = TIMED.sub("(time)", without_what_differs(text))
            assert found.setdefault(path, shown) == shown, path
    return found


@pytest.mark.parametrize("address", ["embedded", "postgresql"], indirect=True)
def test_no_public_face_differs_with_and_without_confidential_services(listed: Flask) -> None:
    absent = str(uuid4())
    before = faces(listed, absent, absent)
    assert len(before) > 20
    hidden = confidential()
    after = faces(listed, absent, hidden[0])
    changed = [f"{name}: {difference(before[name], after[name])}" for name in before if before[name] != after[name]]
    assert not changed, "\n".join(changed)


def test_whoever_may_see_them_gets_another_answer(listed: Flask) -> None:
    insider = Outsider(listed, make.person(Role.SOCIAL_WORKER))
    before = insider.answers()
    confidential()
    after = insider.answers()
    assert before["page q=zephyr"] != after["page q=zephyr"]


def difference(before: str, after: str) -> str:
    """Give where two texts begin to differ."""
    at = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    return f"{before[max(0, at - 60) : at + 120]!r} / {after[max(0, at - 60) : at + 120]!r}"
