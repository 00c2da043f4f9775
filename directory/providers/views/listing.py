"""``/organisation/services``: a provider lists, describes, publishes, pauses and withdraws what it offers."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.codes import Specialism
from directory.kit import clock
from directory.kit.errors import Invalid, Refusal, Stale, WrongState
from directory.providers.actions import claims, listing
from directory.providers.forms.listing import ClaimForm, ServiceForm, shown, text_of
from directory.providers.models import Registration, Service, Status
from directory.providers.queries.addresses import kept_since
from directory.providers.queries.capacity import own_service, own_services
from directory.providers.queries.place_names import public_is_a_place
from directory.providers.queries.proposals import own_proposals
from directory.providers.rules import LIFECYCLE, Move
from directory.providers.rules.wording import look_again

blueprint = Blueprint("own_services", __name__, url_prefix="/organisation/services")
ENDPOINTS = {Move.PUBLISH: "publication", Move.PAUSE: "pause", Move.WITHDRAW: "withdrawal"}
WORDS = {Move.PUBLISH: "Publish", Move.PAUSE: "Pause", Move.WITHDRAW: "Withdraw for good"}
MEANING = {
    Status.DRAFT: "Only your organisation sees it. Preview it, then publish it: it is in the next search.",
    Status.PAUSED: "Nobody finds it. Its history and specialisms are kept; publish it again whenever you like.",
    Status.PUBLISHED: "Pause it while you cannot take anybody: nobody finds it until you publish it again.",
}


@blueprint.get("")
@guarded(Permission.SERVICE_EDIT)
def index() -> ResponseReturnValue:
    """List the provider's services."""
    listed = own_services(current_actor())
    in_use = [service for service in listed if service.status is not Status.WITHDRAWN]
    return render_template(
        "providers/services/index.html", services=in_use, withdrawn=len(listed) - len(in_use), Registration=Registration
    )


@blueprint.route("/new", methods=["GET", "POST"])
@guarded(Permission.SERVICE_EDIT)
def new() -> ResponseReturnValue:
    """Draft a service."""
    form = ServiceForm(
        data={"where": "usual", "gender": "any", "age_minimum": 0, "age_maximum": 17, "service_type": "foster_care"}
    )
    if form.sent():
        try:
            made = listing.add(current_actor(), facts=form.facts(), now=clock.now())
        except Invalid as refusal:
            form.refuse("name", refusal)
        else:
            flash(f"{made.name} is a draft. Look it over, then publish it")
            _ask_to_look_again(made)
            return redirect(url_for(".show", service_id=made.id), 303)
    return render_template("providers/services/edit.html", form=form, service=None), 422 if form.errors else 200


@blueprint.get("/<uuid:service_id>")
@guarded(Permission.SERVICE_EDIT)
def show(service_id: UUID) -> ResponseReturnValue:
    """Show one service with its claims and what may be done with it."""
    return _show(own_service(current_actor(), service_id), ClaimForm())


@blueprint.route("/<uuid:service_id>/edit", methods=["GET", "POST"])
@guarded(Permission.SERVICE_EDIT)
def edit(service_id: UUID) -> ResponseReturnValue:
    """Change what is said of a service."""
    actor = current_actor()
    service = own_service(actor, service_id)
    form = ServiceForm(data=shown(service)).only(service)
    if form.sent():
        version = text_of(form.version)
        number = int(version) if version.isdecimal() and len(version) < 10 else -1
        try:
            edited = listing.edit(actor, service_id, facts=form.facts(service), version=number, now=clock.now())
        except (Invalid, Stale) as refusal:
            form.refuse("description", refusal)
            service = own_service(actor, service_id)
        else:
            flash(f"{edited.name} is changed")
            _ask_to_look_again(edited)
            return redirect(url_for(".show", service_id=service_id), 303)
    return render_template("providers/services/edit.html", form=form, service=service), 422 if form.errors else 200


@blueprint.post("/<uuid:service_id>/publication")
@guarded(Permission.SERVICE_EDIT)
def publication(service_id: UUID) -> ResponseReturnValue:
    """Publish a draft or paused service."""
    return _move(service_id, listing.publish, "is published: it is in the next search")


@blueprint.post("/<uuid:service_id>/pause")
@guarded(Permission.SERVICE_EDIT)
def pause(service_id: UUID) -> ResponseReturnValue:
    """Take a service out of the directory for a while."""
    return _move(service_id, listing.pause, "is paused: nobody finds it until you publish it again")


@blueprint.post("/<uuid:service_id>/withdrawal")
@guarded(Permission.SERVICE_EDIT)
def withdrawal(service_id: UUID) -> ResponseReturnValue:
    """Take a service out of the directory for good."""
    return _move(service_id, listing.withdraw, "is withdrawn")


@blueprint.post("/<uuid:service_id>/claims")
@guarded(Permission.CLAIM_MAKE)
def claim(service_id: UUID) -> ResponseReturnValue:
    """Claim a specialism."""
    actor, form = current_actor(), ClaimForm()
    service = own_service(actor, service_id)
    if form.sent():
        try:
            made = claims.claim(
                actor,
                service_id,
                specialism=Specialism(form.specialism.data),
                evidence=text_of(form.evidence),
                now=clock.now(),
            )
        except (Invalid, WrongState) as refusal:
            form.refuse("specialism", refusal)
        else:
            flash("It is shown as not assured until an assurer has looked at it. Add files that show it")
            return redirect(url_for("evidence.show", service_id=service_id, claim_id=made.id), 303)
    return _show(service, form), 422


@blueprint.post("/<uuid:service_id>/claims/<uuid:claim_id>/withdrawal")
@guarded(Permission.CLAIM_MAKE)
def claim_withdrawal(service_id: UUID, claim_id: UUID) -> ResponseReturnValue:
    """Take a claim back."""
    claims.withdraw(current_actor(), service_id, claim_id, now=clock.now())
    flash("The specialism is withdrawn")
    return redirect(url_for(".show", service_id=service_id), 303)


def _words(move: Move, status: Status) -> str:
    return "Publish it again" if (move, status) == (Move.PUBLISH, Status.PAUSED) else WORDS[move]


def _ask_to_look_again(service: Service) -> None:
    """Say what in the description may tell who somebody is: it is kept, and may be changed."""
    for words in look_again(
        service.description, confidential=service.confidential, today=clock.today(), known=public_is_a_place
    ):
        flash(words, "warning")


def _move(service_id: UUID, action: Callable[..., Service], done: str) -> ResponseReturnValue:
    actor = current_actor()
    try:
        moved = action(actor, service_id, now=clock.now())
    except (Invalid, WrongState) as refusal:
        return _show(own_service(actor, service_id), ClaimForm(formdata=None), refusal), refusal.status
    flash(f"{moved.name} {done}")
    return redirect(url_for(".show", service_id=service_id), 303)


def _show(service: Service, form: ClaimForm, refusal: Refusal | None = None) -> str:
    return render_template(
        "providers/services/show.html",
        service=service,
        form=form,
        refusal=refusal,
        meaning=MEANING.get(service.status, ""),
        moves=[
            (_words(move, service.status), f"own_services.{ENDPOINTS[move]}")
            for move in LIFECYCLE.moves_from(service.status)
        ],
        today=clock.today(),
        proposals=own_proposals(current_actor(), service.id),
        address_since=kept_since(current_actor(), service.id),
    )
