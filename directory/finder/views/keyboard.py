from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import current_actor, signed_in
from directory.finder.actions import keyboard as actions
from directory.finder.queries import keyboard as queries
from directory.kit import clock
from directory.kit.forms import Press

keyboard = Blueprint("keyboard", __name__, url_prefix="/account")


@keyboard.route("/shortcuts", methods=["GET", "POST"])
@signed_in
def shortcuts() -> ResponseReturnValue:
    """Say which keys do something, and turn them on or off."""
    actor = current_actor()
    if request.method == "POST" and Press().sent():
        wanted = request.form.get("shortcuts") == "on"
        actions.choose(actor, shortcuts=wanted, now=clock.now())
        flash("Keyboard shortcuts are on" if wanted else "Keyboard shortcuts are off")
        return redirect(url_for("keyboard.shortcuts"), 303)
    return render_template("finder/keyboard.html", on=queries.shortcuts(actor))
