from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.bids import queries
from directory.bids.forms import UnsealForm
from directory.bids.unsealing import unseal
from directory.bids.views.blueprint import pages
from directory.kit import clock
from directory.kit.errors import Invalid, NotAllowed, TooMany
from directory.tenders.queries import owned_tender
from directory.tenders.rules import Move, Status


@pages.route("/unsealing", methods=["GET", "POST"])
@guarded(Permission.BID_UNSEAL)
def unsealing(tender_id: UUID) -> ResponseReturnValue:
    """Begin to open the bids as the first officer, or open them as the second."""
    actor, form, status, refusal = current_actor(), UnsealForm(), 200, None
    tender = owned_tender(actor, tender_id)
    if tender.status != Status.OPEN and queries.unsealing_of(actor, tender_id) is not None:
        return redirect(url_for("bids.opening", tender_id=tender_id), 303)
    if form.sent():
        try:
            done = unseal(actor, tender_id, code=form.code.data or "", now=clock.now())
        except (Invalid, TooMany) as wrong:
            status = wrong.status
            form.refuse("code", wrong)
        else:
            flash("The bids are open" if done else "You have begun to open the bids. Now a second officer opens them")
            where = "bids.opening" if done else "bids.unsealing"
            return redirect(url_for(where, tender_id=tender_id), 303)
    try:
        tender, begun = queries.ready_to_unseal(actor, tender_id, clock.now())
    except NotAllowed as wrong:
        tender, begun = owned_tender(actor, tender_id), queries.unsealing_of(actor, tender_id)
        refusal = wrong
    return render_template("bids/unsealing.html", tender=tender, begun=begun, form=form, refusal=refusal), status


@pages.route("/opening")
@guarded(Permission.BID_UNSEAL)
def opening(tender_id: UUID) -> ResponseReturnValue:
    """Show the opening record, to be printed."""
    actor = current_actor()
    record = queries.opening(actor, tender_id)
    tender = owned_tender(actor, tender_id)
    return render_template("bids/opening.html", tender=tender, record=record, may_fail=Move.FAIL)
