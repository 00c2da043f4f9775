from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from directory import audit, jobs
from directory.access import Actor, Permission
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.canonical import canonical
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.kit.settings import Settings
from directory.notify.models import Mail, Notice
from directory.notify.queries import for_actor
from directory.notify.rules import Kind, kind_of


def link(path: str) -> str:
    """Give the whole address of a path, for a mail."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.address + path


def mail(*, to: str, subject: str, body: str) -> UUID:
    """Queue a mail within the running action: it leaves if, and only if, the action commits. Give its id."""
    row = Mail(to=to, subject=" ".join(subject.split()), body=body, created_at=clock.now())
    db.session.add(row)
    db.session.flush()
    jobs.later("notify.send", mail_id=row.id)
    return row.id


def notice(
    *,
    text: str,
    endpoint: str,
    at: datetime,
    person_id: UUID | None = None,
    organisation_id: UUID | None = None,
    permission: Permission | None = None,
    arguments: dict[str, Any] | None = None,
    kind: Kind | None = None,
) -> None:
    """Leave a notice within the running action: for ``person_id``, or for those of an organisation who may do
    ``permission``. ``endpoint`` with ``arguments`` is where it leads. Never a child's detail.
    ``kind`` says who gets an email of it too, and when; it follows from the others where it is not said.
    """  # noqa: D205 - one sentence
    kind = kind or kind_of(endpoint, permission)
    row = Notice(
        person_id=person_id,
        organisation_id=organisation_id,
        permission=permission,
        text=text,
        endpoint=endpoint,
        arguments=canonical(arguments or {}),
        at=at,
        kind=kind,
    )
    db.session.add(row)
    if kind is not Kind.NEWS:
        db.session.flush()
        jobs.later("notify.deliver", notice_id=row.id)


@atomic
def read(actor: Actor, notice_id: UUID, *, now: datetime) -> Notice:
    """Note that a notice was read. Raises NotFound for somebody else's."""
    found = db.session.scalar(select(Notice).where(Notice.id == notice_id, for_actor(actor)).with_for_update())
    if found is None:
        raise NotFound
    if found.read_at is None:
        found.read_at = now
        audit.record(actor, "notice:read", found, at=now)
    return found
