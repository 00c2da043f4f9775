"""Buying together: the lead's page of whom it asks, and the page of the authority that is asked."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound
from directory.kit.forms import Press
from directory.tenders import actions, queries
from directory.tenders.forms import ReasonForm
from directory.tenders.queries.joint import public_code
from directory.tenders.rules.joint import JOINT_LIFECYCLE, JOINT_WORDS, JointMove
from directory.tenders.views.blueprint import pages

P = Permission
AT = "/<uuid:tender_id>/joint-buyers"


@pages.get(AT)
@guarded(P.TENDER_DRAFT)
def joint_buyers(tender_id: UUID) -> ResponseReturnValue:
    """List whom the lots name as joint buyers, and how each stands."""
    tender = queries.owned_tender(current_actor(), tender_id)
    buyers = queries.public_joint_buyers(tender)
    open_ = tender.published_at is None and tender.status != "withdrawn"
    return render_template(
        "tenders/joint_buyers.html", tender=tender, buyers=buyers, joint_words=JOINT_WORDS, may_ask=open_, form=Press()
    )


@pages.post(f"{AT}/<gss_code>/invitation")
@guarded(P.TENDER_DRAFT)
def joint_invitation(tender_id: UUID, gss_code: str) -> ResponseReturnValue:
    """Ask an authority whether it buys together."""
    actions.invite(current_actor(), tender_id, gss_code=public_code(gss_code), now=clock.now())
    flash("Its commissioners are asked, and read the draft from now on")
    return redirect(url_for("tenders.joint_buyers", tender_id=tender_id), 303)


@pages.route(f"{AT}/<gss_code>/agreement", methods=["GET", "POST"])
@guarded(P.TENDER_DRAFT)
def joint_agreement(tender_id: UUID, gss_code: str) -> ResponseReturnValue:
    """Note how an authority without an account agreed."""
    tender, code = queries.owned_tender(current_actor(), tender_id), public_code(gss_code)
    form = ReasonForm()
    if form.sent():
        try:
            actions.note_agreement(current_actor(), tender_id, gss_code=code, note=form.text("reason"), now=clock.now())
        except Invalid as refusal:
            form.refuse("reason", refusal)
        else:
            flash("The agreement is noted")
            return redirect(url_for("tenders.joint_buyers", tender_id=tender_id), 303)
    return render_template("tenders/joint_agreement.html", tender=tender, code=code, form=form)


@pages.route("/<uuid:tender_id>/joining", methods=["GET", "POST"])
@guarded(P.TENDER_PUBLISH)
def joining(tender_id: UUID) -> ResponseReturnValue:
    """Read what another authority asks one's own to join, and agree."""
    actor = current_actor()
    row, tender = queries.own_invitation(actor, tender_id), queries.tender_for(actor, tender_id)
    if row is None:
        raise NotFound
    form = Press()
    if form.sent():
        actions.answer_invitation(actor, tender_id, JointMove.AGREE, now=clock.now())
        flash("Your authority buys together with the others")
        return redirect(url_for("tenders.joining", tender_id=tender_id), 303)
    return render_template(
        "tenders/joining.html",
        tender=tender,
        notice=tender.notice(),
        phase=tender.phase(clock.now()),
        row=row,
        joint_words=JOINT_WORDS,
        moves=JOINT_LIFECYCLE.moves_from(row.status) if tender.published_at is None else (),
        form=form,
    )


@pages.route("/<uuid:tender_id>/joining/withdrawal", methods=["GET", "POST"])
@guarded(P.TENDER_PUBLISH)
def leaving(tender_id: UUID) -> ResponseReturnValue:
    """Decline, or leave again, with a reason."""
    actor = current_actor()
    row = queries.own_invitation(actor, tender_id)
    if row is None:
        raise NotFound
    tender = queries.tender_for(actor, tender_id)
    move = JointMove.LEAVE if row.status == "agreed" else JointMove.DECLINE
    form = ReasonForm()
    if form.sent():
        try:
            actions.answer_invitation(actor, tender_id, move, reason=form.text("reason"), now=clock.now())
        except Invalid as refusal:
            form.refuse("reason", refusal)
        else:
            flash("The authority that leads the tender is told")
            return redirect(url_for("tenders.index"), 303)
    return render_template("tenders/leaving.html", tender=tender, move=move, form=form)
