from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Kind, Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid
from directory.kit.paging import page_asked
from directory.organisations import actions, queries
from directory.organisations.forms import AddForm, NumbersForm

organisations = Blueprint("organisations", __name__)


@organisations.route("/organisations")
@guarded(Permission.ORGANISATION_ADD)
def index() -> ResponseReturnValue:
    """List organisations by name."""
    name, unverified = request.args.get("name", "")[:300], request.args.get("unverified") == "1"
    page = queries.listed(
        current_actor(), name=name, unverified=unverified, page=page_asked(request.args.get("page", "1"))
    )
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


@organisations.route("/organisation/numbers", methods=["GET", "POST"])
@guarded(Permission.ORGANISATION_DESCRIBE)
def numbers() -> ResponseReturnValue:
    """Give the numbers by which one's own organisation is verified."""
    actor = current_actor()
    own = queries.own_organisation(actor)
    form = NumbersForm(data={"register_number": own.register_number, "company_number": own.company_number})
    if form.sent():
        try:
            actions.give_numbers(
                actor, register=form.text("register_number"), company=form.text("company_number"), now=clock.now()
            )
        except Invalid as refusal:
            form.refuse("register_number", refusal)
        else:
            flash("An assurer looks at your numbers")
            return redirect(url_for("organisations.numbers"), 303)
        own = queries.own_organisation(actor)
    return render_template("organisations/numbers.html", form=form, organisation=own), 422 if form.errors else 200
