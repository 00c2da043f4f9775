"""Requests in Chromium: on a phone and a desk, without JavaScript, with axe on every page."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from directory.access import Role
from directory.requests.rules.lifecycle import Status
from directory.requests.rules.particulars import SECTIONS
from tests import make, make_requests
from tests.engines.browser import DESK, PHONE, Visit, check_accessible
from tests.make_requests import matching_service


def go(page: Page, address: str) -> None:
    page.goto(address)
    check_accessible(page, PHONE, DESK)


def test_every_page_of_requests_is_accessible(visit: Visit, now: datetime) -> None:
    service = matching_service("Harbour Care")
    matching_service("Other Care", age_maximum=10)
    draft = make_requests.request(summary="He trusts Mrs Okafor.", avoid=[{"near": "Luton", "within": 20.0}]).reference
    waiting = make_requests.request(Status.SCREENING).reference
    approved = make_requests.request(Status.SEARCHING).reference
    for _ in range(2):
        make_requests.screened(make.social_worker(), approved)
    released = make_requests.request(Status.SEARCHING, released=True, unaccompanied=True).reference
    offered = make_requests.request(Status.SEARCHING, released=True).reference
    provider = make.person(Role.PROVIDER_STAFF, of="Harbour Care")
    make_requests.offer(provider.actor(), offered, service.id)
    service_id = service.id
    page = visit(as_person=make.person(Role.PLACEMENTS_MANAGER))
    paths = ["/requests", "/requests/new", f"/requests/{draft}", f"/requests/{draft}/submission"]
    paths += [f"/requests/{draft}/sections/{name}" for name in SECTIONS]
    paths += [f"/requests/{draft}/print"]
    paths += [f"/requests/{waiting}", f"/requests/{waiting}/screening"]
    paths += [f"/requests/{approved}", f"/requests/{approved}/release"]
    paths += [f"/requests/{offered}{rest}" for rest in ("", "/offers", "/withdrawal", "/unmet")]
    for path in paths:
        go(page, path)
    theirs = visit(as_person=provider)
    for path in (
        "/requests",
        f"/requests/{released}",
        f"/requests/{released}/services/{service_id}/offer",
        f"/requests/{released}/services/{service_id}/decline",
        f"/requests/{offered}",
    ):
        go(theirs, path)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_request_is_written_submitted_approved_released_and_answered(
    visit: Visit, now: datetime, javascript: bool
) -> None:
    matching_service("Harbour Care", name="Quiet House")
    page = visit(as_person=make.person(Role.SOCIAL_WORKER), width=PHONE, javascript=javascript)
    page.goto("/requests")
    page.get_by_role("button", name="Start a request").click()
    page.get_by_label("Planned").check()
    for box, value in (("Day", "30"), ("Month", "11"), ("Year", "2026")):
        page.get_by_label(box, exact=True).fill(value)
    page.get_by_label("Children's home", exact=True).check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("How old is the child?").fill("15")
    page.get_by_label("Boy", exact=True).check()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Trafficking", exact=True).check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Search near").fill("LS1")
    page.get_by_label("Within how many miles?").fill("40")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Summary for providers").fill(make_requests.SUMMARY)
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Check your answers and submit").click()
    page.get_by_role("button", name="Submit this request").click()
    expect(page.get_by_text("It waits for approval")).to_be_visible()
    address = page.url

    page = visit(as_person=make.person(Role.PLACEMENTS_MANAGER), javascript=javascript)
    page.goto(address)
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("button", name="Release").click()
    expect(page.get_by_text("1 service asked")).to_be_visible()

    page = visit(as_person=make.person(Role.PROVIDER_STAFF, of="Harbour Care"), width=PHONE, javascript=javascript)
    page.goto("/requests")
    page.get_by_role("link", name=address.rsplit("/", 1)[1]).click()
    page.get_by_role("button", name="Offer a place at Quiet House").click()
    page.get_by_label("Weekly fee").fill("4,500")
    for box, value in (("Day", "27"), ("Month", "11"), ("Year", "2026")):
        page.get_by_label(box, exact=True).fill(value)
    page.get_by_label("How the place suits this child").fill("Calm evenings with two older boys.")
    page.get_by_role("button", name="Make this offer").click()
    expect(page.get_by_text("You offered £4,500 a week")).to_be_visible()
