"""Placements in Chromium: on a phone and a desk, with axe on every page; a missing episode in two presses."""

from datetime import datetime

from playwright.sync_api import Page, expect

from directory.access import Role
from tests import make, make_placements
from tests.engines.browser import DESK, PHONE, Visit, check_accessible
from tests.make_requests import matching_service


def go(page: Page, address: str) -> None:
    page.goto(address)
    check_accessible(page, PHONE, DESK)


def test_every_page_of_placements_is_accessible(visit: Visit, now: datetime) -> None:
    home = matching_service("Harbour Care", places=9).id
    scored, held = make_placements.shortlisted(home), make_placements.held(home)
    agreed = make_placements.agreed(home, said={"where_it_is": "at_a_distance"})
    placed = make_placements.placed(home)
    episode = make_placements.missing(placed).id
    offers = f"/requests/{scored.reference}/offers"
    page = visit(as_person=make.person(Role.DIRECTOR))
    paths = ["/placements", "/placements/criteria", offers, f"/requests/{held.reference}"]
    paths += [f"{offers}/{scored.offer_id}/{rest}" for rest in ("shortlisting", "acceptance")]
    paths += [f"/requests/{held.reference}/{rest}" for rest in ("agreement", "extension", "offers")]
    paths += [f"/placements/{agreed.reference}{rest}" for rest in ("", "/distance", "/area")]
    paths += [f"/placements/{placed.reference}{rest}" for rest in ("", "/changes", "/episodes/new")]
    paths += [f"/placements/{placed.reference}/episodes/{episode}", f"/requests/{placed.reference}/ending"]
    for path in paths:
        go(page, path)
    theirs = visit(as_person=make.person(Role.PROVIDER_STAFF, of="Harbour Care"))
    for path in ("/placements", f"/placements/{placed.reference}"):
        go(theirs, path)


def test_a_missing_episode_is_recorded_from_a_phone_in_two_presses(visit: Visit, now: datetime) -> None:
    placed = make_placements.placed()
    page = visit(as_person=make.person(Role.SOCIAL_WORKER), width=PHONE)
    page.goto(f"/placements/{placed.reference}")
    page.get_by_role("button", name="The child is missing").click()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("Not back yet.")).to_be_visible()
