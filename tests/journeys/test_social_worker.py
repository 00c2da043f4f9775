"""A social worker finds a service, asks for a planned placement of an unaccompanied child and screens the child; a
manager approves and asks providers; one offers."""

import pytest

from directory.access import Role
from tests import make, make_requests
from tests.journeys.conftest import Desk
from tests.journeys.hands import Hands
from tests.journeys.steps import sign_in

MOST_DONE = 60
SUMMARY = "A quiet young person who likes football and needs calm evenings."


def find_and_start(hands: Hands, service: str) -> None:
    hands.follow("Find a service")
    hands.type("What are you looking for?", "children's home near LS1")
    hands.search(hands.button("Search"))
    hands.page.get_by_role("link", name="Remove Children's home").wait_for()
    hands.follow(service)
    assert hands.heading() == service
    hands.page.go_back()
    hands.press("Start a placement request from this search")


def fill(hands: Hands) -> None:
    hands.follow("What is needed, and when")
    hands.choose("How soon is a place needed?", "Planned")
    hands.date("By which date is it needed?", "31 2 2026")
    hands.press("Save and continue")
    assert hands.errors()
    hands.date("By which date is it needed?", "30 11 2026")
    hands.press("Save and continue")
    hands.type("How old is the child?", "15")
    hands.choose("Gender", "Boy")
    hands.type("How many siblings need a place with this child?", "0")
    hands.choose("Is this an unaccompanied asylum-seeking child?", "Yes")
    hands.press("Save and continue")
    hands.press("Save and continue")
    hands.press("Save and continue")
    hands.type("Summary for providers", SUMMARY)
    hands.press("Save and continue")
    hands.press("Check your answers and submit")
    hands.press("Submit this request")


def screen(hands: Hands) -> None:
    assert "must be screened" in hands.words()
    hands.press("Record a screening")
    hands.choose("The child or family owes money for the journey", "Moderate")
    hands.press("Record this screening")
    assert len(hands.errors()) == 2, "a level and a judgement in words"
    hands.choose("What do you judge the risk to be?", "High: act now to keep the child safe")
    hands.type("Your judgement in words", "A debt is owed for the journey, and somebody rings at night.")
    hands.choose("How far is the referral?", "To be referred")
    hands.press("Record this screening")
    assert "Refer the child to the National Referral Mechanism" in hands.words()
    assert "Write the plan for the first 72 hours" in hands.words()


def approve_and_release(hands: Hands, reference: str) -> None:
    hands.open("/requests")
    hands.follow(reference)
    hands.press("Approve")
    hands.press("Release")
    assert "1 service" in hands.words()


def make_an_offer(hands: Hands, reference: str, service: str) -> None:
    hands.open("/requests")
    hands.follow(reference)
    hands.press(f"Offer a place at {service}")
    hands.press("Make this offer")
    assert hands.errors()
    hands.type("Weekly fee", "4,500")
    hands.date("From which date is the place free?", "27 11 2026")
    hands.type("Which place?", "Bedroom 2")
    hands.type("What the fee includes", "Transport to school")
    hands.type("How the place suits this child", "Two older boys live here and it is calm in the evening.")
    hands.press("Make this offer")


@pytest.mark.timeout(600)
def test_from_a_search_to_an_offer_that_is_read(desk: Desk) -> None:
    service = make_requests.matching_service("Harbour Care").name
    worker = make.person(Role.SOCIAL_WORKER, password=make.PASSWORD).email
    manager, provider = make.person(Role.PLACEMENTS_MANAGER), make.person(Role.PROVIDER_ADMIN)
    asks, decides, offers = desk.stranger(), desk.signed_in(manager), desk.signed_in(provider)
    decides.open("/requests")
    offers.open("/requests")

    sign_in(asks, worker, second_factor=True)
    find_and_start(asks, service)
    fill(asks)
    reference = asks.page.url.rpartition("/")[2]
    screen(asks)
    approve_and_release(decides, reference)
    make_an_offer(offers, reference, service)
    decides.open(f"/requests/{reference}")
    decides.follow("Compare the offers")
    assert "£4,500" in decides.words()
    assert asks.done <= MOST_DONE, f"{asks.done} interactions"
