"""A placement out of the authority's area: approving it, and noting that the area authority was told."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid
from directory.placements import actions
from directory.placements.facts import own_carers
from directory.placements.forms.placing import ReasonForm
from directory.placements.models import Placement
from directory.placements.queries.placing import own_placement
from directory.placements.rules.due import must_be_told_first
from directory.placements.views.blueprint import placements
from directory.placements.views.dated import back, on_a_day
from directory.requests.rules.lifecycle import Urgency


@placements.route("/placements/<reference>/approval", methods=["GET", "POST"])
@guarded(Permission.PLACEMENT_AGREE)
def approval(reference: str) -> ResponseReturnValue:
    """Approve a placement in an area next to one's own."""

    def approve(reason: str, now: datetime) -> Placement:
        return actions.approve_area(current_actor(), reference, reason=reason, now=now)

    return _approve(reference, approve, "Approve a placement outside your area")


@placements.route("/placements/<reference>/distance", methods=["GET", "POST"])
@guarded(Permission.DISTANCE_APPROVE)
def distance(reference: str) -> ResponseReturnValue:
    """Approve a placement at a distance."""

    def approve(reason: str, now: datetime) -> Placement:
        return actions.approve_distance(current_actor(), reference, reason=reason, now=now)

    return _approve(reference, approve, "Approve a placement at a distance")


def _approve(reference: str, approve: Callable[[str, datetime], Placement], title: str) -> ResponseReturnValue:
    placement = own_placement(current_actor(), reference)
    form = ReasonForm()
    if form.sent():
        try:
            approve(form.text("reason"), clock.now())
        except Invalid as refusal:
            form.refuse("reason", refusal)
        else:
            flash("The placement is approved")
            return back(reference)
    emergency = placement.request.urgency is Urgency.EMERGENCY
    return render_template(
        "placements/approval.html",
        form=form,
        placement=placement,
        request=placement.request,
        title=title,
        own=own_carers(placement.request, placement.service),
        first_tell=must_be_told_first(emergency=emergency) and placement.area_told_on is None,
    )


@placements.route("/placements/<reference>/area", methods=["GET", "POST"])
@guarded(Permission.PLACEMENT_AGREE)
def area(reference: str) -> ResponseReturnValue:
    """Note that the area authority was told."""
    return on_a_day(
        own_placement(current_actor(), reference),
        lambda day: actions.tell_area(current_actor(), reference, told_on=day, now=clock.now()),
        heading="Say when the area authority was told",
        button="It was told",
        done="Noted: the area authority was told",
    )
