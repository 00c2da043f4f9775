"""A placements manager keeps a search, is told of a freed place, shortlists, compares and prints; in Chromium."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from directory.access import Actor, Role
from directory.codes import ServiceType
from directory.finder import jobs as finder_jobs
from directory.kit import clock
from directory.kit.db import db
from directory.providers.actions import capacity
from directory.providers.models import Way
from tests import make, make_services
from tests.engines.browser import DESK, PHONE, Visit, check_accessible


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def free_a_place(provider: Actor, service_id: UUID) -> None:
    capacity.change(
        provider,
        service_id,
        staffed=2,
        occupied=1,
        closed=0,
        available_from=None,
        confirmed=True,
        version=None,
        way=Way.API,
        now=clock.now(),
    )


def check_comparison(page: Page) -> None:
    expect(page.get_by_role("columnheader")).to_have_count(3)
    expect(page.get_by_role("row", name="Places differs")).to_have_count(1)
    area = page.get_by_role("region", name="Compare services")
    area.focus()
    assert area.evaluate("(e) => e === document.activeElement")


def check_paper(page: Page) -> None:
    expect(page.get_by_text("Confidential: published areas only.")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".govuk-service-navigation")).to_be_hidden()
    expect(page.locator(".print__card")).to_have_count(3)
    assert page.locator(".print__card").first.evaluate("(e) => getComputedStyle(e).breakInside") == "avoid"


@pytest.mark.parametrize(
    ("width", "javascript"), [(PHONE, True), (DESK, False)], ids=["phone", "desk without JavaScript"]
)
def test_from_a_saved_search_to_a_printed_list(
    visit: Visit, lite: Flask, now: datetime, width: int, javascript: bool
) -> None:
    homes = [make_services.service(name=f"Home {letter}", places=2, occupied=2).id for letter in "ABC"]
    manager = make.person(Role.PLACEMENTS_MANAGER)
    provider = make.provider()
    page = visit(as_person=manager, width=width, javascript=javascript)

    def look() -> None:
        if javascript:
            check_accessible(page)

    page.goto("/services?type=childrens_home")
    look()
    press(page, "Save this search")
    look()
    press(page, "Save")
    expect(page.get_by_text("The search is saved")).to_be_visible()

    with clock.fixed(now + timedelta(minutes=1), every_thread=True):
        free_a_place(provider, homes[0])
        finder_jobs.watch()
        db.session.rollback()
        page.goto("/")
        expect(page.get_by_text("A saved search has 1 place freed")).to_be_visible()
        page.get_by_role("link", name="A saved search has news").click()
        expect(page.get_by_text("1 new", exact=True)).to_be_visible()
        look()
    with clock.fixed(now + timedelta(minutes=2), every_thread=True):
        press(page, "See results")
        expect(page.get_by_text("A place was freed since you last looked")).to_have_count(1)
        look()
        page.goto("/")
        expect(page.get_by_text("A saved search has")).to_have_count(0)

    page.goto("/services?type=childrens_home")
    for home in homes:
        keep = page.locator(f"#service-{home}").get_by_role("button", name="Keep on your shortlist")
        if javascript:
            keep.click()
            page.locator(f"#service-{home}").get_by_role("button", name="Take off your shortlist").wait_for()
        else:
            with page.expect_navigation():
                keep.click()
            assert page.url.endswith(f"#service-{home}")
    expect(page.get_by_role("link", name="Shortlist (3)")).to_be_visible()
    page.get_by_role("link", name="Shortlist (3)").click()
    look()
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "Compare the ticked services")
    look()
    check_comparison(page)
    page.go_back()
    page.get_by_role("link", name="Print this list").click()
    look()
    check_paper(page)


def test_two_keys_help_and_nothing_typed_is_taken(visit: Visit, lite: Flask) -> None:
    make_services.service(type=ServiceType.ADVOCACY)
    page = visit(as_person=make.person())
    page.goto("/services")
    page.keyboard.press("/")
    box = page.locator("#q")
    expect(box).to_be_focused()
    page.keyboard.type("a/b?")
    expect(box).to_have_value("a/b?")
    page.locator("h1").click()
    page.keyboard.press("Control+/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    check_accessible(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.goto("/account/shortcuts")
    check_accessible(page)
    press(page, "Turn shortcuts off")
    page.goto("/services")
    page.keyboard.press("?")
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)
