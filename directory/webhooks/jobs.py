"""Sending: what is due, each try noted. A try is no user's change, so it is kept beside the audited actions.

A delivery is taken by moving its next try two minutes on, so that of two workers one sends it; a worker that dies
has it tried again. So a message may arrive twice, with the same id.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import and_, delete, insert, or_, select, update
from sqlalchemy.engine import Connection

from directory import audit, jobs
from directory.access import SYSTEM, Permission
from directory.kit import clock, outbound
from directory.kit.atomic import atomic
from directory.kit.bookkeeping import aside
from directory.kit.db import db
from directory.notify import notice
from directory.webhooks.models import Attempt, Delivery, Webhook
from directory.webhooks.rules import KEPT, LEASE, SECONDS, Outcome, Status, next_try, signature

LONGEST_ROUND_SECONDS = 60.0
LONGEST_ERROR = 200
log = structlog.get_logger("fairhaven.webhooks")

_MAY_GO = or_(Webhook.status == Status.ACTIVE, and_(Webhook.status == Status.FAILING, Delivery.by_hand))


@dataclass(frozen=True)
class Tried:
    """What came of one try."""

    well: bool
    status: int | None = None
    milliseconds: int | None = None
    error: str = ""


@jobs.handler("webhooks.deliver")
def deliver(delivery_id: str) -> None:
    """Try one delivery, if it is due."""
    chosen, now = UUID(delivery_id), clock.now()
    if not aside(_take(chosen, now)):
        return
    row = db.session.get(Delivery, chosen)
    if row is None:
        return
    hook, number = row.webhook, row.tries + 1
    webhook_id, address, secrets, body = hook.id, hook.address, hook.secrets(now), row.body.encode()
    headers = {
        "Content-Type": "application/json",
        "Fairhaven-Event": row.event.value,
        "Fairhaven-Event-Id": str(row.event_id),
        "Fairhaven-Signature": signature(secrets, body, now),
    }
    db.session.rollback()  # no transaction is kept open while somebody else's machine thinks
    tried = _try(address, body, headers)
    log.info("webhook", webhook_id=str(webhook_id), delivery_id=delivery_id, ok=tried.well, status=tried.status)
    again_at = None if tried.well else next_try(number, now)
    aside(_note(chosen, tried, number=number, again_at=again_at, now=now))
    if tried.well or again_at is None:
        settle(str(webhook_id), well=tried.well)


@jobs.every(timedelta(minutes=1), "webhooks.round")
def round_of_tries() -> None:
    """Try what is due: retries, and what waited for a webhook that was paused. One slow peer ends the round early."""
    now = clock.now()
    due = db.session.scalars(
        select(Delivery.id)
        .join(Webhook)
        .where(Delivery.outcome == Outcome.WAITING, Delivery.next_at <= now, _MAY_GO)
        .order_by(Delivery.next_at, Delivery.id)
        .limit(100)
    ).all()
    db.session.rollback()
    began = time.monotonic()
    for delivery_id in due:
        deliver(str(delivery_id))
        if time.monotonic() - began > LONGEST_ROUND_SECONDS:
            break


@atomic
def settle(webhook_id: str, *, well: bool) -> None:
    """Note that a webhook answers again, or that it failed for good: then its organisation is told."""
    hook = db.session.scalar(select(Webhook).where(Webhook.id == UUID(webhook_id)).with_for_update())
    if hook is None or hook.status is (Status.ACTIVE if well else Status.FAILING) or hook.status is Status.PAUSED:
        return
    now = clock.now()
    hook.status = Status.ACTIVE if well else Status.FAILING
    audit.record(SYSTEM, "webhook:recovered" if well else "webhook:failed", hook, at=now)
    if not well:
        notice(
            text=f"Events no longer reach your system: {hook.name}",
            endpoint="webhooks.show",
            arguments={"webhook_id": hook.id},
            organisation_id=hook.organisation_id,
            permission=Permission.WEBHOOK_MANAGE,
            at=now,
        )


@jobs.every(timedelta(days=1), "webhooks.tidy")
def tidy() -> None:
    """Forget what is older than 30 days, and secrets whose time is over."""
    now = clock.now()

    def forget(connection: Connection) -> None:
        connection.execute(delete(Delivery).where(Delivery.created_at < now - KEPT))
        over = Webhook.former_secret_until <= now
        connection.execute(update(Webhook).where(over).values(former_secret=None, former_secret_until=None))

    aside(forget)


def _take(chosen: UUID, now: datetime) -> Callable[[Connection], bool]:
    def take(connection: Connection) -> bool:
        due = (Delivery.id == chosen) & (Delivery.outcome == Outcome.WAITING) & (Delivery.next_at <= now)
        there = select(Webhook.id).where(Webhook.id == Delivery.webhook_id, _MAY_GO).exists()
        return connection.execute(update(Delivery).where(due, there).values(next_at=now + LEASE)).rowcount == 1

    return take


def _try(address: str, body: bytes, headers: dict[str, str]) -> Tried:
    try:
        answer = outbound.post(address, body, headers=headers, seconds=SECONDS)
    except outbound.CannotReach as fault:
        return Tried(well=False, error=str(fault)[:LONGEST_ERROR])
    error = "" if answer.well else f"It answered {answer.status}, where 2xx was needed"
    return Tried(answer.well, answer.status, answer.milliseconds, error)


def _note(
    chosen: UUID, tried: Tried, *, number: int, again_at: datetime | None, now: datetime
) -> Callable[[Connection], None]:
    outcome = Outcome.DELIVERED if tried.well else Outcome.WAITING if again_at else Outcome.FAILED

    def note(connection: Connection) -> None:
        moved = connection.execute(
            update(Delivery)
            .where(Delivery.id == chosen, Delivery.tries == number - 1)
            .values(outcome=outcome, tries=number, next_at=again_at or now)
        )
        if moved.rowcount:
            row = Attempt(
                delivery_id=chosen,
                number=number,
                at=now,
                status=tried.status,
                milliseconds=tried.milliseconds,
                error=tried.error,
            )
            values = {c.key: getattr(row, c.key) for c in Attempt.__table__.columns if c.key != "id"}
            connection.execute(insert(Attempt).values(**values))

    return note
