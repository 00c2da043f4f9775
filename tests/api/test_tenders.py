from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from directory.access import Role
from directory.accounts.actions import make_token
from directory.kit import clock
from directory.kit.db import db
from directory.tenders.models import Tender
from directory.tenders.rules import Status
from tests import inspect_pages, make
from tests.inspect_pages import Client
from tests.tenders.making import DAY, tender

Call = Callable[..., TestResponse]
BODY: dict[str, Any] = {
    "title": "Homes for young people",
    "description": "Homes.",
    "cpv_codes": ["85311300"],
    "value_maximum_pence": 100_000_00,
    "starts_on": "2027-06-01",
    "ends_on": "2029-05-31",
    "questions_close_at": "2026-12-04T12:00:00Z",
    "answers_by_at": "2026-12-08T12:00:00+00:00",
    "closes_at": "2026-12-21T12:00:00Z",
    "lots": [
        {
            "title": "North",
            "service_types": ["supported_accommodation"],
            "places": 4,
            "areas": ["Leeds"],
            "price_lines": [{"description": "Fee for a place", "unit": "week", "quantity": 208}],
        }
    ],
    "criteria": [
        {"kind": "quality", "name": "Care", "weight": 62.5, "question": "How?", "word_limit": 500, "guide": "5: yes"},
        {"kind": "price", "name": "Price", "weight": "37.5", "formula": "lowest_over_price"},
    ],
}


def caller(app: Flask, role: Role = Role.COMMISSIONER, of: str | None = None, scopes: tuple[str, ...] = ()) -> Call:
    """Give a program that calls with the token of somebody of this role."""
    person = make.person(role, of=of)
    given = scopes or (("tenders:write",) if role == Role.COMMISSIONER else ("service:search",))
    _, secret = make_token(person.actor(), name="a program", scopes=given, now=clock.now())
    browser = inspect_pages.client(app)
    headers = {"Authorization": f"Bearer {secret}"}

    def call(path: str, body: object = None, method: str = "POST") -> TestResponse:
        return browser.open(f"/api/v1/tenders{path}", method=method, json=body, headers=headers)

    return call


@pytest.fixture
def drafter(lite: Flask) -> Call:
    return caller(lite)


@pytest.fixture
def second(lite: Flask) -> Call:
    return caller(lite)


def test_a_tender_goes_from_a_post_to_the_public(drafter: Call, second: Call, client: Client) -> None:
    made = drafter("", BODY)
    assert made.status_code == 201
    tender_id = made.get_json()["id"]
    assert made.get_json()["status"] == "draft"
    assert made.get_json()["problems"] == []
    assert made.get_json()["criteria"][0]["weight"] == "62.5"
    assert made.get_json()["cpv_codes"] == ["85311300-5"]
    assert made.get_json()["moves"] == ["submission", "withdrawal"]
    assert client.get(f"/api/v1/tenders/{tender_id}").status_code == 404
    assert client.get("/api/v1/tenders").get_json()["total"] == 0
    assert drafter(f"/{tender_id}/approval", {}).status_code == 403
    approved = second(f"/{tender_id}/approval", {})
    assert (approved.status_code, approved.get_json()["status"]) == (201, "approved")
    assert approved.get_json()["moves"] == ["return", "publication", "withdrawal"]
    published = drafter(f"/{tender_id}/publication", {})
    assert (published.status_code, published.get_json()["phase"]) == (201, "open")
    assert drafter(f"/{tender_id}/publication", {}).status_code == 409

    seen = client.get(f"/api/v1/tenders/{tender_id}")
    assert seen.status_code == 200
    assert seen.headers["Access-Control-Allow-Origin"] == "*"
    assert seen.get_json()["moves"] == []
    assert seen.get_json()["lots"][0]["areas"] == [{"code": "E08000035", "name": "Leeds"}]
    listed = client.get("/api/v1/tenders").get_json()
    assert (listed["total"], listed["items"][0]["reference"]) == (1, seen.get_json()["reference"])


def test_an_amendment_a_withdrawal_and_a_cancellation_answer_with_the_new_state(lite: Flask, drafter: Call) -> None:
    made = tender()
    assert made.closes_at
    later = {"closes_at": (made.closes_at + DAY).isoformat(), "material": False, "reason": "More time"}
    amended = drafter(f"/{made.id}/amendment", later)
    assert (amended.status_code, list(amended.get_json()["amendments"][0]["differences"])) == (201, ["closes_at"])
    assert drafter(f"/{made.id}/amendment", {"material": False, "reason": "None"}).status_code == 422
    ended = drafter(f"/{made.id}/cancellation", {"reason": "No money"})
    assert (ended.status_code, ended.get_json()["phase"]) == (201, "cancelled")
    assert ended.get_json()["ended_reason"] == "No money"
    other = tender(Status.DRAFT)
    assert drafter(f"/{other.id}/withdrawal", {"reason": "Not needed"}).get_json()["status"] == "withdrawn"


MOVES: dict[str, dict[str, Any]] = {
    "submission": {},
    "approval": {},
    "return": {"reason": "r"},
    "publication": {},
    "amendment": {"material": False, "reason": "r", "description": "New"},
    "withdrawal": {"reason": "r"},
    "cancellation": {"reason": "r"},
}


@pytest.mark.parametrize("noun", MOVES)
def test_a_move_is_refused_to_whoever_may_not_make_it(lite: Flask, client: Client, noun: str) -> None:
    made = tender(Status.AWAITING_APPROVAL)
    path, body = f"/{made.id}/{noun}", MOVES[noun]
    assert caller(lite, of="Southport Council")(path, body).status_code == 404
    assert caller(lite, Role.PROVIDER_ADMIN)(path, body).status_code == 403
    assert caller(lite, Role.SOCIAL_WORKER)(path, body).status_code == 403
    assert caller(lite, scopes=("service:search",))(path, body).status_code == 403
    assert client.post(f"/api/v1/tenders{path}", json=body).status_code == 401
    db.session.rollback()
    assert db.session.get_one(Tender, made.id).status == Status.AWAITING_APPROVAL


@pytest.mark.parametrize("noun", ["submission", "amendment", "publication", "cancellation"])
def test_a_move_from_the_wrong_state_is_a_conflict(lite: Flask, drafter: Call, noun: str) -> None:
    made = tender(Status.AWAITING_APPROVAL)
    assert drafter(f"/{made.id}/{noun}", MOVES[noun]).status_code == 409


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "title"),
        ({"colour": "red"}, "colour"),
        ({"kind": "auction"}, "kind"),
        ({"closes_at": "2026-12-21T12:00:00"}, "closes_at"),
        ({"cpv_codes": ["85311300-4"]}, "cpv_codes"),
        ({"value_minimum_pence": 2, "value_maximum_pence": 1}, "value_maximum_pence"),
        ({"lots": [{"title": "x", "areas": ["Narnia"]}]}, "lots.0.areas"),
        ({"criteria": [{"name": "x", "weight": "33.333"}]}, "criteria.0.weight"),
        ({"criteria": [{"name": "x", "weight": 0}]}, "criteria.0.weight"),
    ],
)
def test_what_is_wrong_is_named(drafter: Call, changed: dict[str, Any], field: str) -> None:
    refused = drafter("", BODY | changed)
    assert refused.status_code == 422
    assert field in [error["field"] for error in refused.get_json()["errors"]]


def test_what_is_incomplete_is_drafted_and_not_approved(drafter: Call, second: Call) -> None:
    made = drafter("", {"title": "A start"}).get_json()
    assert "Add at least one lot" in made["problems"]
    refused = second(f"/{made['id']}/approval", {})
    assert refused.status_code == 422
    assert "lots.lots" in [error["field"] for error in refused.get_json()["errors"]]


def test_a_commissioner_lists_its_own_drafts_and_nobody_else_s(lite: Flask, drafter: Call, client: Client) -> None:
    for status in Status:
        tender(status)
        tender(status, of="Southport Council")
    published = len(Status) - 3
    assert client.get("/api/v1/tenders").get_json()["total"] == 2 * published
    assert drafter("", method="GET").get_json()["total"] == 2 * published + 3
    assert drafter("?mine=1", method="GET").get_json()["total"] == len(Status)
    assert drafter("?status=draft", method="GET").get_json()["total"] == 1
    assert client.get("/api/v1/tenders?status=draft").get_json()["total"] == 0
    assert client.get("/api/v1/tenders?status=open&type=advocacy&region=north+west").get_json()["total"] == 2
    assert client.get("/api/v1/tenders?per_page=101").status_code == 422
    assert client.get("/api/v1/tenders?colour=red").status_code == 422
