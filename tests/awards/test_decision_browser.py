"""Decision, award and contract in a browser, by keyboard, at both widths; and every page is accessible."""

from datetime import datetime
from uuid import UUID

from flask import Flask
from playwright.sync_api import Page

from directory.access import Actor
from directory.accounts.models import Person
from directory.awards.actions import challenging, contracts, reviewing
from directory.awards.actions.contracts import Variation
from directory.awards.rules.challenge import ClaimKind
from directory.awards.rules.contract import Rating
from directory.awards.rules.standstill import Rest, Standstill, london_day
from directory.kit.db import db
from tests.awards import judging
from tests.awards.deciding import announced, contract, judged, provider, signature
from tests.engines.browser import PHONE, Visit, check_accessible

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def person(who: Actor) -> Person:
    return db.session.get_one(Person, who.person_id)


def press(page: Page, role: str, name: str) -> None:
    """Press something by keyboard, on a page that is accessible and fits its width."""
    check_accessible(page)
    assert page.evaluate(SIDEWAYS) <= 0, page.url
    page.get_by_role(role, name=name).first.press("Enter")  # type: ignore[arg-type]


def test_from_decision_to_award_to_contract(lite: Flask, now: datetime, visit: Visit) -> None:
    made = judged({(1, 1): 5, (2, 1): 3}, lots=1)
    at = f"/tenders/{made.tender_id}"
    first = visit(as_person=person(made.commissioner), width=PHONE)
    first.goto(at)
    press(first, "button", "Propose an award")
    first.get_by_label("Harbour Care, with").press("Space")
    first.get_by_label("None", exact=True).press("Space")
    first.get_by_label("Why there is no standstill").fill("A child needs this on Monday.")
    press(first, "button", "Propose this award")
    press(first, "link", "Tern House")
    first.get_by_label("Quality 1").fill("Good on the first days; it does not say who comes at night.")
    press(first, "button", "Save the words")
    check_accessible(first)
    second = visit(as_person=person(made.second))
    second.goto(f"{at}/decision")
    press(second, "button", "Read and approve")
    press(second, "button", "I have read it and approve")
    press(second, "button", "Announce the award")
    press(second, "button", "Announce it now")
    losing = visit(as_person=person(provider(judging.BIDDERS[1])), width=PHONE)
    losing.goto(at)
    press(losing, "link", "How your bid was assessed")
    check_accessible(losing)
    assert losing.evaluate(SIDEWAYS) <= 0
    assert "who comes at night" in losing.inner_text("main")
    press(second, "link", "Contracts")
    second.goto("/contracts")
    press(second, "link", "lot 1")
    press(second, "button", "Record the signing")
    there = london_day(now)
    signing = second.get_by_role("group", name="The day on which the last party signed")
    for box, value in (("Day", there.day), ("Month", there.month), ("Year", there.year)):
        signing.get_by_label(box).fill(f"{value}")
    press(second, "button", "It is signed")
    assert "The contract is signed" in second.inner_text("main")
    press(second, "button", "Publish the contract details notice")
    press(second, "button", "Publish it now")
    anybody = visit(width=PHONE)
    anybody.goto(at)
    check_accessible(anybody)
    assert "Harbour Care" in anybody.inner_text("#contracts ~ h3")
    assert anybody.evaluate(SIDEWAYS) <= 0


def test_every_page_of_a_contract_and_a_challenge_is_accessible(lite: Flask, now: datetime, visit: Visit) -> None:
    resting, made = judged(), judged(title="Another tender", extension_months=12)
    announced(resting)
    told = challenging.challenge(
        resting.second, resting.tender_id, kind=ClaimKind.LETTER, notified_at=now, what="A letter came.", now=now
    )
    announced(made, rest=Rest(Standstill.NONE, 0, "Urgent"))
    one = contracts.sign(made.second, contract(made).id, signature(made, now, extension_months=12), now=now)
    one_id: UUID = one.id
    contracts.vary(made.second, one_id, Variation("Another town", "Need", None, None, True, False), now=now)
    reviewing.note(made.second, one_id, rating=Rating.GOOD, noted_on=london_day(now), text="Visits kept", now=now)
    at = f"/tenders/{resting.tender_id}"
    moves = ("", "/notice", "/variation", "/extension", "/performance", "/ending")
    pages = [f"/contracts/{one_id}{move}" for move in moves]
    pages += [f"/contracts/{contract(resting).id}{move}" for move in ("/signature", "/giving-up")]
    pages += [f"{at}{page}" for page in ("/decision", "/decision/winners", "/decision/summaries/1", "/standstill")]
    pages += [f"{at}/standstill/challenge", f"{at}/standstill/challenges/{told.id}/lifting", f"{at}/decision/reopening"]
    desk = visit(as_person=person(resting.second), width=PHONE)  # both are of one authority
    for page in pages:
        answer = desk.goto(page)
        assert answer
        assert answer.status == 200, page
        check_accessible(desk)
        assert desk.evaluate(SIDEWAYS) <= 0, page
