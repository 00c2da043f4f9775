"""Which saved searches a changed service may concern: a quick look that errs on the side of searching. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from directory.codes import Gender, ServiceType
from directory.search.port import Near, SearchQuery

MILES_PER_DEGREE = 69.2
SLACK_MILES = 2.0
SLACK = 1.02


@dataclass(frozen=True)
class Changed:
    """What a quick look needs to know of a service that changed: under which sequence, and what it is now."""

    service_id: UUID
    sequence: int
    gone: bool
    service_type: ServiceType
    languages: Sequence[str]
    age_minimum: int
    age_maximum: int
    gender: Gender
    region: str | None
    latitude: float | None
    longitude: float | None


def may_match(query: SearchQuery, one: Changed) -> bool:
    """Say whether a search could find a service; False only where it surely does not."""
    if one.gone or (query.types and one.service_type not in query.types):
        return False
    if query.age is not None and not one.age_minimum <= query.age <= one.age_maximum:
        return False
    if query.languages and not set(query.languages).intersection(one.languages):
        return False
    if query.region and one.region != query.region:
        return False
    return query.near is None or query.within_miles is None or _may_be_within(query.near, query.within_miles, one)


def _may_be_within(near: Near, within_miles: float, one: Changed) -> bool:
    if one.latitude is None or one.longitude is None:
        return True
    north = (one.latitude - near.latitude) * MILES_PER_DEGREE
    # the nearer to the pole, the shorter a degree: the shorter of the two never makes a service look farther away
    shrink = math.cos(math.radians(max(abs(one.latitude), abs(near.latitude))))
    east = (one.longitude - near.longitude) * MILES_PER_DEGREE * shrink
    return math.hypot(north, east) / SLACK <= within_miles + SLACK_MILES
