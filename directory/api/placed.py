"""Placements for programs: read, approved, told of, changed and reviewed by the same actions as on the pages."""

from datetime import date
from uuid import UUID

from flask.typing import ResponseReturnValue
from pydantic import Field, StrictInt

from directory.access import Permission, current_actor, guarded
from directory.api.operations import answered, body, described, parameters
from directory.api.placed_shapes import PlacementAnswer, PlacementsAnswer, ReviewShown, shown
from directory.api.views import v1
from directory.kit import clock
from directory.kit.understand import Given
from directory.placements import actions
from directory.placements.actions.changing import LONGEST_REASON
from directory.placements.models import MOST_PENCE, Placement
from directory.placements.queries.moves import with_packs
from directory.placements.queries.placing import (
    STATES,
    own_counts,
    own_placement,
    own_placements,
    provided_counts,
    provided_placement,
    provided_placements,
)
from directory.requests.rules.lifecycle import Status


class ReasonBody(Given):
    """Why it is approved."""

    reason: str = Field(min_length=1, max_length=LONGEST_REASON, description="in at least 10 characters; name nobody")


class ToldBody(Given):
    """The area authority was told."""

    told_on: date = Field(description="the day on which it was told in writing")


class ChangesBody(Given):
    """A new fee from a day on, a new expected end, or both."""

    weekly_fee_pence: StrictInt | None = Field(default=None, ge=0, le=MOST_PENCE, description="null: as before")
    from_on: date | None = Field(default=None, description="from when the new fee is paid")
    expected_end_on: date | None = Field(default=None, description="null: as before")
    reason: str = Field(min_length=1, max_length=LONGEST_REASON, description="why it changes; name nobody")


class PlanBody(Given):
    """A review to be held."""

    due_on: date = Field(description="the last day for it")


class NoteBody(Given):
    """A review was held."""

    held_on: date = Field(description="the day on which it was held")
    next_on: date | None = Field(default=None, description="the last day for the next one")


def _answer(placement: Placement, status: int = 200) -> ResponseReturnValue:
    now = clock.now()
    return answered(
        shown(current_actor(), placement, with_packs(current_actor(), [placement]), now, clock.today()), status
    )


class ListParameters(Given):
    """Which placements."""

    status: list[Status] = Field(default_factory=list, description="any of agreed, placed, ended")
    page: int = Field(default=1, ge=1, le=10_000, description="counted from 1")
    per_page: int = Field(default=100, ge=1, le=100, description="at most 100")


@v1.get("/placements")
@guarded(Permission.PLACEMENT_READ, Permission.OFFER_MAKE)
@described("List placements", parameters=ListParameters, answer=PlacementsAnswer)
def get_placements() -> ResponseReturnValue:
    """Give the placements of your authority; to a provider, those in its services."""
    actor, now, today, given = current_actor(), clock.now(), clock.today(), parameters(ListParameters)
    ours, statuses = actor.may(Permission.PLACEMENT_READ), given.status or STATES
    listed, counts = (own_placements, own_counts(actor)) if ours else (provided_placements, provided_counts(actor))
    rows = listed(actor, statuses=statuses, start=(given.page - 1) * given.per_page, most=given.per_page)
    packed = with_packs(actor, rows)
    items = [shown(actor, row, packed, now, today) for row in rows]
    total = sum(counts.get(status, 0) for status in set(statuses))
    return answered(PlacementsAnswer(total=total, page=given.page, per_page=given.per_page, items=items))


@v1.get("/placements/<reference>")
@guarded(Permission.PLACEMENT_READ, Permission.OFFER_MAKE)
@described("Read a placement", answer=PlacementAnswer)
def get_placement(reference: str) -> ResponseReturnValue:
    """Give a placement as you may see it; `moves` lists what you may do with it now."""
    actor = current_actor()
    ours = actor.may(Permission.PLACEMENT_READ)
    return _answer(own_placement(actor, reference) if ours else provided_placement(actor, reference))


@v1.post("/placements/<reference>/approval")
@guarded(Permission.PLACEMENT_AGREE)
@described("Approve a placement next to your area", body=ReasonBody, answer=PlacementAnswer, status=201)
def post_area_approval(reference: str) -> ResponseReturnValue:
    """Approve a placement in an area next to yours. A planned one is approved after the area authority was told."""
    reason = body(ReasonBody).reason
    return _answer(actions.approve_area(current_actor(), reference, reason=reason, now=clock.now()), 201)


@v1.post("/placements/<reference>/distance")
@guarded(Permission.DISTANCE_APPROVE)
@described("Approve a placement at a distance", body=ReasonBody, answer=PlacementAnswer, status=201)
def post_distance_approval(reference: str) -> ResponseReturnValue:
    """Approve, as a director, a placement neither in your area nor next to it."""
    reason = body(ReasonBody).reason
    return _answer(actions.approve_distance(current_actor(), reference, reason=reason, now=clock.now()), 201)


@v1.post("/placements/<reference>/area")
@guarded(Permission.PLACEMENT_AGREE)
@described("Note that the area authority was told", body=ToldBody, answer=PlacementAnswer, status=201)
def post_area(reference: str) -> ResponseReturnValue:
    """Note on which day the area authority was told of a placement out of your area."""
    told_on = body(ToldBody).told_on
    return _answer(actions.tell_area(current_actor(), reference, told_on=told_on, now=clock.now()), 201)


@v1.post("/placements/<reference>/changes")
@guarded(Permission.PLACEMENT_AGREE)
@described("Change a placement's fee or expected end", body=ChangesBody, answer=PlacementAnswer, status=201)
def post_changes(reference: str) -> ResponseReturnValue:
    """Change the fee from a day on, or the expected end. What was agreed before is kept, and the provider is told."""
    given = body(ChangesBody).model_dump()
    return _answer(actions.change(current_actor(), reference, now=clock.now(), **given), 201)


@v1.post("/placements/<reference>/reviews")
@guarded(Permission.EPISODE_RECORD)
@described("Plan a review", body=PlanBody, answer=ReviewShown, status=201)
def post_review(reference: str) -> ResponseReturnValue:
    """Plan a review of a running placement."""
    made = actions.plan_review(current_actor(), reference, due_on=body(PlanBody).due_on, now=clock.now())
    return answered(ReviewShown.model_validate(made, from_attributes=True), 201)


@v1.post("/placements/<reference>/reviews/<uuid:review_id>/note")
@guarded(Permission.EPISODE_RECORD)
@described("Note that a review was held", body=NoteBody, answer=PlacementAnswer, status=201)
def post_review_note(reference: str, review_id: UUID) -> ResponseReturnValue:
    """Note on which day a review was held, and plan the next one with it."""
    given = body(NoteBody).model_dump()
    actions.hold_review(current_actor(), reference, review_id, now=clock.now(), **given)
    return _answer(own_placement(current_actor(), reference), 201)
