"""The whole need: said section by section, checked in every text, kept from providers where it must be."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from directory.access import Role
from directory.codes import Rating, ServiceType, Specialism
from directory.kit.db import db
from directory.kit.errors import Invalid, WrongState
from directory.requests import actions, queries
from directory.requests.models import Request
from directory.requests.rules.details import EMPTY, band_of, impossible_details
from directory.requests.rules.lifecycle import Status
from directory.requests.rules.particulars import missing
from tests import make, make_requests
from tests.inspect_pages import Page
from tests.make_requests import marks_of, matching_service
from tests.requests.test_pages import signed_in

FULL: dict[str, Any] = {
    "siblings_together": "together",
    "sibling_age_bands": ["5_to_9"],
    "interpreter": True,
    "culture": "Likes rice dishes",
    "faith": "Prays in the evening",
    "legal_status": "section_20",
    "specialisms_preferred": ["trauma"],
    "suitability": {"residential": "preferred", "supported": "unsuitable"},
    "alongside": {"dogs": False, "same_age": True},
    "adult_ratio": "one_to_one",
    "health_needs": "Asthma",
    "education_needs": "Year 10",
    "risks": {
        "missing": {"level": "high", "note": "Most in the first nights"},
        "fire": {"level": "none_known", "note": ""},
    },
    "fee_ceiling_pence": 4_500_00,
    "answer_within_hours": 12,
}


def test_every_optional_section_is_written_on_its_page_and_read_again(lite: Flask, now: datetime) -> None:
    made = make_requests.request()
    worker, base = signed_in(lite, Role.SOCIAL_WORKER), f"/requests/{made.reference}"
    for section, data in (
        ("culture", {"interpreter": "yes", "culture": "Likes rice dishes", "faith": "Prays in the evening"}),
        (
            "care",
            {
                "specialisms_preferred": ["trauma"],
                "suitability_residential": "preferred",
                "suitability_supported": "unsuitable",
                "alongside_dogs": "no",
                "alongside_same_age": "yes",
                "adult_ratio": "one_to_one",
            },
        ),
        ("health", {"health_needs": "Asthma", "education_needs": "Year 10"}),
        ("risks", {"risk_missing": "high", "note_missing": "Most in the first nights", "risk_fire": "none_known"}),
        ("terms", {"legal_status": "section_20", "fee_ceiling_pence": "4,500", "answer_within_hours": "12"}),
    ):
        worker.page(f"{base}/sections/{section}")
        assert worker.send(f"{base}/sections/{section}", data).status_code == 303
    said = make_requests.reread(made).detailed
    assert said == {**FULL, "siblings_together": None, "sibling_age_bands": []}
    assert worker.page(f"{base}/sections/terms").value("fee_ceiling_pence") == "4,500"
    assert worker.page(f"{base}/sections/risks").value("note_missing") == "Most in the first nights"
    printed = worker.page(f"{base}/print").text
    for words in ("Asthma", "£4,500", "High. Most in the first nights", "15 years (band 13 to 15)"):
        assert words in printed


@pytest.mark.parametrize(
    ("section", "data", "words"),
    [
        ("terms", {"fee_ceiling_pence": "lots"}, "Enter an amount in pounds"),
        ("terms", {"fee_ceiling_pence": "90,000"}, "up to £50,000 a week"),
        ("terms", {"answer_within_hours": "0"}, "Enter from 1 to 336 hours"),
        ("risks", {"note_fire": "In the past"}, "Choose how great this risk is"),
        ("culture", {"culture": "x" * 501}, "Write at most 500 characters"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    lite: Flask, now: datetime, section: str, data: dict[str, str], words: str
) -> None:
    made = make_requests.request()
    page = Page(signed_in(lite, Role.SOCIAL_WORKER).send(f"/requests/{made.reference}/sections/{section}", data))
    assert any(words in line for line in page.errors())
    assert all(page.value(name) == value for name, value in data.items() if len(value) < 500)


def test_a_way_of_living_cannot_be_asked_for_and_unsuitable_at_once(now: datetime) -> None:
    said = {**make_requests.said(), **EMPTY, "suitability": {"residential": "unsuitable"}}
    assert "unsuitable" in missing(said, now.date())["suitability"]
    assert missing({**said, "suitability": {"foster": "unsuitable"}}, now.date()) == {}


def test_codes_that_no_list_knows_are_refused() -> None:
    said = {"legal_status": "x", "alongside": {"snakes": True}, "risks": {"fire": {"level": "some", "note": ""}}}
    assert set(impossible_details(said)) == {"legal_status", "alongside", "risks"}
    assert impossible_details(FULL) == {}
    assert [band_of(age).value for age in (0, 4, 5, 12, 15, 17, 18)] == [
        *("under_5", "under_5", "5_to_9", "10_to_12", "13_to_15", "16_to_17", "18_to_25")
    ]


def test_providers_read_the_need_but_neither_what_the_authority_would_pay_nor_the_legal_status(
    lite: Flask, now: datetime
) -> None:
    matching_service("Harbour Care")
    made = make_requests.request(Status.SEARCHING, released=True, **FULL)
    page = signed_in(lite, Role.PROVIDER_ADMIN, of="Harbour Care").page(f"/requests/{made.reference}")
    for words in ("Asthma", "Most in the first nights", "One adult for this child", "Together in one place"):
        assert words in page.text
    for hidden in ("4,500", "section 20", "12 hours"):
        assert hidden not in page.html
    release = make_requests.reread(made).releases[0]
    assert (release.answer_by_at - release.released_at).total_seconds() == 12 * 3600


TEXTS = ["summary", "culture", "faith", "health_needs", "education_needs", "risks"]


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize("planted", ["Rings 0113 496 0000", "Firstname Lastname comes on Sundays"])
def test_every_text_is_checked_and_marked_in_place(lite: Flask, now: datetime, field: str, planted: str) -> None:
    said: Any = {"fire": {"level": "low", "note": planted}} if field == "risks" else planted
    made = make_requests.request(**{field: said})
    worker, path = signed_in(lite, Role.SOCIAL_WORKER), f"/requests/{made.reference}/submission"
    page = Page(worker.send(path))
    assert '<mark class="may-identify">' in page.html
    assert "looks like a " in page.text
    assert make_requests.reread(made).status is Status.DRAFT
    with pytest.raises(Invalid) as refused:
        actions.submit(make.social_worker(), made.reference, now=now)
    assert list(refused.value.fields) == [field]
    reasons = {f"overrule-{mark}": "It identifies nobody at all" for mark in marks_of(made)}
    assert worker.send(path, reasons).status_code == 303


def test_what_came_in_past_the_check_is_never_released(lite: Flask, now: datetime) -> None:
    matching_service("Harbour Care")
    made = make_requests.request(Status.SEARCHING)
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(update(Request).values(details=json.dumps({"culture": "Ring 0113 496 0000"})))
    with pytest.raises(WrongState, match="may say who the child is"):
        actions.release(make.placements_manager(), made.reference, now=now)
    assert queries.asked(make.provider("Harbour Care")) == []


def test_a_date_that_was_to_come_when_it_was_submitted_is_no_date_of_birth_at_the_release(
    lite: Flask, now: datetime
) -> None:
    matching_service("Harbour Care")
    made = make_requests.request(Status.SEARCHING, education_needs="Begins on 24 November 2026")
    later = now + timedelta(days=3)
    assert actions.release(make.placements_manager(), made.reference, now=later).releases


def test_what_is_preferred_comes_first_and_leaves_nobody_out(lite: Flask, now: datetime) -> None:
    plain = matching_service("Plain Care", rating=Rating.OUTSTANDING, type=ServiceType.FOSTER_CARE)
    until = date(2027, 3, 1)
    knowing = matching_service("Knowing Care", specialisms={Specialism.TRAFFICKING: None, Specialism.TRAUMA: until})
    made = make_requests.request(
        Status.SEARCHING,
        released=True,
        service_types=["childrens_home", "foster_care"],
        specialisms=[],
        specialisms_preferred=["trauma"],
        suitability={"residential": "preferred"},
    )
    assert [(match.service_id, match.eligible) for match in made.matches] == [(knowing.id, True), (plain.id, True)]
    first, second = (match.reasons for match in made.matches)
    assert "the way of living you prefer" in first
    assert "Trauma: assured until 1 March 2027" in first
    assert "the way of living you prefer" not in second
