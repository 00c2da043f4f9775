"""``/assurance``: an assurer looks at what providers claim, and at what shows it."""

from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.codes import Specialism, label
from directory.files.answers import announced, attachment
from directory.kit import clock
from directory.kit.errors import Invalid, WrongState
from directory.kit.paging import page_asked
from directory.providers.actions import claims as actions
from directory.providers.actions.evidence import hand_to_assurer
from directory.providers.forms.assurance import AssureForm, RefuseForm
from directory.providers.queries import claims as queries
from directory.providers.rules.claims import Standing

E = TypeVar("E", bound=StrEnum)
USUAL_DAYS = 365
STANDINGS = {
    Standing.WAITING: "All that wait",
    Standing.NEW: "New",
    Standing.CHANGED: "Evidence changed",
    Standing.ENDS_IN_30_DAYS: "Ends within 30 days",
    Standing.ENDS_IN_60_DAYS: "Ends within 60 days",
    Standing.ENDED: "Ended",
}
blueprint = Blueprint("assurance", __name__, url_prefix="/assurance")


@blueprint.get("")
@guarded(Permission.CLAIM_ASSURE)
def index() -> ResponseReturnValue:
    """List the claims that wait, the longest waiting first."""
    actor, today = current_actor(), clock.today()
    standing = _chosen("standing", Standing) or Standing.WAITING
    specialism = _chosen("specialism", Specialism)
    number = page_asked(request.args.get("page", "1"))
    return render_template(
        "providers/assurance/index.html",
        page=queries.claims_to_assure(actor, today, standing=standing, specialism=specialism, page=number),
        standing=standing,
        specialism=specialism,
        standings=STANDINGS,
        numbers=queries.numbers_by_standing(actor, today),
        specialisms=sorted(Specialism, key=label),
        today=today,
        soon=today + timedelta(days=60),
    )


def _chosen(name: str, codes: type[E]) -> E | None:
    """Give what was chosen of a list of codes. Raises Invalid for what is not on it."""
    given = request.args.get(name, "")
    try:
        return codes(given) if given else None
    except ValueError:
        raise Invalid.field(name, f"{name} is not one we know: choose it from the list") from None


@blueprint.get("/<uuid:claim_id>")
@guarded(Permission.CLAIM_ASSURE)
def show(claim_id: UUID) -> ResponseReturnValue:
    """Show one claim with its evidence."""
    return _page(claim_id, None, RefuseForm())


@blueprint.get("/<uuid:claim_id>/files/<uuid:file_id>")
@guarded(Permission.CLAIM_ASSURE)
def file(claim_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Hand an assurer a file that shows a claim."""
    actor = current_actor()
    if request.method == "HEAD":
        return announced(queries.evidence_to_assure(actor, claim_id, file_id))
    return attachment(hand_to_assurer(actor, claim_id, file_id, now=clock.now()))


@blueprint.post("/<uuid:claim_id>/assurance")
@guarded(Permission.CLAIM_ASSURE)
def assurance(claim_id: UUID) -> ResponseReturnValue:
    """Assure a claim until a date."""
    actor, form = current_actor(), AssureForm()
    queries.claim_to_assure(actor, claim_id)
    if form.sent():
        try:
            until = date.fromisoformat(form.text("until").strip())
            claim = actions.assure(actor, claim_id, until=until, because=form.text("because"), now=clock.now())
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
            claim = actions.refuse(actor, claim_id, reason=form.text("reason"), now=clock.now())
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
