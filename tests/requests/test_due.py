"""What is due, by when, and that each thing is told once."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask

from directory import jobs
from directory.access import Role
from directory.audit.models import AuditRecord
from directory.kit import clock
from directory.kit.days import london_instant
from directory.kit.db import db
from directory.notify.models import Notice
from directory.requests import actions, queries
from directory.requests.jobs import remind
from directory.requests.queries.due import all_due
from directory.requests.rules.due import Duty, Facts, Screened, due
from directory.requests.rules.lifecycle import Status
from directory.requests.rules.protection import Measure, Protection, Referral
from directory.requests.rules.screening import Level, Seen, Strength
from tests import make, make_requests
from tests.inspect_pages import client as browser
from tests.make_requests import matching_service

MONDAY = date(2026, 11, 23)


def at(day: date, hour: int = 12) -> datetime:
    return london_instant(day, time(hour))


def facts(**more: Any) -> Facts:
    given: dict[str, Any] = {"status": Status.SEARCHING, "needed_by": date(2026, 12, 30), "fears_missing": False}
    return Facts(**{**given, **more})


def screened(level: Level = Level.LOW, on: date = MONDAY, seen: dict[str, Seen] | None = None, **said: Any) -> Screened:
    return Screened(on, level, seen or {}, Protection(**said))


@pytest.mark.parametrize(
    ("referred_on", "due_at"),
    [
        (date(2026, 11, 23), at(date(2026, 11, 30), 17)),
        (date(2026, 12, 24), at(date(2027, 1, 5), 17)),  # Christmas, its substitute day, and new year
        (date(2027, 3, 25), at(date(2027, 4, 5), 17)),  # Easter, and summer time from 28 March
    ],
)
def test_a_decision_is_expected_five_working_days_after_the_referral(referred_on: date, due_at: datetime) -> None:
    said = facts(screened=screened(referral=Referral.REFERRED, referred_on=referred_on), needed_by=None)
    before, after = due(said, due_at), due(said, due_at + timedelta(seconds=1))
    assert [(task.duty, task.due_at, task.overdue) for task in before] == [(Duty.REASONABLE, due_at, False)]
    assert [task.overdue for task in after] == [True]


def test_a_referral_that_is_to_be_made_is_due_on_the_day_of_the_screening() -> None:
    said = facts(screened=screened(referral=Referral.TO_REFER), needed_by=None)
    assert [(task.duty, task.overdue) for task in due(said, at(MONDAY, 23))] == [(Duty.REFER, False)]
    assert due(said, at(MONDAY + timedelta(days=1), 1))[0].overdue


@pytest.mark.parametrize("answer", [Referral.REASONABLE, Referral.NOT_REASONABLE, Referral.NOT_NEEDED])
def test_a_decision_or_no_referral_ends_the_clock(answer: Referral) -> None:
    said = facts(screened=screened(referral=answer, referred_on=MONDAY, reasonable_on=MONDAY), needed_by=None)
    assert due(said, at(date(2027, 1, 1))) == []


def test_a_plan_for_the_first_72_hours_is_due_before_the_child_arrives() -> None:
    tomorrow = MONDAY + timedelta(days=1)
    feared = facts(fears_missing=True, needed_by=tomorrow)
    high = facts(screened=screened(Level.HIGH), needed_by=tomorrow)
    for said in (feared, high):
        assert Duty.PLAN in [task.duty for task in due(said, at(MONDAY))]
    planned = facts(fears_missing=True, needed_by=tomorrow, screened=screened(measures=(Measure.NOT_ALONE,)))
    low = facts(screened=screened(Level.LOW), needed_by=tomorrow)
    for said in (planned, low):
        assert Duty.PLAN not in [task.duty for task in due(said, at(MONDAY))]


def test_nobody_offered_is_a_task_once_the_time_is_over_unless_a_tier_opens_by_itself() -> None:
    over = at(MONDAY, 16)
    said = {"answers_end_at": over, "needed_by": None}
    assert due(facts(**said), over) == []
    assert [task.duty for task in due(facts(**said), over + timedelta(minutes=1))] == [Duty.ANSWERS]
    for more in ({"offers": 1}, {"next_tier_at": at(MONDAY, 18)}, {"status": Status.SHORTLISTED}):
        assert due(facts(**{**said, **more}), over + timedelta(hours=1)) == []


@pytest.mark.parametrize("status", [Status.ENDED, Status.WITHDRAWN, Status.UNMET])
def test_of_what_is_over_nothing_is_due(status: Status) -> None:
    said = facts(status=status, fears_missing=True, screened=screened(referral=Referral.TO_REFER))
    assert due(said, at(date(2027, 1, 1))) == []


def referred(now: datetime) -> str:
    """Give an emergency whose child was referred today, with no plan yet."""
    matching_service("Harbour Care")
    made = make_requests.request(Status.AWAITING_APPROVAL, urgency="emergency", needed_by=now.date())
    actions.screen(
        make.social_worker(),
        made.reference,
        indicators={"wants_to_leave": Strength.STRONG},
        level=Level.HIGH,
        judgement=make_requests.JUDGEMENT,
        protection=Protection(referral=Referral.REFERRED, referred_on=now.date()),
        now=now,
    )
    return made.reference


def of(reference: str, words: str) -> list[Notice]:
    db.session.rollback()
    return [row for row in db.session.query(Notice) if reference in row.text and words in row.text]


def test_what_is_due_stands_on_the_pages_for_who_may_read_the_request(lite: Flask, now: datetime) -> None:
    reference = referred(now)
    worker = browser(lite).sign_in(make.person(Role.SOCIAL_WORKER).id)
    for path in ("/requests", f"/requests/{reference}", "/"):
        text = worker.page(path).text
        assert "Write the plan for the first 72 hours" in text, path
        assert "By 30 November 2026 at 5:00pm" in text or path == "/"
    other = make.actor(Role.DIRECTOR, of="Southmoor Council")
    assert all_due(other, now) == []
    assert not [need for need in queries.needs(other, now) if reference in need.text]


def test_what_is_overdue_is_told_once_without_a_word_of_it(app: Flask, now: datetime) -> None:
    reference = referred(now)
    late = now + timedelta(days=1)
    with clock.fixed(late):
        for _ in range(3):
            remind()
    (plan,) = of(reference, "overdue")
    assert plan.text == f"{reference}: something that protects the child is overdue"
    (row,) = db.session.query(AuditRecord).filter_by(event="request:reminded")
    assert row.facts == {"tasks": 1}
    with clock.fixed(now + timedelta(days=8)):
        remind()
        remind()
    assert len(of(reference, "overdue")) == 2, "the referral's clock has run out since"
    said = " ".join(notice.text for notice in db.session.query(Notice))
    assert "referral" not in said
    assert "72" not in said


def test_a_decision_is_recorded_while_the_child_is_placed_and_ends_the_reminders(lite: Flask, now: datetime) -> None:
    from tests import make_placements  # noqa: PLC0415 - only here

    made = make_placements.placed()
    worker = make.social_worker()
    decided = {"referral": Referral.REASONABLE, "referred_on": now.date(), "reasonable_on": now.date()}
    for said in ({"referral": Referral.REFERRED, "referred_on": now.date()}, decided):
        actions.screen(
            worker,
            made.reference,
            indicators={},
            level=Level.LOW,
            judgement=make_requests.JUDGEMENT,
            protection=Protection(**said),  # type: ignore[arg-type]
            now=clock.now(),
        )
        tasks = [one.task.duty for one in all_due(worker, now)]
        assert tasks == ([] if "reasonable_on" in said else [Duty.REASONABLE])
    with clock.fixed(now + timedelta(days=20)):
        remind()
    assert of(made.reference, "overdue") == []


def test_the_manager_is_told_that_nobody_has_offered_in_time(lite: Flask, now: datetime) -> None:
    matching_service("Harbour Care")
    reference = make_requests.request(Status.SEARCHING, released=True).reference
    with clock.fixed(now + timedelta(hours=48, minutes=1)):
        jobs.run_due()
        remind()
        (notice,) = of(reference, "overdue")
        assert notice.text == f"{reference}: the search for a place is overdue"
        manager = make.placements_manager()
        assert "Nobody has offered in time" in " ".join(need.text for need in queries.needs(manager, clock.now()))
