"""``/assurance``: an assurer looks at what providers claim."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.codes import label
from directory.kit import clock
from directory.kit.errors import Invalid, WrongState
from directory.providers.actions import claims as actions
from directory.providers.forms.listing import AssureForm, RefuseForm, text_of
from directory.providers.queries import claims as queries

USUAL_DAYS = 365
blueprint = Blueprint("assurance", __name__, url_prefix="/assurance")


@blueprint.get("")
@guarded(Permission.CLAIM_ASSURE)
def index() -> ResponseReturnValue:
    """List the claims that wait."""
    actor, today = current_actor(), clock.today()
    waiting = queries.claims_to_assure(actor, today)
    number = queries.number_to_assure(actor, today)
    return render_template("providers/assurance/index.html", claims=waiting, number=number, today=today)


@blueprint.get("/<uuid:claim_id>")
@guarded(Permission.CLAIM_ASSURE)
def show(claim_id: UUID) -> ResponseReturnValue:
    """Show one claim with its evidence."""
    return _page(claim_id, None, RefuseForm())


@blueprint.post("/<uuid:claim_id>/assurance")
@guarded(Permission.CLAIM_ASSURE)
def assurance(claim_id: UUID) -> ResponseReturnValue:
    """Assure a claim until a date."""
    actor, form = current_actor(), AssureForm()
    queries.claim_to_assure(actor, claim_id)
    if form.sent():
        try:
            until = date.fromisoformat(text_of(form.until))
            claim = actions.assure(actor, claim_id, until=until, now=clock.now())
        except (Invalid, WrongState) as refusal:
            form.refuse("until", refusal)
        except ValueError:
            form.refuse("until", "Enter a date, such as 2027-11-30")
        else:
            flash(f"{label(claim.specialism)} of {claim.service.name} is assured")
            return redirect(url_for(".index"), 303)
    return _page(claim_id, form, RefuseForm(formdata=None)), 422


@blueprint.post("/<uuid:claim_id>/refusal")
@guarded(Permission.CLAIM_ASSURE)
def refusal(claim_id: UUID) -> ResponseReturnValue:
    """Refuse a claim, with a reason."""
    actor, form = current_actor(), RefuseForm()
    queries.claim_to_assure(actor, claim_id)
    if form.sent():
        try:
            claim = actions.refuse(actor, claim_id, reason=text_of(form.reason), now=clock.now())
        except (Invalid, WrongState) as refused:
            form.refuse("reason", refused)
        else:
            flash(f"{label(claim.specialism)} of {claim.service.name} is refused")
            return redirect(url_for(".index"), 303)
    return _page(claim_id, None, form), 422


def _page(claim_id: UUID, assure: AssureForm | None, refuse: RefuseForm) -> str:
    claim = queries.claim_to_assure(current_actor(), claim_id)
    usual = clock.today() + timedelta(days=USUAL_DAYS)
    assure = assure or AssureForm(formdata=None, data={"until": usual.isoformat()})
    return render_template(
        "providers/assurance/show.html",
        claim=claim,
        assure=assure,
        refuse=refuse,
        form=assure if assure.errors else refuse,
        today=clock.today(),
    )
