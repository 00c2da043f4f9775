"""The standstill against an oracle that does nothing but count days on its fingers."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from directory.awards.rules.standstill import Rest, Standstill, check_rest, duty, ends, left_after, london_day
from directory.kit.days import bank_holidays, holidays_known_until
from directory.tenders.rules import Details, Ground, Kind, Procedure, Regime, Status
from directory.tenders.rules.states import Phase, phase

LONDON = ZoneInfo("Europe/London")
# the years whose bank holidays are known; every day of them
DAYS = some.dates(date(2024, 1, 1), holidays_known_until() - timedelta(days=60))


def works(day: date) -> bool:
    return day.strftime("%a") not in {"Sat", "Sun"} and day not in bank_holidays()


def oracle(first: date, days: int) -> datetime:
    """Count: write down working days from the first until there are enough; then the midnight that ends the last."""
    counted: list[date] = []
    day = first
    while len(counted) < days:
        if works(day):
            counted.append(day)
        day += timedelta(days=1)
    after = counted[-1] + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=LONDON).astimezone(UTC)


@given(first=DAYS, days=some.integers(8, 30))
def test_it_ends_where_counting_ends(first: date, days: int) -> None:
    found = ends(first, days)
    assert found == oracle(first, days)
    assert found.astimezone(LONDON).strftime("%H:%M:%S") == "00:00:00"
    assert found.tzinfo == UTC


@pytest.mark.parametrize(
    ("published", "until"),
    [
        pytest.param("2026-11-30", "2026-12-10T00:00", id="eight plain days: Monday to Wednesday week"),
        pytest.param("2026-12-18", "2027-01-01T00:00", id="Christmas, Boxing Day on a Saturday, New Year"),
        pytest.param("2026-12-23", "2027-01-07T00:00", id="over the year's end"),
        pytest.param("2026-03-30", "2026-04-11T00:00", id="Good Friday and Easter Monday"),
        pytest.param("2026-03-23", "2026-04-02T00:00", id="the clocks go forward in between: midnight is 23:00 UTC"),
        pytest.param("2026-10-19", "2026-10-29T00:00", id="the clocks go back in between"),
        pytest.param("2024-02-20", "2024-03-01T00:00", id="a leap day is a working day"),
        pytest.param("2026-11-28", "2026-12-10T00:00", id="published on a Saturday: Monday is day 1"),
    ],
)
def test_known_standstills(published: str, until: str) -> None:
    wanted = datetime.fromisoformat(until).replace(tzinfo=LONDON)
    assert ends(date.fromisoformat(published), 8) == wanted


@given(first=DAYS, days=some.integers(8, 20), passed=some.integers(0, 40), wait=some.integers(0, 30))
def test_a_pause_takes_no_day_and_gives_none(first: date, days: int, passed: int, wait: int) -> None:
    paused = first + timedelta(days=passed)
    gone = sum(works(first + timedelta(days=n)) for n in range(passed))
    left = left_after(first, days, paused)
    assert left == max(0, days - gone)
    if left:
        if wait == 0:
            assert ends(paused, left) == ends(first, days)
        resumed = paused + timedelta(days=wait)
        ran = gone + sum(
            works(resumed + timedelta(days=n))
            for n in range((ends(resumed, left).astimezone(LONDON).date() - resumed).days)
        )
        assert ran == days


@given(at=some.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1)), days=some.integers(8, 12))  # noqa: DTZ001 - the zone is added
def test_the_last_millisecond_is_too_early_and_the_next_is_not(at: datetime, days: int) -> None:
    announced = at.replace(tzinfo=UTC)
    over = ends(london_day(announced), days)
    assert over > announced

    def stands(moment: datetime) -> Phase:
        return phase(Status.STANDSTILL, moment, questions_close_at=None, closes_at=announced, standstill_ends_at=over)

    assert stands(over - timedelta(milliseconds=1)) == Phase.STANDSTILL
    assert stands(over) == Phase.AWARDABLE


@pytest.mark.parametrize(
    ("details", "mandatory"),
    [
        (Details(regime=Regime.STANDARD), True),
        (Details(regime=Regime.STANDARD, kind=Kind.FRAMEWORK), True),
        (Details(regime=Regime.STANDARD, procedure=Procedure.DIRECT, ground=Ground.ONE_SUPPLIER), True),
        (Details(regime=Regime.STANDARD, procedure=Procedure.DIRECT, ground=Ground.URGENCY), False),
        (Details(regime=Regime.STANDARD, procedure=Procedure.DIRECT, ground=Ground.USER_CHOICE), False),
        (Details(regime=Regime.STANDARD, kind=Kind.CALL_OFF, framework_reference="T-2026-ABCDEF"), False),
        (Details(regime=Regime.LIGHT_TOUCH), False),
    ],
)
def test_what_the_law_requires_cannot_be_left_out(details: Details, mandatory: bool) -> None:
    found = duty(details)
    assert found.mandatory is mandatory
    assert "Procurement Act 2023" in found.source
    kinds = {
        rest.kind: check_rest(details, rest)
        for rest in (Rest(Standstill.MANDATORY), Rest(Standstill.VOLUNTARY), Rest(Standstill.NONE, 0, "Urgent need"))
    }
    assert {kind for kind, wrong in kinds.items() if not wrong} == (
        {Standstill.MANDATORY} if mandatory else {Standstill.VOLUNTARY, Standstill.NONE}
    )


def test_none_has_a_reason_and_the_others_eight_days_at_least() -> None:
    light = Details()
    assert check_rest(light, Rest(Standstill.NONE, 0, " ")) == {"standstill_reason": "Say why there is no standstill"}
    assert "standstill_days" in check_rest(light, Rest(Standstill.VOLUNTARY, 7))
    assert "standstill_days" in check_rest(light, Rest(Standstill.VOLUNTARY, 61))
    assert check_rest(light, Rest(Standstill.VOLUNTARY, 10)) == {}
