from datetime import datetime
from typing import Any

from sqlalchemy import select

from directory.jobs.models import Job, Status
from directory.kit import atomic, clock
from directory.kit.canonical import canonical
from directory.kit.db import db


def later(name: str, *, at: datetime | None = None, key: str | None = None, **arguments: Any) -> None:
    """Queue a job within the running action; it exists if and only if the action commits.

    ``at``: not before (aware; default now). ``key``: one waiting job of that key is enough.
    Raises RuntimeError outside an action.
    """
    session = db.session()
    if not atomic.acting(session):
        raise RuntimeError("a job is queued inside an action")
    now = clock.now()
    if key and session.scalar(select(Job.id).where(Job.key == key, Job.status == Status.WAITING)):
        return
    session.add(Job(name=name, arguments=canonical(arguments), key=key, run_at=at or now, created_at=now))
