"""The modern-slavery screening: its words, its clocks, what it suggests, and who may read it."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask

from directory.access import Role
from directory.kit.errors import Invalid
from directory.requests import actions
from directory.requests.actions.screening import wishes
from directory.requests.rules.lifecycle import Status
from directory.requests.rules.protection import Clock, Guardian, Protection, Referral, clocks, wrong_protection
from directory.requests.rules.screening import INDICATORS, Level, Seen, Source, Strength, read, suggested
from tests import make, make_requests
from tests.make_requests import JUDGEMENT, matching_service
from tests.requests.test_pages import signed_in

TODAY = date(2026, 11, 23)


def screen(reference: str, now: datetime, **more: Any) -> None:
    given: dict[str, Any] = {"indicators": {}, "level": Level.HIGH, "judgement": JUDGEMENT, **more}
    actions.screen(make.social_worker(), reference, now=now, **given)


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        (Protection(Referral.REFERRED, date(2026, 11, 20)), (date(2026, 11, 27), False)),
        (Protection(Referral.REFERRED, date(2026, 12, 23)), (date(2027, 1, 4), False)),  # Christmas, New Year
        (Protection(Referral.REFERRED, date(2026, 11, 9)), (date(2026, 11, 16), True)),
        (Protection(Referral.REASONABLE, date(2026, 11, 9), date(2026, 11, 16)), (date(2026, 12, 16), False)),
        (Protection(Referral.TO_REFER), None),
        (Protection(), None),
    ],
)
def test_the_clocks_of_the_referral_run_in_working_days_and_calendar_days(
    said: Protection, clock: tuple[date, bool] | None
) -> None:
    running: list[Clock] = clocks(said, TODAY)
    assert [(each.due_on, each.overdue) for each in running] == ([clock] if clock else [])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Protection(Referral.REFERRED), "referred_on"),
        (Protection(referred_on=TODAY), "referral"),
        (Protection(Referral.REFERRED, date(2026, 11, 24)), "referred_on"),
        (Protection(Referral.REASONABLE, TODAY), "reasonable_on"),
        (Protection(Referral.REASONABLE, TODAY, date(2026, 11, 1)), "reasonable_on"),
        (Protection(Referral.CONCLUSIVE, date(2026, 9, 1), date(2026, 9, 8)), "conclusive_on"),
        (Protection(exploited_near="Luton"), "exploited_near"),
        (Protection(safety_plan="x" * 3001), "safety_plan"),
    ],
)
def test_dates_and_states_that_cannot_be_together_are_refused(said: Protection, field: str) -> None:
    assert list(wrong_protection(said, TODAY)) == [field]


def test_what_is_seen_suggests_specialisms_and_never_a_level() -> None:
    seen = {code: Seen(Strength.STRONG) for code in INDICATORS}
    assert "sexual_exploitation" in suggested(seen, Level.LOW)
    assert "trafficking" not in suggested(seen, Level.LOW)
    assert suggested({"debt": Seen(Strength.WEAK)}, Level.HIGH) == ["trafficking"]


def test_a_screening_is_written_with_sources_and_dates_and_earlier_ones_stay_readable(
    lite: Flask, now: datetime
) -> None:
    made = make_requests.request(Status.SCREENING, languages=["vie"])
    worker, base = signed_in(lite, Role.SOCIAL_WORKER), f"/requests/{made.reference}"
    worker.page(f"{base}/screening")
    data = {
        "screened_on": ["20", "11", "2026"],
        "indicator_debt": "strong",
        "source_debt": "child",
        "learned_debt": ["19", "11", "2026"],
        "level": "high",
        "judgement": "First judgement, in twenty characters and more.",
        "referral": "referred",
        "referred_on": ["20", "11", "2026"],
        "guardian": "requested",
        "guardian_requested_on": ["20", "11", "2026"],
        "measures": ["adult_awake", "report_at_once"],
        "safety_plan": "The night carer sits by the stairs.",
        "exploited_near": "Luton",
        "exploited_within": "15",
    }
    assert worker.send(f"{base}/screening", data).status_code == 303
    kept = make_requests.reread(made).screenings[-1]
    assert kept.seen() == {"debt": Seen(Strength.STRONG, Source.CHILD, date(2026, 11, 19))}
    assert (kept.protects().guardian, kept.protects().exploited_near) == (Guardian.REQUESTED, "Luton")
    again = worker.page(f"{base}/screening")
    assert again.value("safety_plan") == data["safety_plan"]
    assert again.value("judgement") == ""
    more = {**data, "screened_on": ["23", "11", "2026"], "level": "medium", "judgement": JUDGEMENT}
    assert worker.send(f"{base}/screening", more).status_code == 303
    page = worker.page(base)
    for words in (JUDGEMENT, "First judgement", "Earlier screenings", "27 November 2026", "The child told us"):
        assert words in page.text
    for button in ("assured trafficking experience", "the same language", "away from where they were exploited"):
        assert f"Search for {button}" in page.text or f"Search {button}" in page.text


def test_a_screening_of_before_sources_were_asked_is_still_read() -> None:
    assert read(json.loads('{"debt": "weak"}')) == {"debt": Seen(Strength.WEAK)}


def test_suggestions_go_into_a_draft_only_when_somebody_presses(lite: Flask, now: datetime) -> None:
    made = make_requests.request(avoid=[])
    screen(
        made.reference,
        now,
        indicators={"debt": Strength.STRONG},
        protection=Protection(exploited_near="Luton", exploited_within=15.0),
    )
    draft = make_requests.reread(made)
    assert (draft.detailed["specialisms_preferred"], draft.avoid) == ([], "[]")
    worker, base = signed_in(lite, Role.SOCIAL_WORKER), f"/requests/{made.reference}"
    assert "Put these into the draft" in worker.page(base).text
    assert worker.send(f"{base}/suggestions").location == base
    draft = make_requests.reread(made)
    assert draft.detailed["specialisms_preferred"] == ["debt_bondage"]  # trafficking is required already
    assert json.loads(draft.avoid) == [{"near": "Luton", "within": 15.0}]
    assert wishes(draft) == {}
    assert "Put these into the draft" not in worker.page(base).text


def test_a_place_that_nobody_knows_and_a_sign_of_tomorrow_are_refused(lite: Flask, now: datetime) -> None:
    made = make_requests.request()
    with pytest.raises(Invalid, match="do not know this place"):
        screen(made.reference, now, protection=Protection(exploited_near="Atlantis", exploited_within=5.0))
    with pytest.raises(Invalid, match="no date to come"):
        screen(made.reference, now, indicators={"debt": Seen(Strength.WEAK, None, date(2026, 11, 24))})


def test_no_provider_and_no_other_authority_reads_a_screening(lite: Flask, now: datetime) -> None:
    matching_service("Harbour Care")
    made = make_requests.request(Status.SEARCHING, released=True)
    screen(made.reference, now, judgement="Judged in words that only we may read.")
    base = f"/requests/{made.reference}"
    seen = signed_in(lite, Role.PROVIDER_ADMIN, of="Harbour Care").page(base)
    assert "only we may read" not in seen.html
    assert "screening" not in seen.text.lower()
    other = signed_in(lite, Role.DIRECTOR, of="Other Council")
    assert other.get(base).status_code == other.get(f"{base}/screening").status_code == 404
