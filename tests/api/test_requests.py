"""The public contract of requests: names, states, statuses. Who asks is told by the actor, not by a token here."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from directory.access import Actor, Kind, Role
from directory.access.guards import use_actors_of
from directory.requests.rules.lifecycle import Status
from tests import make, make_requests
from tests.make_requests import matching_service

BODY: dict[str, Any] = {
    "urgency": "planned",
    "needed_by": "2026-12-01",
    "age": 15,
    "gender": "male",
    "siblings": 0,
    "unaccompanied": True,
    "service_types": ["childrens_home"],
    "specialisms": ["trafficking"],
    "languages": ["vie"],
    "near": "LS1",
    "within": 40,
    "avoid": [{"near": "Luton", "within": 20}],
    "summary": "A quiet young person who likes football and needs calm evenings.",
}
SCREENING = {"indicators": {"debt": "strong"}, "level": "high", "judgement": make_requests.JUDGEMENT}
OFFER = {"weekly_fee_pence": 450_000, "available_on": "2026-11-27", "matching_statement": "Calm evenings here."}


class Program:
    """A program that asks as one actor after another."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.app, self.tag = app, ""

    def ask(
        self, actor: Actor, method: str, path: str, body: Any = None, *, if_match: str = ""
    ) -> tuple[int, dict[str, Any]]:
        """Give the status and the JSON."""
        use_actors_of(self.app, lambda: actor)
        g.pop("actor", None)  # the test's own context outlives its requests
        headers = {"If-Match": if_match} if if_match else {}
        response = self.client.open(f"/api/v1/requests{path}", method=method, json=body, headers=headers)
        self.tag = response.headers.get("ETag", "")
        return response.status_code, response.get_json()


@pytest.fixture
def program(app: Flask, now: datetime) -> Program:
    return Program(app)


def test_a_request_goes_from_draft_to_offer(program: Program) -> None:
    service = matching_service("Harbour Care", languages=["vie"])
    worker, manager, provider = make.social_worker(), make.placements_manager(), make.provider("Harbour Care")
    status, made = program.ask(worker, "POST", "", BODY)
    assert (status, made["status"], made["near"]) == (201, "draft", "LS1")
    assert made["moves"] == ["submission", "withdrawal", "screening", "sections"]
    path = f"/{made['reference']}"
    steps: list[tuple[Actor, str, Any, str]] = [
        (worker, "submission", None, "screening"),
        (worker, "screening", SCREENING, "awaiting_approval"),
        (manager, "approval", {}, "searching"),
        (manager, "release", None, "searching"),
    ]
    for actor, noun, body, after in steps:
        status, answer = program.ask(actor, "POST", f"{path}/{noun}", body)
        assert (status, answer["status"]) == (201, after), noun
    assert [(m["service_id"], m["eligible"]) for m in answer["matches"]] == [(str(service.id), True)]
    status, seen = program.ask(provider, "GET", path)
    assert (status, seen["summary"], seen["moves"]) == (200, BODY["summary"], ["offers", "declines"])
    assert seen["avoid"] is seen["unaccompanied"] is seen["screened"] is seen["matches"] is seen["offers"] is None
    status, offer = program.ask(provider, "POST", f"{path}/offers", {**OFFER, "service_id": str(service.id)})
    assert (status, offer["status"]) == (201, "offered")
    changed = {**OFFER, "weekly_fee_pence": 400_000}
    assert program.ask(provider, "PUT", f"{path}/offers/{offer['id']}", changed)[1]["weekly_fee_pence"] == 400_000
    assert [o["weekly_fee_pence"] for o in program.ask(manager, "GET", path)[1]["offers"]] == [400_000]
    assert program.ask(worker, "GET", path)[1]["offers"] is None
    assert program.ask(provider, "GET", "")[1]["total"] == 1
    assert program.ask(manager, "GET", "?status=searching")[1]["total"] == 1
    assert program.ask(manager, "GET", "?status=draft")[1]["total"] == 0
    assert program.ask(provider, "POST", f"{path}/offers/{offer['id']}/withdrawal")[1]["status"] == "withdrawn"
    decline = {"service_id": str(service.id), "reason": "no_place"}
    assert program.ask(provider, "POST", f"{path}/declines", decline)[1]["decline_reason"] == "no_place"
    assert program.ask(manager, "POST", f"{path}/withdrawal", {"reason": "family"})[1]["status"] == "withdrawn"
    status, problem = program.ask(provider, "POST", f"{path}/offers", {**OFFER, "service_id": str(service.id)})
    assert status == 409
    assert "closed" in problem["detail"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"age": "15"}, "age"),
        ({"age": 26}, "age"),
        ({"gender": "boy"}, "gender"),
        ({"urgency": "soon"}, "urgency"),
        ({"needed_by": "tomorrow"}, "needed_by"),
        ({"service_types": ["castle"]}, "service_types"),
        ({"service_types": []}, "service_types"),
        ({"languages": ["vietnamese"]}, "languages"),
        ({"near": "LS1 4AP"}, "near"),
        ({"near": "Atlantis"}, "near"),
        ({"within": 0}, "within"),
        ({"avoid": [{"near": "Atlantis", "within": 5}]}, "avoid"),
        ({"avoid": [{"near": "Luton"}]}, "avoid.0.within"),
        ({"name": "Minh"}, "name"),
        ({"unaccompanied": "yes"}, "unaccompanied"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_field(program: Program, change: dict[str, Any], field: str) -> None:
    status, problem = program.ask(make.social_worker(), "POST", "", {**BODY, **change})
    assert status == 422
    assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"summary": "His aunt, Mrs Okafor, rings often."}, "summary"),
        ({"summary": ""}, "summary"),
        ({"needed_by": "2026-11-22"}, "needed_by"),
        ({"service_types": ["supported_accommodation"]}, "service_types"),
    ],
)
def test_what_may_not_be_submitted_is_refused_by_field(program: Program, change: dict[str, Any], field: str) -> None:
    worker = make.social_worker()
    reference = program.ask(worker, "POST", "", {**BODY, **change})[1]["reference"]
    status, problem = program.ask(worker, "POST", f"/{reference}/submission")
    assert (status, [error["field"] for error in problem["errors"]]) == (422, [field])
    assert program.ask(worker, "GET", f"/{reference}")[1]["status"] == "draft"


def test_statuses_tell_wrong_state_wrong_role_and_anothers_apart(program: Program) -> None:
    request = make_requests.request(Status.AWAITING_APPROVAL)
    path = f"/{request.reference}/approval"
    assert program.ask(make.social_worker(), "POST", path)[0] == 403
    assert program.ask(make.provider(), "POST", path)[0] == 403
    assert program.ask(Actor(), "POST", path)[0] == 401
    assert program.ask(make.placements_manager("Southmoor Council"), "POST", path)[0] == 404
    assert program.ask(make.placements_manager(), "POST", "/FH-222222/approval")[0] == 404
    assert program.ask(make.placements_manager(), "POST", path)[0] == 201
    assert program.ask(make.placements_manager(), "POST", path)[0] == 409
    assert program.ask(make.provider(), "GET", f"/{request.reference}")[0] == 404
    assert program.ask(make.actor(Role.COMMISSIONER), "GET", f"/{request.reference}")[0] == 403


def test_a_place_to_stay_away_from_is_added_and_no_provider_reads_it(program: Program) -> None:
    matching_service("Harbour Care")
    matching_service("Other Care", outcode="M1")
    made = make_requests.request(Status.SEARCHING, released=True, within=60.0)
    worker, elsewhere, path = make.social_worker(), make.provider("Other Care"), f"/{made.reference}/safety"
    status, said = program.ask(worker, "POST", path, {"avoid": [{"near": "LS8", "within": 5}]})
    assert (status, said["avoid"]) == (201, [{"near": "LS8", "within": 5.0}])
    assert program.ask(make.provider("Harbour Care"), "GET", f"/{made.reference}")[0] == 404
    status, seen = program.ask(elsewhere, "GET", f"/{made.reference}")
    assert (status, seen["avoid"]) == (200, None)
    assert program.ask(worker, "POST", path, {"avoid": []})[0] == 422
    draft = make_requests.request()
    assert (
        program.ask(worker, "POST", f"/{draft.reference}/safety", {"avoid": [{"near": "LS8", "within": 5}]})[0] == 409
    )


def test_an_offer_for_what_was_not_asked_is_not_found(program: Program) -> None:
    matching_service("Harbour Care")
    path = f"/{make_requests.request(Status.SEARCHING, released=True).reference}/offers"
    body = {**OFFER, "service_id": str(uuid4())}
    assert program.ask(make.provider("Harbour Care"), "POST", path, body)[0] == 404
    assert program.ask(make.provider("Other Care"), "POST", path, body)[0] == 404
    assert program.ask(make.social_worker(), "POST", path, body)[0] == 403


def test_the_list_is_paged_and_whole(program: Program) -> None:
    references = {make_requests.request().reference for _ in range(5)}
    make_requests.request(of="Southmoor Council")
    worker = make.social_worker()
    found: list[str] = []
    for page in (1, 2, 3):
        status, answer = program.ask(worker, "GET", f"?per_page=2&page={page}")
        assert (status, answer["total"]) == (200, 5)
        found += [item["reference"] for item in answer["items"]]
    assert len(found) == 5
    assert set(found) == references
    assert program.ask(worker, "GET", "?colour=red")[0] == 422


def test_a_draft_is_changed_section_by_section_at_the_version_that_was_read(program: Program) -> None:
    worker = make.social_worker()
    _, made = program.ask(worker, "POST", "", {**BODY, "summary": "", "needed_by": "2026-11-30"})
    path = f"/{made['reference']}"
    read = program.ask(worker, "GET", path)[1]
    assert "sections" in read["moves"]
    assert (read["sections"]["summary"], read["sections"]["child"]) == ("not_finished", "done")
    assert list(read["missing"]) == ["summary"]
    first = program.tag
    status, changed = program.ask(worker, "PATCH", f"{path}/sections", {"age": 16, "risks": {}}, if_match=first)
    assert (status, changed["age"], changed["gender"], changed["avoid"]) == (200, 16, "male", made["avoid"])
    assert program.tag != first
    status, refused = program.ask(worker, "PATCH", f"{path}/sections", {"age": 17}, if_match=first)
    assert status == 412, refused
    # null takes an answer back, and what takes none, what is unknown and what says nothing is refused by field
    status, emptied = program.ask(worker, "PATCH", f"{path}/sections", {"needed_by": None, "summary": BODY["summary"]})
    assert (status, list(emptied["missing"])) == (200, ["needed_by"])
    for wrong, field in (({"siblings": None}, "siblings"), ({"name": "A"}, "name"), ({}, "body"), ({"age": 99}, "age")):
        status, refused = program.ask(worker, "PATCH", f"{path}/sections", wrong)
        assert (status, refused["errors"][0]["field"]) == (422, field)
    status, refused = program.ask(worker, "PATCH", f"{path}/sections", {"near": "LS1 4AP"})
    assert (status, refused["errors"][0]["field"]) == (422, "near")
    assert "LS1 4AP" not in str(refused)
    program.ask(worker, "PATCH", f"{path}/sections", {"needed_by": "2026-12-01"})
    assert program.ask(worker, "POST", f"{path}/submission", {})[0] == 201
    status, refused = program.ask(worker, "PATCH", f"{path}/sections", {"age": 12})
    assert (status, "only as a draft" in refused["title"] + refused.get("detail", "")) == (409, True)
    assert program.ask(make.social_worker("Southmoor Council"), "PATCH", f"{path}/sections", {"age": 12})[0] == 404


def test_a_program_starts_and_stops_the_timer_of_the_next_tier(program: Program) -> None:
    matching_service("Northmoor Council", kind=Kind.AUTHORITY)
    matching_service("Harbour Care")
    manager = make.placements_manager()
    path = f"/{make_requests.request(Status.SEARCHING, released=True).reference}"
    assert "timer" in program.ask(manager, "GET", path)[1]["moves"]
    status, started = program.ask(manager, "POST", f"{path}/timer", {"hours": 5})
    assert (status, started["next_tier_at"]) == (201, "2026-11-23T21:00:00Z")
    assert "timer/ending" in started["moves"]
    assert program.ask(manager, "POST", f"{path}/timer", {"hours": 0})[0] == 422
    status, stopped = program.ask(manager, "POST", f"{path}/timer/ending")
    assert (status, stopped["next_tier_at"]) == (201, None)
    assert program.ask(manager, "POST", f"{path}/timer/ending")[0] == 409
    assert program.ask(make.social_worker(), "POST", f"{path}/timer", {"hours": 5})[0] == 403
