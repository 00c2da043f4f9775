"""Bank holidays that are reckoned from the law, against those that were listed."""

from datetime import date

import pytest

from directory.kit.days import bank_holidays, easter, holidays_by_law, holidays_known_until, is_working_day

# moved or proclaimed for one year: jubilees, VE day, a funeral, a coronation
ONCE = {
    *("2012-05-28", "2012-06-04", "2012-06-05", "2020-05-04", "2020-05-08"),
    *("2022-05-30", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08"),
}


def test_the_law_gives_what_was_listed_but_for_days_of_one_year() -> None:
    listed = bank_holidays()
    years = range(min(listed).year, holidays_known_until().year + 1)
    reckoned = frozenset(day for year in years for day in holidays_by_law(year))
    assert len(years) > 10
    assert {day.isoformat() for day in listed ^ reckoned} == ONCE


@pytest.mark.parametrize("day", ["1961-04-02", "2024-03-31", "2038-04-25", "2285-03-22"])
def test_easter_at_its_earliest_and_latest(day: str) -> None:
    assert easter(int(day[:4])) == date.fromisoformat(day)


def test_a_year_that_nobody_has_listed_has_its_holidays() -> None:
    year = holidays_known_until().year + 5
    assert not is_working_day(date(year, 12, 25))
    assert not any(is_working_day(day) for day in holidays_by_law(year))
