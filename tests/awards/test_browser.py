"""A panel at work in a browser: an evaluator on a phone, then the meeting; and every page is accessible."""

from datetime import datetime

import pytest
from flask import Flask

from directory.access import Actor
from directory.accounts.models import Person
from directory.awards.actions import deciding_gates, drawing, panel
from directory.kit.db import db
from directory.tenders.rules import Conditions
from tests.awards import judging
from tests.engines.browser import PHONE, Visit, check_accessible

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def person(who: Actor) -> Person:
    return db.session.get_one(Person, who.person_id)


def test_an_evaluator_scores_on_a_phone_and_the_meeting_agrees(lite: Flask, now: datetime, visit: Visit) -> None:
    made = judging.begun(evaluators=1, declare=False)
    at = f"/tenders/{made.tender.id}"
    for each in (made.commissioner, made.second):
        panel.declare(each, made.tender.id, {}, now=now)
    phone = visit(as_person=person(made.evaluators[0]), width=PHONE)
    phone.goto("/")
    phone.get_by_role("link", name="Score the bids for").first.press("Enter")
    phone.get_by_role("link", name="Declare your interests").first.press("Enter")
    phone.get_by_role("button", name="This is my declaration").press("Enter")
    phone.get_by_role("link", name="Score alone").press("Enter")
    phone.get_by_role("button", name="Score the next answer").press("Enter")
    for score, why in (("4", "Says how and who"), ("2", "Says neither")):
        check_accessible(phone)
        phone.get_by_label(score, exact=True).press("Space")
        phone.get_by_label("Why").fill(why)
        phone.get_by_role("button", name="Save and go on").press("Enter")
    assert phone.evaluate(SIDEWAYS) <= 0
    phone.get_by_role("button", name="I have finished scoring").press("Enter")
    desk = visit(as_person=person(made.commissioner))
    desk.goto(f"{at}/evaluation")
    desk.get_by_role("link", name="Agree on the scores").press("Enter")
    desk.get_by_role("link", name="Quality 1").press("Enter")
    check_accessible(desk)
    desk.get_by_label("Agreed score, bid 1").fill("4")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Clear on who does what")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")  # past the link of the next bid
    desk.get_by_label("Agreed score, bid 2").fill("2")
    desk.get_by_label("Reason, bid 2").fill("Thin")
    desk.get_by_role("button", name="Save what is agreed").press("Enter")
    assert "2 of 2 agreed" in desk.inner_text("main")
    desk.goto(f"{at}/prices")
    desk.get_by_role("button", name="Close quality and open the prices").press("Enter")
    desk.goto(f"{at}/working")
    assert "84.00" in desk.inner_text("main")


@pytest.fixture
def tied(lite: Flask, now: datetime) -> judging.Judging:
    """A tender with something on each page: an interest, a condition, a question about a price, a draw."""
    made = judging.begun(
        bidders=("Harbour Care", "Tern House", "Curlew Homes", "Wren House"),
        pence=(60_000, 150_000, 150_000, 190_000),
        conditions=Conditions(needs_active_registration=False, public_liability_pence=1_000_000_00),
    )
    made.score_all({(3, 1): 3})
    for one in made.case.bids:
        for found in made.case.findings(one):
            deciding_gates.decide_gate(
                made.commissioner,
                made.tender.id,
                bid=one.number,
                gate=found.gate,
                lot=found.lot,
                passes=True,
                reason="Seen",
                now=now,
            )
    made.agree_all()
    made.open_prices()
    deciding_gates.decide_price(
        made.commissioner, made.tender.id, bid=1, lot=1, disregard=False, reason="It may", now=now
    )
    drawing.ask_draw(made.commissioner, made.tender.id, lot=1, bids=[2, 3], now=now)
    panel.declare(made.evaluators[0], made.tender.id, {4: "I used to work there"}, now=now)
    return made


def test_every_page_of_judging_is_accessible(lite: Flask, tied: judging.Judging, visit: Visit) -> None:
    fresh = judging.opened(title="Another tender")
    interest = tied.case.declarations[tied.evaluators[0].person_id].interests[0].id  # type: ignore[index]
    at = f"/tenders/{tied.tender.id}"
    member = tied.case.panel[0].id
    pages = [f"/tenders/{fresh.id}/evaluation/beginning", f"/tenders/{fresh.id}"]
    pages += [
        f"{at}{page}"
        for page in (
            "",
            "/evaluation",
            "/panel",
            f"/panel/{member}/leaving",
            f"/interests/{interest}",
            "/interests",
            "/scores/1/1/0",
            "/moderation",
            "/moderation/1",
            "/conditions-met",
            "/conditions-met/1/public_liability/0",
            "/prices",
            "/prices/2/1",
            "/working",
        )
    ]
    desk = visit(as_person=person(tied.second), width=PHONE)
    for page in pages:
        answer = desk.goto(page)
        assert answer
        assert answer.status == 200, page
        check_accessible(desk)
        assert desk.evaluate(SIDEWAYS) <= 0, page


def test_the_meeting_fits_a_phone(lite: Flask, now: datetime, visit: Visit) -> None:
    """Each bid is a block: score and reason are seen without scrolling sideways, and read with their names."""
    made = judging.begun(evaluators=3)
    made.score_all()
    phone = visit(as_person=person(made.commissioner), width=PHONE)
    phone.goto(f"/tenders/{made.tender.id}/moderation/1")
    check_accessible(phone)
    for name in ("Agreed score, bid 2", "Reason, bid 2"):
        box = phone.get_by_label(name).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE
    phone.get_by_label("Agreed score, bid 2").fill("4")
    phone.get_by_label("Reason, bid 2").fill("Clear")
    phone.get_by_role("button", name="Save what is agreed").click()
    assert "1 of 2 agreed" in phone.inner_text("main")
