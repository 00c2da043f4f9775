from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select

from directory import audit, jobs
from directory.access import Actor, Permission, require
from directory.kit import outbound
from directory.kit.atomic import atomic
from directory.kit.crypto import token
from directory.kit.db import db
from directory.kit.errors import Invalid, WrongState
from directory.notify import link
from directory.webhooks import queries
from directory.webhooks.models import Delivery, Webhook
from directory.webhooks.rules import LONGEST_NAME, MARK, MOST_HOOKS, OVERLAP, Event, Status, events_for, message


def emit(event: Event, organisation_id: UUID, *, at: datetime, reference: str, path: str, state: str) -> None:
    """Queue ``event`` within the running action for the webhooks of an organisation that chose it.

    ``reference`` names the thing, ``path`` is where on this site it is read, and ``state`` how it stands for this
    organisation: nothing else is sent.
    """
    hooks = select(Webhook).where(Webhook.organisation_id == organisation_id).order_by(Webhook.id)
    event_id = uuid4()
    for hook in db.session.scalars(hooks):
        if event in hook.events:
            body = message(event_id, event, at, {"reference": reference, "state": state, "url": link(path)})
            _queue(hook, event, event_id, body, at=at)


def _queue(hook: Webhook, event: Event, event_id: UUID, body: str, *, at: datetime, by_hand: bool = False) -> Delivery:
    made = Delivery(
        webhook_id=hook.id, event_id=event_id, event=event, body=body, by_hand=by_hand, next_at=at, created_at=at
    )
    db.session.add(made)
    db.session.flush()
    jobs.later("webhooks.deliver", delivery_id=made.id)
    return made


@atomic
def add(actor: Actor, *, name: str, address: str, events: Iterable[str], now: datetime) -> tuple[Webhook, str]:
    """Begin to send an organisation's events to ``address``; give the webhook and its secret, to be shown once."""
    require(actor, Permission.WEBHOOK_MANAGE)
    name, chosen = _checked(actor, name, address, events)
    there = select(func.count()).where(Webhook.organisation_id == actor.organisation_id)
    if (db.session.scalar(there) or 0) >= MOST_HOOKS:
        raise Invalid.field("name", f"You have {MOST_HOOKS} already. Delete one that you do not need")
    secret = MARK + token()
    made = Webhook(
        organisation_id=actor.organisation_id,
        name=name,
        address=address,
        events=chosen,
        secret=secret,
        created_at=now,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(actor, "webhook:added", made, at=now, events=chosen)
    return made, secret


@atomic
def change(actor: Actor, webhook_id: UUID, *, name: str, address: str, events: Iterable[str], now: datetime) -> Webhook:
    """Send other events, or to another address, from now on: what still waits goes there too. The secret stays."""
    hook = queries.webhook(actor, webhook_id, lock=True)
    name, chosen = _checked(actor, name, address, events)
    moved = address != hook.address
    if moved or (name, chosen) != (hook.name, sorted(hook.events)):
        hook.name, hook.address, hook.events = name, address, chosen
        audit.record(actor, "webhook:changed", hook, at=now, events=chosen, moved=moved)
    return hook


def _checked(actor: Actor, name: str, address: str, events: Iterable[str]) -> tuple[str, list[str]]:
    """Give the name and the events as they are kept. Raises Invalid for what cannot be, the address included."""
    name, chosen = " ".join(name.split()), sorted(set(events))
    known = {event.value for event in events_for(actor.kind)}
    if not name or len(name) > LONGEST_NAME:
        raise Invalid.field("name", f"Enter a name of up to {LONGEST_NAME} characters, to know it by")
    if not chosen or not known.issuperset(chosen):
        raise Invalid.field("events", "Choose at least one event")
    try:
        outbound.place(address)
    except outbound.NotAnAddress as fault:
        raise Invalid.field("address", str(fault)) from fault
    return name, chosen


@atomic
def rotate(actor: Actor, webhook_id: UUID, *, now: datetime) -> tuple[Webhook, str]:
    """Give a webhook a new secret, to be shown once; for 24 hours the old one signs too."""
    hook = queries.webhook(actor, webhook_id, lock=True)
    hook.former_secret, hook.former_secret_until = hook.secret, now + OVERLAP
    hook.secret = secret = MARK + token()
    audit.record(actor, "webhook:rotated", hook, at=now)
    return hook, secret


@atomic
def pause(actor: Actor, webhook_id: UUID, *, now: datetime) -> None:
    """Send nothing until it is resumed; events wait, for 30 days."""
    hook = queries.webhook(actor, webhook_id, lock=True)
    if hook.status is not Status.PAUSED:
        hook.status = Status.PAUSED
        audit.record(actor, "webhook:paused", hook, at=now)


@atomic
def resume(actor: Actor, webhook_id: UUID, *, now: datetime) -> None:
    """Send again, what waited first (within a minute or two). Raises WrongState where it is active."""
    hook = queries.webhook(actor, webhook_id, lock=True)
    if hook.status is Status.ACTIVE:
        raise WrongState("This webhook is active already")
    hook.status = Status.ACTIVE
    audit.record(actor, "webhook:resumed", hook, at=now)


@atomic
def remove(actor: Actor, webhook_id: UUID, *, now: datetime) -> None:
    """Delete a webhook with its secret and its log."""
    hook = queries.webhook(actor, webhook_id, lock=True)
    audit.record(actor, "webhook:removed", hook, at=now)
    db.session.delete(hook)


@atomic
def test(actor: Actor, webhook_id: UUID, *, now: datetime) -> Delivery:
    """Send a test event, also to one that fails: if it gets through, the others follow."""
    hook = _callable(queries.webhook(actor, webhook_id, lock=True))
    event_id = uuid4()
    body = message(event_id, Event.WEBHOOK_TESTED, now, {})
    audit.record(actor, "webhook:tested", hook, at=now)
    return _queue(hook, Event.WEBHOOK_TESTED, event_id, body, at=now, by_hand=True)


@atomic
def replay(actor: Actor, webhook_id: UUID, delivery_id: UUID, *, now: datetime) -> Delivery:
    """Send an event once more: a new line of the log with the same event id and the same body."""
    hook = _callable(queries.webhook(actor, webhook_id, lock=True))
    before = queries.delivery(actor, webhook_id, delivery_id)
    audit.record(actor, "webhook:replayed", hook, at=now, event_id=before.event_id)
    return _queue(hook, before.event, before.event_id, before.body, at=now, by_hand=True)


def _callable(hook: Webhook) -> Webhook:
    if hook.status is Status.PAUSED:
        raise WrongState("This webhook is paused. Resume it first")
    return hook
