"""The worker: takes what is due, one job at a time, and tries again later what went wrong.

Its own bookkeeping is no user's change, so it commits by itself and is not audited; what a handler
changes is an action like any other.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

import structlog
from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from directory.jobs.models import Job, Status
from directory.jobs.registry import HANDLERS, RECURRING
from directory.kit import clock
from directory.kit.bookkeeping import aside
from directory.kit.db import db

T = TypeVar("T")

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 8

log = structlog.get_logger("fairhaven.jobs")


def backoff(attempts: int) -> timedelta:
    """Give how long to wait after so many failed attempts: 10 s, 30 s, 90 s ... at most 6 hours."""
    return min(timedelta(seconds=10 * 3 ** (attempts - 1)), timedelta(hours=6))


def _write(work: Callable[[Connection], T]) -> T:
    db.session.rollback()
    return aside(work)


def _take(now: datetime) -> Callable[[Connection], UUID | None]:
    def take(connection: Connection) -> UUID | None:
        table = Job.__table__
        due = or_(
            (table.c.status == Status.WAITING) & (table.c.run_at <= now),
            (table.c.status == Status.RUNNING) & (table.c.leased_until < now),
        )
        found = connection.execute(
            select(table.c.id)
            .where(due)
            .order_by(table.c.run_at, table.c.created_at, table.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).scalar()
        if found is not None:
            connection.execute(
                update(Job)
                .where(Job.id == found)
                .values(status=Status.RUNNING, leased_until=now + LEASE, attempts=Job.attempts + 1)
            )
        return found

    return take


def _finish(job_id: UUID, now: datetime, error: str, attempts: int) -> Callable[[Connection], None]:
    def finish(connection: Connection) -> None:
        if not error:
            outcome = {"status": Status.DONE, "finished_at": now, "error": ""}
        elif attempts >= MOST_ATTEMPTS:
            outcome = {"status": Status.FAILED, "finished_at": now, "error": error}
        else:
            # another job of the same key may wait by now: this one then need not be tried again under it
            outcome = {"status": Status.WAITING, "run_at": now + backoff(attempts), "error": error, "key": None}
        connection.execute(update(Job).where(Job.id == job_id).values(**outcome, leased_until=None))

    return finish


def queue_recurring() -> None:
    """Queue each recurring job that has not been queued within its interval."""
    now = clock.now()
    for recurring in RECURRING:

        def queue(connection: Connection, name: str = recurring.name, interval: timedelta = recurring.interval) -> None:
            last = connection.execute(
                select(func.max(Job.__table__.c.created_at)).where(Job.__table__.c.name == name)
            ).scalar()
            if last is None or last <= now - interval:
                row = Job(name=name, arguments={}, key=f"every:{name}", run_at=now, created_at=now)
                values = {c.key: getattr(row, c.key) for c in Job.__table__.columns if getattr(row, c.key) is not None}
                connection.execute(insert(Job).values(**values))

        try:
            _write(queue)
        except IntegrityError:
            continue  # another worker was first, or one still waits


def run_due(*, most: int = 10_000) -> int:
    """Do every job that is due, in order; give how many were done (well or not)."""
    done = 0
    while done < most:
        job_id = _write(_take(clock.now()))
        if job_id is None:
            break
        _run(job_id)
        done += 1
    return done


def _run(job_id: UUID) -> None:
    job = db.session.get_one(Job, job_id)
    name, arguments, attempts = job.name, dict(job.arguments), job.attempts
    db.session.rollback()
    error = ""
    began = time.perf_counter()
    try:
        HANDLERS[name](**arguments)
    except Exception as fault:  # a job that fails must not take the worker with it
        db.session.rollback()
        error = type(fault).__name__
        log.exception("job failed", job=name, job_id=str(job_id), attempts=attempts)
    finally:
        db.session.remove()
    _write(_finish(job_id, clock.now(), error, attempts))
    log.info("job", job=name, job_id=str(job_id), ok=not error, ms=round((time.perf_counter() - began) * 1000, 1))


def run_for_ever(*, pause_seconds: float = 0.5, stop: Callable[[], bool] = lambda: False) -> None:
    """Work until told to stop."""
    next_look = 0.0
    while not stop():
        if time.monotonic() >= next_look:
            queue_recurring()
            next_look = time.monotonic() + 20
        if not run_due(most=100):
            time.sleep(pause_seconds)
