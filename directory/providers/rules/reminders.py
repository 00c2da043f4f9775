"""When a provider is reminded to confirm its places: pure."""

from collections.abc import Container
from datetime import date, datetime, timedelta

FIRST_HOUR, LAST_HOUR = 8, 18
AFTER = timedelta(days=7)
SOUGHT_AFTER = timedelta(days=3)
SOUGHT_LATELY = timedelta(days=14)
LASTS = timedelta(days=3)
MOST_LINKS = 20


def may_be_sent(there: datetime, holidays: Container[date]) -> bool:
    """Say whether a reminder may leave when clocks in London show this: by day, and never on a bank holiday."""
    return FIRST_HOUR <= there.hour < LAST_HOUR and there.date() not in holidays


def is_due(
    confirmed_at: datetime | None, reminded_at: datetime | None, sought_at: datetime | None, now: datetime
) -> bool:
    """Say whether to remind of a service now: a week after its last confirmation or reminder, whichever is later.

    Three days where authorities lately sought a place like it. One never confirmed is reminded of until it is.
    """
    sought = sought_at is not None and now - sought_at <= SOUGHT_LATELY
    last = max((at for at in (confirmed_at, reminded_at) if at is not None), default=None)
    return last is None or now - last >= (SOUGHT_AFTER if sought else AFTER)
