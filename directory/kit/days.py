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
    """Give the last day of the last year whose bank holidays are known; after it only weekends are."""
    return date(max(bank_holidays()).year, 12, 31)


def is_working_day(day: date) -> bool:
    """Say whether a day is neither a weekend nor a bank holiday in England and Wales."""
    return day.weekday() < SATURDAY and day not in bank_holidays()


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


def days_later(instant: datetime, days: int) -> datetime:
    """Give the instant ``days`` calendar days later at the same time on London's clocks (UTC)."""
    return (instant.astimezone(LONDON) + timedelta(days=days)).astimezone(UTC)


def working_days_after(day: date, number: int) -> date:
    """Give the working day that lies ``number`` working days after ``day``."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
