"""Every clock of a request and of a placement over both changes of the clocks, the year's end and bank holidays."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.kit import clock
from directory.kit.days import LONDON, days_later, is_working_day
from directory.placements.rules import due as placed
from directory.placements.rules.disclosing import expiry_after, is_open
from directory.placements.rules.holds import HOURS, expiry
from directory.placements.rules.placing import Interview, Where
from directory.placements.rules.reminding import Stage, remindings
from directory.requests.rules import due as asked
from directory.requests.rules.approving import approval_due
from directory.requests.rules.lifecycle import Status, Urgency
from directory.requests.rules.protection import Protection, Referral
from directory.requests.rules.screening import Level
from directory.web.frame import moment

HOUR = timedelta(hours=1)
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)  # Sundays on which the clocks change at 1am UTC
ANY_DAY = st.dates(date(2024, 1, 1), date(2032, 12, 31))
ANY_TIME = st.builds(
    lambda day, minute: datetime.combine(day, time(), UTC) + timedelta(minutes=minute), ANY_DAY, st.integers(0, 1439)
)


def in_london(said: str, *, fold: int = 0) -> datetime:
    """Give the instant at which London's clocks show this."""
    return datetime.fromisoformat(said).replace(tzinfo=LONDON, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("taken", "shown"),
    [
        (in_london("2026-11-23T16:00"), "23 November 2026 at 8:00pm"),
        (in_london("2027-03-27T23:00"), "28 March 2027 at 4:00am"),
        (in_london("2026-10-24T22:30"), "25 October 2026 at 1:30am (GMT)"),
        (in_london("2026-10-24T21:30"), "25 October 2026 at 1:30am (BST)"),
        (in_london("2026-12-31T22:00"), "1 January 2027 at 2:00am"),
    ],
    ids=["a plain day", "the clocks go forward", "the second half past one", "the first half past one", "New Year"],
)
def test_an_emergency_is_held_four_hours_of_real_time_and_shown_without_doubt(taken: datetime, shown: str) -> None:
    ends = expiry(Urgency.EMERGENCY, None, since=taken, now=taken)
    assert ends - taken == 4 * HOUR
    assert moment(ends) == shown


@given(ANY_TIME, st.sampled_from(list(Urgency)))
def test_a_hold_is_as_long_as_it_says_whatever_the_clocks_do(taken: datetime, urgency: Urgency) -> None:
    assert expiry(urgency, None, since=taken, now=taken) - taken == HOURS[urgency] * HOUR


@given(ANY_TIME)
def test_an_approval_is_due_at_five_of_the_first_working_day_after(released: datetime) -> None:
    due, day = approval_due(released).astimezone(LONDON), released.astimezone(LONDON).date()
    assert due.time() == time(17)
    assert due.date() > day
    assert is_working_day(due.date())
    assert not any(is_working_day(day + timedelta(n)) for n in range(1, (due.date() - day).days))


@pytest.mark.parametrize(
    ("released", "due"),
    [
        ("2026-10-23T23:30", "2026-10-26T17:00"),
        ("2027-03-25T23:30", "2027-03-30T17:00"),
        ("2026-05-01T18:00", "2026-05-05T17:00"),
        ("2026-07-01T00:30", "2026-07-02T17:00"),
        ("2028-02-28T09:00", "2028-02-29T17:00"),
    ],
    ids=["clocks go back", "Easter and clocks go forward", "early May", "past midnight in summer", "29 February"],
)
def test_an_emergency_over_a_long_weekend_is_approved_on_its_first_working_day(released: str, due: str) -> None:
    assert approval_due(in_london(released)) == in_london(due)


@given(ANY_TIME, st.integers(1, 90))
def test_a_pack_closes_when_the_clock_on_the_wall_says_so(released: datetime, days: int) -> None:
    closes = expiry_after(days, released)
    assert closes == days_later(released, days)
    told = released.astimezone(LONDON)
    assert closes.astimezone(LONDON).date() in {told.date() + timedelta(days), told.date() + timedelta(days + 1)}
    assert is_open(Status.PLACED, expires_at=closes, withdrawn_at=None, now=closes - timedelta(seconds=1))
    assert not is_open(Status.PLACED, expires_at=closes, withdrawn_at=None, now=closes)


@pytest.mark.parametrize(
    ("released", "closes"), [("2026-10-20T09:00", "2026-11-03T09:00"), ("2027-03-20T09:00", "2027-04-03T09:00")]
)
def test_a_pack_of_a_fortnight_over_a_change_of_the_clocks_closes_at_the_same_time(released: str, closes: str) -> None:
    assert expiry_after(14, in_london(released)) == in_london(closes)


def facts(starts_on: date, **more: object) -> placed.Facts:
    said: dict[str, object] = {
        "starts_on": starts_on,
        "started_on": starts_on,
        "ended_on": None,
        "expected_end_on": None,
        "emergency": True,
        "where": Where.OWN_AREA,
        "approved": True,
        "area_told_on": None,
    }
    return placed.Facts(**{**said, **more})  # type: ignore[arg-type]


@given(ANY_DAY, st.booleans())
def test_the_area_authority_is_told_by_the_end_of_a_day_in_london(starts_on: date, emergency: bool) -> None:
    told = facts(starts_on, where=Where.ADJOINING, emergency=emergency)
    (task,) = placed.due(told, datetime.combine(starts_on, time(12), UTC))
    last = placed.area_due_on(told)
    assert task.due_at.astimezone(LONDON) == datetime.combine(last + timedelta(1), time(), LONDON)
    assert placed.last_day(task) == last
    days = [starts_on + timedelta(n) for n in range(1, (last - starts_on).days + 1)]
    assert sum(is_working_day(day) for day in days) == (5 if emergency else 0)
    for seconds, overdue in ((-1, False), (0, True)):
        now = task.due_at.astimezone(UTC) + timedelta(seconds=seconds)
        assert [each.overdue for each in placed.due(told, now)] == [overdue]


@given(ANY_DAY)
def test_reviews_are_due_in_the_laws_time(starts_on: date) -> None:
    first, second = placed.usual_reviews(starts_on)
    days = [starts_on + timedelta(n) for n in range(1, (first - starts_on).days + 1)]
    assert sum(map(is_working_day, days)) == 20
    assert (second.year * 12 + second.month) - (first.year * 12 + first.month) == 3
    later = placed.next_review(second, first=False)
    assert (later.year * 12 + later.month) - (second.year * 12 + second.month) == 6
    assert second.day <= first.day
    assert later.day <= second.day


@pytest.mark.parametrize("day", [SPRING, AUTUMN, date(2026, 12, 31), date(2028, 2, 29)])
def test_a_review_is_reminded_of_a_week_before_and_overdue_the_minute_its_day_is_over(day: date) -> None:
    planned = facts(day - timedelta(60), reviews=[("r", day)])

    def said(now: datetime) -> list[Stage]:
        return [each.stage for each in remindings(placed.due(planned, now.astimezone(UTC)), now.astimezone(UTC))]

    ends = datetime.combine(day + timedelta(1), time(), LONDON).astimezone(UTC)
    soon = days_later(ends, -7)
    assert said(soon - timedelta(seconds=1)) == []
    assert said(soon) == [Stage.SOON]
    assert said(ends - timedelta(seconds=1)) == [Stage.SOON]
    assert said(ends) == [Stage.OVERDUE]


@given(ANY_TIME)
def test_a_return_interview_is_due_72_real_hours_after_the_child_came_back(back: datetime) -> None:
    episode = placed.EpisodeFacts("1", back, Interview.NOT_OFFERED, back - HOUR)
    told = facts(back.date() - timedelta(3), episodes=[episode])
    (task,) = placed.due(told, back)
    assert task.due_at - back == 72 * HOUR
    assert [each.overdue for each in placed.due(told, back + 72 * HOUR)] == [True]


def screened(day: date, referral: Referral, referred_on: date | None = None) -> asked.Facts:
    protection = Protection(referral=referral, referred_on=referred_on, safety_plan="Two adults at the door")
    return asked.Facts(Status.PLACED, day, fears_missing=False, screened=asked.Screened(day, Level.LOW, {}, protection))


@given(ANY_DAY)
def test_reasonable_grounds_are_asked_after_at_five_of_the_fifth_working_day(referred_on: date) -> None:
    (task,) = asked.due(screened(referred_on, Referral.REFERRED, referred_on), datetime(2023, 1, 1, tzinfo=UTC))
    there = task.due_at.astimezone(LONDON)
    days = [referred_on + timedelta(n) for n in range(1, (there.date() - referred_on).days + 1)]
    assert (there.time(), is_working_day(there.date())) == (time(17), True)
    assert sum(map(is_working_day, days)) == 5


@given(ANY_DAY)
def test_a_referral_is_due_on_the_day_of_the_screening_whatever_the_clocks_do_that_day(day: date) -> None:
    (task,) = asked.due(screened(day, Referral.TO_REFER), datetime(2023, 1, 1, tzinfo=UTC))
    assert task.due_at.astimezone(LONDON).date() == day
    assert clock.in_london(task.due_at).time() == time(23, 59)
