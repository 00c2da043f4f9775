"""Agreeing a placement, starting, changing and ending it."""

from flask import flash, render_template
from flask import request as asked
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid, WrongState
from directory.placements import actions
from directory.placements.facts import waits
from directory.placements.forms.placing import AgreementForm, ChangeForm, EndForm
from directory.placements.judging import judged
from directory.placements.queries.comparing import hold_of
from directory.placements.queries.placing import own_placement
from directory.placements.rules.due import usual_reviews
from directory.placements.rules.placing import EndReason, Where
from directory.placements.views.blueprint import placements
from directory.placements.views.dated import back, on_a_day
from directory.requests import queries


@placements.route("/requests/<reference>/agreement", methods=["GET", "POST"])
@guarded(Permission.PLACEMENT_AGREE)
def agreement(reference: str) -> ResponseReturnValue:
    """Agree the placement that is held."""
    actor, now = current_actor(), clock.now()
    request = queries.own_request(actor, reference)
    hold = hold_of(actor, request, now=now)
    if hold is None:
        raise WrongState("No place is held for this request now, so nothing can be agreed")
    form = AgreementForm()
    guards = judged(request, hold.service)
    if asked.method == "GET":
        starts_on = max(clock.today(), hold.offer.available_on or clock.today())
        form.suggest(starts_on, hold.offer.weekly_fee_pence or 0, usual_reviews(starts_on))
        if request.authority.gss_code and request.authority.gss_code == hold.service.authority_gss:
            form.where_it_is.data = Where.OWN_AREA.value
    elif form.sent():
        try:
            actions.agree(actor, reference, said=form.said(), override=form.text("override"), now=now)
        except Invalid as refusal:
            form.refuse("review_1" if "review_on" in refusal.fields else "starts_on", refusal)
        else:
            flash(f"{reference} is agreed. The provider has been told.")
            return back(reference)
    asks = bool(guards.for_a_director) and not hold.override_reason and actor.may(Permission.RULE_OVERRIDE)
    return render_template("placements/agreement.html", form=form, request=request, hold=hold, guards=guards, asks=asks)


@placements.route("/requests/<reference>/placement", methods=["GET", "POST"])
@guarded(Permission.PLACEMENT_AGREE)
def arrival(reference: str) -> ResponseReturnValue:
    """Say that the child has arrived."""
    placement = own_placement(current_actor(), reference)
    if words := waits(placement):
        raise WrongState(words)
    return on_a_day(
        placement,
        lambda day: actions.start(current_actor(), reference, started_on=day, now=clock.now()),
        heading="Say that the child has arrived",
        button="The placement has started",
        done="The placement has started. The held place is occupied now.",
    )


@placements.route("/requests/<reference>/ending", methods=["GET", "POST"])
@guarded(Permission.PLACEMENT_END)
def ending(reference: str) -> ResponseReturnValue:
    """End a placement, or an agreement that never started."""
    actor = current_actor()
    placement = own_placement(actor, reference)
    form = EndForm()
    if asked.method == "GET":
        form.ended_on.data = clock.today()
        form.reason.data = None if placement.started_on else EndReason.NOT_STARTED.value
    elif form.sent():
        reason = EndReason(form.reason.data)
        try:
            actions.end(actor, reference, ended_on=form.said_on(), reason=reason, now=clock.now())
        except Invalid as refusal:
            form.refuse("reason", refusal)
        else:
            flash("The placement has ended. The place is free again and the provider is asked to confirm its places.")
            return back(reference)
    return render_template("placements/ending.html", form=form, placement=placement, request=placement.request)


@placements.route("/placements/<reference>/changes", methods=["GET", "POST"])
@guarded(Permission.PLACEMENT_AGREE)
def changes(reference: str) -> ResponseReturnValue:
    """Change the fee or the expected end."""
    actor = current_actor()
    placement = own_placement(actor, reference)
    form = ChangeForm()
    if form.sent():
        try:
            actions.change(
                actor,
                reference,
                reason=form.text("reason"),
                weekly_fee_pence=form.fee(),
                from_on=form.from_on.data,
                expected_end_on=form.expected_end_on.data,
                now=clock.now(),
            )
        except Invalid as refusal:
            form.refuse("reason", refusal)
        else:
            flash("The agreement is changed. The provider has been told.")
            return back(reference)
    return render_template("placements/changes.html", form=form, placement=placement, request=placement.request)
