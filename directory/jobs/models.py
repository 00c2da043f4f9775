from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from directory.kit.db import Identified, Model, by_value, one_of


class Status(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Identified, Model):
    """A piece of work. ``key`` makes it single: while one waits, the same key adds none."""

    __tablename__ = "jobs"
    __table_args__ = (
        one_of("status", Status),
        Index("ix_jobs_due", "status", "run_at"),
        Index(
            "uq_jobs_waiting_key",
            "key",
            unique=True,
            sqlite_where=text("status = 'waiting' AND key IS NOT NULL"),
            postgresql_where=text("status = 'waiting' AND key IS NOT NULL"),
        ),
    )

    name: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    key: Mapped[str | None]
    status: Mapped[Status] = mapped_column(by_value(Status), default=Status.WAITING)
    run_at: Mapped[datetime]
    created_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
