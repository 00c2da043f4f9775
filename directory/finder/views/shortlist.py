"""Shortlists: keep a service, take it off, note something beside it, compare some side by side."""

from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded, signed_in
from directory.finder import words
from directory.finder.actions import shortlist as actions
from directory.finder.forms.shortlist import ListForm
from directory.finder.models import Shortlist
from directory.finder.places import as_near, looked_up
from directory.finder.queries import comparison
from directory.finder.queries import shortlist as queries
from directory.finder.rules.parameters import LONGEST_PLACE, typed
from directory.finder.rules.shortlist import FEWEST_COMPARED, LONGEST_NOTE, MOST_COMPARED, MOST_SERVICES, safe_back
from directory.finder.views.looking_again import ask_to_look_again
from directory.geo.here import gazetteer_if_built
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.kit.forms import Press
from directory.search import Near

shortlist = Blueprint("shortlist", __name__, url_prefix="/services")


@shortlist.get("/shortlist")
@signed_in
def main() -> ResponseReturnValue:
    """Show one's main list, and lead to the others."""
    return _page(queries.main(current_actor()))


@shortlist.get("/shortlist/<uuid:shortlist_id>")
@signed_in
def show(shortlist_id: UUID) -> ResponseReturnValue:
    """Show one list."""
    return _page(queries.readable_list(current_actor(), shortlist_id))


def _page(found: Shortlist | None, wrong: tuple[UUID, str, str] | None = None) -> ResponseReturnValue:
    """Render a list; ``wrong`` is a note that was refused: of which service, what was typed and why."""
    actor, now = current_actor(), clock.now()
    rows = queries.rows_of(actor, found) if found else []
    page = render_template(
        "finder/shortlist.html",
        shortlist=found,
        title=queries.title(actor, found) if found else "Your shortlist",
        mine=found is None or found.person_id == actor.person_id,
        rows=[(row, row.document and words.availability(row.document, now)) for row in rows],
        ages=words.ages,
        others=[one for one in queries.readable(actor) if found is None or one.id != found.id],
        most=MOST_SERVICES,
        fewest_compared=FEWEST_COMPARED,
        most_compared=MOST_COMPARED,
        longest_note=LONGEST_NOTE,
        wrong=wrong,
        form={"errors": {f"note-{wrong[0]}": [wrong[2]]} if wrong else {}},
    )
    return page, 422 if wrong else 200


@shortlist.route("/shortlist/new", methods=["GET", "POST"])
@guarded(Permission.SEARCH_SAVE)
def new() -> ResponseReturnValue:
    """Begin a list with a name."""
    form, status = ListForm(), 200
    if form.sent():
        try:
            made = actions.make_list(
                current_actor(), name=form.text("name"), shared=bool(form.shared.data), now=clock.now()
            )
        except Invalid as refusal:
            form.refuse("name", refusal)
            status = refusal.status
        else:
            ask_to_look_again(form.text("name"))
            return redirect(url_for("shortlist.show", shortlist_id=made.id), 303)
    elif request.method == "POST":
        status = 422
    return render_template("finder/shortlist_form.html", form=form), status


@shortlist.post("/shortlist/<uuid:shortlist_id>/removal")
@signed_in
def removal(shortlist_id: UUID) -> ResponseReturnValue:
    """Delete a list."""
    if Press().sent():
        actions.remove_list(current_actor(), shortlist_id, now=clock.now())
        flash("The list is deleted")
    return redirect(url_for("shortlist.main"), 303)


@shortlist.post("/<uuid:service_id>/keeping")
@signed_in
def keeping(service_id: UUID) -> ResponseReturnValue:
    """Keep a service on the list named, else on one's main list."""
    Press().sent()
    try:
        found = actions.keep(current_actor(), service_id, shortlist_id=_named(), now=clock.now())
    except WrongState as refusal:
        if _by_script():
            return jsonify({"kept": False, "words": str(refusal)}), refusal.status
        flash(str(refusal), "error")
        return _back(service_id)
    return _done(service_id, found, kept=True, said="Kept on your shortlist")


@shortlist.post("/<uuid:service_id>/dropping")
@signed_in
def dropping(service_id: UUID) -> ResponseReturnValue:
    """Take a service off the list named, else off one's main list."""
    Press().sent()
    found = actions.drop(current_actor(), service_id, shortlist_id=_named(), now=clock.now())
    return _done(service_id, found, kept=False, said="Taken off your shortlist")


@shortlist.post("/shortlist/<uuid:shortlist_id>/services/<uuid:service_id>/note")
@signed_in
def note(shortlist_id: UUID, service_id: UUID) -> ResponseReturnValue:
    """Write a note beside a service."""
    actor, text = current_actor(), request.form.get("note", "")
    try:
        if Press().sent():
            actions.annotate(actor, shortlist_id, service_id, note=text, now=clock.now())
    except Invalid as refusal:
        return _page(queries.own_list(actor, shortlist_id), (service_id, text, str(refusal)))
    flash("The note is kept")
    ask_to_look_again(text)
    return redirect(url_for("shortlist.show", shortlist_id=shortlist_id), 303)


@shortlist.get("/compare")
@signed_in
def compare() -> ResponseReturnValue:
    """Show two to four services side by side."""
    actor = current_actor()
    problems: dict[str, str] = {}
    near, text = _near(problems)
    try:
        ids = list(dict.fromkeys(UUID(one) for one in request.args.getlist("service")))
    except ValueError:
        raise NotFound from None
    if ids and not FEWEST_COMPARED <= len(ids) <= MOST_COMPARED:
        problems["choice"] = f"Choose {FEWEST_COMPARED} to {MOST_COMPARED} services to compare"
        ids = []
    page = render_template(
        "finder/compare.html",
        comparison=comparison.compare(actor, ids, near, clock.now()) if ids else None,
        ids=ids,
        near=text,
        problems=problems,
        form={"errors": problems},
    )
    return page, 422 if problems else 200


def _near(problems: dict[str, str]) -> tuple[Near | None, str]:
    """Give the place to measure from, and what was typed; note what is wrong with it."""
    text = request.args.get("near", "").strip()
    wrong: dict[str, str] = {}
    try:
        place = looked_up("near", typed(text[:LONGEST_PLACE]), gazetteer_if_built(), wrong) if text else None
    except ValueError as fault:
        place, wrong["near"] = None, str(fault)
    if wrong:
        problems["near"] = f"Place {wrong['near']}"
    return as_near(place) if place else None, text


def _named() -> UUID | None:
    """Give the list that a button names. Raises NotFound for what is no id."""
    named = request.form.get("shortlist_id", "")
    try:
        return UUID(named) if named else None
    except ValueError:
        raise NotFound from None


def _by_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _done(service_id: UUID, found: Shortlist, *, kept: bool, said: str) -> ResponseReturnValue:
    if _by_script():
        return jsonify({"kept": kept, "words": said, "number": len(found.rows)})
    flash(said)
    return _back(service_id)


def _back(service_id: UUID) -> ResponseReturnValue:
    """Go back to where the button was; to the list where no address may hold what was asked there."""
    back = safe_back(request.form.get("back", ""))
    return redirect(f"{back}#service-{service_id}" if back else url_for("shortlist.main"), 303)
