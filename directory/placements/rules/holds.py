"""How long a place is held, and what ends that."""

from datetime import datetime, timedelta
from enum import StrEnum

from directory.kit.errors import Invalid
from directory.requests.rules.lifecycle import Urgency

HOURS: dict[Urgency, int] = {Urgency.EMERGENCY: 4, Urgency.PLANNED: 48}
MOST_HOURS: dict[Urgency, int] = {Urgency.EMERGENCY: 24, Urgency.PLANNED: 14 * 24}
MOST_HOURS_OF_ALL = max(MOST_HOURS.values())


class HoldStatus(StrEnum):
    """What became of a hold."""

    LIVE = "live"
    AGREED = "agreed"
    LAPSED = "lapsed"
    GIVEN_BACK = "given_back"


HOLD_LABELS: dict[HoldStatus, str] = {
    HoldStatus.LIVE: "Held",
    HoldStatus.AGREED: "Agreed",
    HoldStatus.LAPSED: "Lapsed",
    HoldStatus.GIVEN_BACK: "Given back",
}


def expiry(urgency: Urgency | None, hours: int | None, *, since: datetime, now: datetime) -> datetime:
    """Give when a hold taken at ``since`` ends by itself: ``hours`` from ``now``, or what is usual.

    Raises Invalid where it would be held for longer in all than may be, or is over already.
    """
    kind = urgency or Urgency.PLANNED
    hours = HOURS[kind] if hours is None else hours
    most = MOST_HOURS[kind]
    ends_at = now + timedelta(hours=max(0, min(hours, MOST_HOURS_OF_ALL + 1)))
    if hours < 1 or ends_at > since + timedelta(hours=most):
        left = int((since + timedelta(hours=most) - now).total_seconds() // 3600)
        words = f"{'An emergency' if kind is Urgency.EMERGENCY else 'A planned'} place is held for at most {most} hours"
        raise Invalid.field(
            "hours", f"{words}. Enter a number from 1 to {left}" if left else f"{words}, which are used"
        )
    return ends_at
