"""The ledger of unmet need as an authority may read it: its own exactly, all authorities' as numbers that hide."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from directory.access import Actor, Permission, require
from directory.insight.rules import hiding
from directory.insight.rules.asking import Asked, Whose
from directory.insight.rules.ledger import Dimension, Entry, Limits, Line, counted, half_searched_days, in_lines
from directory.kit.db import db
from directory.requests.models import UnmetNeed


@dataclass(frozen=True)
class Reading:
    """What the ledger says. ``total`` None: too few to be told. ``half_days``: of one's own only."""

    whose: Whose
    limits: Limits
    total: int | None
    half_days: int | None
    lines: dict[Dimension, list[Line]]


def unmet(actor: Actor, asked: Asked, *, today: date) -> Reading:
    """Give the unmet needs that were asked for, counted in each way. Raises NotAllowed."""
    require(actor, Permission.INSIGHT_READ)
    limits = asked.limits(today)
    entries = [entry for entry in _entries(actor, asked.whose, limits) if limits.hold(entry)]
    if asked.whose is Whose.OWN:
        lines = {each: in_lines(each, counted(entries, each), limits, absent=0) for each in Dimension}
        return Reading(asked.whose, limits, len(entries), half_searched_days(entries), lines)
    own = actor.organisation_id
    hidden = {each: in_lines(each, hiding.told_by(entries, each, own), limits, absent=None) for each in Dimension}
    return Reading(asked.whose, limits, hiding.told(entries, own), None, hidden)


def _entries(actor: Actor, whose: Whose, limits: Limits) -> list[Entry]:
    first = date.fromisoformat(f"{limits.since}-01")
    after = (date.fromisoformat(f"{limits.until}-01") + timedelta(days=31)).replace(day=1)
    statement = select(
        UnmetNeed.authority_id,
        UnmetNeed.closed_on,
        UnmetNeed.service_types,
        UnmetNeed.specialisms,
        UnmetNeed.region,
        UnmetNeed.days_searched,
        UnmetNeed.reason,
    ).where(UnmetNeed.closed_on >= first, UnmetNeed.closed_on < after)
    if whose is Whose.OWN:
        statement = statement.where(UnmetNeed.authority_id == actor.organisation_id)
    return [
        Entry(
            row.authority_id,
            row.closed_on,
            tuple(row.service_types),
            tuple(row.specialisms),
            row.region,
            row.days_searched,
            row.reason,
        )
        for row in db.session.execute(statement.order_by(UnmetNeed.closed_on, UnmetNeed.id))
    ]
