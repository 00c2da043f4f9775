"""What a provider does: offer, change an offer, withdraw it, decline."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask import request as asked
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound
from directory.kit.forms import Press
from directory.requests import actions, queries
from directory.requests.actions.offers import groups_for
from directory.requests.forms import DeclineForm, OfferForm
from directory.requests.models import Request
from directory.requests.queries import Question
from directory.requests.rules.lifecycle import DeclineReason
from directory.requests.views.blueprint import requests


def _question(reference: str, service_id: UUID) -> tuple[Request, Question]:
    actor = current_actor()
    request = queries.asked_request(actor, reference)
    for question in queries.questions(actor, request):
        if question.service.id == service_id:
            return request, question
    raise NotFound


@requests.route("/<reference>/services/<uuid:service_id>/offer", methods=["GET", "POST"])
@guarded(Permission.OFFER_MAKE, Permission.OFFER_READ)
def offer(reference: str, service_id: UUID) -> ResponseReturnValue:
    """Offer a place in one of one's own services that was asked."""
    request, question = _question(reference, service_id)
    form = OfferForm()
    form.offer_groups(groups_for(request, question.service))
    if form.sent():
        try:
            actions.offer(current_actor(), reference, service_id=service_id, terms=form.terms(), now=clock.now())
        except Invalid as refusal:
            form.refuse("weekly_fee_pence", refusal)
        else:
            flash("Your offer is made. The authority has been told.")
            return redirect(url_for("requests.show", reference=reference), 303)
    return render_template(
        "requests/offer.html",
        form=form,
        request=queries.summary_for_providers(current_actor(), request),
        question=question,
        title=f"Offer a place at {question.service.name}",
        button="Make this offer",
    )


@requests.route("/<reference>/offers/<uuid:offer_id>", methods=["GET", "POST"])
@guarded(Permission.OFFER_MAKE, Permission.OFFER_READ)
def change(reference: str, offer_id: UUID) -> ResponseReturnValue:
    """Change one's own offer."""
    actor = current_actor()
    made = queries.own_offer(actor, queries.asked_request(actor, reference), offer_id)
    request, question = _question(reference, made.service_id)
    form = OfferForm()
    form.offer_groups(groups_for(request, question.service))
    if asked.method == "GET":
        form.fill(made)
    elif form.sent():
        try:
            actions.change_offer(actor, reference, offer_id=offer_id, terms=form.terms(), now=clock.now())
        except Invalid as refusal:
            form.refuse("weekly_fee_pence", refusal)
        else:
            flash("Your offer is changed. The authority has been told.")
            return redirect(url_for("requests.show", reference=reference), 303)
    return render_template(
        "requests/offer.html",
        form=form,
        request=queries.summary_for_providers(current_actor(), request),
        question=question,
        title=f"Change your offer at {question.service.name}",
        button="Change this offer",
    )


@requests.route("/<reference>/offers/<uuid:offer_id>/withdrawal", methods=["POST"])
@guarded(Permission.OFFER_MAKE, Permission.OFFER_READ)
def offer_withdrawal(reference: str, offer_id: UUID) -> ResponseReturnValue:
    """Withdraw one's own offer."""
    form = Press()
    if form.sent():
        actions.withdraw_offer(current_actor(), reference, offer_id=offer_id, now=clock.now())
        flash("Your offer is withdrawn. The authority has been told.")
    return redirect(url_for("requests.show", reference=reference), 303)


@requests.route("/<reference>/services/<uuid:service_id>/decline", methods=["GET", "POST"])
@guarded(Permission.OFFER_MAKE, Permission.OFFER_READ)
def decline(reference: str, service_id: UUID) -> ResponseReturnValue:
    """Decline for one service, with a reason."""
    request, question = _question(reference, service_id)
    form = DeclineForm()
    if form.sent():
        actions.decline(
            current_actor(), reference, service_id=service_id, reason=DeclineReason(form.reason.data), now=clock.now()
        )
        flash("Thank you. You can still offer a place while answers are taken.")
        return redirect(url_for("requests.show", reference=reference), 303)
    summary = queries.summary_for_providers(current_actor(), request)
    return render_template("requests/decline.html", form=form, request=summary, question=question)
