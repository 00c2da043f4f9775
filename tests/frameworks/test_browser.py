"""Frameworks in Chromium: a call-off from its draft to a member's bid, an application from its form to membership."""

from datetime import datetime

from flask import Flask
from playwright.sync_api import Page, expect

from directory.access import Role
from directory.frameworks import queries
from directory.kit.db import db
from directory.tenders import actions
from directory.tenders.models import Tender
from directory.tenders.rules import Kind
from tests import make, make_frameworks
from tests.engines.browser import DESK, PHONE, Visit, check_accessible
from tests.tenders import calling


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_call_off_is_drafted_under_a_framework_and_a_member_bids(lite: Flask, visit: Visit, now: datetime) -> None:
    framework = make_frameworks.framework({"Harbour Care": 1, "Other Care": 2}, title="Homes in the north")
    drafter, second = make.person(Role.COMMISSIONER), make.person(Role.COMMISSIONER)
    plain = calling.notice(framework, kind=Kind.CONTRACT, framework_reference="", title="A home for two")
    draft = actions.create(drafter.actor(), plain, now=now)
    member = make.person(Role.PROVIDER_ADMIN, of="Harbour Care")
    page = visit(as_person=drafter)
    page.goto(f"/frameworks/{framework.reference}")
    page.get_by_role("link", name="Draft a call-off under this framework").click()
    page.get_by_label("What is the tender called?").fill("A home for three")
    press(page, "Begin")
    expect(page.get_by_text(f"Call-off under a framework {framework.reference}")).to_be_visible()
    page.goto(f"/tenders/{draft.id}/details")
    check_accessible(page, PHONE, DESK)
    page.get_by_label("Call-off under a framework").check()
    page.get_by_label("If a call-off: under which framework?").select_option(framework.reference)
    press(page, "Save")
    expect(page.get_by_text(f"Call-off under a framework {framework.reference}")).to_be_visible()
    page = visit(as_person=second)
    page.goto(f"/tenders/{draft.id}/approval")
    press(page, "Approve the tender")
    page.goto(f"/tenders/{draft.id}/publication")
    expect(page.get_by_text("Nobody else sees it before its award is announced")).to_be_visible()
    check_accessible(page, PHONE, DESK)
    press(page, "Publish the tender")
    expect(page.get_by_role("rowheader", name="Harbour Care")).to_be_visible()
    check_accessible(page, PHONE, DESK)
    stranger = visit()
    answer = stranger.goto(f"/tenders/{draft.id}")
    assert answer is not None
    assert answer.status == 404
    page = visit(as_person=member)
    page.goto(f"/tenders/{draft.id}")
    expect(page.get_by_text("You are invited as a member of its framework, for lot 1.")).to_be_visible()
    page.get_by_role("link", name="Bid for this tender").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    db.session.rollback()
    assert db.session.get_one(Tender, draft.id).kind == Kind.CALL_OFF


def test_a_provider_applies_to_join_and_two_officers_let_it_in(lite: Flask, visit: Visit, now: datetime) -> None:
    framework = make_frameworks.joinable(["Other Care"], title="Homes that may be joined")
    provider = make.person(Role.PROVIDER_ADMIN, of="Harbour Care")
    first, second = make.person(Role.COMMISSIONER), make.person(Role.COMMISSIONER)
    page = visit(as_person=provider, javascript=False)
    page.goto("/frameworks")
    page.get_by_role("link", name="Homes that may be joined").click()
    page.get_by_role("button", name="Apply to join lot 1").click()
    press(page, "Send your application")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Safety").fill("Two adults are awake each night.")
    page.get_by_label("Fee for a place, a week, in pounds").fill("4,800")
    page.get_by_label("Public liability insurance that you have, in pounds").fill("5,000,000")
    page.get_by_label("Safeguarding").check()
    page.get_by_label("I may bind my organisation").check()
    press(page, "Send your application")
    expect(page.get_by_role("heading", name="Your application to lot 1")).to_be_visible()
    where = page.url
    page = visit(as_person=first)
    page.goto(where)
    check_accessible(page, PHONE, DESK)
    page.get_by_role("button", name="Assess it").click()
    check_accessible(page, PHONE, DESK)
    page.get_by_role("group", name="Does the answer to Safety pass?").get_by_label("Yes").check()
    page.get_by_label("Why does the answer to Safety pass").fill("It says who does what.")
    page.get_by_role("group", name="Are the conditions met?").get_by_label("Yes").check()
    page.get_by_label("Why are the conditions met").fill("The register entry was seen.")
    press(page, "Send it to a second officer")
    expect(page.get_by_text("You assessed it. Another officer of your authority decides.")).to_be_visible()
    page = visit(as_person=second)
    page.goto(where)
    check_accessible(page, PHONE, DESK)
    press(page, "Agree and accept")
    expect(page.get_by_text("The provider is a member now")).to_be_visible()
    db.session.rollback()
    here = queries.members(second.actor(), queries.public_framework(framework.reference))[1]
    assert {one.provider.name for one in here} == {"Harbour Care", "Other Care"}


def test_every_page_of_a_framework_is_accessible(lite: Flask, visit: Visit, now: datetime) -> None:
    framework = make_frameworks.framework({"Harbour Care": 1, "Other Care": 2}, buyers=["Southmoor Council"])
    joinable = make_frameworks.joinable(["Other Care"])
    member = framework.lots[0].members[0].id
    direct = calling.direct(framework)
    at = f"/frameworks/{framework.reference}"
    pages = {
        None: (at,),
        make.person(Role.PROVIDER_ADMIN, of="Harbour Care"): (
            "/frameworks",
            at,
            f"/tenders/{direct.id}",
            f"/frameworks/{joinable.reference}/lots/1/application",
        ),
        make.person(Role.COMMISSIONER): (
            "/frameworks",
            at,
            f"{at}/members/{member}/suspension",
            f"/tenders/{direct.id}/passing-over",
        ),
    }
    for person, paths in pages.items():
        page = visit(as_person=person)
        for path in paths:
            page.goto(path)
            check_accessible(page, PHONE, DESK)
