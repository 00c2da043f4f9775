"""The demonstration's ledger of unmet need: a year of four authorities, the same on every machine."""

from datetime import datetime, timedelta
from random import Random

from directory import audit
from directory.access import SYSTEM, Kind
from directory.cli.demo.plan import ORGANISATIONS
from directory.codes import ServiceType, Specialism
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.organisations.queries import public_named
from directory.requests.models import UnmetNeed
from directory.requests.rules.lifecycle import UnmetReason

T, S, R = ServiceType, Specialism, UnmetReason
SOUGHT = (T.FOSTER_CARE, T.FOSTER_CARE, T.CHILDRENS_HOME, T.SUPPORTED_LODGINGS, T.SECURE_CHILDRENS_HOME, T.THERAPY)
KNOWING = (S.TRAFFICKING, S.UNACCOMPANIED_ASYLUM_SEEKING, S.TRAUMA, S.SIBLING_GROUPS, S.CRIMINAL_EXPLOITATION, S.AUTISM)
REGIONS = ("Yorkshire and The Humber", "East of England", "West Midlands", "South East")
WHY = (R.NO_OFFER, R.NO_OFFER, R.NO_MATCH, R.NO_SUITABLE_OFFER, R.TOO_FAR, R.TOO_LATE, R.COST)
A_YEAR = 52


@atomic
def add_unmet_needs(now: datetime) -> int:
    """Write a line about every fortnight for each authority, more for the first; give how many."""
    draw, today, number = Random(1989), clock.in_london(now).date(), 0  # noqa: S311 - the same story for everybody
    councils = [planned.name for planned in ORGANISATIONS if planned.kind is Kind.AUTHORITY]
    for name, region in zip(councils, REGIONS, strict=True):
        authority = public_named(name, Kind.AUTHORITY)
        if authority is None:
            raise LookupError(name)
        weeks = [week for week in range(1, A_YEAR) if draw.random() < (0.75 if name == councils[0] else 0.5)]
        for week in weeks:
            asked = draw.randrange(12)
            db.session.add(
                UnmetNeed(
                    authority_id=authority.id,
                    closed_on=today - timedelta(days=7 * week + draw.randrange(5)),
                    service_types=sorted({draw.choice(SOUGHT), draw.choice(SOUGHT[:3])}),
                    specialisms=sorted(draw.sample(KNOWING, draw.choice((0, 1, 1, 2)))),
                    region=region if draw.random() < 0.85 else draw.choice(REGIONS),
                    days_searched=draw.choice((0, 1, 2, 3, 5, 6, 9, 14, 21, 35)),
                    asked=asked,
                    offers=draw.randrange(2) if asked else 0,
                    reason=draw.choice(WHY) if asked else R.NO_MATCH,
                )
            )
        number += len(weeks)
        audit.record(SYSTEM, "unmet_needs:added", authority, at=now, source="demo", rows=len(weeks))
    return number
