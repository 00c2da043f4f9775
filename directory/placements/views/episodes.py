"""Recording a missing episode from a phone, and saying more of it later."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask import request as asked
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.placements import actions
from directory.placements.forms.episodes import EpisodeForm
from directory.placements.queries.placing import own_placement
from directory.placements.views.blueprint import placements


@placements.route("/placements/<reference>/episodes/new", methods=["GET", "POST"])
@guarded(Permission.EPISODE_RECORD)
def new_episode(reference: str) -> ResponseReturnValue:
    """Record that the child is missing: now, unless something else is said."""
    actor = current_actor()
    placement = own_placement(actor, reference)
    if placement.started_on is None:
        raise WrongState("The placement has not started, so nobody can be missing from it")
    form = EpisodeForm()
    if asked.method == "GET":
        form.begin(clock.now())
    elif form.sent():
        try:
            actions.record_episode(actor, reference, said=form.said(), now=clock.now())
        except (Invalid, WrongState) as refusal:
            form.refuse("from_at", refusal)
        else:
            flash("The episode is recorded. Your placements managers have been told.")
            return redirect(url_for("placements.show", reference=reference), 303)
    return render_template(
        "placements/episode.html", form=form, placement=placement, request=placement.request, episode=None
    )


@placements.route("/placements/<reference>/episodes/<uuid:episode_id>", methods=["GET", "POST"])
@guarded(Permission.EPISODE_RECORD)
def episode(reference: str, episode_id: UUID) -> ResponseReturnValue:
    """Say that the child is back, what became of the interview, and what the safety plan says now."""
    actor = current_actor()
    placement = own_placement(actor, reference)
    known = next((each for each in placement.episodes if each.id == episode_id), None)
    if known is None:
        raise NotFound
    form = EpisodeForm()
    if asked.method == "GET":
        form.fill(known)
    elif form.sent():
        try:
            actions.change_episode(actor, reference, episode_id, said=form.said(), now=clock.now())
        except Invalid as refusal:
            form.refuse("from_at", refusal)
        else:
            flash("The episode is changed")
            return redirect(url_for("placements.show", reference=reference), 303)
    return render_template(
        "placements/episode.html", form=form, placement=placement, request=placement.request, episode=known
    )
