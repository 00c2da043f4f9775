"""Planning reviews, and noting that one was held."""

from datetime import date
from uuid import UUID

from flask import flash, render_template
from flask import request as asked
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.placements import actions
from directory.placements.forms.placing import ReviewForm
from directory.placements.models import Placement
from directory.placements.queries.placing import own_placement
from directory.placements.rules.due import next_review
from directory.placements.views.blueprint import placements
from directory.placements.views.dated import back, on_a_day


@placements.route("/placements/<reference>/reviews/new", methods=["GET", "POST"])
@guarded(Permission.EPISODE_RECORD)
def new_review(reference: str) -> ResponseReturnValue:
    """Plan a review."""
    placement = own_placement(current_actor(), reference)
    return on_a_day(
        placement,
        lambda day: actions.plan_review(current_actor(), reference, due_on=day, now=clock.now()),
        heading="Plan a review",
        button="Plan it",
        done="The review is planned",
        suggested=_suggested(placement, clock.today()),
    )


@placements.route("/placements/<reference>/reviews/<uuid:review_id>", methods=["GET", "POST"])
@guarded(Permission.EPISODE_RECORD)
def review(reference: str, review_id: UUID) -> ResponseReturnValue:
    """Note that a review was held, and plan the next one."""
    actor, today = current_actor(), clock.today()
    placement = own_placement(actor, reference)
    if review_id not in {each.id for each in placement.reviews}:
        raise NotFound
    form = ReviewForm()
    if asked.method == "GET":
        form.held_on.data = today
        if all(each.held_on is not None or each.id == review_id for each in placement.reviews):
            form.next_on.data = _suggested(placement, today)
    elif form.sent():
        try:
            actions.hold_review(
                actor, reference, review_id, held_on=form.said_on(), next_on=form.next_on.data, now=clock.now()
            )
        except (Invalid, WrongState) as refusal:
            form.refuse("held_on", refusal)
            placement = own_placement(actor, reference)
        else:
            flash("The review is noted")
            return back(reference)
    return render_template("placements/review.html", form=form, placement=placement, request=placement.request)


def _suggested(placement: Placement, today: date) -> date:
    """Give the latest day for the review after one held today: in three months after a first one, later in six."""
    return next_review(today, first=not any(each.held_on for each in placement.reviews))
