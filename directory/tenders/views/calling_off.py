from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid, WrongState
from directory.kit.forms import Press, posted
from directory.tenders import actions, queries
from directory.tenders.forms.calling_off import DecliningForm, PassingOverForm
from directory.tenders.rules.calling_off import Declined, PassedOver
from directory.tenders.views.blueprint import pages


@pages.route("/<uuid:tender_id>/passing-over", methods=["GET", "POST"])
@guarded(Permission.CALL_OFF_MAKE)
def passing_over(tender_id: UUID) -> ResponseReturnValue:
    """Pass over the member whose turn it is in a direct award, with a reason, and invite the next."""
    actor = current_actor()
    tender = queries.owned_tender(actor, tender_id)
    turn = next((one for one in queries.members_invited(actor, tender) if one.stands), None)
    if turn is None or tender.procedure != "direct":
        raise WrongState("No member's turn it is: only in a direct award under a framework is one passed over")
    name, form = turn.organisation.name, PassingOverForm()
    if form.sent():
        try:
            following = actions.pass_over(
                actor,
                tender_id,
                because=PassedOver(form.because.data),
                reason=form.text("reason"),
                now=clock.now(),
            )
        except Invalid as refusal:
            form.refuse("reason", refusal)
        else:
            said = f"{following.organisation.name} is invited now" if following else "No member is left"
            flash(f"{name} is passed over. {said}")
            return redirect(url_for("tenders.show", tender_id=tender_id), 303)
    return render_template("tenders/passing_over.html", tender=tender, form=form, turn=turn)


@pages.route("/<uuid:tender_id>/taking", methods=["POST"])
@guarded(Permission.BID_SUBMIT)
def taking(tender_id: UUID) -> ResponseReturnValue:
    """Say in a direct award that one's provider takes the call-off."""
    if Press().sent():
        actions.take(current_actor(), tender_id, now=clock.now())
        flash("The authority is told that you take it. Now bid for it")
    return redirect(url_for("tenders.show", tender_id=tender_id), 303)


@pages.route("/<uuid:tender_id>/declining", methods=["GET", "POST"])
@guarded(Permission.BID_SUBMIT)
def declining(tender_id: UUID) -> ResponseReturnValue:
    """Decline a call-off to which one's provider is invited, with a reason from a list."""
    actor, now, status = current_actor(), clock.now(), 200
    tender, turn = queries.own_turn(actor, tender_id)
    form = DecliningForm()
    if form.sent():
        try:
            actions.decline(actor, tender_id, because=Declined(form.because.data), words=form.text("words"), now=now)
        except Invalid as refusal:
            status = refusal.status
            form.refuse("words", refusal)
            tender, turn = queries.own_turn(actor, tender_id)
        else:
            flash(f"You have declined. {tender.authority.name} is told")
            return redirect(url_for("tenders.show", tender_id=tender_id), 303)
    elif posted():
        status = 422
    elif not turn.stands or queries.still_invited(actor, tender, now) is None:
        raise WrongState("Your invitation does not stand any more")
    return render_template("tenders/declining.html", tender=tender, form=form, turn=turn), status
