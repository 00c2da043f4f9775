"""What is told after the agreement and never before: the exact address, and the referral pack."""

from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask import request as asked
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.files.answers import announced, attachment
from directory.kit import clock
from directory.kit.errors import Invalid, TooMany, WrongState
from directory.placements import actions
from directory.placements.forms.disclosing import ExpiryForm, PackForm, RevealForm
from directory.placements.models import Placement
from directory.placements.queries.disclosing import pack_file, released_packs
from directory.placements.queries.placing import own_placement
from directory.placements.revealing import reveal
from directory.placements.rules.disclosing import MOST_FILES, OPEN_STATES, USUAL_DAYS
from directory.placements.views.blueprint import placements
from directory.providers.queries.addresses import is_kept


@placements.route("/placements/<reference>/address", methods=["GET", "POST"])
@guarded(Permission.ADDRESS_REVEAL)
def address(reference: str) -> ResponseReturnValue:
    """Ask for a reason and a fresh code; answer the post itself with the address, which no link leads to again."""
    actor = current_actor()
    placement = own_placement(actor, reference)
    form, status = RevealForm(), 200
    kept = is_kept(actor, placement.service_id) and placement.request.status in OPEN_STATES
    if form.is_submitted() and not kept:
        raise WrongState("There is no address to read here: none is kept, or the placement is over")
    if form.sent():
        try:
            found = reveal(actor, reference, reason=form.text("reason"), code=form.text("code"), now=clock.now())
        except (Invalid, TooMany) as refusal:
            form.refuse("code", refusal)
            status = refusal.status
            placement = own_placement(actor, reference)
        else:
            return _once(reference, found)
    elif form.errors:
        status = 422
    form.code.data = ""
    page = render_template(
        "placements/address.html", form=form, placement=placement, request=placement.request, kept=kept
    )
    return page, status


def _once(reference: str, found: str) -> Response:
    """Give the page with the address: kept by no browser, so going back asks for a new code."""
    placement = own_placement(current_actor(), reference)
    answer = make_response(
        render_template("placements/address_shown.html", address=found, placement=placement, request=placement.request)
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@placements.route("/placements/<reference>/pack", methods=["GET", "POST"])
@guarded(Permission.PACK_RELEASE)
def pack(reference: str) -> ResponseReturnValue:
    """Release a referral pack, and show who opened it."""
    actor = current_actor()
    placement = own_placement(actor, reference)
    form = PackForm()
    if asked.method == "GET":
        form.days.data = USUAL_DAYS
    elif form.sent():
        try:
            actions.release_pack(actor, reference, files=form.given(), days=form.days.data, now=clock.now())
        except Invalid as refusal:
            form.refuse("file", refusal)
            placement = own_placement(actor, reference)
        else:
            flash("The referral pack is released. The provider has been told.")
            return _to_pack(reference)
    return _pack(placement, form)


@placements.post("/placements/<reference>/pack/expiry")
@guarded(Permission.PACK_RELEASE)
def pack_expiry(reference: str) -> ResponseReturnValue:
    """Change until when it may be opened."""
    form = ExpiryForm()
    if form.sent():
        try:
            actions.change_expiry(current_actor(), reference, days=form.days.data, now=clock.now())
        except Invalid as refusal:
            form.refuse("days", refusal)
        else:
            flash("The day is changed")
            return _to_pack(reference)
    return _pack(own_placement(current_actor(), reference), form)


@placements.post("/placements/<reference>/pack/withdrawal")
@guarded(Permission.PACK_RELEASE)
def pack_withdrawal(reference: str) -> ResponseReturnValue:
    """Let nobody open it any more."""
    actions.withdraw_pack(current_actor(), reference, now=clock.now())
    flash("The referral pack is withdrawn. The provider has been told.")
    return _to_pack(reference)


@placements.get("/placements/<reference>/pack/files/<uuid:file_id>")
@guarded(Permission.PACK_RELEASE, Permission.OFFER_MAKE)
def pack_download(reference: str, file_id: UUID) -> ResponseReturnValue:
    """Hand over a file of the pack. To ask whether it is there (HEAD) opens nothing and is not written down."""
    actor, now = current_actor(), clock.now()
    if asked.method == "HEAD":
        return announced(pack_file(actor, reference, file_id, now).file)
    return attachment(actions.open_file(actor, reference, file_id, now=now))


def _to_pack(reference: str) -> ResponseReturnValue:
    return redirect(url_for("placements.pack", reference=reference), 303)


def _pack(placement: Placement, form: ExpiryForm) -> ResponseReturnValue:
    """Show the packs of a placement, newest first, and the form that fits."""
    reference, now = placement.request.reference, clock.now()
    packs = released_packs(current_actor(), reference, now)
    current = next((each for each in packs if each.pack.withdrawn_at is None), None)
    running = placement.request.status in OPEN_STATES
    page = render_template(
        "placements/pack.html",
        form=form,
        placement=placement,
        request=placement.request,
        packs=packs,
        current=current,
        running=running,
        most_files=MOST_FILES,
    )
    return page, 422 if form.errors else 200
