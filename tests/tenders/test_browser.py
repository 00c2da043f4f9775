from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Page

from directory.access import Role
from directory.kit.db import db
from directory.tenders import actions
from directory.tenders.models import Tender
from directory.tenders.rules import Details, Notice, Phase, Status
from tests import make
from tests.engines.browser import DESK, PHONE, Visit, check_accessible
from tests.tenders.making import tender

PUBLIC = ("", "?status=withdrawn&type=advocacy&region=London")
OWN = (
    "",
    "/details",
    "/lots",
    "/lots/new",
    "/criteria",
    "/criteria/new",
    "/conditions",
    "/deadlines",
    "/check",
    "/preview",
    "/submission",
    "/withdrawal",
)


def test_every_page_of_a_tender_is_accessible(lite: Flask, visit: Visit) -> None:
    drafter, second = make.person(Role.COMMISSIONER), make.person(Role.COMMISSIONER)
    draft = tender(Status.DRAFT, by=drafter.actor(), title="A tender that is being written")
    waiting = tender(Status.AWAITING_APPROVAL, by=drafter.actor())
    approved = tender(Status.APPROVED, by=drafter.actor())
    opened = tender(Status.OPEN, by=drafter.actor())
    ended = tender(Status.CANCELLED, by=drafter.actor())
    empty = actions.create(drafter.actor(), Notice(details=Details(title="Empty")), now=draft.drafted_at)
    stranger = visit()
    for path in (*(f"/tenders{query}" for query in PUBLIC), f"/tenders/{opened.id}", f"/tenders/{ended.id}"):
        stranger.goto(path)
        check_accessible(stranger, PHONE, DESK)
    mine = visit(as_person=second)
    paths = [
        "/tenders",
        "/tenders/new",
        *(f"/tenders/{draft.id}{path}" for path in OWN),
        f"/tenders/{empty.id}",
        f"/tenders/{empty.id}/check",
        f"/tenders/{waiting.id}",
        f"/tenders/{waiting.id}/approval",
        f"/tenders/{waiting.id}/return",
        f"/tenders/{approved.id}/publication",
        f"/tenders/{opened.id}",
        f"/tenders/{opened.id}/amendment",
        f"/tenders/{opened.id}/cancellation",
    ]
    for path in paths:
        answer = mine.goto(path)
        assert answer
        assert answer.status == 200, path
        check_accessible(mine, PHONE, DESK)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the thing with this name has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == name:
            return
    raise AssertionError(f"{name} cannot be reached by Tab")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_second_commissioner_approves_and_publishes_by_keyboard(
    lite: Flask, visit: Visit, now: datetime, javascript: bool
) -> None:
    made = tender(Status.AWAITING_APPROVAL)
    page = visit(as_person=make.person(Role.COMMISSIONER), javascript=javascript)
    page.goto(f"/tenders/{made.id}")
    for name in ("Approve", "Approve the tender", "Publish", "Publish the tender"):
        tab_to(page, name)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    page.get_by_text("Your tender is published").wait_for()
    db.session.rollback()
    assert db.session.get_one(Tender, made.id).phase(now) == Phase.OPEN
    stranger = visit(javascript=javascript)
    stranger.goto("/tenders")
    stranger.get_by_role("link", name=made.title).click()
    stranger.get_by_role("heading", name=made.title).wait_for()
