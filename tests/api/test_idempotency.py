"""A change that a program sends twice is made once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text, update
from werkzeug.test import TestResponse

from directory.access import Actor
from directory.access.guards import use_actors_of
from directory.api.jobs import forget_answers
from directory.api.models import KeptAnswer
from directory.kit import clock
from directory.kit.bookkeeping import aside
from directory.kit.db import db
from directory.requests.models import Request
from tests import make
from tests.api.test_requests import BODY
from tests.make_services import service

PATH, SUMMARY = "/api/v1/requests", str(BODY["summary"])
SOON = timedelta(hours=23)


@pytest.fixture
def worker(app: Flask) -> Actor:
    actor = make.social_worker()
    use_actors_of(app, lambda: actor)
    return actor


def post(app: Flask, key: str, body: dict[str, Any] | None = None, **headers: str) -> TestResponse:
    return app.test_client().post(PATH, json=body or BODY, headers={"Idempotency-Key": key, **headers})


def requests_made() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Request)) or 0


def test_the_same_request_again_gets_the_first_answer_and_does_nothing(app: Flask, worker: Actor) -> None:
    first, again = post(app, "one"), post(app, "one")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.mimetype == "application/json"
    assert requests_made() == 1
    assert post(app, "two").json != first.json
    assert requests_made() == 2


def test_what_is_kept_holds_nothing_of_the_child_in_clear(app: Flask, worker: Actor) -> None:
    assert SUMMARY in post(app, "one").get_data(as_text=True)
    with db.engine.connect() as connection:
        (row,) = connection.execute(text("SELECT * FROM api_kept_answers")).all()
    words = b" ".join(bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row)
    assert b"football" not in words
    assert b"PR-" not in words


def test_the_version_of_what_was_changed_is_given_again(app: Flask) -> None:
    actor = make.provider()
    use_actors_of(app, lambda: actor)
    path = f"/api/v1/services/{service(confirmed_days_ago=40).id}/capacity"
    body = {"staffed": 4, "occupied": 3, "closed": 0, "available_from": None, "confirmed": True}
    answers = [app.test_client().put(path, json=body, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert answers[0].headers["ETag"] == answers[1].headers["ETag"]
    assert answers[1].headers["Idempotency-Replayed"] == "true"


def test_a_key_stands_for_one_request_of_one_token(app: Flask, worker: Actor) -> None:
    post(app, "one")
    other = post(app, "one", {**BODY, "age": 14})
    assert (other.status_code, other.mimetype) == (422, "application/problem+json")
    assert other.json is not None
    assert other.json["errors"][0]["field"] == "Idempotency-Key"
    assert post(app, "one", Authorization="Bearer another").status_code == 201
    assert requests_made() == 2


def test_what_was_refused_frees_its_key(app: Flask, worker: Actor) -> None:
    assert post(app, "one", {"age": "many"}).status_code == 422
    assert post(app, "one").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "caf\u00e9"])
def test_a_key_that_is_no_plain_text_is_refused(app: Flask, worker: Actor, key: str) -> None:
    assert post(app, key).status_code == 422
    assert requests_made() == 0


def test_while_the_first_is_not_answered_the_second_is_asked_to_wait(app: Flask, worker: Actor, now: Any) -> None:
    post(app, "one")
    aside(lambda connection: connection.execute(update(KeptAnswer).values(answer=None)))
    waiting = post(app, "one")
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (409, "1")
    assert waiting.mimetype == "application/problem+json"
    with clock.fixed(now + timedelta(minutes=3), every_thread=True):  # the first has died
        assert post(app, "one").status_code == 201
    assert requests_made() == 2


def test_a_day_later_the_key_is_forgotten(app: Flask, worker: Actor, now: Any) -> None:
    post(app, "one")
    with clock.fixed(now + SOON):
        forget_answers()
    assert db.session.scalar(select(func.count()).select_from(KeptAnswer)) == 1
    with clock.fixed(now + timedelta(hours=25)):
        forget_answers()
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(KeptAnswer)) == 0


def test_of_twenty_at_once_one_does_it(app: Flask, worker: Actor) -> None:
    barrier = Barrier(20)

    def run(_number: int) -> tuple[int, bytes]:
        barrier.wait()
        answer = post(app, "one")
        return answer.status_code, answer.data

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(run, range(20)))
    assert {status for status, _ in answers} <= {201, 409}
    assert len({data for status, data in answers if status == 201}) == 1
    assert requests_made() == 1


def test_reading_takes_no_key_and_nobody_uses_one(app: Flask) -> None:
    program: FlaskClient = app.test_client()
    assert program.get("/api/v1/openapi.json", headers={"Idempotency-Key": "one"}).status_code == 200
    assert program.post(PATH, json=BODY, headers={"Idempotency-Key": "one"}).status_code == 401
    assert db.session.scalar(select(func.count()).select_from(KeptAnswer)) == 0


def test_it_is_described(lite: Flask) -> None:
    told = lite.test_client().get("/api/v1/openapi.json").json
    assert told is not None
    for path in told["paths"].values():
        for method, operation in path.items():
            names = {one["name"] for one in operation["parameters"] if one["in"] == "header"}
            assert ("Idempotency-Key" in names) == (method in {"post", "put", "patch"})
            assert "Retry-After" in operation["responses"]["429"]["headers"]
