"""What somebody sees whose searching is unusual, and who is shown that it was."""

import time
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access import Role
from directory.accounts import actions
from directory.finder.sweeps.models import SearchCount
from directory.kit import clock
from directory.kit.db import db
from directory.providers.models import Service
from tests import inspect_pages, make
from tests.engines.standing import Running
from tests.finder.listing import small_directory
from tests.inspect_pages import Client

FEW = {"sweep_searches_a_day": 4, "sweep_places_a_day": 2, "public_searches_per_minute": 6}


@pytest.fixture
def strict(standing: Running, sqlite_url: str, now: object) -> Iterator[Flask]:
    """An application in which four searches a day are many."""
    for app in standing(sqlite_url, **FEW):
        small_directory()
        yield app


def counts() -> list[SearchCount]:
    db.session.rollback()
    return list(db.session.scalars(select(SearchCount)).all())


def test_who_searches_too_much_is_told_when_to_go_on_and_loses_nothing(strict: Flask) -> None:
    person, client = make.person(), inspect_pages.client(strict)
    operator = make.person(Role.OPERATOR_ADMIN).id
    client.sign_in(person.id)
    for _ in range(4):
        client.page("/services?near=Leeds")
    answer = client.get("/services?near=Leeds")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "15"
    page = inspect_pages.Page(answer)
    assert "You have searched more than is usual" in page.text
    assert "15 seconds" in page.text
    client.sign_in(operator)
    home = client.page("/")
    assert "Unusual searching for confidential services was slowed down" in home.text
    shown = client.page("/unusual-searching")
    assert "5 searches in a day" in shown.text
    assert "Leeds" not in shown.text.replace("Northmoor", "")
    (press,) = [each for each in shown.html.split('action="') if "acknowledgement" in each.split('"')[0]]
    assert client.send(press.split('"')[0]).status_code == 303
    assert "Looked at on" in client.page("/unusual-searching").text
    client.sign_in(make.person(Role.AUTHORITY_ADMIN).id)
    assert "5 searches in a day" in client.page("/unusual-searching").text
    assert "acknowledgement" not in client.page("/unusual-searching").html
    client.sign_in(make.person().id)
    client.page("/unusual-searching", status=403)


def test_a_token_counts_for_its_person_and_its_answers_say_when_to_go_on(strict: Flask) -> None:
    person = make.person()
    headers = []
    for name in ("one", "two"):
        _, secret = actions.make_token(
            person.actor(), name=name, scopes=["service:search", "confidential:search"], now=clock.now()
        )
        headers.append({"Authorization": f"Bearer {secret}"})
    program = strict.test_client()
    for number in range(2):
        asked = {"avoid": [{"near": "Luton", "within": 10}]}
        assert program.get("/api/v1/services", headers=headers[number]).status_code == 200
        assert program.post("/api/v1/services/search", json=asked, headers=headers[number]).status_code == 200
    answer = program.get("/api/v1/services", headers=headers[0])
    assert (answer.status_code, answer.mimetype) == (429, "application/problem+json")
    assert 15 <= int(answer.headers["Retry-After"]) <= 60
    (row,) = counts()
    assert (row.searches, row.zones) == (4, 1)


def test_who_sees_what_is_public_only_is_counted_by_address_alone(strict: Flask) -> None:
    client = inspect_pages.client(strict)
    for path in ("/services?q=a", "/services/search?q=a"):
        for _ in range(6):
            client.page(path)
        answer = client.get(path)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
        inspect_pages.Page(answer)
    client.sign_in(make.person(Role.PROVIDER_ADMIN).id)
    for _ in range(8):
        client.page("/services?q=a")
    assert counts() == []


def test_counting_takes_little_of_a_search(client: Client, listed: dict[str, Service]) -> None:
    from directory.finder.sweeps.counting import count  # noqa: PLC0415 - for this only
    from directory.finder.sweeps.rules import Limits  # noqa: PLC0415
    from directory.search import Near, SearchQuery, Zone  # noqa: PLC0415

    person = make.person().id
    near = Near("Leeds", 53.8, -1.5)
    query = SearchQuery(near=near, within_miles=10.0, avoid=(Zone(near, 5.0),))
    took = []
    for _ in range(60):
        began = time.perf_counter()
        count(person, query, now=clock.now(), limits=Limits())
        took.append(time.perf_counter() - began)
    assert sorted(took)[30] < 0.01, "about 1 ms, and ten times as much on a busy machine"
