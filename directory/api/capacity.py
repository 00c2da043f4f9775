"""A provider's own system says how many places are free."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field, StrictBool, StrictInt

from directory.access import Permission, current_actor, guarded
from directory.api.etags import matched, tagged
from directory.api.operations import answered, body, described
from directory.api.views import v1
from directory.codes import Freshness, Gender, freshness
from directory.kit import clock
from directory.kit.understand import Given
from directory.providers.actions import capacity as actions
from directory.providers.models import Capacity, Way
from directory.providers.queries.capacity import own_places
from directory.providers.rules.groups import MOST_GROUPS, OLDEST, Group
from directory.providers.rules.places import MOST_PLACES
from directory.providers.rules.words import ClosedFor

MOST = MOST_PLACES


class GroupBody(Given):
    """Places kept apart for some children. What is held in a group is not yours to change."""

    gender: Gender
    age_minimum: StrictInt = Field(ge=0, le=OLDEST, description="youngest, in whole years")
    age_maximum: StrictInt = Field(ge=0, le=OLDEST, description="oldest, in whole years")
    staffed: StrictInt = Field(ge=0, le=MOST)
    occupied: StrictInt = Field(ge=0, le=MOST)
    closed: StrictInt = Field(default=0, ge=0, le=MOST)
    available_from: date | None = None


class CapacityBody(Given):
    """What a provider says of one service's places; held places are not its to change.

    What you leave out of `closed_for`, `emergency`, `by_assessment_only` and `groups` stays as it is.
    """

    staffed: StrictInt = Field(ge=0, le=MOST, description="places that there are staff for, at most those registered")
    occupied: StrictInt = Field(ge=0, le=MOST, description="places in which a child lives now")
    closed: StrictInt = Field(default=0, ge=0, le=MOST, description="staffed places that cannot be used now")
    available_from: date | None = Field(
        default=None, description="when the next place is free, for example 2026-12-01; null where not known"
    )
    confirmed: StrictBool = Field(default=True, description="true: this is right now; false: a correction only")
    closed_for: dict[ClosedFor, Annotated[StrictInt, Field(ge=0, le=MOST)]] | None = Field(
        default=None, description="how many of the closed places are closed for each reason; the rest is not explained"
    )
    emergency: StrictBool | None = Field(default=None, description="you can take a child tonight")
    by_assessment_only: StrictBool | None = Field(default=None, description="only after an assessment")
    groups: tuple[GroupBody, ...] | None = Field(
        default=None,
        max_length=MOST_GROUPS,
        description="for whom places are kept apart: staffed, occupied and closed are then their sums; [] for nobody",
    )


class GroupAnswer(BaseModel):
    """Places kept apart for some children."""

    gender: Gender
    age_minimum: int
    age_maximum: int
    staffed: int
    occupied: int
    held: int
    closed: int
    available: int
    available_from: date | None


class CapacityAnswer(BaseModel):
    """A service's places. ``available`` is null until the provider has confirmed once."""

    service_id: UUID
    registered: int
    staffed: int
    occupied: int
    held: int
    closed: int
    available: int | None
    available_from: date | None
    closed_for: dict[ClosedFor, int]
    emergency: bool
    by_assessment_only: bool
    groups: list[GroupAnswer]
    confirmed_at: datetime | None
    freshness: Freshness


@v1.get("/services/<uuid:service_id>/capacity")
@guarded(Permission.CAPACITY_CHANGE)
@described("Read your service's places", answer=CapacityAnswer)
def get_capacity(service_id: UUID) -> ResponseReturnValue:
    """Give the places of one of your services, with their version as ETag."""
    return _answer(own_places(current_actor(), service_id))


@v1.put("/services/<uuid:service_id>/capacity")
@guarded(Permission.CAPACITY_CHANGE)
@described("Say how many places are free", body=CapacityBody, answer=CapacityAnswer, refusals=(409, 412))
def put_capacity(service_id: UUID) -> ResponseReturnValue:
    """Say the places of one of your services; they are in the next search.

    With `If-Match` (the ETag of your last read) a change by somebody else in between is refused with 412; without
    it, what you send replaces whatever is there.
    """
    actor, given = current_actor(), body(CapacityBody)
    before = own_places(actor, service_id)
    matched(before.version, needed=False)
    any_version = "If-Match" not in request.headers or request.if_match.star_tag
    changed = actions.change(
        actor,
        service_id,
        **given.model_dump(exclude={"groups"}),
        groups=None if given.groups is None else [Group(**each.model_dump()) for each in given.groups],
        version=None if any_version else before.version,
        way=Way.API,
        now=clock.now(),
    )
    return _answer(changed)


def _answer(capacity: Capacity) -> ResponseReturnValue:
    said = capacity.confirmed_at is not None
    shown = CapacityAnswer(
        service_id=capacity.service_id,
        registered=capacity.registered,
        staffed=capacity.staffed,
        occupied=capacity.occupied,
        held=capacity.held,
        closed=capacity.closed,
        available=capacity.available if said else None,
        available_from=capacity.available_from,
        closed_for=capacity.numbers.reasons,
        emergency=capacity.emergency,
        by_assessment_only=capacity.by_assessment_only,
        groups=[GroupAnswer(**asdict(each), available=each.available) for each in capacity.kept_apart()],
        confirmed_at=capacity.confirmed_at,
        freshness=freshness(capacity.confirmed_at, clock.now()),
    )
    return tagged(answered(shown), capacity.version)
