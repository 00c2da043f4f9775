"""What may be told to whom once a placement is agreed."""

from datetime import datetime

from directory.kit.days import days_later
from directory.requests.rules.lifecycle import Status

# from the agreement to the end, and at no other time
OPEN_STATES = frozenset({Status.AGREED, Status.PLACED})
USUAL_DAYS = 14
MOST_DAYS = 90
MOST_FILES = 5
# of the reason for reading an address, in characters
SHORTEST_WHY = 10
LONGEST_WHY = 500
# so that several at once stay below what a request may hold
MOST_BYTES_TOGETHER = 15 * 1024 * 1024


def days_in_words(days: int | None) -> str | None:
    """Give what is wrong with so many days; None when nothing is."""
    return None if days is not None and 1 <= days <= MOST_DAYS else f"Enter a number of days from 1 to {MOST_DAYS}"


def is_open(status: Status, *, expires_at: datetime, withdrawn_at: datetime | None, now: datetime) -> bool:
    """Say whether the provider may open a pack, by the placement's state, the clock and the authority."""
    return status in OPEN_STATES and withdrawn_at is None and now < expires_at


def expiry_after(days: int, now: datetime) -> datetime:
    """Give when a pack that is released for so many days closes: at the same time on London's clocks (UTC)."""
    return days_later(now, days)
