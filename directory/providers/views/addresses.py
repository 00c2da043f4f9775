"""``/organisation/services/<id>/address``: put in, replaced and taken out; never shown again."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid
from directory.providers.actions import addresses as actions
from directory.providers.forms.addresses import AddressForm
from directory.providers.queries.addresses import kept_since
from directory.providers.queries.capacity import own_service

blueprint = Blueprint("kept_addresses", __name__, url_prefix="/organisation/services/<uuid:service_id>/address")


@blueprint.route("", methods=["GET", "POST"])
@guarded(Permission.SERVICE_EDIT)
def keep(service_id: UUID) -> ResponseReturnValue:
    """Ask for the exact address of a confidential service, and keep it."""
    actor, form = current_actor(), AddressForm()
    own_service(actor, service_id)
    if form.sent():
        try:
            actions.keep_address(actor, service_id, address=form.text("address"), now=clock.now())
        except Invalid as refusal:
            form.refuse("address", refusal)
        else:
            flash("The address is kept. Nobody sees it before a placement is agreed")
            return redirect(url_for("own_services.show", service_id=service_id), 303)
    page = render_template(
        "providers/services/address.html",
        form=form,
        service=own_service(actor, service_id),
        since=kept_since(actor, service_id),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/removal")
@guarded(Permission.SERVICE_EDIT)
def removal(service_id: UUID) -> ResponseReturnValue:
    """Keep no address any more."""
    actions.remove_address(current_actor(), service_id, now=clock.now())
    flash("The address is removed")
    return redirect(url_for("own_services.show", service_id=service_id), 303)
