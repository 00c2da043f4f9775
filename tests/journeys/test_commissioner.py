"""A commissioner drafts a tender with lots and criteria, a second one approves it, and a stranger reads it."""

import pytest

from directory.access import Role
from tests import make
from tests.journeys.conftest import Desk
from tests.journeys.hands import Hands

TITLE = "Homes and advocacy for unaccompanied young people"
MOST_DONE = 110


def details(hands: Hands) -> None:
    hands.follow("What you need and how you buy it")
    hands.type("What is needed", "Homes for young people aged 16 and 17.")
    hands.type("CPV codes", "85311300-5")
    hands.type("Highest value in pounds", "about two million")
    hands.date("When does the contract start?", "1 6 2027")
    hands.date("When does it end?", "31 5 2030")
    hands.type("For how many months may it be extended in all?", "24")
    hands.press("Save")
    assert hands.errors()
    assert hands.page.get_by_label("Highest value in pounds").input_value() == "about two million"
    hands.type("Highest value in pounds", "2,000,000")
    hands.press("Save")


def lots(hands: Hands) -> None:
    hands.follow("Lots")
    for title, kind, field, number, price in (
        ("Homes", "Supported accommodation", "How many places?", "12", "Fee for a place; week; 624"),
        ("Advocacy", "Advocacy", "How many hours a week?", "20", "An hour; hour; 1,040"),
    ):
        hands.press("Add a lot")
        hands.type("Title of the lot", title)
        hands.tick(kind)
        hands.type(field, number)
        hands.type("Where?", "Leeds")
        hands.type("Which prices do bidders give?", price)
        hands.press("Save")
    hands.open(hands.page.url.rpartition("/")[0])


def criteria(hands: Hands) -> None:
    hands.follow("Award criteria")
    for name, kind, weight in (("Safety", "Quality", "60"), ("Value", "Social value", "10"), ("Price", "Price", "30")):
        hands.press("Add a criterion")
        hands.choose("What does it judge?", kind)
        hands.type("Name", name)
        hands.type("Weight", weight)
        if kind == "Price":
            hands.choose("For price: how does a price become points?", "Lowest price ÷ this price × weight")
        else:
            hands.type("Question that bidders answer", "How do you keep young people safe?")
            hands.type("Word limit of the answer", "750")
            hands.type("Scoring guide: what earns which score", "0: no. 5: yes.")
        hands.press("Save")
    hands.open(hands.page.url.rpartition("/")[0])


def conditions_and_deadlines(hands: Hands) -> None:
    hands.follow("Conditions of participation")
    hands.type("Public liability insurance of at least, in pounds", "5,000,000")
    hands.press("Save")
    hands.follow("Deadlines")
    hands.press("Save")


@pytest.mark.timeout(600)
def test_from_a_title_to_what_a_stranger_reads(desk: Desk) -> None:
    drafts = desk.signed_in(make.person(Role.COMMISSIONER))
    approves = desk.signed_in(make.person(Role.COMMISSIONER))
    reads = desk.stranger()
    reads.open("/tenders")

    drafts.open("/")
    drafts.follow("Tenders")
    drafts.press("Draft a tender")
    drafts.press("Begin")
    assert drafts.errors()
    drafts.type("What is the tender called?", TITLE)
    drafts.press("Begin")
    address = drafts.page.url
    drafts.follow("Check what is missing", exact=False)
    assert "lot" in drafts.words().lower()
    drafts.open(address)
    details(drafts)
    lots(drafts)
    criteria(drafts)
    conditions_and_deadlines(drafts)
    drafts.press("Ask for approval")
    drafts.press("Ask for approval")
    answer = reads.page.goto(address)
    assert answer is not None
    assert answer.status == 404

    approves.open(address)
    approves.press("Approve")
    approves.press("Approve the tender")
    approves.press("Publish")
    approves.press("Publish the tender")

    reads.open("/tenders")
    reads.follow(TITLE)
    assert reads.heading() == TITLE
    for words in ("Homes", "Advocacy", "Safety", "Price"):
        assert words in reads.words()
    assert drafts.done <= MOST_DONE, f"{drafts.done} interactions"
