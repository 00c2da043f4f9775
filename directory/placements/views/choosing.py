"""Comparing the offers for a request, accepting one, extending its hold and giving it back."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask import request as asked
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.kit.forms import Press
from directory.placements import actions
from directory.placements.forms.holding import AcceptForm, ExtendForm
from directory.placements.queries.comparing import Compared, compared, hold_of
from directory.placements.rules.holds import HOURS
from directory.placements.views.blueprint import placements
from directory.requests import queries
from directory.requests.models import Request
from directory.requests.rules.lifecycle import NOUNS, OfferStatus, Urgency

WEEKS = 12
MOST_WEEKS = 520


@placements.route("/requests/<reference>/offers")
@guarded(Permission.OFFER_READ)
def compare(reference: str) -> ResponseReturnValue:
    """Compare the offers side by side."""
    request = queries.own_request(current_actor(), reference)
    return _compared(request)


def weeks_asked() -> int:
    """Give over how many weeks the cost is asked for."""
    weeks = asked.args.get("weeks", WEEKS, type=int)
    return min(max(weeks, 1), MOST_WEEKS)


def _compared(request: Request, *, refused: WrongState | None = None, about: UUID | None = None) -> str:
    actor, now = current_actor(), clock.now()
    weeks = weeks_asked()
    rows = compared(actor, request, weeks=weeks, now=now)
    left = [row for row in rows if row.offer.id != about and row.guards.clear]
    return render_template(
        "placements/compare.html",
        request=request,
        rows=rows,
        weeks=weeks,
        declines=[o for o in queries.offers_of(actor, request) if o.status is OfferStatus.DECLINED],
        moves=[NOUNS[move] for move in queries.moves_now(actor, request)],
        hold=hold_of(actor, request, now=now),
        refused=refused,
        after=left[0] if refused and left else None,
        now=now,
    )


def _row(request: Request, offer_id: UUID) -> Compared:
    for row in compared(current_actor(), request, weeks=weeks_asked(), now=clock.now()):
        if row.offer.id == offer_id:
            return row
    raise NotFound


@placements.route("/requests/<reference>/offers/<uuid:offer_id>/acceptance", methods=["GET", "POST"])
@guarded(Permission.HOLD_TAKE)
def acceptance(reference: str, offer_id: UUID) -> ResponseReturnValue:
    """Accept an offer and hold the place. Where somebody was first, say so beside the offers that are left."""
    actor = current_actor()
    request = queries.own_request(actor, reference)
    row = _row(request, offer_id)
    form = AcceptForm()
    if asked.method == "GET":
        form.hours.data = HOURS[request.urgency or Urgency.PLANNED]
    elif form.sent():
        try:
            done = actions.accept(
                actor,
                reference,
                offer_id=offer_id,
                hours=form.hours.data,
                override=form.override.data or "",
                now=clock.now(),
            )
        except Invalid as refusal:
            form.refuse("hours", refusal)
        except WrongState as refusal:
            return _compared(queries.own_request(actor, reference), refused=refusal, about=offer_id), 409
        else:
            flash(f"The place is held for {done.reference}. The provider has been told.")
            return redirect(url_for("placements.compare", reference=reference), 303)
    may_override = actor.may(Permission.RULE_OVERRIDE)
    return render_template("placements/acceptance.html", form=form, request=request, row=row, may_override=may_override)


@placements.route("/requests/<reference>/extension", methods=["GET", "POST"])
@guarded(Permission.HOLD_TAKE)
def extension(reference: str) -> ResponseReturnValue:
    """Hold the place for longer or shorter."""
    actor = current_actor()
    request = queries.own_request(actor, reference)
    hold = hold_of(actor, request, now=clock.now())
    if hold is None:
        raise WrongState("No place is held for this request now")
    form = ExtendForm()
    if form.sent():
        try:
            actions.extend(actor, reference, hours=form.hours.data or 0, now=clock.now())
        except Invalid as refusal:
            form.refuse("hours", refusal)
        else:
            flash("The place is held until the new time")
            return redirect(url_for("requests.show", reference=reference), 303)
    return render_template("placements/extension.html", form=form, request=request, hold=hold)


@placements.route("/requests/<reference>/rejection", methods=["POST"])
@guarded(Permission.HOLD_TAKE)
def rejection(reference: str) -> ResponseReturnValue:
    """Give the held place back."""
    if Press().sent():
        actions.give_back(current_actor(), reference, now=clock.now())
        flash("The place is given back and the provider has been told. Choose another offer.")
    return redirect(url_for("placements.compare", reference=reference), 303)
