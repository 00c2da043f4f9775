"""What the worker does about holds, packs and what is due. Late or twice, the clock alone decides what it changes."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from directory import jobs
from directory.kit import clock
from directory.kit.db import db
from directory.placements.actions.accepting import lapse_if_due
from directory.placements.actions.packing import SCANNED_JOB, warn_of_infected
from directory.placements.actions.reminding import remind
from directory.placements.models import Hold
from directory.placements.rules.holds import HoldStatus
from directory.placements.unsaid import to_remind


@jobs.handler("placements.let_lapse")
def let_lapse(request_id: str) -> None:
    """Let one hold lapse, if it has not been agreed, given back or extended."""
    lapse_if_due(UUID(request_id), now=clock.now())


@jobs.every(timedelta(minutes=5), "placements.let_all_lapse")
def let_all_lapse() -> None:
    """Let every hold lapse whose time is over and whose own job was lost."""
    now = clock.now()
    due = select(Hold.request_id).where(Hold.status == HoldStatus.LIVE, Hold.expires_at <= now)
    for request_id in db.session.scalars(due.order_by(Hold.expires_at, Hold.id)).all():
        lapse_if_due(request_id, now=now)


@jobs.every(timedelta(minutes=30), "placements.remind_all")
def remind_all() -> None:
    """Tell people of what is due and of what is overdue, each once however often this runs."""
    now = clock.now()
    for placement_id in to_remind(now):
        remind(placement_id, now=now)


@jobs.handler(SCANNED_JOB)
def pack_scanned(file_id: str) -> None:
    """Tell the authority where a file of a pack is infected, so that it sends another."""
    warn_of_infected(UUID(file_id), now=clock.now())
