from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

LONGEST_EVIDENCE = 1000
LONGEST_REASON = 300
LONGEST_ASSURANCE_DAYS = 3 * 366
ENDS_SOON_DAYS = 30
MOST_FILES = 10
# how many days before its end a provider is reminded of an assurance, the nearest last
REMINDED_BEFORE_DAYS = (60, 30, 7)


class Standing(StrEnum):
    """What an assurer has to do with a claim; ``waiting`` is any of them but what ends within 60 days."""

    WAITING = "waiting"
    NEW = "new"
    CHANGED = "changed"
    ENDS_IN_30_DAYS = "ends_in_30_days"
    ENDS_IN_60_DAYS = "ends_in_60_days"
    ENDED = "ended"


def may_be_assured_until(until: date, today: date) -> str:
    """Give what is wrong with a date of assurance; empty when nothing is."""
    if until <= today:
        return "Enter a date after today"
    if until > today + timedelta(days=LONGEST_ASSURANCE_DAYS):
        return "Enter a date within the next 3 years: then it must be looked at again"
    return ""


def reminder_due(until: date, sent: Collection[int], today: date) -> int | None:
    """Give the reminder (by its days before the end) to send today of an assurance until ``until``; None for none.

    Where several are due at once, as after a holiday or for a short assurance, only the nearest is sent.
    """
    if until < today:
        return None
    passed = [days for days in REMINDED_BEFORE_DAYS if (until - today).days <= days]
    return passed[-1] if passed and not any(days <= passed[-1] for days in sent) else None
