"""How well a provider keeps its places up to date, for the authorities that rely on it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor, Permission, require
from directory.codes import Freshness, freshness
from directory.kit.db import db
from directory.providers.models import Capacity, CapacityChange, Registration, Service, Status

DAYS = 180


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many of a provider's services are how fresh now, and how long it usually waits before it confirms again.

    ``services``: by freshness, the freshest first. ``days_between``: the median over the last ``DAYS`` days, of all
    its services; None where none was confirmed twice.
    """

    services: dict[Freshness, int]
    days_between: float | None

    @property
    def total(self) -> int:
        """Give how many services have places that it keeps."""
        return sum(self.services.values())


def keeping_of(actor: Actor, organisation_id: UUID, now: datetime) -> Keeping | None:
    """Give how a provider keeps its places up to date; None where it has none to keep.

    Counts confidential services too, so it asks for the permission to search them.
    """
    require(actor, Permission.CONFIDENTIAL_SEARCH)
    listed = (
        Service.organisation_id == organisation_id,
        Service.status == Status.PUBLISHED,
        Service.registration != Registration.GONE,
    )
    confirmed = db.session.scalars(
        select(Capacity.confirmed_at).join(Service).where(*listed).order_by(Capacity.service_id)
    ).all()
    if not confirmed:
        return None
    fresh = [freshness(at, now) for at in confirmed]
    said = db.session.execute(
        select(CapacityChange.service_id, CapacityChange.at)
        .join(Service, Service.id == CapacityChange.service_id)
        .where(*listed, CapacityChange.confirmed, CapacityChange.at >= now - timedelta(days=DAYS))
        .order_by(CapacityChange.at)
    ).all()
    moments: defaultdict[UUID, list[datetime]] = defaultdict(list)
    for service_id, at in said:
        moments[service_id].append(at)
    return Keeping({each: fresh.count(each) for each in Freshness}, _days_between(list(moments.values())))


def _days_between(moments: Sequence[Sequence[datetime]]) -> float | None:
    """Give the median of the days between two confirmations of the same service; two on one day count once."""
    gaps = [
        (after - before) / timedelta(days=1)
        for each in moments
        for before, after in pairwise(each)
        if after.date() != before.date()
    ]
    return round(median(gaps), 1) if gaps else None
