from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection, Row

from directory import jobs
from directory.kit import clock
from directory.kit.bookkeeping import aside
from directory.kit.db import db
from directory.notify import delivering
from directory.notify.mailbox import deliver
from directory.notify.models import Delivery, Digest, Mail, Notice, Status
from directory.notify.queries import KEPT
from directory.notify.rules import Pace, is_morning

log = structlog.get_logger("fairhaven.notify")


@jobs.handler("notify.send")
def send(mail_id: str) -> None:
    """Send a mail at most once: whoever moves it from waiting to sending sends it."""
    chosen = UUID(mail_id)

    def take(connection: Connection) -> Row[str, str, str | None] | None:
        return connection.execute(
            update(Mail)
            .where(Mail.id == chosen, Mail.status == Status.WAITING)
            .values(status=Status.SENDING)
            .returning(Mail.to, Mail.subject, Mail.body)
        ).first()

    def move(status: Status, **more: object) -> None:
        here = (Mail.id == chosen) & (Mail.status == Status.SENDING)
        aside(lambda connection: connection.execute(update(Mail).where(here).values(status=status, **more)))

    taken = aside(take)
    if taken is None:
        # either sent already, or a worker died while it was sending: then nobody knows, and twice is worse
        move(Status.INTERRUPTED, body=None)
        return
    to, subject, body = taken
    try:
        deliver(to, subject, body or "")
    except Exception:
        move(Status.WAITING)
        raise
    move(Status.SENT, body=None, sent_at=clock.now())
    log.info("mail", mail_id=mail_id)


@jobs.handler("notify.deliver")
def deliver_notice(notice_id: str) -> None:
    """Queue the emails of a notice, each once."""
    delivering.deliver(UUID(notice_id), now=clock.now())


@jobs.every(timedelta(minutes=10), "notify.digests")
def digests() -> None:
    """Queue the day's email of everybody for whom something waits, from 7 am in London, once a day for each."""
    now = clock.now()
    if not is_morning(now):
        return
    waiting = (
        select(Delivery.person_id)
        .where(Delivery.pace == Pace.DAILY, Delivery.queued_at.is_(None), Delivery.passed_over.is_(False))
        .distinct()
    )
    for person_id in db.session.scalars(waiting.order_by(Delivery.person_id)).all():
        delivering.digest(person_id, now=now)


@jobs.every(timedelta(days=1), "notify.tidy")
def tidy() -> None:
    """Forget mails and notices that were read long ago."""
    before = clock.now() - KEPT
    day = clock.in_london(before).date()

    def forget(connection: Connection) -> None:
        connection.execute(delete(Delivery).where(Delivery.at < before))
        connection.execute(delete(Digest).where(Digest.on < day))
        connection.execute(delete(Mail).where(Mail.created_at < before, Mail.status != Status.WAITING))
        connection.execute(delete(Notice).where(Notice.at < before))

    aside(forget)
