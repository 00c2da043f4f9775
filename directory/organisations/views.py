from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Kind, Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid
from directory.organisations import actions, queries
from directory.organisations.forms import AddForm

MOST_PAGES = 10_000
organisations = Blueprint("organisations", __name__)


def _page() -> int:
    """Give the page asked for. Raises Invalid for what is no page number."""
    given = request.args.get("page", "1")
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given[:6]) <= MOST_PAGES:
        raise Invalid.field("page", f"page must be a number from 1 to {MOST_PAGES}")
    return int(given[:6])


@organisations.route("/organisations")
@guarded(Permission.ORGANISATION_ADD)
def index() -> ResponseReturnValue:
    """List organisations by name."""
    name, unverified = request.args.get("name", "")[:300], request.args.get("unverified") == "1"
    page = queries.listed(current_actor(), name=name, unverified=unverified, page=_page())
    return render_template("organisations/index.html", page=page, name=name, unverified=unverified)


@organisations.route("/organisations/new", methods=["GET", "POST"])
@guarded(Permission.ORGANISATION_ADD)
def add() -> ResponseReturnValue:
    """Add an organisation."""
    form = AddForm()
    if form.sent():
        try:
            made = actions.add(
                current_actor(),
                name=form.text("name"),
                kind=Kind(form.text("kind")),
                gss_code=form.text("gss_code").strip().upper() or None,
                now=clock.now(),
            )
        except Invalid as refusal:
            form.refuse("name", refusal)
        else:
            flash(f"{made.name} was added. Invite its administrator")
            return redirect(url_for("organisation.invite_administrator", organisation_id=made.id), 303)
    return render_template("organisations/new.html", form=form)


@organisations.route("/organisations/<uuid:organisation_id>/verification", methods=["POST"])
@guarded(Permission.ORGANISATION_VERIFY)
def verify(organisation_id: UUID) -> ResponseReturnValue:
    """Say that an organisation is who it says it is."""
    verified = actions.verify(current_actor(), organisation_id, now=clock.now())
    flash(f"{verified.name} is verified")
    return redirect(url_for("organisations.index"), 303)
