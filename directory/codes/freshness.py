from datetime import datetime, timedelta
from enum import StrEnum

CURRENT_DAYS = 7
AGEING_DAYS = 28


class Freshness(StrEnum):
    """How long ago the provider last said that the capacity is right."""

    CURRENT = "current"
    AGEING = "ageing"
    STALE = "stale"


def freshness(confirmed_at: datetime | None, now: datetime) -> Freshness:
    """Give current (7 days or less since confirmed), ageing (28 or less), else stale. Both instants aware."""
    if confirmed_at is None or now - confirmed_at > timedelta(days=AGEING_DAYS):
        return Freshness.STALE
    return Freshness.CURRENT if now - confirmed_at <= timedelta(days=CURRENT_DAYS) else Freshness.AGEING
