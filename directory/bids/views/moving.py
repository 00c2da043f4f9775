from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import current_actor
from directory.bids import actions, queries
from directory.bids.forms import SubmissionForm
from directory.bids.rules.check import problems
from directory.bids.rules.states import Move
from directory.bids.views.blueprint import of_bidders, of_submitters, pages
from directory.bids.views.writing import page_of, too_late
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.kit.forms import Press
from directory.tenders.queries import tender_for


@pages.route("/bid/submission", methods=["GET", "POST"])
@of_submitters
def submission(tender_id: UUID) -> ResponseReturnValue:
    """Show what would be submitted and what is missing; submit it with the declaration."""
    actor, form, status = current_actor(), SubmissionForm(), 200
    if form.sent():
        try:
            actions.submit(actor, tender_id, declared=bool(form.declared.data), now=clock.now())
        except WrongState as refusal:
            return too_late(refusal)
        except Invalid as refusal:
            status = 422
            form.refuse("declared", refusal)
        else:
            flash("Your bid is submitted and sealed")
            return redirect(url_for("bids.receipt", tender_id=tender_id), 303)
    tender, held = tender_for(actor, tender_id), queries.own_bid(actor, tender_id)
    refusal_now = queries.may_move(actor, tender, held, Move.SUBMIT, clock.now())
    if refusal_now is not None:
        return too_late(refusal_now)
    found = problems(held.bid, tender.notice())
    return (
        render_template(
            "bids/submission.html",
            tender=tender,
            held=held,
            notice=tender.notice(),
            form=form,
            lacks=[one for one in found if not one.advice],
            advice=[one for one in found if one.advice],
            page_of=page_of,
            at=clock.now(),
        ),
        status,
    )


@pages.route("/bid/withdrawal", methods=["GET", "POST"])
@of_submitters
def withdrawal(tender_id: UUID) -> ResponseReturnValue:
    """Take the submitted bid back."""
    actor, form = current_actor(), Press()
    if form.sent():
        try:
            actions.withdraw(actor, tender_id, now=clock.now())
        except WrongState as refusal:
            return too_late(refusal)
        flash("Your bid is withdrawn. It will not be opened")
        return redirect(url_for("bids.show", tender_id=tender_id), 303)
    tender = tender_for(actor, tender_id)
    refusal_now = queries.may_move(actor, tender, queries.own_bid(actor, tender_id), Move.WITHDRAW, clock.now())
    if refusal_now is not None:
        return too_late(refusal_now)
    return render_template("bids/withdrawal.html", tender=tender, form=form)


@pages.route("/bid/receipt")
@of_bidders
def receipt(tender_id: UUID) -> ResponseReturnValue:
    """Show the receipt of what stands submitted, to be printed."""
    actor = current_actor()
    held = queries.own_bid(actor, tender_id)
    if held.entry.receipt is None:
        raise NotFound
    opened = queries.was_opened(actor, tender_id)
    given = {
        "held": held,
        "receipt": held.entry.receipt,
        "submitted": held.submitted(),
        "opened": opened,
        "bidder": queries.own_name(actor),
    }
    return render_template("bids/receipt.html", tender=tender_for(actor, tender_id), **given)


@pages.route("/bid/content")
@of_bidders
def content(tender_id: UUID) -> Response:
    """Hand a provider what it submitted, as the text that its receipt's digest is of."""
    held = queries.own_bid(current_actor(), tender_id)
    if held.entry.receipt is None:
        raise NotFound
    answer = Response(held.content(), mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="bid.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
