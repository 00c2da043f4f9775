"""The modern-slavery screening: written, read again, and what it suggests."""

from flask import flash, redirect, render_template, url_for
from flask import request as asked
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid, WrongState
from directory.kit.forms import Press
from directory.requests import actions, queries
from directory.requests.actions.screening import wishes
from directory.requests.forms import ScreeningForm
from directory.requests.models import Request, Screening
from directory.requests.rules.lifecycle import SCREENABLE
from directory.requests.rules.protection import GUARDIAN_LABELS, MEASURE_LABELS, REFERRAL_LABELS, clocks
from directory.requests.rules.screening import GROUPS, SOURCE_LABELS, STRENGTH_LABELS, suggested
from directory.requests.views.blueprint import requests


@requests.app_context_processor
def words_of_screening() -> dict[str, object]:
    """Give the templates the words of the screening, and what to say of one."""
    return {
        "indicator_groups": GROUPS,
        "strength_labels": STRENGTH_LABELS,
        "source_labels": SOURCE_LABELS,
        "referral_labels": REFERRAL_LABELS,
        "guardian_labels": GUARDIAN_LABELS,
        "measure_labels": MEASURE_LABELS,
        "running_clocks": lambda screening: clocks(screening.protects(), clock.today()),
        "suggestions_of": suggestions_of,
        "would_change": lambda request: bool(wishes(request)),
    }


def suggestions_of(screening: Screening) -> list[str]:
    """Give the specialisms that a screening suggests."""
    return [specialism.value for specialism in suggested(screening.seen(), screening.judged())]


def _to_show(request: Request) -> ResponseReturnValue:
    return redirect(url_for("requests.show", reference=request.reference), 303)


@requests.route("/<reference>/screening", methods=["GET", "POST"])
@guarded(Permission.REQUEST_SCREEN)
def screening(reference: str) -> ResponseReturnValue:
    """Record a modern-slavery screening."""
    actor = current_actor()
    request = queries.own_request(actor, reference)
    if request.status not in SCREENABLE:
        raise WrongState("This request is closed: it cannot be screened any more")
    form = ScreeningForm()
    if asked.method == "GET":
        form.screened_on.data = clock.today()
        if request.screenings:
            form.fill(request.screenings[-1])
    elif form.sent():
        try:
            actions.screen(
                actor,
                reference,
                indicators=form.indicators(),
                level=form.chosen_level(),
                judgement=form.judgement.data or "",
                protection=form.protection(),
                screened_on=form.screened_on.data,
                now=clock.now(),
            )
        except Invalid as refusal:
            form.refuse("level", refusal)
        else:
            flash("The screening is recorded")
            return _to_show(request)
    return render_template("requests/screening.html", form=form, request=request)


@requests.route("/<reference>/suggestions", methods=["POST"])
@guarded(Permission.REQUEST_SCREEN)
def suggestions(reference: str) -> ResponseReturnValue:
    """Put what the last screening suggests into the draft."""
    request = queries.own_request(current_actor(), reference)
    if Press().sent():
        actions.take_suggestions(current_actor(), reference, now=clock.now())
        flash("What the screening suggests is in the draft now. Change it as you judge right.")
    return _to_show(request)


@requests.route("/<reference>/print")
@guarded(Permission.REQUEST_READ)
def to_print(reference: str) -> ResponseReturnValue:
    """Show a request of the authority on one page, to be printed: without buttons, and without its screening."""
    request = queries.own_request(current_actor(), reference)
    return render_template("requests/print.html", request=request, now=clock.now())
