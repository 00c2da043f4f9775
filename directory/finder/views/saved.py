"""Saved searches: keep one, run it, see what is new, change it, let it go.

A saved search is named by its id alone, so what it asks (exclusion zones too) stands in no address.
"""

from typing import Any, TypedDict
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from directory import search as index
from directory.access import Permission, current_actor, guarded
from directory.finder.actions import saved as actions
from directory.finder.forms.asked import asked_here
from directory.finder.forms.saved import SavedForm
from directory.finder.forms.zones import Zones
from directory.finder.models import SavedSearch
from directory.finder.queries import saved as queries
from directory.finder.queries.saved import Looked
from directory.finder.rules.parameters import SearchParameters
from directory.finder.rules.saved import (
    MOST_MATCHES,
    MOST_SEARCHES,
    Alerts,
    Kept,
    Pace,
    described,
    suggested_name,
    to_narrow,
)
from directory.finder.sweeps import views as sweeps
from directory.finder.views.looking_again import ask_to_look_again
from directory.finder.views.search import as_arguments, found, meant_of, refused, results_page
from directory.geo.here import gazetteer_if_built
from directory.kit import clock
from directory.kit.errors import Invalid
from directory.kit.forms import Press, posted
from directory.kit.understand import NotUnderstood, singly, understood


class Said(TypedDict):
    """What was said of a saved search."""

    name: str
    alerts: Alerts
    pace: Pace
    at_night: bool
    shared: bool


saved = Blueprint("saved", __name__, url_prefix="/services/saved")


@saved.get("")
@guarded(Permission.SEARCH_SAVE)
def index_page() -> ResponseReturnValue:
    """List one's saved searches, and those that colleagues share."""
    rows = queries.readable(current_actor())
    return render_template(
        "finder/saved.html",
        own=[(row, _asks(row.saved)) for row in rows if row.own],
        shared=[(row, _asks(row.saved)) for row in rows if not row.own],
        most=MOST_SEARCHES,
        most_matches=MOST_MATCHES,
    )


@saved.route("/new", methods=["GET", "POST"])
@guarded(Permission.SEARCH_SAVE)
def new() -> ResponseReturnValue:
    """Ask for a name and how news should come, then keep the search. Exclusion zones come in a body only."""
    given, zones = asked_here()
    try:
        # the box is read once and for all: "tonight" stays the day on which the search was saved
        meant = meant_of(understood(SearchParameters, singly(SearchParameters, given)), zones.understood())
        kept, zones = Kept(meant.asked, meant.avoid), Zones.named(meant.avoid)
        looked = looked_at(kept)
    except NotUnderstood as refusal:
        return refused(refusal, given, zones if zones.rows else None)
    status = 200
    # the button beside the results posts what was asked and no name yet: then the form is shown
    form = SavedForm() if "name" in request.form else SavedForm(formdata=None)
    if "name" not in request.form:
        form.name.data = suggested_name(kept, clock.today())
        form.alerts.data = (Alerts.NONE if looked.free is None else Alerts.HERE).value
    elif form.sent():
        try:
            made = actions.save(current_actor(), **_said(form), kept=kept, looked=looked, now=clock.now())
        except Invalid as refusal:
            form.refuse("name", refusal)
            status = refusal.status
        else:
            flash("The search is saved")
            ask_to_look_again(form.text("name"))
            return redirect(url_for("saved.results", saved_search_id=made.id), 303)
    else:
        status = 422
    page = render_template(
        "finder/saved_form.html",
        form=form,
        saved=None,
        pairs=kept.pairs,
        zones=zones,
        asks=described(kept),
        **_width(kept, too_wide=looked.free is None),
    )
    return page, status


@saved.get("/<uuid:saved_search_id>")
@guarded(Permission.SEARCH_SAVE)
def results(saved_search_id: UUID) -> ResponseReturnValue:
    """Run a saved search; what is new since its owner last looked is marked."""
    actor = current_actor()
    one = queries.readable_search(actor, saved_search_id)
    try:
        kept = one.asks
    except NotUnderstood as refusal:
        return refused(refusal, MultiDict())
    zones = Zones.named(kept.avoid) if kept.avoid else None
    try:
        # the address names the saved search and nothing that it asks
        result = found(kept.asked, kept.avoid, in_body=True)
    except NotUnderstood as refusal:
        return refused(refusal, MultiDict(kept.pairs), zones)
    news = queries.news_of(actor, one)[one.id]
    return results_page(result, zones, saved=one, news=news, mine=one.person_id == actor.person_id)


@saved.post("/<uuid:saved_search_id>/look")
@guarded(Permission.SEARCH_SAVE)
def look(saved_search_id: UUID) -> ResponseReturnValue:
    """Note that its owner looks now, and run it."""
    actor = current_actor()
    one = queries.own_search(actor, saved_search_id)
    if Press().sent():
        try:
            actions.see(actor, saved_search_id, looked=looked_at(one.asks), now=clock.now())
        except NotUnderstood:
            flash("Something in this search is not known here any more", "warning")
    return redirect(url_for("saved.results", saved_search_id=saved_search_id), 303)


@saved.route("/<uuid:saved_search_id>/settings", methods=["GET", "POST"])
@guarded(Permission.SEARCH_SAVE)
def settings(saved_search_id: UUID) -> ResponseReturnValue:
    """Change the name, the alerts or who may read it."""
    actor = current_actor()
    one = queries.own_search(actor, saved_search_id)
    form, status = SavedForm(), 200
    if not posted():
        form.name.data, form.shared.data, form.at_night.data = one.name, one.shared, one.at_night
        form.alerts.data, form.pace.data = one.alerts.value, one.pace.value
    elif form.sent():
        try:
            actions.change(actor, saved_search_id, **_said(form), now=clock.now())
        except Invalid as refusal:
            form.refuse("name", refusal)
            status = refusal.status
        else:
            flash("The saved search is changed")
            ask_to_look_again(form.text("name"))
            return redirect(url_for("saved.index_page"), 303)
    else:
        status = 422
    width = _width(one.asks, too_wide=True) if one.too_wide else {}
    page = render_template(
        "finder/saved_form.html", form=form, saved=one, pairs=(), zones=None, asks=_asks(one), **width
    )
    return page, status


@saved.post("/<uuid:saved_search_id>/removal")
@guarded(Permission.SEARCH_SAVE)
def removal(saved_search_id: UUID) -> ResponseReturnValue:
    """Delete a saved search."""
    if Press().sent():
        actions.remove(current_actor(), saved_search_id, now=clock.now())
        flash("The saved search is deleted")
    return redirect(url_for("saved.index_page"), 303)


def looked_at(kept: Kept) -> Looked:
    """Look at what a search finds for whoever asks; it counts as a search of theirs."""
    return queries.look(
        current_actor(),
        kept,
        engine=index.engine(),
        gazetteer=gazetteer_if_built(),
        now=clock.now(),
        admit=sweeps.admit,
    )


def _width(kept: Kept, *, too_wide: bool) -> dict[str, Any]:
    """Give what is said of a search that is too wide to be watched, and the way to narrow it.

    With places to keep away from there is no address that leads back to it.
    """
    back = "" if kept.avoid else url_for("finder.search", **as_arguments(kept.pairs))
    return {"too_wide": too_wide, "most_matches": MOST_MATCHES, "narrow": to_narrow(kept.asked), "back": back}


def _said(form: SavedForm) -> Said:
    return {
        "name": form.text("name"),
        "alerts": Alerts(form.text("alerts")),
        "pace": Pace(form.text("pace")),
        "at_night": bool(form.at_night.data),
        "shared": bool(form.shared.data),
    }


def _asks(one: SavedSearch) -> str:
    """Give in words what a saved search asks."""
    try:
        kept = one.asks
    except NotUnderstood:
        return "Something in this search is not known here any more"
    number = len(kept.avoid)
    away = f", kept away from {number} place{'' if number == 1 else 's'}" if number else ""
    return described(kept) + away
