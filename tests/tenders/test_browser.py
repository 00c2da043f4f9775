from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from playwright.sync_api import Page

from directory.access import Kind, Role
from directory.kit.db import db
from directory.tenders import actions
from directory.tenders.models import Tender
from directory.tenders.rules import Details, Notice, Phase, Status
from tests import make
from tests.bids.test_pages import PDF
from tests.engines.browser import DESK, PHONE, Visit, check_accessible
from tests.tenders.making import notice, tender
from tests.tenders.test_amended_terms import amend, lot

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


def test_pages_of_an_amendment_are_accessible_and_say_what_changes_on_a_phone(
    lite: Flask, visit: Visit, now: datetime
) -> None:
    made, officer = tender(), make.person(Role.COMMISSIONER)
    amend(made, lot(2, removed=True), now)
    actions.draft_lot(officer.actor(), made.id, 1, replace(made.lots[0].value(), places=20), now=now)
    mine, stranger = visit(as_person=officer, width=PHONE), visit(width=PHONE)
    at = f"/tenders/{made.id}"
    for page, path in (
        (mine, f"{at}/amendment"),
        (mine, f"{at}/amendment/lots/1"),
        (mine, f"{at}/amendment/criteria/1"),
        (mine, f"{at}/amendment/conditions"),
        (stranger, at),
    ):
        page.goto(path)
        check_accessible(page, PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, path
    box = stranger.locator(".changes ins").last.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= PHONE


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


def test_a_provider_asks_and_an_officer_answers_to_all(lite: Flask, visit: Visit, now: datetime) -> None:
    made = tender()
    asker = visit(as_person=make.person(Role.PROVIDER_STAFF))
    officer = visit(as_person=make.person(Role.COMMISSIONER))
    at = f"/tenders/{made.id}"
    asker.goto(at)
    asker.get_by_role("button", name="Watch this tender").click()
    asker.get_by_role("button", name="Stop watching").wait_for()
    asker.get_by_role("link", name="Ask a question").click()
    asker.get_by_role("textbox", name="Your question").fill("One child is called Minh: is he meant?")
    asker.get_by_role("button", name="Send the question").click()
    asker.get_by_text("looks like somebody’s name").first.wait_for()
    check_accessible(asker, PHONE, DESK)
    asker.get_by_role("textbox", name="Your question").fill("Is one house meant, or several?")
    asker.get_by_role("button", name="Send the question").click()
    asker.get_by_text("Your question is sent").wait_for()
    check_accessible(asker, PHONE)
    officer.goto(f"{at}/questions")
    check_accessible(officer, PHONE, DESK)
    officer.get_by_role("link", name="Answer it alone").click()
    officer.get_by_role("textbox", name="The answer").fill("Several. Ask Mrs Okafor.")
    officer.get_by_role("button", name="Publish the answer").click()
    officer.get_by_text("What may tell who a child is").wait_for()
    check_accessible(officer, PHONE, DESK)
    officer.get_by_role("textbox", name="The answer").fill("Several.")
    officer.get_by_role("button", name="Publish the answer").click()
    officer.get_by_text("The answer is published to everybody").wait_for()
    stranger = visit()
    stranger.goto(at)
    stranger.get_by_role("heading", name="Question 1", exact=True).wait_for()
    stranger.get_by_text("Several.", exact=True).wait_for()
    check_accessible(stranger, PHONE, DESK)


def test_pages_of_documents_and_joint_buyers_are_accessible(lite: Flask, visit: Visit, now: datetime) -> None:
    buyer = make.organisation(Kind.AUTHORITY, "Bradmoor Council", gss_code="E08000032")
    drafter = make.person(Role.COMMISSIONER)
    written = notice(now)
    lots = (replace(written.lots[0], joint_buyers=("E08000032", "E08000034")), *written.lots[1:])
    draft = actions.create(drafter.actor(), replace(written, lots=lots), now=now)
    actions.add_document(
        drafter.actor(), draft.id, title="Specification", stream=BytesIO(PDF), name="spec.pdf", now=now
    )
    actions.invite(drafter.actor(), draft.id, gss_code="E08000032", now=now)
    opened = tender(by=drafter.actor())
    mine, theirs = visit(as_person=drafter), visit(as_person=make.person(Role.COMMISSIONER, of=buyer.name))
    at = f"/tenders/{draft.id}"
    for page, path in (
        (mine, f"{at}/documents"),
        (mine, f"{at}/joint-buyers"),
        (mine, f"{at}/joint-buyers/E08000034/agreement"),
        (mine, f"/tenders/{opened.id}/documents/amendment"),
        (mine, "/tenders/watched"),
        (theirs, f"{at}/joining"),
        (theirs, f"{at}/joining/withdrawal"),
    ):
        page.goto(path)
        check_accessible(page, PHONE, DESK)
