"""Pages that ask on which day something was."""

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask import request as asked
from flask.typing import ResponseReturnValue

from directory.kit import clock
from directory.kit.errors import Invalid, WrongState
from directory.placements.forms.placing import DayForm
from directory.placements.models import Placement


def back(reference: str) -> ResponseReturnValue:
    """Go to the placement's page."""
    return redirect(url_for("placements.show", reference=reference), 303)


def on_a_day(
    placement: Placement,
    note: Callable[[date], object],
    *,
    heading: str,
    button: str,
    done: str,
    suggested: date | None = None,
) -> ResponseReturnValue:
    """Ask on which day something was or will be, ``suggested`` or today if nobody says otherwise, and note it."""
    form = DayForm()
    if asked.method == "GET":
        form.day.data = suggested or clock.today()
    elif form.sent():
        try:
            note(form.said())
        except (Invalid, WrongState) as refusal:
            form.refuse("day", str(refusal))
        else:
            flash(done)
            return back(placement.request.reference)
    return render_template(
        "placements/day.html", form=form, placement=placement, request=placement.request, heading=heading, button=button
    )
