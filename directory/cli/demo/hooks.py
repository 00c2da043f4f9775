"""The demonstration's webhooks: each provider with people has one, with a log. Nothing of it calls the network.

None is active, so no worker sends what waits, and the addresses end in ``.example``, which leads nowhere.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from directory import audit
from directory.access import SYSTEM, Role
from directory.cli.demo.asks import actor
from directory.cli.demo.plan import PROVIDERS_WITH_PEOPLE
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.notify import link
from directory.webhooks import Event, actions
from directory.webhooks.models import Attempt, Delivery, Webhook
from directory.webhooks.rules import BACKOFF, TRIES, Outcome, Status, message

HOUR = timedelta(hours=1)
BUSY = "It answered 503, where 2xx was needed"


@dataclass(frozen=True)
class Line:
    """One line of a log: when it began, how many tries were in vain, and how it stands."""

    event: Event
    hours_ago: float
    in_vain: int = 0
    outcome: Outcome = Outcome.DELIVERED


LINES = (
    Line(Event.WEBHOOK_TESTED, 240),
    Line(Event.REQUEST_MATCHED, 190),
    Line(Event.REQUEST_MATCHED, 75, in_vain=3),
    Line(Event.HOLD_MADE, 60, in_vain=TRIES, outcome=Outcome.FAILED),
    Line(Event.HOLD_RELEASED, 9, in_vain=2, outcome=Outcome.WAITING),
    Line(Event.PLACEMENT_STARTED, 5),
    Line(Event.REQUEST_MATCHED, 2, outcome=Outcome.WAITING),
)
STATES = {
    Event.REQUEST_MATCHED: "open",
    Event.HOLD_MADE: "held",
    Event.HOLD_RELEASED: "released",
    Event.PLACEMENT_STARTED: "placed",
}


@atomic
def add_webhooks(now: datetime) -> int:
    """Add one for each provider, the second of them failing and the others paused; give how many."""
    for number, provider in enumerate(PROVIDERS_WITH_PEOPLE):
        admin = actor(Role.PROVIDER_ADMIN, provider)
        hook, _ = actions.add(
            admin,
            name="Referrals system",
            address=f"https://{_host(provider)}/events",
            events=list(STATES),
            now=now - 241 * HOUR,
        )
        for line in LINES:
            _log(hook, line, f"{_host(provider)} took too long to answer", now)
        if number == 1:
            hook.status = Status.FAILING
            audit.record(SYSTEM, "webhook:failed", hook, at=now - 24 * HOUR)
        else:
            actions.pause(admin, hook.id, now=now - HOUR)
    return len(PROVIDERS_WITH_PEOPLE)


def _host(provider: str) -> str:
    return f"referrals.{provider.split(maxsplit=1)[0].lower()}.example"


def _log(hook: Webhook, line: Line, late: str, now: datetime) -> None:
    began = now - line.hours_ago * HOUR
    event_id = uuid4()
    about = (
        {}
        if line.event is Event.WEBHOOK_TESTED
        else {"reference": "FH-DEMO", "state": STATES[line.event], "url": link("/requests")}
    )
    times = [began]
    for wait in BACKOFF:
        times.append(times[-1] + wait)
    tries = line.in_vain + (line.outcome is Outcome.DELIVERED)
    row = Delivery(
        webhook_id=hook.id,
        event_id=event_id,
        event=line.event,
        body=message(event_id, line.event, began, about),
        outcome=line.outcome,
        tries=tries,
        next_at=times[min(tries, len(BACKOFF))],
        created_at=began,
    )
    for number in range(1, tries + 1):
        well = number > line.in_vain
        silent = not well and number % 2 == 1
        row.attempts.append(
            Attempt(
                number=number,
                at=times[number - 1],
                status=204 if well else None if silent else 503,
                milliseconds=None if silent else 80 + 17 * number,
                error="" if well else late if silent else BUSY,
            )
        )
    db.session.add(row)
