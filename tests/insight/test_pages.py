"""The pages, the file and the API of unmet need, for each who may read them, and what they do not tell."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Flask

from directory import audit
from directory.access import SYSTEM, Kind, Role
from directory.accounts.actions.tokens import make_token
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.requests.models import UnmetNeed
from directory.requests.rules.lifecycle import Status, UnmetReason
from tests import make, make_requests
from tests.inspect_pages import Page
from tests.inspect_pages import client as browser
from tests.make_requests import matching_service

OTHERS = ("Southmoor Council", "Westmoor Council")
READERS = {Role.PLACEMENTS_MANAGER, Role.DIRECTOR, Role.COMMISSIONER}


@atomic
def need(of: str | None = None, *, times: int = 1, **more: Any) -> None:
    """Write lines of an authority's ledger, closed in October 2026."""
    authority = make.organisation(Kind.AUTHORITY, of)
    said = {
        "closed_on": date(2026, 10, 5),
        "service_types": ["foster_care"],
        "specialisms": ["trafficking"],
        "region": "North West",
        "days_searched": 3,
        "asked": 4,
        "offers": 0,
        "reason": UnmetReason.NO_OFFER,
    }
    db.session.add_all(UnmetNeed(authority_id=authority.id, **{**said, **more}) for _ in range(times))
    audit.record(SYSTEM, "unmet_needs:added", authority, at=clock.now(), rows=times)


def reader(app: Flask, role: Role = Role.COMMISSIONER) -> Any:
    return browser(app).sign_in(make.person(role).id)


def test_those_who_commission_read_it_and_nobody_else(lite: Flask) -> None:
    for role in Role:
        answer = reader(lite, role).get("/insight")
        assert answer.status_code == (200 if role in READERS else 403), role


def test_a_request_that_is_closed_as_unmet_stands_there_at_once(lite: Flask, now: datetime) -> None:
    matching_service()
    made = make_requests.request(Status.UNMET, released=True)
    page = reader(lite).page("/insight")
    assert page.heading == "Unmet need"
    assert "1 need closed without a placement from December 2025 to November 2026" in page.text
    assert "searched for less than a day" in page.text
    assert "No provider offered a place 1" in page.text
    assert made.reference not in page.html


def test_an_authority_reads_its_own_and_no_other(lite: Flask, now: datetime) -> None:
    need(times=2)
    need(OTHERS[0], times=40, region="London", specialisms=["autism"])
    page = reader(lite).page("/insight")
    assert "2 needs closed" in page.text
    assert "North West 2" in page.text
    assert "Autism 40" not in page.text
    assert "London 40" not in page.text


def test_of_all_authorities_few_needs_are_not_told_and_many_are_rounded(lite: Flask, now: datetime) -> None:
    need(times=3)
    for other in OTHERS:
        need(other, times=4)
    need(OTHERS[0], times=3, service_types=["therapy"], region="London")
    page = reader(lite).page("/insight?whose=all")
    assert "About 15 needs closed without a placement from November 2025 to October 2026" in page.text
    assert "Foster care 10" in page.text
    assert "Therapy" not in page.text.partition("Kind of service sought")[2]
    assert "North West 10" in page.text
    assert "London" not in page.text.partition("Region searched in Needs")[2]
    for name in OTHERS:
        assert name not in page.html
    alone = reader(lite).page("/insight?whose=all&region=London")
    assert "Too few needs to be told" in alone.text


def test_of_all_authorities_no_number_moves_on_the_day_a_search_ends(lite: Flask, now: datetime) -> None:
    for other in OTHERS:
        need(other, times=4)
    visitor = reader(lite)
    before = visitor.page("/insight?whose=all").text
    need(OTHERS[0], times=20, closed_on=now.date())
    assert visitor.page("/insight?whose=all").text == before


def test_the_limits_are_kept_in_the_form_and_in_the_files_address(lite: Flask, now: datetime) -> None:
    need(times=2)
    need(times=5, specialisms=[])
    page = reader(lite).page("/insight?specialism=trafficking&since=2026-09&until=2026-10")
    assert "2 needs closed without a placement from September 2026 to October 2026" in page.text
    (link,) = [link for link in page.links() if "unmet-need.csv" in link]
    rows = list(csv.reader(io.StringIO(reader(lite).get(link).get_data().decode("utf-8-sig"))))
    assert rows[0] == ["whose", "from", "to", "counted by", "value", "needs"]
    assert ["Own authority", "2026-09", "2026-10", "All", "All", "2"] in rows
    assert ["Own authority", "2026-09", "2026-10", "Specialism sought", "Trafficking", "2"] in rows


def test_what_is_not_understood_is_said_above_the_form(lite: Flask, now: datetime) -> None:
    answer = reader(lite).get("/insight?since=2026-05&until=2026-04")
    assert answer.status_code == 422
    assert any("first month is after the last" in words for words in Page(answer).errors())
    assert reader(lite).get("/insight/unmet-need.csv?since=never").status_code == 422


def test_the_api_gives_the_same_numbers(lite: Flask, now: datetime) -> None:
    need(times=3)
    need(OTHERS[0], times=9)
    _, secret = make_token(
        SYSTEM, name="Spreadsheet", scopes=["insight:read"], now=now, person_id=make.person(Role.DIRECTOR).id
    )
    client = lite.test_client()
    bearer = {"Authorization": f"Bearer {secret}"}
    said = client.get("/api/v1/insight/unmet-need", headers=bearer).get_json()
    assert (said["whose"], said["total"], said["half_searched_days"], said["rounded"]) == ("own", 3, 3, False)
    assert said["counted"]["type"] == [{"value": "foster_care", "label": "Foster care", "number": 3}]
    everybody = client.get("/api/v1/insight/unmet-need?whose=all", headers=bearer).get_json()
    assert everybody["total"] is None
    assert everybody["counted"]["region"] == []
    assert {line["number"] for line in everybody["counted"]["month"]} == {None}
    refused = client.get("/api/v1/insight/unmet-need?near=LS1", headers=bearer)
    assert refused.status_code == 422


def test_a_larger_ledger_asks_the_database_as_often(lite: Flask, now: datetime) -> None:
    visitor = reader(lite)
    asks: Callable[[], object] = lambda: visitor.get("/insight?whose=all")  # noqa: E731
    need(times=1)
    asks()
    few = make.reads(asks)
    need(times=200)
    assert make.reads(asks) == few
