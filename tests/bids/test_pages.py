"""What a provider sees while it writes and submits, and what officers see, without JavaScript."""

import io
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from directory.access import Role
from directory.bids import actions, queries
from directory.bids.rules.content import Answer
from directory.bids.rules.parts import mark
from directory.kit import clock
from directory.tenders.models import Tender
from tests import inspect_pages, make
from tests.bids import writing
from tests.inspect_pages import Client

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def desk(lite: Flask) -> Client:
    """The browser of a provider's administrator."""
    return inspect_pages.client(lite).sign_in(make.person(Role.PROVIDER_ADMIN).id)


@pytest.fixture
def tender(lite: Flask) -> Tender:
    return writing.open_tender()


def test_a_bid_is_written_submitted_and_withdrawn_page_by_page(desk: Client, tender: Tender, now: datetime) -> None:
    at = f"/tenders/{tender.id}/bid"
    assert "Start a bid" in desk.get(at).text
    desk.send(at, data={})
    written: dict[str, dict[str, Any]] = {
        "/lots": {"lots": ["1"]},
        "/answers/1": {"answer": "We keep young people safe"},
        "/answers/2": {"answer": "We train care leavers"},
        "/prices": {"price_1_1": "1,500.50"},
        "/cover": {"public_liability_pence": "10,000,000", "policies": ["safeguarding"]},
    }
    for path, data in written.items():
        assert desk.send(at + path, data=data).status_code == 303, path
    assert "£936,312" in desk.get(at + "/prices").text
    page = desk.get(at + "/submission").text
    assert "Submit and seal the bid" in page
    assert desk.send(at + "/submission", data={}).status_code == 422
    assert desk.send(at + "/submission", data={"declared": "y"}).status_code == 303
    receipt = desk.get(at + "/receipt").text
    held = queries.own_bid(make.provider(), tender.id)
    assert held.entry.receipt is not None
    assert held.entry.receipt.digest in receipt
    assert "23 November 2026, 16:00:00.000 GMT" in receipt
    assert desk.send(at + "/withdrawal", data={}).status_code == 303
    assert "Withdrawn" in desk.get(at).text


def test_what_a_colleague_saved_meanwhile_stands_beside_what_was_typed(
    desk: Client, tender: Tender, now: datetime
) -> None:
    actions.save(writing.staff(), tender.id, Answer(1, "Theirs, saved first"), now=now)
    answer = desk.send(
        f"/tenders/{tender.id}/bid/answers/1", data={"answer": "Mine, typed meanwhile", "read": mark(Answer(1, ""))}
    )
    assert answer.status_code == 412
    assert "Theirs, saved first" in answer.text
    assert "Mine, typed meanwhile" in answer.text


def test_an_answer_that_comes_too_late_stays_in_its_form(lite: Flask, tender: Tender, now: datetime) -> None:
    actions.begin(make.provider(), tender.id, now=now)
    with clock.fixed(writing.closing(tender), every_thread=True):
        desk = inspect_pages.client(lite).sign_in(make.person(Role.PROVIDER_ADMIN).id)
        answer = desk.send(f"/tenders/{tender.id}/bid/answers/1", data={"answer": "Late words", "read": ""})
        assert (answer.status_code, "Late words" in answer.text) == (409, True)
        assert desk.send(f"/tenders/{tender.id}/bid/submission", data={"declared": "y"}).status_code == 409
        assert "Bids have closed" in desk.get(f"/tenders/{tender.id}/bid").text


def test_words_are_counted_without_javascript(desk: Client, tender: Tender, now: datetime) -> None:
    at = f"/tenders/{tender.id}/bid"
    desk.send(at, data={})
    desk.send(at + "/answers/1", data={"answer": "word " * 751})
    assert "751 of 750 words" in desk.get(at).text
    assert "too many to submit" in desk.get(at + "/answers/1").text


def test_a_file_is_added_given_back_and_removed(desk: Client, tender: Tender, now: datetime) -> None:
    at = f"/tenders/{tender.id}/bid"
    desk.send(at, data={})
    sent = desk.send(at + "/answers/1/files", data={"file": (io.BytesIO(PDF), "plan.pdf")})
    assert sent.status_code == 303
    (file,) = queries.own_bid(make.provider(), tender.id).bid.files
    assert desk.get(f"{at}/files/{file.sha256}").data == PDF
    assert desk.send(at + "/answers/1/files", data={"file": (io.BytesIO(b"MZ"), "run.exe")}).status_code == 422
    assert desk.send(f"{at}/files/{file.sha256}/removal", data={}).status_code == 303
    assert queries.own_bid(make.provider(), tender.id).bid.files == ()


def test_two_officers_open_the_bids_and_see_the_record(lite: Flask, tender: Tender, now: datetime) -> None:
    actor = writing.submitted(tender)
    assert actor.person_id
    at, page = writing.closing(tender), f"/tenders/{tender.id}/unsealing"
    with clock.fixed(at, every_thread=True):
        desks = [inspect_pages.client(lite).sign_in(make.person(Role.COMMISSIONER).id) for _ in range(2)]
        assert "Open the bids" in desks[0].get(f"/tenders/{tender.id}").text
        assert "You are the first" in desks[0].get(page).text
        assert desks[0].send(page, data={"code": "000000"}).status_code == 422
        assert desks[0].send(page, data={"code": make.code(at)}).status_code == 303
        assert "Another officer opens them" in desks[0].get(page).text
        assert "You are the second" in desks[1].get(page).text
        assert desks[1].send(page, data={"code": make.code(at)}).status_code == 303
        record = desks[1].get(f"/tenders/{tender.id}/opening").text
        assert "Harbour Care" in record
        bidder = inspect_pages.client(lite).sign_in(actor.person_id)
        assert "opened your bid" in bidder.get(f"/tenders/{tender.id}/bid").text


def test_a_record_without_bids_says_so(lite: Flask, tender: Tender, now: datetime) -> None:
    at = writing.unsealed(tender)
    with clock.fixed(at, every_thread=True):
        desk = inspect_pages.client(lite).sign_in(make.person(Role.COMMISSIONER).id)
        assert "No bid came in time" in desk.get(f"/tenders/{tender.id}/opening").text


def test_home_says_that_a_draft_waits_and_that_bids_wait_to_be_opened(
    desk: Client, lite: Flask, tender: Tender, now: datetime
) -> None:
    actions.begin(make.provider(), tender.id, now=now)
    assert "it is a draft" not in desk.get("/").text
    near = writing.closing(tender) - 14 * writing.DAY
    with clock.fixed(near, every_thread=True):
        bidder = inspect_pages.client(lite).sign_in(make.person(Role.PROVIDER_ADMIN).id)
        assert "it is a draft" in bidder.get("/").text
    with clock.fixed(writing.closing(tender), every_thread=True):
        officer = inspect_pages.client(lite).sign_in(make.person(Role.COMMISSIONER).id)
        assert "Open the bids for" in officer.get("/").text
