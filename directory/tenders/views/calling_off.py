from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid, WrongState
from directory.tenders import actions, queries
from directory.tenders.forms.calling_off import PassingOverForm
from directory.tenders.rules.calling_off import PassedOver
from directory.tenders.views.blueprint import pages


@pages.route("/<uuid:tender_id>/passing-over", methods=["GET", "POST"])
@guarded(Permission.CALL_OFF_MAKE)
def passing_over(tender_id: UUID) -> ResponseReturnValue:
    """Pass over the member whose turn it is in a direct award, with a reason, and invite the next."""
    actor = current_actor()
    tender = queries.owned_tender(actor, tender_id)
    turn = next((one for one in queries.members_invited(actor, tender) if one.passed_at is None), None)
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
