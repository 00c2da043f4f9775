"""A whole procurement by keyboard: published, asked about, bid for, opened, judged, decided, contracted, on file.

Officers work with JavaScript; providers and the evaluator without it. Axe looks at every page that comes. The decision
and the contract are made by their actions here: their own pages have their own tests.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from directory.access import Actor, Role
from directory.accounts.models import Person
from directory.awards.actions import contracts, panel
from directory.codes import ServiceType
from directory.jobs.worker import run_due
from directory.kit import clock
from directory.kit.db import db
from directory.tenders import actions
from directory.tenders.models import Tender
from directory.tenders.rules import Conditions, Lot, PriceLine, PriceUnit
from tests import make
from tests.awards import deciding, judging
from tests.engines.browser import DESK, Visit
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

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.first, self.second = make.person(Role.COMMISSIONER), make.person(Role.COMMISSIONER)
        self.evaluator = make.person(Role.SOCIAL_WORKER)
        self.providers = {name: make.person(Role.PROVIDER_ADMIN, of=name) for name, *_ in BIDS}

    def at_a_desk(self, person: Person) -> Hands:
        return Hands(self.visit(as_person=person, width=DESK), width=DESK, javascript=True)

    def without_scripts(self, person: Person) -> Hands:
        return Hands(self.visit(as_person=person, width=DESK, javascript=False), width=DESK, javascript=False)


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
    first, evaluator = people.at_a_desk(people.first), people.without_scripts(people.evaluator)
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
def test_a_procurement_from_its_publication_to_its_contract(
    lite: Flask, now: datetime, hours: ExitStack, visit: Visit
) -> None:
    people = People(visit)
    tender = approved(people.first.actor(), people.second.actor(), now)
    at, closes_at = f"/tenders/{tender.id}", tender.closes_at
    assert closes_at is not None

    second = people.at_a_desk(people.second)
    second.open(at)
    second.press("Publish")
    second.press("Publish the tender")
    asks = people.without_scripts(people.providers["Harbour Care"])
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
        bid(people.without_scripts(people.providers[name]), at, price, answer)

    hours.enter_context(clock.fixed(closes_at, every_thread=True))
    for person in (people.first, people.second):
        opens = people.at_a_desk(person)
        opens.open(f"{at}/unsealing")
        opens.type("Code from your app", make.code(closes_at))
        opens.press("Open all bids" if person is people.second else "Begin to open the bids")
    assert "Bids opened" in opens.words()
    judge(people, at)
    decided(people, tender, closes_at, hours)
    on_file(people, at)


def decided(people: People, tender: Tender, at: datetime, hours: ExitStack) -> None:
    made = judging.Judging(tender.id, people.first.actor(), people.second.actor(), [], at)
    panel.declare(made.second, tender.id, {}, now=at)
    ends_at = deciding.announced(made).standstill_ends_at
    assert ends_at is not None
    hours.enter_context(clock.fixed(ends_at, every_thread=True))
    contracts.sign(made.second, deciding.contract(made).id, deciding.signature(made, ends_at), now=ends_at)


def on_file(people: People, at: str) -> None:
    first = people.at_a_desk(people.first)
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
