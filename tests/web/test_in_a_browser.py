"""The frame of every page, in Chromium."""

import pytest

from tests import make
from tests.engines.browser import DESK, PHONE, Visit, check_accessible


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", ["/", "/api/v1/docs", "/no-such-page"])
def test_a_page_is_accessible_at_any_width(visit: Visit, path: str, width: int) -> None:
    page = visit(width=width)
    page.goto(path)
    check_accessible(page)


def test_a_page_says_who_is_signed_in_without_javascript_too(visit: Visit) -> None:
    person = make.person()
    name = person.name
    for javascript in (True, False):
        page = visit(as_person=person, javascript=javascript)
        page.goto("/")
        assert page.get_by_role("link", name=name).is_visible()
