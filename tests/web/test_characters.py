"""A NUL is refused before a database that keeps none is asked, on either."""

import pytest
from flask import Flask

from directory.access import Role
from directory.requests.rules.lifecycle import Status
from tests import inspect_pages, make, make_requests


@pytest.mark.parametrize("path", ["/requests/PR%00", "/services?q=a%00b", "/tenders?region=%00", "/services?%00=1"])
def test_a_nul_in_an_address_is_refused(app: Flask, path: str) -> None:
    browser = inspect_pages.client(app).sign_in(make.person(Role.SOCIAL_WORKER).id)
    assert browser.get(path).status_code == 400


def test_a_nul_in_a_form_is_refused(app: Flask) -> None:
    reference = make_requests.request(Status.DRAFT).reference
    browser = inspect_pages.client(app).sign_in(make.person(Role.SOCIAL_WORKER).id)
    answer = browser.send(f"/requests/{reference}/sections/summary", {"summary": "a\0b"})
    assert answer.status_code == 400


def test_a_nul_in_json_is_refused_by_words(app: Flask) -> None:
    answer = inspect_pages.client(app).post("/api/v1/services/search", json={"q": "a\0b"})
    assert answer.status_code == 422
    assert "NUL" in answer.get_json()["errors"][0]["detail"]
