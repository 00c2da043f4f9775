"""A program applies to join a framework; others assess and decide."""

from typing import Any

from flask import Flask

from directory.access import Role
from directory.accounts.actions import make_token
from directory.kit import clock
from tests import inspect_pages, make, make_frameworks

BODY: dict[str, Any] = {
    "answers": ["Two adults are awake each night."],
    "prices_pence": [480_000],
    "public_liability_pence": 500_000_000,
    "policies": ["safeguarding"],
    "declared": True,
}
FOUND = {"answers": [{"passed": True, "reason": "It says who."}], "conditions_met": True, "conditions_reason": "Seen."}


def calls(app: Flask, role: Role, of: str | None = None) -> Any:
    person = make.person(role, of=of)
    scopes = ("bid:draft", "bid:submit") if role == Role.PROVIDER_ADMIN else ("contract:sign",)
    _, secret = make_token(person.actor(), name="a program", scopes=scopes, now=clock.now())
    browser = inspect_pages.client(app)

    def call(path: str, body: object = None) -> Any:
        method = "GET" if body is None else "POST"
        headers = {"Authorization": f"Bearer {secret}"}
        return browser.open(f"/api/v1/frameworks/{path}", method=method, json=body, headers=headers)

    return call


def test_a_provider_is_let_in_by_two_officers(lite: Flask) -> None:
    framework = make_frameworks.joinable()
    at = f"{framework.reference}/applications"
    provider, rival = calls(lite, Role.PROVIDER_ADMIN, "Harbour Care"), calls(lite, Role.PROVIDER_ADMIN, "Tern House")
    first, second = calls(lite, Role.COMMISSIONER), calls(lite, Role.COMMISSIONER)
    stranger = calls(lite, Role.COMMISSIONER, "Otherham Council")
    assert provider(at).get_json()["moves"] == ["lots/1/application"]
    refused = provider(f"{framework.reference}/lots/1/application", BODY | {"answers": [], "prices_pence": [900_000]})
    assert refused.status_code == 422
    assert {one["field"] for one in refused.get_json()["errors"]} == {"answers.0", "prices_pence.0"}
    made = provider(f"{framework.reference}/lots/1/application", BODY)
    assert (made.status_code, made.get_json()["moves"]) == (201, ["withdrawal"])
    assert provider(f"{framework.reference}/lots/1/application", BODY).status_code == 409
    one = f"{at}/{made.get_json()['id']}"
    assert rival(one).status_code == stranger(one).status_code == 404
    assert (rival(at).get_json()["items"], stranger(at).get_json()["items"]) == ([], [])
    assert provider(f"{one}/assessment", FOUND).status_code == 403
    lacking = first(f"{one}/assessment", FOUND | {"answers": []})
    assert [each["field"] for each in lacking.get_json()["errors"]] == ["answers"]
    assert first(one).get_json()["moves"] == ["assessment"]
    assert first(f"{one}/assessment", FOUND).get_json()["answers"][0]["passed"] is True
    shown = provider(one).get_json()
    assert (shown["status"], shown["conditions_met"], shown["answers"][0]["reason"]) == ("assessed", None, "")
    assert (first(one).get_json()["moves"], first(f"{one}/decision", {}).status_code) == ([], 403)
    assert second(one).get_json()["moves"] == ["decision", "return"]
    assert second(f"{one}/decision", {}).get_json()["status"] == "accepted"
    assert provider(one).get_json()["answers"][0]["reason"] == "It says who."
    members = provider(framework.reference).get_json()["lots"][0]["members"]
    assert [(each["provider"]["name"], each["rates"][0]["pence"]) for each in members] == [("Harbour Care", 480_000)]


def test_an_application_is_taken_back_and_another_sent(lite: Flask) -> None:
    framework = make_frameworks.joinable()
    provider = calls(lite, Role.PROVIDER_ADMIN, "Harbour Care")
    at = f"{framework.reference}/lots/1/application"
    one = f"{framework.reference}/applications/{provider(at, BODY).get_json()['id']}"
    assert provider(f"{one}/withdrawal", {}).get_json()["moves"] == []
    assert provider(f"{one}/withdrawal", {}).status_code == 409
    assert provider(at, BODY).status_code == 201
