from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.access import Actor
from directory.access.guards import use_actors_of
from directory.kit import clock
from directory.kit.db import db
from directory.providers.models import Capacity, Way
from directory.providers.queries.capacity import own_history
from directory.search.models import SearchDocument
from tests import make
from tests.make_services import service


@pytest.fixture
def actor(app: Flask) -> Actor:
    actor = make.provider()
    use_actors_of(app, lambda: actor)
    return actor


@pytest.fixture
def program(app: Flask, actor: Actor) -> FlaskClient:
    return app.test_client()


BODY = {"staffed": 4, "occupied": 3, "closed": 0, "available_from": None, "confirmed": True}


def test_a_system_reads_and_says_the_places_of_its_own_service(program: FlaskClient, actor: Actor) -> None:
    home = service(confirmed_days_ago=40)
    path = f"/api/v1/services/{home.id}/capacity"
    read = program.get(path)
    assert (read.status_code, read.json["available"], read.json["freshness"]) == (200, 4, "stale")  # type: ignore[index]
    said = program.put(path, json=BODY, headers={"If-Match": read.headers["ETag"]})
    assert said.status_code == 200
    assert said.json == {
        "service_id": str(home.id),
        "registered": 4,
        "staffed": 4,
        "occupied": 3,
        "held": 0,
        "closed": 0,
        "available": 1,
        "available_from": None,
        "closed_for": {},
        "emergency": False,
        "by_assessment_only": False,
        "groups": [],
        "confirmed_at": "2026-11-23T16:00:00Z",
        "freshness": "current",
    }
    assert said.headers["ETag"] != read.headers["ETag"]
    assert [each.way for each in own_history(actor, home.id)] == [Way.API]
    assert db.session.get_one(SearchDocument, home.id).available == 1


def test_a_version_that_was_changed_since_is_refused(program: FlaskClient) -> None:
    home = service()
    path = f"/api/v1/services/{home.id}/capacity"
    tag = program.get(path).headers["ETag"]
    assert program.put(path, json=BODY, headers={"If-Match": tag}).status_code == 200
    refused = program.put(path, json=BODY | {"occupied": 0}, headers={"If-Match": tag})
    assert (refused.status_code, refused.mimetype) == (412, "application/problem+json")
    db.session.rollback()
    assert db.session.get_one(Capacity, home.id).occupied == 3


@pytest.mark.parametrize("headers", [{}, {"If-Match": "*"}], ids=["no version", "any version"])
def test_without_a_version_what_is_sent_replaces_what_is_there(program: FlaskClient, headers: dict[str, str]) -> None:
    home = service()
    assert program.put(f"/api/v1/services/{home.id}/capacity", json=BODY, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"staffed": 5}, "staffed"),
        ({"occupied": 5}, "occupied"),
        ({"occupied": -1}, "occupied"),
        ({"occupied": "3"}, "occupied"),
        ({"occupied": 2.5}, "occupied"),
        ({"held": 0}, "held"),
        ({"available_from": "soon"}, "available_from"),
        ({"available_from": "2020-01-01"}, "available_from"),
        ({"confirmed": "yes"}, "confirmed"),
    ],
)
def test_what_is_wrong_is_named_by_field_and_changes_nothing(
    program: FlaskClient, more: dict[str, object], field: str
) -> None:
    home = service()
    refused = program.put(f"/api/v1/services/{home.id}/capacity", json=BODY | more)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json["errors"]] == [field]  # type: ignore[index]
    db.session.rollback()
    assert db.session.get_one(Capacity, home.id).occupied == 0


def test_a_field_that_is_missing_is_named(program: FlaskClient) -> None:
    refused = program.put(f"/api/v1/services/{service().id}/capacity", json={"staffed": 4})
    assert [error["field"] for error in refused.json["errors"]] == ["occupied"]  # type: ignore[index]


def test_another_providers_service_is_not_there(program: FlaskClient) -> None:
    path = f"/api/v1/services/{service('Moorland Ltd').id}/capacity"
    assert program.get(path).status_code == program.put(path, json=BODY).status_code == 404


def test_a_token_needs_the_scope(app: Flask) -> None:
    narrow = make.person(*make.provider().roles).actor(frozenset({"service:search"}))
    use_actors_of(app, lambda: narrow)
    path = f"/api/v1/services/{service().id}/capacity"
    assert app.test_client().get(path).status_code == app.test_client().put(path, json=BODY).status_code == 403


def test_the_first_word_on_places_is_a_confirmation(program: FlaskClient) -> None:
    home = service(confirmed_days_ago=None, occupied=4)
    path = f"/api/v1/services/{home.id}/capacity"
    assert program.get(path).json["available"] is None  # type: ignore[index]
    assert program.put(path, json=BODY | {"confirmed": False}).status_code == 422
    later = (clock.today() + timedelta(days=3)).isoformat()
    said = program.put(path, json=BODY | {"available_from": later})
    assert (said.json["available"], said.json["available_from"]) == (1, later)  # type: ignore[index]


GROUPS = [
    {"gender": "female", "age_minimum": 8, "age_maximum": 12, "staffed": 2, "occupied": 1},
    {"gender": "male", "age_minimum": 13, "age_maximum": 17, "staffed": 2, "occupied": 2},
]


def test_a_system_says_whom_places_are_for_why_some_are_closed_and_who_may_come_tonight(program: FlaskClient) -> None:
    home = service()
    path = f"/api/v1/services/{home.id}/capacity"
    first = program.put(path, json=BODY | {"occupied": 2, "closed": 2, "closed_for": {"repair": 1}, "emergency": True})
    assert first.json is not None
    assert (first.json["closed_for"], first.json["emergency"]) == ({"repair": 1}, True)
    said = program.put(path, json=BODY | {"groups": GROUPS})
    assert said.json is not None
    assert [(each["available"], each["held"]) for each in said.json["groups"]] == [(1, 0), (0, 0)]
    assert (said.json["available"], said.json["closed_for"], said.json["emergency"]) == (1, {}, True)
    kept = program.put(path, json=BODY)
    assert kept.json is not None
    assert kept.json["groups"] == said.json["groups"]
    assert program.put(path, json=BODY | {"groups": []}).json["groups"] == []  # type: ignore[index]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"groups": GROUPS, "occupied": 2}, "occupied"),
        ({"groups": [GROUPS[0] | {"age_maximum": 7}]}, "groups.0.age_maximum"),
        ({"groups": [GROUPS[0] | {"held": 1}]}, "groups.0.held"),
        ({"groups": [*GROUPS, GROUPS[0]]}, "groups.2.age_minimum"),
        ({"groups": [GROUPS[0] | {"occupied": 3, "staffed": 2}, GROUPS[1]]}, "groups.0.occupied"),
        ({"closed_for": {"repair": 1}}, "closed"),
        ({"closed_for": {"weather": 1}}, "closed_for"),
        ({"emergency": True, "by_assessment_only": True}, "emergency"),
    ],
)
def test_what_is_wrong_in_a_group_or_a_reason_is_named(
    program: FlaskClient, more: dict[str, object], field: str
) -> None:
    home = service()
    refused = program.put(f"/api/v1/services/{home.id}/capacity", json=BODY | more)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["field"].startswith(field)  # type: ignore[index]
    db.session.rollback()
    assert db.session.get_one(Capacity, home.id).occupied == 0
