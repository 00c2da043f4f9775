"""Which events there are, how a message is signed, and when it is tried again."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from directory.access import Kind

MOST_HOOKS = 10
LONGEST_NAME = 100
MARK = "whsec_"  # so that a secret found in the wrong place is known for what it is
OVERLAP = timedelta(hours=24)
KEPT = timedelta(days=30)
SECONDS = 5.0
LEASE = timedelta(minutes=2)
# after the first try at once: seven in all, the last about 35 hours after the first
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
TRIES = len(BACKOFF) + 1


class Event(StrEnum):
    """What may have happened."""

    REQUEST_MATCHED = "request:matched"
    REQUEST_SUBMITTED = "request:submitted"
    REQUEST_RETURNED = "request:returned"
    REQUEST_APPROVED = "request:approved"
    REQUEST_RELEASED = "request:released"
    REQUEST_CLOSED = "request:closed"
    OFFER_MADE = "offer:made"
    OFFER_CHANGED = "offer:changed"
    OFFER_DECLINED = "offer:declined"
    OFFER_WITHDRAWN = "offer:withdrawn"
    HOLD_MADE = "hold:made"
    HOLD_RELEASED = "hold:released"
    PLACEMENT_AGREED = "placement:agreed"
    PLACEMENT_STARTED = "placement:started"
    PLACEMENT_CHANGED = "placement:changed"
    PLACEMENT_ENDED = "placement:ended"
    WEBHOOK_TESTED = "webhook:tested"


class Status(StrEnum):
    """How a webhook is. One that fails is told nothing until a test gets through or somebody resumes it."""

    ACTIVE = "active"
    PAUSED = "paused"
    FAILING = "failing"


class Outcome(StrEnum):
    """How far a delivery is."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True)
class About:
    """What an event is to people, and whose systems may be sent it."""

    words: str
    kinds: frozenset[Kind]


PROVIDERS, AUTHORITIES = frozenset({Kind.PROVIDER}), frozenset({Kind.AUTHORITY})
BOTH = PROVIDERS | AUTHORITIES
EVENTS: Mapping[Event, About] = MappingProxyType(
    {
        Event.REQUEST_MATCHED: About("A placement request matches one of your services", PROVIDERS),
        Event.REQUEST_SUBMITTED: About("A placement request is submitted", AUTHORITIES),
        Event.REQUEST_RETURNED: About("A placement request is sent back to be changed", AUTHORITIES),
        Event.REQUEST_APPROVED: About("A placement request is approved", AUTHORITIES),
        Event.REQUEST_RELEASED: About("A placement request is released: providers are asked", AUTHORITIES),
        Event.REQUEST_CLOSED: About("A placement request needs no answer any more", BOTH),
        Event.OFFER_MADE: About("A provider offers a place", AUTHORITIES),
        Event.OFFER_CHANGED: About("A provider changes its offer", AUTHORITIES),
        Event.OFFER_DECLINED: About("A provider declines", AUTHORITIES),
        Event.OFFER_WITHDRAWN: About("A provider withdraws its offer", AUTHORITIES),
        Event.HOLD_MADE: About("An authority holds a place", BOTH),
        Event.HOLD_RELEASED: About("A hold has ended, and the place is free again", BOTH),
        Event.PLACEMENT_AGREED: About("A placement is agreed", BOTH),
        Event.PLACEMENT_STARTED: About("A placement has started", BOTH),
        Event.PLACEMENT_CHANGED: About("The fee or the expected end of a placement is changed", BOTH),
        Event.PLACEMENT_ENDED: About("A placement has ended", BOTH),
    }
)


def events_for(kind: Kind | None) -> list[Event]:
    """Give the events that an organisation of this kind may choose."""
    return [event for event, about in EVENTS.items() if kind in about.kinds]


def message(event_id: UUID, event: Event, at: datetime, data: Mapping[str, Any]) -> str:
    """Give the body that is sent, as JSON; every try and replay sends the same."""
    return json.dumps({"id": str(event_id), "event": event.value, "at": at.isoformat(), "data": dict(data)})


def signature(secrets: Iterable[str], body: bytes, at: datetime) -> str:
    """Give the header ``Fairhaven-Signature``: the time in seconds, and one ``v1`` for each secret that holds now."""
    seconds = str(int(at.timestamp()))
    signed = seconds.encode() + b"." + body
    marks = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={seconds}", *(f"v1={mark}" for mark in marks)])


def next_try(tries: int, now: datetime) -> datetime | None:
    """Give when to try again after so many tries in vain; None where that was the last."""
    return now + BACKOFF[tries - 1] if tries <= len(BACKOFF) else None
