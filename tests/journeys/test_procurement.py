"""A whole procurement by keyboard and by pages alone, from its publication to its contract and the file about it.

Once at a desk with JavaScript, where axe looks at each page once; once on phones without it, where nothing may scroll
sideways. The draft is made by its actions: drafting has a journey of its own.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask

from directory.access import Actor, Role
from directory.accounts.models import Person
from directory.codes import ServiceType
from directory.jobs.worker import run_due
from directory.kit import clock
from directory.kit.db import db
from directory.tenders import actions
from directory.tenders.models import Tender
from directory.tenders.rules import Conditions, Lot, PriceLine, PriceUnit
from tests import make
from tests.awards import judging
from tests.engines.browser import DESK, PHONE
from tests.journeys.conftest import Desk
from tests.journeys.hands import Hands
from tests.tenders import making

BIDS = (("Harbour Care", "1,500", "Two staff wake at night", "4"), ("Tern House", "1,400", "One sleeps in", "3"))


@pytest.fixture
def hours(now: datetime) -> Iterator[ExitStack]:
    """The clock of the site, to be moved on."""
    with ExitStack() as moved:
        yield moved


def approved(drafter: Actor, second: Actor, now: datetime) -> Tender:
    """Give a tender of one lot that waits to be published."""
    lot = Lot(
        "North",
        service_types=(ServiceType.SUPPORTED_ACCOMMODATION,),
        places=12,
        areas=(making.LEEDS,),
        price_lines=(PriceLine("A week", PriceUnit.WEEK, 2),),
    )
    conditions = Conditions(needs_active_registration=False, refuses_inadequate=False)
    written = replace(making.notice(now), lots=(lot,), criteria=judging.criteria(1), conditions=conditions)
    made = actions.create(drafter, written, now=now)
    return actions.approve(second, made.id, now=now)


class People:
    """Who sits down, each time with a session of this hour."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.looked = desk, set[tuple[str, str]]()
        self.first, self.second = make.person(Role.COMMISSIONER), make.person(Role.COMMISSIONER)
        self.evaluator = make.person(Role.SOCIAL_WORKER)
        self.providers = {name: make.person(Role.PROVIDER_ADMIN, of=name) for name, *_ in BIDS}

    def sits(self, person: Person | None = None) -> Hands:
        """Give somebody's hands; those of a stranger without a person."""
        width, javascript = self.desk.width, self.desk.javascript
        page = self.desk.visit(as_person=person, width=width, javascript=javascript)
        return Hands(page, width=width, javascript=javascript, looked=self.looked, axe=javascript)


def bid(hands: Hands, at: str, price: str, answer: str) -> None:
    hands.open(f"{at}/bid")
    hands.press("Start a bid")
    hands.follow("Lots")
    hands.tick("North")
    hands.press("Save")
    hands.open(f"{at}/bid")
    hands.follow("Quality 1")
    hands.type("Your answer", answer)
    hands.press("Save this answer")
    hands.open(f"{at}/bid/prices")
    hands.type("A week, a week, in pounds", price)
    hands.press("Save and reckon")
    hands.open(f"{at}/bid")
    hands.press("Check and submit")
    hands.press("Submit and seal the bid")
    assert hands.errors(), "the declaration is not made"
    hands.page.get_by_role("checkbox").first.press("Space")
    hands.press("Submit and seal the bid")
    assert "SHA-256" in hands.words()


def judge(people: People, at: str) -> None:
    first, evaluator = people.sits(people.first), people.sits(people.evaluator)
    first.open(at)
    first.press("Begin to judge the bids")
    first.press("Begin to judge the bids")
    first.open(f"{at}/panel")
    first.page.get_by_label("Who").select_option(str(people.evaluator.id))
    first.press("Put them on the panel")
    for hands in (first, evaluator):
        hands.open(f"{at}/interests")
        hands.press("This is my declaration")
    evaluator.open(f"{at}/scores")
    evaluator.press("Score the next answer")
    for number in (1, 2):
        said = evaluator.words()
        score = next(points for _, _, answer, points in BIDS if answer in said)
        evaluator.choose("Your score", score)
        evaluator.type("Why", f"Seen in answer {number}")
        evaluator.press("Save and go on")
    evaluator.press("I have finished scoring")
    first.open(f"{at}/moderation")
    first.follow("Quality 1", exact=False)
    for number in (1, 2):
        points = first.page.get_by_role("row").nth(number).inner_text()
        first.type(f"Agreed score, bid {number}", "4" if "4" in points else "3")
        first.type(f"Reason, bid {number}", "As the panel found")
    first.press("Save what is agreed")
    first.open(f"{at}/prices")
    first.press("Close quality and open the prices")
    first.open(f"{at}/working")
    assert "Rank" in first.words()


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "desk", [(DESK, True), (PHONE, False)], ids=["at desks with JavaScript", "on phones without"], indirect=True
)
def test_a_procurement_from_its_publication_to_its_contract(
    lite: Flask, now: datetime, hours: ExitStack, desk: Desk
) -> None:
    people = People(desk)
    tender = approved(people.first.actor(), people.second.actor(), now)
    at, closes_at = f"/tenders/{tender.id}", tender.closes_at
    assert closes_at is not None

    second = people.sits(people.second)
    second.open(at)
    second.press("Publish")
    second.press("Publish the tender")
    asks = people.sits(people.providers["Harbour Care"])
    asks.open(f"{at}/questions/new")
    asks.type("Your question", "May the homes be in two streets?")
    asks.press("Send the question")
    second.open(f"{at}/questions")
    second.follow("Answer it alone", exact=False)
    second.type("The answer", "Yes, if they are in one area.")
    second.press("Publish the answer")
    asks.open(at)
    assert "in one area" in asks.words()
    for name, price, answer, _ in BIDS:
        bid(people.sits(people.providers[name]), at, price, answer)

    hours.enter_context(clock.fixed(closes_at, every_thread=True))
    for person in (people.first, people.second):
        opens = people.sits(person)
        opens.open(f"{at}/unsealing")
        opens.type("Code from your app", make.code(closes_at))
        opens.press("Open all bids" if person is people.second else "Begin to open the bids")
    assert "Bids opened" in opens.words()
    judge(people, at)
    ends_at = decide(people, at, tender.id)
    hours.enter_context(clock.fixed(ends_at, every_thread=True))
    contract(people, at, ends_at)
    on_file(people, at)


def decide(people: People, at: str, tender_id: UUID) -> datetime:
    """Propose, approve and announce; give when the standstill ends."""
    first, second = people.sits(people.first), people.sits(people.second)
    first.open(at)
    first.press("Propose an award")
    first.choose("Who is awarded lot 1?", "Harbour Care, with 84.00 points")
    first.press("Propose this award")
    assert "so a second person approves it" in first.words()
    second.open(f"{at}/interests")
    second.press("This is my declaration")
    second.open(f"{at}/decision")
    second.press("Read and approve")
    second.press("I have read it and approve")
    second.press("Announce the award")
    second.press("Announce it now")
    loses = people.sits(people.providers["Tern House"])
    loses.open(at)
    loses.follow("How your bid was assessed")
    assert "As the panel found" in loses.words()
    second.follow("The standstill and challenges")
    assert "May be signed from" in second.words()
    second.open(f"{at}/contracts")
    assert second.button("Record the signing").count() == 0
    db.session.rollback()
    ends_at = db.session.get_one(Tender, tender_id).standstill_ends_at
    assert ends_at is not None
    return ends_at


def contract(people: People, at: str, now: datetime) -> None:
    """Sign once the standstill is over, and publish the contract details notice."""
    second = people.sits(people.second)
    second.open(f"{at}/contracts")
    second.press("Record the signing")
    there = clock.in_london(now)
    second.date("The day on which the last party signed", f"{there.day} {there.month} {there.year}")
    second.press("It is signed")
    second.press("Publish the contract details notice")
    second.press("Publish it now")
    anybody = people.sits()
    anybody.open(at)
    assert "Harbour Care" in anybody.words()
    assert "Tern House" not in anybody.words()


def on_file(people: People, at: str) -> None:
    first = people.sits(people.first)
    first.open(at)
    first.follow("Procurement file", exact=False)
    first.follow("Make an answer to a request")
    first.type("Reference or date of the request", "FOI 2026/0412")
    first.press("See what would be withheld")
    assert "Section 43(2)" in first.words()
    first.press("Make the answer")
    run_due(most=100)
    db.session.rollback()
    first.press("Look again")
    with first.page.expect_download() as taken:
        first.page.get_by_role("link", name="The file as a PDF").press("Enter")
    assert taken.value.path().read_bytes().startswith(b"%PDF")
