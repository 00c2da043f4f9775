from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from directory.access import Actor, Kind, Permission, require
from directory.finder.sweeps.models import SweepFlag
from directory.kit.db import db
from directory.kit.paging import Page


def flags(actor: Actor, *, page: int = 1, size: int = 50) -> Page[SweepFlag]:
    """Give a page of flags, newest first: all to an operator, to an authority those of its own people."""
    require(actor, Permission.SWEEP_READ)
    chosen = select(SweepFlag)
    if actor.kind is not Kind.OPERATOR:
        chosen = chosen.where(SweepFlag.organisation_id == actor.organisation_id)
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    ordered = chosen.options(joinedload(SweepFlag.person), joinedload(SweepFlag.organisation)).order_by(
        SweepFlag.raised_at.desc(), SweepFlag.id
    )
    return Page(db.session.scalars(ordered.limit(size).offset((page - 1) * size)).all(), page, size, total)
