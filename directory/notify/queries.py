from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from directory.access import Actor, Permission, require
from directory.kit.db import db
from directory.notify.models import Delivery, Mail, Notice, Status
from directory.notify.preferences import paces_of
from directory.notify.rules import DEFAULTS, Kind, Pace

KEPT = timedelta(days=90)


def for_actor(actor: Actor) -> ColumnElement[bool]:
    """Give the condition under which a notice is this actor's."""
    if not actor.signed_in:
        return false()
    theirs = and_(Notice.organisation_id == actor.organisation_id, Notice.permission.in_(sorted(actor.permissions)))
    return or_(Notice.person_id == actor.person_id, theirs)


def notices(actor: Actor, *, limit: int = 20) -> Sequence[Notice]:
    """Give the actor's unread notices, newest first."""
    return db.session.scalars(
        select(Notice)
        .where(for_actor(actor), Notice.read_at.is_(None))
        .order_by(Notice.at.desc(), Notice.id)
        .limit(limit)
    ).all()


def own_paces(actor: Actor) -> dict[Kind, Pace]:
    """Give how soon the actor is sent an email of each kind."""
    return paces_of(actor.person_id) if actor.person_id else dict(DEFAULTS)


@dataclass(frozen=True)
class Sent:
    """A line of a person's log: what kind, when it arose, and how far its email is. No words."""

    kind: Kind
    pace: Pace
    at: datetime
    state: str
    sent_at: datetime | None


_STATES = {
    Status.WAITING: "Waits to be sent",
    Status.SENDING: "Is being sent",
    Status.SENT: "Sent",
    Status.INTERRUPTED: "Interrupted: it may not have reached you",
}


def sent_to(actor: Actor, *, limit: int = 50) -> list[Sent]:
    """Give what was sent to the actor, newest first."""
    rows = db.session.execute(
        select(Delivery, Mail.status, Mail.sent_at)
        .outerjoin(Mail, Mail.id == Delivery.mail_id)
        .where(Delivery.person_id == actor.person_id)
        .order_by(Delivery.at.desc(), Delivery.id)
        .limit(limit)
    ).all()
    return [Sent(row.kind, row.pace, row.at, _state(row, status), sent_at) for row, status, sent_at in rows]


def _state(row: Delivery, status: Status | None) -> str:
    if status is not None:
        return _STATES[status]
    if row.passed_over:
        return "Not sent: it was read first"
    return "Waits for the morning" if row.queued_at is None else "Sent"


def mail_counts(actor: Actor, *, since: datetime) -> dict[Status, int]:
    """Give how many emails are how far, of those made since; counts only. Needs job:read."""
    require(actor, Permission.JOB_READ)
    rows = db.session.execute(
        select(Mail.status, func.count()).where(Mail.created_at >= since).group_by(Mail.status).order_by(Mail.status)
    )
    found = {row[0]: int(row[1]) for row in rows}
    return {status: found.get(status, 0) for status in Status}


def overdue_mails(actor: Actor, *, before: datetime) -> int:
    """Give how many emails have waited since before then: the mail server refuses them, or no worker runs."""
    require(actor, Permission.JOB_READ)
    waiting = select(func.count()).where(Mail.status == Status.WAITING, Mail.created_at < before)
    return db.session.scalar(waiting) or 0


def delivery_counts(actor: Actor, *, since: datetime) -> dict[Kind, int]:
    """Give how many notices of each kind went to somebody by email since; counts only. Needs job:read."""
    require(actor, Permission.JOB_READ)
    rows = db.session.execute(
        select(Delivery.kind, func.count()).where(Delivery.at >= since).group_by(Delivery.kind).order_by(Delivery.kind)
    )
    found = {row[0]: int(row[1]) for row in rows}
    return {kind: found.get(kind, 0) for kind in Kind}
