"""The second half of a planned placement: from offers to the end, by keyboard, at a phone and a desk.

And a missing episode in one minute from a phone, from the home page, by the keystroke-level model (see ``Hands``).
"""

from pathlib import Path

import pytest

from directory.access import Role
from tests import make, make_disclosure, make_placements, make_requests
from tests.engines.browser import DESK, PHONE
from tests.files.samples import pdf
from tests.journeys.conftest import Desk
from tests.journeys.hands import Hands

A_MINUTE = 60
WHY = "The driver needs to know where to go today"


def compare(hands: Hands, reference: str) -> None:
    """Score the dearer of two offers, which suits better, and hold its place."""
    hands.open(f"/requests/{reference}")
    hands.follow("Compare the offers")
    assert "2 offers, the lowest fee first" in hands.words()
    assert "One adult awake at night" in hands.words()
    hands.follow("Score the offer of Quiet House")
    hands.choose("It is safe for this child (must be yes)", "Yes")
    hands.choose("The place suits those who live there now (must be yes)", "Yes")
    for words, points in (
        ("Meets the child’s needs (weight 40)", "5"),
        ("Near to family, school and friends (weight 20)", "4"),
        ("Quality and assurance (weight 25)", "4"),
        ("Cost (weight 15)", "2"),
    ):
        hands.choose(words, points)
    hands.press("Shortlist this offer")
    assert "the best score first" in hands.words()
    assert "82" in hands.words()
    hands.follow("Accept the offer of Quiet House")
    hands.press("Accept and hold the place")


def disclose(hands: Hands, folder: Path) -> None:
    """Release the pack, and read the address with a code."""
    pack = folder / "Referral.pdf"
    pack.write_bytes(pdf())
    hands.press("Referral pack")
    hands.page.locator("#file").set_input_files(pack)
    hands.press("Release the pack")
    assert "Nobody yet" in hands.words()
    hands.follow("Back")
    hands.press("Read the address")
    hands.type("Why do you need the address now?", WHY)
    hands.type("Code from your app", make.code())
    hands.press("Show the address once")
    assert "14 Plover Rise" in hands.words()
    hands.follow("Back to the placement")


def go_missing_and_come_back(hands: Hands) -> None:
    """Record an episode, its end and its interview, as a social worker does."""
    hands.press("The child is missing")
    hands.press("Record it")
    assert "Not back yet" in hands.words()
    hands.follow("The child is missing or away: say when they are back")
    hands.date("Back on which day?", "23 11 2026")
    hands.type("Back at what time?", "16:00")
    hands.type("What changes in the safety plan", "A call at eight each evening")
    hands.press("Save")
    assert "Offer a return interview" in hands.words()
    hands.follow("Offer a return interview")
    hands.choose("Return interview", "The child did not want one")
    hands.press("Save")
    assert "0 of 1 done" in hands.words()


def end(hands: Hands) -> None:
    """End the placement."""
    hands.press("End the placement")
    hands.choose("Why did it end?", "It ended as planned")
    hands.press("End the placement")
    assert "free again" in hands.words() or "Ended" in hands.words()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("desk", [(PHONE, False), (DESK, True)], indirect=True, ids=["phone, no scripts", "desk"])
def test_from_the_offers_to_the_end_of_a_placement(desk: Desk, tmp_path: Path) -> None:
    other = make_requests.matching_service("Seaview Care", name="Far House")
    home = make_requests.matching_service("Harbour Care", name="Quiet House")
    make_disclosure.address(home.id)
    made = make_placements.offered(home.id)
    make_requests.offer(
        make.provider("Seaview Care"),
        made.reference,
        other.id,
        weekly_fee_pence=3_000_00,
        staffing="One adult awake at night",
    )
    manager = desk.signed_in(make.person(Role.PLACEMENTS_MANAGER))
    compare(manager, made.reference)
    assert "is held" in manager.words()
    manager.press("Agree the placement")
    manager.choose("Where is the place?", "In our own area")
    manager.type("What is agreed", "28 days of notice on both sides")
    manager.press("Agree this placement")
    disclose(manager, tmp_path)
    manager.press("The child has arrived")
    manager.press("The placement has started")
    worker = desk.signed_in(make.person(Role.SOCIAL_WORKER))
    worker.open(f"/placements/{made.reference}")
    go_missing_and_come_back(worker)
    provider = desk.signed_in(make.person(Role.PROVIDER_STAFF, of="Harbour Care"))
    provider.open("/placements")
    provider.follow(made.reference)
    assert "You can open it until" in provider.words()
    assert "issing" not in provider.words()
    manager.open(f"/placements/{made.reference}")
    end(manager)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("desk", [(PHONE, True)], indirect=True, ids=["360 px"])
def test_a_missing_episode_is_recorded_within_a_minute_from_the_home_page(desk: Desk) -> None:
    made = make_placements.placed()
    worker = desk.signed_in(make.person(Role.SOCIAL_WORKER))
    worker.open("/")
    worker.follow("Placements")
    worker.follow(made.reference)
    worker.press("The child is missing")
    worker.press("Record it")
    assert "Not back yet" in worker.words()
    assert worker.done <= 5, f"{worker.done} interactions"
    assert worker.seconds <= A_MINUTE, f"{worker.seconds:.0f} seconds"
    worker.open("/placements")
    assert worker.words().startswith("Placements Missing or away now (1)")
