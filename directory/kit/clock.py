"""One clock. Rules take ``now``; everything else asks here, so that tests can set the hour."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)
_fixed_everywhere: list[datetime] = []


def now() -> datetime:
    """Give the present instant (aware, UTC)."""
    fixed = _fixed.get() or (_fixed_everywhere[-1] if _fixed_everywhere else None)
    return fixed or datetime.now(UTC)


def today() -> date:
    """Give the date on the wall in London, which is what users mean by today."""
    return in_london(now()).date()


def in_london(instant: datetime) -> datetime:
    """Give the same instant as people in the United Kingdom read it."""
    return instant.astimezone(LONDON)


def seconds_to_midnight(instant: datetime) -> int:
    """Give how many seconds are left of the day in London: of 23 hours or 25 where the clocks change."""
    tomorrow = in_london(instant).date() + timedelta(days=1)
    return int((datetime.combine(tomorrow, time(), LONDON) - instant).total_seconds())


@contextmanager
def fixed(instant: datetime, *, every_thread: bool = False) -> Iterator[datetime]:
    """Hold the clock at ``instant`` (aware) within the block; in every thread where so asked."""
    if instant.tzinfo is None:
        raise ValueError("a fixed instant must be aware")
    if every_thread:
        _fixed_everywhere.append(instant)
        try:
            yield instant
        finally:
            _fixed_everywhere.pop()
        return
    token = _fixed.set(instant)
    try:
        yield instant
    finally:
        _fixed.reset(token)
