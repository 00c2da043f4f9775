from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid
from directory.search.synonyms import Strength
from directory.search.wording import actions, queries
from directory.search.wording.forms import AddForm

wording = Blueprint("wording", __name__)


@wording.route("/words")
@guarded(Permission.SYNONYM_EDIT)
def index() -> ResponseReturnValue:
    """List the groups of words that are found in each other's place."""
    groups = queries.listed(current_actor())
    return render_template("search/words.html", groups=groups)


@wording.route("/words/new", methods=["GET", "POST"])
@guarded(Permission.SYNONYM_EDIT)
def add() -> ResponseReturnValue:
    """Add a group."""
    form = AddForm()
    if form.sent():
        try:
            actions.add(
                current_actor(),
                words=form.text("words").splitlines(),
                strength=Strength(form.text("strength")),
                source=form.text("source"),
                now=clock.now(),
            )
        except Invalid as refusal:
            form.refuse("words", refusal)
        else:
            flash("The words are found in each other's place from now on")
            return redirect(url_for("wording.index"), 303)
    return render_template("search/add_words.html", form=form)


@wording.route("/words/<uuid:group_id>/retirement", methods=["POST"])
@guarded(Permission.SYNONYM_EDIT)
def retire(group_id: UUID) -> ResponseReturnValue:
    """Let a group no longer count."""
    actions.retire(current_actor(), group_id, now=clock.now())
    flash("The words are no longer found in each other's place")
    return redirect(url_for("wording.index"), 303)


@wording.route("/words/<uuid:group_id>/return", methods=["POST"])
@guarded(Permission.SYNONYM_EDIT)
def bring_back(group_id: UUID) -> ResponseReturnValue:
    """Let a retired group count again."""
    actions.bring_back(current_actor(), group_id, now=clock.now())
    flash("The words are found in each other's place again")
    return redirect(url_for("wording.index"), 303)
