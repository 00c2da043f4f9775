"""How the ledger is counted: months, bands, limits and their order."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.insight.rules.asking import Asked
from directory.insight.rules.ledger import (
    DAYS,
    Dimension,
    Limits,
    band_of,
    counted,
    half_searched_days,
    in_lines,
    month_words,
    months_back,
    months_between,
)
from directory.kit.understand import NotUnderstood, understood
from tests.insight.test_hiding import entry

ONE = UUID(int=1)
YEAR = Limits("2025-12", "2026-11")


@pytest.mark.parametrize(
    ("days", "band"),
    [(0, "same_day"), (1, "1_to_2"), (2, "1_to_2"), (3, "3_to_7"), (7, "3_to_7"), (8, "8_to_28"), (28, "8_to_28")],
)
def test_days_lie_in_one_band(days: int, band: str) -> None:
    assert band_of(days) == band
    assert band_of(29) == list(DAYS)[-1]


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(0, 60))
def test_months_are_counted_over_the_turn_of_the_year(day: date, number: int) -> None:
    month = f"{day:%Y-%m}"
    assert months_back(months_back(month, number), -number) == month
    assert len(months_between(months_back(month, number), month)) == number + 1


def test_months_in_words() -> None:
    assert months_back("2026-01", 1) == "2025-12"
    assert month_words("2026-02") == "February 2026"


def test_a_need_for_two_kinds_counts_for_both_and_once_in_all() -> None:
    rows = [entry(ONE, service_types=("foster_care", "childrens_home")), entry(ONE)]
    assert counted(rows, Dimension.TYPE) == {"foster_care": 2, "childrens_home": 1}
    assert counted(rows, Dimension.SPECIALISM) == {"none": 2}
    words = [line.words for line in in_lines(Dimension.TYPE, counted(rows, Dimension.TYPE), YEAR, absent=0)]
    assert words == ["Foster care", "Children's home"]


def test_months_without_a_need_stand_there_with_none() -> None:
    lines = in_lines(Dimension.MONTH, {"2026-10": 2}, YEAR, absent=0)
    assert [line.number for line in lines] == [0] * 10 + [2, 0]
    assert lines[0].words == "December 2025"


def test_limits_hold_all_at_once() -> None:
    limits = Limits("2026-10", "2026-10", region="London", specialism=None)
    assert limits.hold(entry(ONE))
    assert not limits.hold(entry(ONE, region="North West"))
    assert not limits.hold(entry(ONE, closed_on=date(2026, 9, 30)))
    assert not limits.hold(entry(ONE, closed_on=date(2026, 11, 1)))


def test_half_of_the_needs_were_searched_for_so_long_or_longer() -> None:
    assert half_searched_days([]) is None
    assert half_searched_days([entry(ONE, days_searched=days) for days in (0, 2, 9)]) == 2
    assert half_searched_days([entry(ONE, days_searched=days) for days in (0, 2, 9, 30)]) == 9


def test_twelve_months_unless_said_and_of_all_authorities_none_that_is_not_over() -> None:
    today = date(2026, 11, 23)
    assert Asked().limits(today) == YEAR
    everybody = understood(Asked, {"whose": "all", "until": "2026-11"}).limits(today)
    assert (everybody.since, everybody.until) == ("2025-11", "2026-10")
    longest = understood(Asked, {"since": "2001-01"}).limits(today)
    assert len(months_between(longest.since, longest.until)) == 36


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"since": "2026-13"}, "is not a month"),
        ({"since": "2026-05", "until": "2026-04"}, "The first month is after the last"),
        ({"region": "Atlantis"}, "is not a region"),
        ({"whose": "theirs"}, "is not one of the values known"),
        ({"authority": "E08000035"}, "is not known here"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_words(said: dict[str, str], words: str) -> None:
    with pytest.raises(NotUnderstood, match=words):
        understood(Asked, said)
