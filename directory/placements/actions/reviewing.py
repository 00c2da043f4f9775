"""Reviews: planned, noted as held, and the next one planned with it."""

from datetime import date, datetime
from uuid import UUID

from directory import audit
from directory.access import Actor
from directory.kit.atomic import atomic
from directory.kit.clock import in_london
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.placements.actions.agreeing import DAYS_AHEAD, MOST_REVIEWS
from directory.placements.loading import placement_for
from directory.placements.models import Placement, Review
from directory.placements.rules.lifecycle import PlacementMove


@atomic
def plan_review(actor: Actor, reference: str, *, due_on: date, now: datetime) -> Review:
    """Plan a review of a running placement. Raises NotAllowed, NotFound, WrongState, Invalid (``due_on``)."""
    placement = placement_for(actor, reference, PlacementMove.PLAN_REVIEW)
    review = _plan(placement, due_on, "due_on", now)
    audit.record(actor, "placement:review_planned", placement, at=now, request=reference, due_on=due_on)
    return review


def _plan(placement: Placement, due_on: date, field: str, now: datetime) -> Review:
    today = in_london(now).date()
    if not today <= due_on <= today + DAYS_AHEAD:
        raise Invalid.field(field, "Enter a day from today to a year from today")
    if any(each.due_on == due_on for each in placement.reviews):
        raise Invalid.field(field, "A review is planned for that day already")
    if sum(each.held_on is None for each in placement.reviews) >= MOST_REVIEWS:
        raise WrongState(f"{MOST_REVIEWS} reviews are planned already: note first which were held")
    review = Review(placement_id=placement.id, due_on=due_on)
    db.session.add(review)
    db.session.flush()
    return review


@atomic
def hold_review(
    actor: Actor, reference: str, review_id: UUID, *, held_on: date, next_on: date | None = None, now: datetime
) -> Review:
    """Note that a review was held, and plan the next one for ``next_on`` where that is said.

    Raises NotAllowed, NotFound, WrongState where it is noted already, Invalid (``held_on``, ``next_on``).
    """
    placement = placement_for(actor, reference, PlacementMove.HOLD_REVIEW)
    review = next((each for each in placement.reviews if each.id == review_id), None)
    if review is None:
        raise NotFound
    if review.held_on is not None:
        raise WrongState("This review is noted already")
    if not in_london(placement.agreed_at).date() <= held_on <= in_london(now).date():
        raise Invalid.field("held_on", "Enter the day on which it was held: today or earlier")
    review.held_on = held_on
    if next_on is not None:
        _plan(placement, next_on, "next_on", now)
    facts = {"held_on": held_on, "next_on": next_on}
    audit.record(actor, "placement:reviewed", placement, at=now, request=reference, **facts)
    return review
