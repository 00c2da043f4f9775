from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete, update
from sqlalchemy.engine import Connection, Row

from directory import jobs
from directory.kit import clock
from directory.kit.bookkeeping import aside
from directory.notify.mailbox import deliver
from directory.notify.models import Mail, Notice, Status

KEPT = timedelta(days=90)
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


@jobs.every(timedelta(days=1), "notify.tidy")
def tidy() -> None:
    """Forget mails and notices that were read long ago."""
    before = clock.now() - KEPT

    def forget(connection: Connection) -> None:
        connection.execute(delete(Mail).where(Mail.created_at < before, Mail.status != Status.WAITING))
        connection.execute(delete(Notice).where(Notice.at < before))

    aside(forget)
