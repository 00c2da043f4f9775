"""Working days of England and Wales, and moments as clocks in London show them."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

LONDON = ZoneInfo("Europe/London")
SATURDAY = 5


@cache
def bank_holidays() -> frozenset[date]:
    """Give the bank holidays of England and Wales that come with the package: nothing is fetched."""
    listed = BankHolidays(use_cached_holidays=True)
    return frozenset(holiday["date"] for holiday in listed.get_holidays(division=BankHolidays.ENGLAND_AND_WALES))


@cache
def holidays_known_until() -> date:
    """Give the last day of the last year whose bank holidays are known; after it those of the law are reckoned."""
    return date(max(bank_holidays()).year, 12, 31)


def easter(year: int) -> date:
    """Give Easter Sunday of a year (the "Anonymous Gregorian" reckoning, for years from 1583)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays_by_law(year: int) -> frozenset[date]:
    """Give the bank holidays that every year has, with the days that stand in for those on a weekend.

    Source: Banking and Financial Dealings Act 1971, Schedule 1, and the yearly proclamations as gov.uk lists them.
    Days that are proclaimed for one year only are not among them.
    """
    sunday = easter(year)
    found = {sunday - timedelta(days=2), sunday + timedelta(days=1)}
    for last in (date(year, 5, 7), date(year, 5, 31), date(year, 8, 31)):
        found.add(last - timedelta(days=last.weekday()))  # the Monday on or before it
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = fixed
        while day.weekday() >= SATURDAY or day in found:
            day += timedelta(days=1)
        found.add(day)
    return frozenset(found)


def is_working_day(day: date) -> bool:
    """Say whether a day is neither a weekend nor a bank holiday in England and Wales."""
    holidays = bank_holidays() if day <= holidays_known_until() else holidays_by_law(day.year)
    return day.weekday() < SATURDAY and day not in holidays


def working_day_from(day: date) -> date:
    """Give ``day``, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_days_before(day: date, number: int) -> date:
    """Give the working day that lies ``number`` working days before ``day``."""
    while number > 0:
        day -= timedelta(days=1)
        number -= is_working_day(day)
    return day


def london_instant(day: date, hour: time) -> datetime:
    """Give the instant (UTC) at which clocks in London show this; raise ValueError where they never or twice do."""
    early = datetime.combine(day, hour, LONDON)
    late = early.replace(fold=1)
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC)
    if early.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != early.replace(tzinfo=None):
        raise ValueError("The clocks go forward that night, so this time does not exist. Choose another")
    raise ValueError("The clocks go back that night, so this time comes twice. Choose another")


def comes_twice(instant: datetime) -> bool:
    """Say whether London's clocks show this time twice that day, because they go back."""
    there = instant.astimezone(LONDON)
    return there.utcoffset() != there.replace(fold=1 - there.fold).utcoffset()


def days_later(instant: datetime, days: int) -> datetime:
    """Give the instant ``days`` calendar days later at the same time on London's clocks (UTC)."""
    return (instant.astimezone(LONDON) + timedelta(days=days)).astimezone(UTC)


def working_days_after(day: date, number: int) -> date:
    """Give the working day that lies ``number`` working days after ``day``."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
