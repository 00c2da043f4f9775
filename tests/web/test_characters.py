"""A NUL, which PostgreSQL keeps in no text, is refused or not found: never a fault, on either database."""

import pytest
from flask import Flask

from directory.access import Role
from directory.requests.rules.lifecycle import Status
from tests import inspect_pages, make, make_requests

ADDRESSES = ["/requests/FH%00", "/requests/FH%00/sections/child", "/services?q=a%00b", "/tenders?region=%00", "/%00"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_nul_in_an_address_is_no_fault(app: Flask, path: str) -> None:
    browser = inspect_pages.client(app).sign_in(make.person(Role.SOCIAL_WORKER).id)
    assert browser.get(path).status_code in {200, 400, 404, 422}


@pytest.mark.parametrize(("section", "field"), [("summary", "summary"), ("where", "near"), ("child", "age")])
def test_a_nul_in_a_form_is_no_fault(app: Flask, section: str, field: str) -> None:
    reference = make_requests.request(Status.DRAFT).reference
    browser = inspect_pages.client(app).sign_in(make.person(Role.SOCIAL_WORKER).id)
    answer = browser.send(f"/requests/{reference}/sections/{section}", {field: "a\0b"})
    assert answer.status_code in {200, 303, 400, 422}
