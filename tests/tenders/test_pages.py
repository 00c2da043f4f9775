import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from directory.access import Role
from directory.accounts.models import Person
from directory.kit import clock
from directory.kit.db import db
from directory.tenders import actions
from directory.tenders.models import Tender
from directory.tenders.rules import Deadlines, Status
from tests import inspect_pages, make
from tests.inspect_pages import Client
from tests.tenders.making import DAY, notice, tender


@pytest.fixture
def drafter(lite: Flask) -> Person:
    return make.person(Role.COMMISSIONER)


@pytest.fixture
def desk(lite: Flask, drafter: Person) -> Client:
    """A commissioner's browser."""
    return inspect_pages.client(lite).sign_in(drafter.id)


@pytest.fixture
def second(lite: Flask) -> Client:
    """The browser of another commissioner of the same authority."""
    return inspect_pages.client(lite).sign_in(make.person(Role.COMMISSIONER).id)


DETAILS: dict[str, Any] = {
    "title": "Homes for young people",
    "description": "A home.",
    "kind": "contract",
    "regime": "light_touch",
    "procedure": "open",
    "ground": "",
    "shortening": "none",
    "cpv_codes": "85311300",
    "value_maximum_pence": "1,250,000",
    "starts_on": ["1", "6", "2027"],
    "ends_on": ["31", "5", "2030"],
    "extension_months": "12",
    "tie_break": "lowest_price",
}
LOT = {
    "title": "North",
    "service_types": ["supported_accommodation"],
    "places": "12",
    "areas": "Leeds, north west",
    "price_lines": "Fee for a place; week; 624\nHandover; a session; 3",
}
QUALITY = {
    "kind": "quality",
    "name": "Safety",
    "weight": "62.5",
    "question": "How?",
    "word_limit": "500",
    "guide": "5: yes",
}
PRICE = {"kind": "price", "name": "Price", "weight": "37.5", "formula": "lowest_over_price"}


def test_a_tender_is_drafted_approved_and_published_without_a_script(
    desk: Client, second: Client, client: Client
) -> None:
    started = desk.send("/tenders/new", {"title": "Homes"})
    assert started.status_code == 303
    at = started.location
    assert "to do" in desk.page(at).text
    for path, data in (("details", DETAILS), ("lots/new", LOT), ("criteria/new", QUALITY), ("criteria/new", PRICE)):
        assert desk.send(f"{at}/{path}", data).status_code == 303, path
    dates = desk.page(f"{at}/deadlines")
    sent = {
        name: [i.get("value") for i in dates.tree.iter("input") if i.get("name") == name]
        for name in ("questions_close_on", "answers_by_on", "closes_on")
    } | {name: dates.value(name) for name in ("questions_close_time", "answers_by_time", "closes_time", "read")}
    assert desk.send(f"{at}/deadlines", sent).status_code == 303
    assert "Nothing is missing" in desk.page(f"{at}/check").text
    assert "62.5" in desk.page(f"{at}/preview").text
    client.page(at, status=404)

    assert desk.send(f"{at}/submission").status_code == 303
    assert desk.get(f"{at}/approval").status_code == 403
    assert "Homes for young people" in second.page(f"{at}/approval").text
    assert second.send(f"{at}/approval").status_code == 303
    assert desk.send(f"{at}/publication").status_code == 303

    public = client.page(at)
    assert public.heading == "Homes for young people"
    for words in (
        "Bids close in 2",
        "12 places",
        "Leeds, North West",
        "Up to £1,250,000",
        "34.09 of 37.5 points",
        "Open: any provider may bid",
        "at midday",
    ):
        assert words in public.text
    assert "Homes for young people" in client.page("/tenders").text


def test_what_was_typed_stays_and_the_error_leads_to_its_field(desk: Client, drafter: Person) -> None:
    made = tender(Status.DRAFT, by=drafter.actor())
    bad = DETAILS | {"cpv_codes": "85311300-4", "starts_on": ["31", "2", "2027"], "value_maximum_pence": "lots"}
    page = inspect_pages.Page(desk.send(f"/tenders/{made.id}/details", bad))
    assert len(page.errors()) == 2
    assert page.value("cpv_codes") == "85311300-4"
    assert page.value("value_maximum_pence") == "lots"
    page = inspect_pages.Page(desk.send(f"/tenders/{made.id}/details", DETAILS | {"cpv_codes": "85311300-4"}))
    assert "check digit" in page.errors()[0]


@pytest.mark.parametrize(
    "boxes", [[], ["1"], ["1", "2"], ["a", "b", "c"], ["", "2", "2027"], ["1", "1", "1", "1", "9"]]
)
def test_a_broken_date_is_an_error_and_never_a_fault(desk: Client, drafter: Person, boxes: list[str]) -> None:
    made = tender(Status.DRAFT, by=drafter.actor())
    answer = desk.send(f"/tenders/{made.id}/details", DETAILS | {"starts_on": boxes})
    assert answer.status_code == (303 if not boxes else 200)


def test_two_who_write_at_once_see_what_both_wrote(desk: Client, second: Client, drafter: Person) -> None:
    made = tender(Status.DRAFT, by=drafter.actor())
    path = f"/tenders/{made.id}/details"
    read = {"read": desk.page(path).value("read")}
    assert second.send(path, DETAILS | read | {"title": "Theirs"}).status_code == 303
    answer = desk.send(path, DETAILS | read | {"title": "Mine"})
    page = inspect_pages.Page(answer)
    assert answer.status_code == 412
    assert "Theirs Mine" in page.text
    assert page.value("title") == "Mine"
    again = {"read": page.value("read")}
    assert desk.send(path, DETAILS | again | {"title": "Mine"}).status_code == 303
    assert "Mine" in desk.page(f"/tenders/{made.id}").heading


def test_two_who_write_different_sections_do_not_meet(desk: Client, second: Client, drafter: Person) -> None:
    made = tender(Status.DRAFT, by=drafter.actor())
    read = {"read": desk.page(f"/tenders/{made.id}/conditions").value("read")}
    assert second.send(f"/tenders/{made.id}/details", DETAILS).status_code == 303
    assert desk.send(f"/tenders/{made.id}/conditions", read).status_code == 303


def test_lots_and_criteria_are_removed_and_those_after_move_up(desk: Client, drafter: Person) -> None:
    made = tender(Status.DRAFT, by=drafter.actor())
    at, lot, criterion = f"/tenders/{made.id}", made.lots[0].id, made.criteria[0].id
    assert desk.send(f"{at}/lots/{lot}/removal").status_code == 303
    assert desk.send(f"{at}/criteria/{criterion}/removal").status_code == 303
    db.session.rollback()
    assert [(row.number, row.title) for row in db.session.get_one(Tender, made.id).lots] == [(1, "Advocacy")]
    assert "The weights add to 40 of 100. 60 are left" in desk.page(f"{at}/criteria").text
    desk.page(f"{at}/lots/{lot}", status=404)
    assert desk.send(f"{at}/criteria/{criterion}", QUALITY).status_code == 404


def test_the_criterion_form_says_how_many_points_are_left(desk: Client, drafter: Person) -> None:
    made = tender(Status.DRAFT, by=drafter.actor())
    page = desk.page(f"/tenders/{made.id}/criteria/{made.criteria[0].id}")
    assert "The other criteria add to 40 points: 60 are left" in page.text
    page = inspect_pages.Page(desk.send(f"/tenders/{made.id}/criteria/new", QUALITY | {"weight": "33.333"}))
    assert "two decimals" in page.errors()[0]


@pytest.mark.parametrize("status", [Status.AWAITING_APPROVAL, Status.APPROVED, Status.OPEN, Status.CANCELLED])
def test_only_a_draft_is_written_in(desk: Client, drafter: Person, status: Status) -> None:
    made = tender(status, by=drafter.actor())
    for path in ("details", "lots", "lots/new", "criteria", "criteria/new", "conditions", "deadlines"):
        assert desk.get(f"/tenders/{made.id}/{path}").status_code == 409, path
    assert desk.send(f"/tenders/{made.id}/details", DETAILS).status_code == 409


def test_a_tender_given_back_says_why(desk: Client, second: Client, drafter: Person) -> None:
    made = tender(Status.AWAITING_APPROVAL, by=drafter.actor())
    assert "Enter a reason" in inspect_pages.Page(second.send(f"/tenders/{made.id}/return", {"reason": " "})).text
    second.send(f"/tenders/{made.id}/return", {"reason": "The second lot is too large"})
    assert "The second lot is too large" in desk.page(f"/tenders/{made.id}").text


@pytest.mark.parametrize(("path", "said"), [("withdrawal", "withdrawn"), ("cancellation", "cancelled")])
def test_an_ended_tender_stays_public_with_its_reason(
    desk: Client, client: Client, drafter: Person, path: str, said: str
) -> None:
    made = tender(by=drafter.actor())
    desk.page(f"/tenders/{made.id}/{path}")
    desk.send(f"/tenders/{made.id}/{path}", {"reason": "The need has gone"})
    page = client.page(f"/tenders/{made.id}")
    assert f"was {said} on" in page.text
    assert "The need has gone" in page.text
    assert made.title not in client.page("/tenders").text
    assert made.title in client.page(f"/tenders?status={said}").text


def test_an_amendment_is_seen_by_all(desk: Client, client: Client, drafter: Person, now: datetime) -> None:
    made = tender(by=drafter.actor())
    form = desk.page(f"/tenders/{made.id}/amendment")
    boxes = {
        name: [i.get("value") for i in form.tree.iter("input") if i.get("name") == name]
        for name in ("questions_close_on", "answers_by_on", "closes_on")
    } | {name: form.value(name) for name in ("questions_close_time", "answers_by_time", "closes_time", "read")}
    same = boxes | {"description": made.description, "reason": "More"}
    refused = inspect_pages.Page(desk.send(f"/tenders/{made.id}/amendment", same))
    assert refused.errors() == ["Nothing was changed"]
    boxes["closes_on"] = ["4", "1", "2027"]
    assert (
        desk.send(
            f"/tenders/{made.id}/amendment", boxes | {"description": "More homes", "reason": "More", "material": "y"}
        ).status_code
        == 303
    )
    page = client.page(f"/tenders/{made.id}")
    assert "Amendment 1" in page.text
    assert "More homes" in page.text
    assert "Monday 4 January 2027, 12:00" in page.text


def test_anonymous_visitors_see_published_tenders_only(client: Client) -> None:
    made = {status: tender(status, title=f"Tender {status.value}") for status in Status}
    hidden = [Status.DRAFT, Status.AWAITING_APPROVAL, Status.APPROVED]
    page = client.page("/tenders?status=open&status=closed&status=awarded&status=withdrawn&status=cancelled")
    assert f"{len(Status) - len(hidden)} tenders" in page.text
    for status in Status:
        assert (f"Tender {status.value}" in page.text) is (status not in hidden)
        client.page(f"/tenders/{made[status].id}", status=404 if status in hidden else 200)


def test_a_draft_is_missing_for_everybody_else(lite: Flask, drafter: Person) -> None:
    made = tender(Status.APPROVED, by=drafter.actor())
    for role, of in [
        *((role, None) for role in Role if role != Role.COMMISSIONER),
        (Role.COMMISSIONER, "Southport Council"),
    ]:
        visitor = inspect_pages.client(lite).sign_in(make.person(role, of=of).id)
        assert visitor.get(f"/tenders/{made.id}").status_code == 404, role
        for path in ("preview", "check", "details", "approval", "publication"):
            status = visitor.get(f"/tenders/{made.id}/{path}").status_code
            assert status == (404 if role == Role.COMMISSIONER else 403), f"{role} {path}"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("?status=closed", False),
        ("?type=advocacy", True),
        ("?type=therapy", False),
        ("?type=therapy&type=supported_accommodation", True),
        ("?region=Yorkshire+and+The+Humber", True),
        ("?region=North+West", True),
        ("?region=London", False),
    ],
)
def test_the_list_is_filtered_by_what_the_lots_say(client: Client, query: str, found: bool) -> None:
    made = tender()
    assert (made.title in client.page(f"/tenders{query}").text) is found


@pytest.mark.parametrize(
    "query", ["status=sealed", "type=x", "region=Narnia", "page=0", "page=x", "colour=red", "mine=x"]
)
def test_what_cannot_be_understood_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/tenders?{query}").status_code == 422


def test_the_soonest_deadline_comes_first_and_time_moves_tenders_on(client: Client, now: datetime) -> None:
    drafter, approver = make.commissioner(), make.commissioner()
    for title, more in (("Later", 5), ("Sooner", 0)):
        whole = notice(now, title=title)
        assert whole.deadlines.closes_at
        moved = replace(whole.deadlines, closes_at=whole.deadlines.closes_at + more * DAY)
        made = actions.create(drafter, replace(whole, deadlines=moved), now=now)
        actions.approve(approver, made.id, now=now)
        actions.publish(drafter, made.id, now=now)
    text = client.page("/tenders").text
    assert text.index("Sooner") < text.index("Later")
    closes = notice(now).deadlines.closes_at
    assert closes
    with clock.fixed(closes, every_thread=True):
        assert re.search(r"1 tender\b", client.page("/tenders").text)
        assert "Sooner" in client.page("/tenders?status=closed").text


def test_an_unlawful_deadline_is_named_with_its_source(desk: Client, drafter: Person, now: datetime) -> None:
    whole = notice(now)
    early = Deadlines(now + DAY, now + 2 * DAY, now + 3 * DAY)
    made = actions.create(drafter.actor(), replace(whole, deadlines=early), now=now)
    page = desk.page(f"/tenders/{made.id}/check")
    assert "at least 10 days from publication" in page.text
    assert "Fairhaven's own rule" in page.text
    assert desk.send(f"/tenders/{made.id}/submission").status_code == 303
    assert db.session.get_one(Tender, made.id).status == Status.DRAFT


def test_seconds_that_the_boxes_do_not_show_are_not_taken_for_a_change(
    desk: Client, drafter: Person, now: datetime
) -> None:
    whole = notice(now)
    assert whole.deadlines.closes_at
    odd = replace(whole.deadlines, closes_at=whole.deadlines.closes_at.replace(second=30))
    made = actions.create(drafter.actor(), replace(whole, deadlines=odd), now=now)
    actions.approve(make.commissioner(), made.id, now=now)
    actions.publish(drafter.actor(), made.id, now=now)
    form = desk.page(f"/tenders/{made.id}/amendment")
    boxes = {
        name: [i.get("value") for i in form.tree.iter("input") if i.get("name") == name]
        for name in ("questions_close_on", "answers_by_on", "closes_on")
    } | {name: form.value(name) for name in ("questions_close_time", "answers_by_time", "closes_time", "read")}
    sent = desk.send(f"/tenders/{made.id}/amendment", boxes | {"description": "More homes", "reason": "More"})
    assert sent.status_code == 303
    db.session.rollback()
    assert db.session.get_one(Tender, made.id).closes_at == odd.closes_at
