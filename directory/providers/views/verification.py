"""``/assurance/organisations``: an assurer compares an organisation with what the registers say, and verifies it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid, WrongState
from directory.kit.paging import page_asked
from directory.organisations import actions
from directory.organisations import queries as organisations
from directory.organisations.rules import company_number
from directory.providers.forms.assurance import NotVerifiedForm
from directory.providers.queries.verification import in_register

blueprint = Blueprint("verification", __name__, url_prefix="/assurance/organisations")


@blueprint.get("")
@guarded(Permission.ORGANISATION_VERIFY)
def index() -> ResponseReturnValue:
    """List the organisations that wait to be verified."""
    page = organisations.to_verify(current_actor(), page=page_asked(request.args.get("page", "1")))
    return render_template("providers/assurance/organisations.html", page=page)


@blueprint.get("/<uuid:organisation_id>")
@guarded(Permission.ORGANISATION_VERIFY)
def show(organisation_id: UUID) -> ResponseReturnValue:
    """Show what an organisation gave beside what the register says."""
    return _page(organisation_id, NotVerifiedForm())


@blueprint.post("/<uuid:organisation_id>/verification")
@guarded(Permission.ORGANISATION_VERIFY)
def verification(organisation_id: UUID) -> ResponseReturnValue:
    """Say that an organisation is who it says it is."""
    try:
        verified = actions.verify(current_actor(), organisation_id, now=clock.now())
    except WrongState as refusal:
        flash(str(refusal), "warning")
    else:
        flash(f"{verified.name} is verified")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<uuid:organisation_id>/refusal")
@guarded(Permission.ORGANISATION_VERIFY)
def refusal(organisation_id: UUID) -> ResponseReturnValue:
    """Say that an organisation is not verified, and why."""
    actor, form = current_actor(), NotVerifiedForm()
    organisations.public_organisation(organisation_id)
    if form.sent():
        try:
            told = actions.refuse_verification(actor, organisation_id, reason=form.text("reason"), now=clock.now())
        except Invalid as refused:
            form.refuse("reason", refused)
        else:
            flash(f"{told.name} is not verified, and is told why")
            return redirect(url_for(".index"), 303)
    return _page(organisation_id, form), 422


def _page(organisation_id: UUID, form: NotVerifiedForm) -> str:
    organisation = organisations.public_organisation(organisation_id)
    return render_template(
        "providers/assurance/organisation.html",
        organisation=organisation,
        register=in_register(current_actor(), organisation),
        company_number_formed=company_number(organisation.company_number or "") is not None,
        form=form,
    )
