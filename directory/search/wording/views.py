from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid
from directory.kit.paging import page_asked
from directory.search.synonyms import WEIGHTS, Strength
from directory.search.wording import actions, queries
from directory.search.wording.forms import AddForm
from directory.search.wording.queries import Only

wording = Blueprint("wording", __name__)
CHOICES = {
    Only.SAME: "Those that say the same",
    Only.NEAR: "Those that lie near each other",
    Only.ADDED: "Those added here",
    Only.RETIRED: "Those that are retired",
}


@wording.route("/words")
@guarded(Permission.SYNONYM_EDIT)
def index() -> ResponseReturnValue:
    """List the groups of words that are found in each other's place."""
    text, only, number = _asked(request.args)
    page = queries.listed(current_actor(), text=text, only=only, number=number)
    weights = {strength.value: f"{weight:.0%}" for strength, weight in WEIGHTS.items()}
    return render_template(
        "search/words.html",
        page=page,
        text=text,
        only=only,
        choices=CHOICES,
        weights=weights,
        page_url=_list_of(text, only),
    )


def _asked(given: Mapping[str, str]) -> tuple[str, Only | None, int]:
    """Give what to list: from an address, or from the form of a button, which leads back to the same list."""
    only = given.get("only", "")
    if only not in ("", *Only):
        raise Invalid.field("only", "We do not know this part of the list")
    return given.get("q", "").strip(), Only(only) if only else None, page_asked(given.get("page") or "1")


def _list_of(text: str, only: Only | None) -> Callable[[int], str]:
    return lambda page: url_for("wording.index", q=text or None, only=only, page=page if page > 1 else None)


def _back(words: str) -> ResponseReturnValue:
    text, only, number = _asked(request.form)
    flash(words)
    return redirect(_list_of(text, only)(number), 303)


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
    return _back("The words are no longer found in each other's place")


@wording.route("/words/<uuid:group_id>/return", methods=["POST"])
@guarded(Permission.SYNONYM_EDIT)
def bring_back(group_id: UUID) -> ResponseReturnValue:
    """Let a retired group count again."""
    actions.bring_back(current_actor(), group_id, now=clock.now())
    return _back("The words are found in each other's place again")
