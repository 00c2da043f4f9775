"""What may be told by email, how soon, and what cannot be turned off. No words of a notice stand in an email."""

from datetime import datetime, time
from enum import StrEnum

from directory.access import Permission
from directory.kit.days import LONDON

MORNING = time(7)


class Kind(StrEnum):
    """What a notice is about, as far as emails go."""

    LATE_APPROVALS = "late_approvals"
    WORK = "work"
    ANSWERS = "answers"
    ASKED = "asked"
    PLACEMENTS = "placements"
    TENDERS = "tenders"
    NEWS = "news"


class Pace(StrEnum):
    """When an email leaves."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NONE = "none"


KIND_LABELS: dict[Kind, str] = {
    Kind.LATE_APPROVALS: "Emergencies whose approval is late",
    Kind.WORK: "Requests that wait for you: to screen, approve or release",
    Kind.ANSWERS: "Offers and holds",
    Kind.ASKED: "Requests for your services",
    Kind.PLACEMENTS: "Placements",
    Kind.TENDERS: "Tenders that you watch, and questions about your authority’s",
    Kind.NEWS: "Everything else",
}
PACE_LABELS: dict[Pace, str] = {
    Pace.AT_ONCE: "At once",
    Pace.DAILY: "Once a day, in the morning",
    Pace.NONE: "No emails",
}
# tenders and saved searches send emails of their own, so what is left is news for the home page
DEFAULTS: dict[Kind, Pace] = {
    Kind.LATE_APPROVALS: Pace.AT_ONCE,
    Kind.WORK: Pace.AT_ONCE,
    Kind.ANSWERS: Pace.AT_ONCE,
    Kind.ASKED: Pace.AT_ONCE,
    Kind.PLACEMENTS: Pace.DAILY,
    Kind.TENDERS: Pace.AT_ONCE,
    Kind.NEWS: Pace.NONE,
}
FIXED = frozenset({Kind.LATE_APPROVALS})

_KINDS: dict[Permission, Kind] = {
    Permission.OFFER_MAKE: Kind.ASKED,
    Permission.OFFER_READ: Kind.ANSWERS,
    Permission.HOLD_TAKE: Kind.ANSWERS,
    Permission.REQUEST_DRAFT: Kind.WORK,
    Permission.REQUEST_SCREEN: Kind.WORK,
    Permission.REQUEST_APPROVE: Kind.WORK,
    Permission.REQUEST_RELEASE: Kind.WORK,
}


def kind_of(endpoint: str, permission: Permission | None) -> Kind:
    """Give the kind of a notice whose author named none: by where it leads and who is to act."""
    feature = endpoint.split(".", 1)[0]
    if feature == "placements":
        return Kind.PLACEMENTS
    if feature != "requests" or permission is None:
        return Kind.NEWS
    return _KINDS.get(permission, Kind.WORK)


def is_morning(now: datetime) -> bool:
    """Say whether the day's digest may leave: from 7 am on clocks in London."""
    return now.astimezone(LONDON).time() >= MORNING
