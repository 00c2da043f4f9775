"""The search, for programs: DESIGN section 7's answer."""

from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from directory.access import SYSTEM, Role
from directory.accounts.actions.tokens import make_token
from directory.providers.models import Service
from tests import make
from tests.finder.conftest import _gazetteer_of_the_machine, listed
from tests.inspect_pages import Client

__all__ = ["_gazetteer_of_the_machine", "listed"]


def bearer(person_id: UUID, now: datetime, *scopes: str) -> dict[str, str]:
    """Give the header of a new token."""
    _, secret = make_token(SYSTEM, name="Case system", scopes=scopes, now=now, person_id=person_id)
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def token(lite: Flask, now: datetime) -> dict[str, str]:
    """A social worker's token that may search everything."""
    return bearer(make.person().id, now, "service:search", "confidential:search")


def test_the_answer_has_the_shape_of_the_contract(
    client: Client, listed: dict[str, Service], token: dict[str, str]
) -> None:
    answer = client.get("/api/v1/services?q=calm&near=LS1&within=20&specialism=trafficking", headers=token).get_json()
    assert {"total", "page", "per_page", "took_ms", "items", "facets", "understood", "suggestion", "relax"} <= set(
        answer
    )
    assert (answer["total"], answer["page"], answer["per_page"]) == (1, 1, 20)
    item = answer["items"][0]
    assert item["id"] == str(listed["home"].id)
    assert item["organisation"]["name"] == "Harbour Care"
    assert item["service_type"] == "childrens_home"
    assert item["specialisms"] == ["trafficking"]
    assert item["ages"] == {"minimum": 11, "maximum": 17}
    assert item["places"]["registered"] == 4
    assert item["places"]["available"] == 1
    assert item["places"]["freshness"] == "current"
    assert item["places"]["confirmed_at"].startswith("2026-11-22T16:00:00")
    assert item["location"] == {
        "confidential": True,
        "area": "Leeds",
        "latitude": 53.8227,
        "longitude": -1.5071,
        "radius_miles": 12.9,
    }
    assert "<mark>calm</mark>" in item["highlights"]["description"]
    assert "Trafficking is assured until 12 January 2027" in item["why"]
    assert {"value": "childrens_home", "label": "Children's home", "count": 1} in answer["facets"]["type"]
    assert answer["understood"] == {
        "q": "calm",
        "near": "LS1",
        "within": 20.0,
        "specialism": ["trafficking"],
    }


def test_the_answers_are_those_that_the_document_describes(
    client: Client, listed: dict[str, Service], token: dict[str, str]
) -> None:
    document = client.get("/api/v1/openapi.json").get_json()

    def check(name: str, answer: object) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        Draft202012Validator(schema).validate(answer)

    check("SearchAnswer", client.get("/api/v1/services?near=Leeds&language=vie", headers=token).get_json())
    check("SearchAnswer", client.get("/api/v1/services?q=nothingatall").get_json())
    for one in listed.values():
        check("ServiceAnswer", client.get(f"/api/v1/services/{one.id}", headers=token).get_json())
    check("Problem", client.get("/api/v1/services?age=x").get_json())


def test_a_posted_search_finds_what_the_same_got_search_finds(
    client: Client, listed: dict[str, Service], token: dict[str, str]
) -> None:
    got = client.get("/api/v1/services?near=Leeds&within=40&type=therapy&type=foster_care&age=12", headers=token)
    posted = client.post(
        "/api/v1/services/search",
        json={"near": "Leeds", "within": 40, "type": ["therapy", "foster_care"], "age": 12},
        headers=token,
    )
    one, other = got.get_json(), posted.get_json()
    assert one.pop("took_ms") >= 0
    assert other.pop("took_ms") >= 0
    assert one == other
    assert one["total"] == 2


def test_what_may_lie_in_a_zone_is_left_out(client: Client, listed: dict[str, Service], token: dict[str, str]) -> None:
    # 15 miles from the middle of the area, of 12.9 miles: a zone of 5 touches it, one of 1 does not
    answers = [
        client.post(
            "/api/v1/services/search", json={"avoid": [{"near": "53.6056,-1.5071", "within": miles}]}, headers=token
        ).get_json()
        for miles in (5, 1)
    ]
    assert [answer["total"] for answer in answers] == [3, 6]
    assert answers[0]["understood"]["avoid"] == [{"near": "53.6056, -1.5071", "within": 5.0}]


def test_each_zone_that_is_wrong_is_named(client: Client) -> None:
    sent = {"avoid": [{"near": "Luton", "within": 20}, {"near": "Nowhereville", "within": 5}, {"within": 5}]}
    answer = client.post("/api/v1/services/search", json=sent)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.get_json()["errors"]] == ["avoid.2.near"]
    answer = client.post("/api/v1/services/search", json={"avoid": sent["avoid"][:2]})
    assert [error["field"] for error in answer.get_json()["errors"]] == ["avoid.1.near"]


def test_a_token_sees_no_more_than_its_scopes(client: Client, listed: dict[str, Service], now: datetime) -> None:
    person = make.person(Role.SOCIAL_WORKER).id
    narrow, wide = bearer(person, now, "service:search"), bearer(person, now, "confidential:search", "service:search")
    assert client.get("/api/v1/services", headers=narrow).get_json()["total"] == 3
    assert client.get("/api/v1/services", headers=wide).get_json()["total"] == 6
    home = f"/api/v1/services/{listed['home'].id}"
    assert client.get(home, headers=narrow).status_code == 404
    assert client.get(home, headers=wide).status_code == 200


def test_a_token_that_opens_nothing_is_refused_and_not_answered_as_nobody(client: Client) -> None:
    answer = client.get("/api/v1/services", headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 401


def test_a_browser_s_session_is_not_a_token(client: Client, listed: dict[str, Service]) -> None:
    client.sign_in(make.person().id)
    assert client.get("/api/v1/services").get_json()["total"] == 3


def test_any_page_may_search_what_is_public(client: Client, listed: dict[str, Service]) -> None:
    assert client.get("/api/v1/services").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.post("/api/v1/services/search", json={}).headers


def test_pages_of_an_answer_hold_each_row_once(client: Client, listed: dict[str, Service]) -> None:
    seen = [
        item["id"]
        for number in (1, 2, 3, 4)
        for item in client.get(f"/api/v1/services?per_page=1&page={number}").get_json()["items"]
    ]
    assert len(seen) == len(set(seen)) == 3


def test_who_sees_public_services_only_is_told_times_in_steps_that_say_nothing(client: Client, listed: object) -> None:
    told = {client.get(f"/api/v1/services?q={word}").get_json()["took_ms"] for word in ("", "trauma", "homes", "a b c")}
    assert all(each >= 25 and each % 25 == 0 for each in told)
