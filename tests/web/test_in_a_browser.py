"""The frame of every page, in Chromium."""

import pytest

from tests import make
from tests.engines.browser import DESK, PHONE, Visit, check_accessible


@pytest.mark.parametrize("path", ["/", "/no-such-page"])
def test_a_page_is_accessible_at_any_width(visit: Visit, path: str) -> None:
    page = visit()
    page.goto(path)
    check_accessible(page, PHONE, DESK)


def test_the_description_of_the_api_is_accessible_and_fits_a_telephone(visit: Visit) -> None:
    page = visit(width=PHONE)
    page.goto("/api/v1/docs")
    check_accessible(page)  # at one width: on a page so long axe takes as long as on twenty others


def test_a_page_says_who_is_signed_in_without_javascript_too(visit: Visit) -> None:
    person = make.person()
    name = person.name
    for javascript in (True, False):
        page = visit(as_person=person, javascript=javascript)
        page.goto("/")
        assert page.get_by_role("link", name=name).is_visible()
