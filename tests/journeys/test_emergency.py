"""An emergency on a phone: from the first search to a place that is held, with everybody's time counted together.

As measured when it was written: 25 interactions of the three, 109 seconds by the keystroke-level model (see ``Hands``).
"""

import pytest

from directory.access import Role
from tests import make, make_requests
from tests.engines.browser import PHONE
from tests.journeys.conftest import Desk
from tests.journeys.hands import Hands

MOST_DONE = 40
MOST_SECONDS = 180
TODAY = "23 11 2026"
SUMMARY = "Calm, likes football, needs somebody awake at night."


def search(hands: Hands) -> None:
    hands.type("What are you looking for?", "children's home near LS1 boy 15 tonight")
    hands.search(hands.button("Search"))
    hands.press("Start a placement request from this search")


def ask(hands: Hands) -> None:
    hands.follow("What is needed, and when")
    hands.choose("How soon is a place needed?", "Emergency: today or tomorrow")
    hands.press("Save and continue")
    hands.type("How many siblings need a place with this child?", "0")
    hands.choose("Is this an unaccompanied asylum-seeking child?", "No")
    hands.press("Save and continue")
    hands.press("Save and continue")
    hands.press("Save and continue")
    hands.type("Summary for providers", SUMMARY)
    hands.press("Save and continue")
    hands.press("Check your answers and submit")
    hands.press("Submit this request")
    hands.press("Release before approval")
    hands.press("Release")


def offer(hands: Hands, service: str) -> None:
    hands.press(f"Offer a place at {service}")
    hands.type("Weekly fee", "4,500")
    hands.date("From which date is the place free?", TODAY)
    hands.type("How the place suits this child", "Two older boys live here; somebody is awake at night.")
    hands.press("Make this offer")


def hold(hands: Hands, service: str) -> None:
    hands.follow("Compare the offers")
    hands.follow(f"Accept the offer of {service}")
    hands.press("Accept and hold the place")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("desk", [(PHONE, True)], indirect=True, ids=["360 px"])
def test_from_the_search_to_the_hold_in_three_minutes_and_forty_acts(desk: Desk) -> None:
    service = make_requests.matching_service("Harbour Care").name
    asks, decides, offers = (
        desk.signed_in(person)
        for person in (
            make.person(Role.SOCIAL_WORKER),
            make.person(Role.PLACEMENTS_MANAGER),
            make.person(Role.PROVIDER_STAFF, of="Harbour Care"),
        )
    )
    asks.open("/services")
    search(asks)
    ask(asks)
    reference = asks.page.url.rpartition("/")[2]
    offers.open(f"/requests/{reference}")
    offer(offers, service)
    decides.open(f"/requests/{reference}")
    hold(decides, service)
    assert "Held" in decides.words()
    everybody = (asks, offers, decides)
    done, seconds = sum(hands.done for hands in everybody), sum(hands.seconds for hands in everybody)
    assert done <= MOST_DONE, f"{done} interactions"
    assert seconds <= MOST_SECONDS, f"{seconds:.0f} seconds"
