from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid
from directory.kit.forms import Press
from directory.tenders import actions, queries
from directory.tenders.forms import ReasonForm
from directory.tenders.models import Tender
from directory.tenders.rules import Move, warnings
from directory.tenders.views.blueprint import pages

P = Permission


def _press(tender_id: UUID, move: Move, act: Callable[[], object], *, template: str, done: str) -> ResponseReturnValue:
    """Show what a move means and stands on, and make it when pressed; what stands against it is shown."""
    now = clock.now()
    tender = queries.ready(current_actor(), tender_id, move, clock.now())
    form = Press()
    if form.sent():
        try:
            act()
        except Invalid:
            return redirect(url_for("tenders.check", tender_id=tender_id), 303)
        flash(done)
        return redirect(url_for("tenders.show", tender_id=tender_id), 303)
    notice = tender.notice()
    given: dict[str, Any] = {
        "tender": tender,
        "notice": notice,
        "phase": tender.phase(now),
        "people": queries.people(current_actor(), tender),
        "problems": queries.problems_of(current_actor(), tender, now),
        "warnings": warnings(notice),
    }
    return render_template(template, form=form, **given)


@pages.route("/<uuid:tender_id>/submission", methods=["GET", "POST"])
@guarded(P.TENDER_DRAFT)
def submission(tender_id: UUID) -> ResponseReturnValue:
    """Ask a second person for approval."""
    return _press(
        tender_id,
        Move.SUBMIT,
        lambda: actions.submit(current_actor(), tender_id, now=clock.now()),
        template="tenders/submission.html",
        done="Your tender waits for a second person's approval",
    )


@pages.route("/<uuid:tender_id>/approval", methods=["GET", "POST"])
@guarded(P.TENDER_APPROVE)
def approval(tender_id: UUID) -> ResponseReturnValue:
    """Approve, as a second person, what would be published."""
    return _press(
        tender_id,
        Move.APPROVE,
        lambda: actions.approve(current_actor(), tender_id, now=clock.now()),
        template="tenders/approval.html",
        done="The tender is approved and can be published",
    )


@pages.route("/<uuid:tender_id>/publication", methods=["GET", "POST"])
@guarded(P.TENDER_PUBLISH)
def publication(tender_id: UUID) -> ResponseReturnValue:
    """Publish an approved tender."""
    return _press(
        tender_id,
        Move.PUBLISH,
        lambda: actions.publish(current_actor(), tender_id, now=clock.now()),
        template="tenders/publication.html",
        done="Your tender is published",
    )


Ending = Callable[..., Tender]


def _with_reason(tender_id: UUID, move: Move, act: Ending, *, done: str) -> ResponseReturnValue:
    """Ask why, then make the move."""
    tender = queries.ready(current_actor(), tender_id, move, clock.now())
    form = ReasonForm()
    if form.sent():
        try:
            act(current_actor(), tender_id, reason=form.reason.data or "", now=clock.now())
        except Invalid as refusal:
            form.refuse("reason", refusal)
        else:
            flash(done)
            return redirect(url_for("tenders.show", tender_id=tender_id), 303)
    return render_template("tenders/reason.html", tender=tender, form=form, move=move)


@pages.route("/<uuid:tender_id>/return", methods=["GET", "POST"])
@guarded(P.TENDER_DRAFT)
def give_back(tender_id: UUID) -> ResponseReturnValue:
    """Make it a draft again."""
    return _with_reason(tender_id, Move.RETURN, actions.give_back, done="The tender is a draft again")


@pages.route("/<uuid:tender_id>/withdrawal", methods=["GET", "POST"])
@guarded(P.TENDER_PUBLISH)
def withdrawal(tender_id: UUID) -> ResponseReturnValue:
    """Take a tender back."""
    return _with_reason(tender_id, Move.WITHDRAW, actions.withdraw, done="The tender is withdrawn")


@pages.route("/<uuid:tender_id>/cancellation", methods=["GET", "POST"])
@guarded(P.TENDER_PUBLISH)
def cancellation(tender_id: UUID) -> ResponseReturnValue:
    """End a published tender without an award."""
    return _with_reason(tender_id, Move.CANCEL, actions.cancel, done="The tender is cancelled")
