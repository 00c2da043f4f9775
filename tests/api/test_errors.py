import pytest
from flask import Flask

from directory.access import Role
from directory.accounts.actions import make_token
from directory.kit import clock
from tests import inspect_pages, make
from tests.inspect_pages import Client


def test_a_program_is_answered_as_a_program(client: Client) -> None:
    answer = client.get("/api/v1/no-such-thing")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.json
    assert answer.json["status"] == 404
    assert answer.json["request_id"]


@pytest.mark.parametrize("text", ["a\0b", "a\x01b"])
def test_a_character_that_no_database_keeps_is_never_a_fault(app: Flask, text: str) -> None:
    browser = inspect_pages.client(app)
    assert browser.send("/sign-in", {"email": f"{text}@x.example", "password": text}).status_code == 422
    person = make.person(Role.COMMISSIONER)
    _, secret = make_token(person.actor(), name="a program", scopes=("tenders:write",), now=clock.now())
    answer = browser.post("/api/v1/tenders", json={"title": text}, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code in (201, 422)
    assert browser.get("/services", query_string={"q": text}).status_code in (200, 422)
