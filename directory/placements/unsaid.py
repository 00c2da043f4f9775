"""What is to be said now of what is due, by whomever asked for the place: for the worker, which asks as nobody."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from directory.kit.db import db
from directory.placements.facts import facts_said
from directory.placements.models import Episode, Placement
from directory.placements.queries.placing import OWED
from directory.placements.rules.due import due
from directory.placements.rules.reminding import Reminding, remindings

AT_A_TIME = 200


def to_remind(now: datetime) -> list[UUID]:
    """Give the ids of the placements of which something is to be said that nobody has said yet."""
    running = or_(Placement.ended_on.is_(None), Placement.episodes.any(Episode.interview.in_(OWED)))
    rows = db.session.scalars(
        select(Placement)
        .where(running)
        .options(
            joinedload(Placement.request),
            selectinload(Placement.reviews),
            selectinload(Placement.episodes),
            selectinload(Placement.reminders),
        )
        .order_by(Placement.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    return [row.id for row in rows if unsaid(row, now)]


def unsaid(placement: Placement, now: datetime) -> list[Reminding]:
    """Give what is to be said now of what is due for a placement, and was not said before."""
    said = {(each.kind, each.about, each.due_at, each.stage) for each in placement.reminders}
    return [
        each
        for each in remindings(due(facts_said(placement), now), now)
        if (each.kind, each.about, each.due_at, each.stage) not in said
    ]
