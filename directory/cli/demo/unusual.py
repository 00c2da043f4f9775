"""Whose searching was unusual in the demonstration: one was stopped, one was slowed down and is looked at already."""

from datetime import datetime, timedelta

from sqlalchemy import select

from directory.access import Role
from directory.cli.demo.asks import actor
from directory.cli.demo.plan import OPERATOR
from directory.finder.sweeps import actions
from directory.finder.sweeps.models import SweepFlag
from directory.finder.sweeps.rules import Counts, Verdict
from directory.kit.db import db

DAY = timedelta(days=1)
RUSH = Counts(searches_in_hour=431, searches=612, centres=14, zones=6, radii=9)
SWEEP = Counts(searches_in_hour=388, searches=1_742, centres=655, zones=3, radii=61)


def add_flags(now: datetime) -> int:
    """Flag a busy evening and a sweep, of days that are over, so that nobody of the demonstration is held up now."""
    manager = actor(Role.PLACEMENTS_MANAGER, "Northmoor Council")
    worker = actor(Role.SOCIAL_WORKER, "Eastvale Council")
    actions.flag(manager, verdict=Verdict.SLOW, counts=RUSH, now=now - 9 * DAY)
    looked_at = db.session.scalars(select(SweepFlag.id).order_by(SweepFlag.raised_at)).one()
    actions.acknowledge(actor(Role.OPERATOR_ADMIN, OPERATOR), looked_at, now=now - 8 * DAY)
    actions.flag(worker, verdict=Verdict.STOP, counts=SWEEP, now=now - 2 * DAY)
    return 2
