"""Beginning to judge: the overview, the panel, interests."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.awards.actions import panel as actions
from directory.awards.actions import scoring
from directory.awards.forms.judging import AppointForm, InterestsForm, LeaveForm, RulingForm
from directory.awards.queries.scores import counts
from directory.awards.queries.seats import candidates
from directory.awards.rules.panel import Ruling
from directory.awards.views.blueprint import judged, pages
from directory.awards.weighing import undecided, weighed
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.kit.forms import Press
from directory.tenders.queries import owned_tender, ready
from directory.tenders.rules import Move, Status

P = Permission


@pages.route("/evaluation/beginning", methods=["GET", "POST"])
@guarded(P.BID_MODERATE)
def beginning(tender_id: UUID) -> ResponseReturnValue:
    """Begin to judge the opened bids."""
    tender = ready(current_actor(), tender_id, Move.EVALUATE, clock.now())
    form = Press()
    if form.sent():
        actions.begin(current_actor(), tender_id, now=clock.now())
        flash("The judging has begun. Put the panel together")
        return redirect(url_for("awards.panel", tender_id=tender_id), 303)
    return render_template("awards/beginning.html", form=form, tender=tender)


@pages.route("/evaluation")
@guarded(P.BID_SCORE)
def evaluation(tender_id: UUID) -> ResponseReturnValue:
    """Show how far the judging has come, and what this visitor does next."""
    case, member = judged(tender_id)
    actor = current_actor()
    moderates = actor.may(P.BID_MODERATE) and actor.organisation_id == case.tender.authority_id
    return render_template(
        "awards/evaluation.html",
        case=case,
        tender=case.tender,
        member=member,
        moderates=moderates,
        declared=actor.person_id in case.declarations,
        counts=counts(actor, case),
        lots=weighed(case) if moderates else (),
        waiting=len(
            {(one.id, f.gate, f.lot) for one in case.bids for lot in one.bid.lots for f in undecided(case, one, lot)}
        ),
    )


@pages.route("/panel", methods=["GET", "POST"])
@guarded(P.BID_MODERATE)
def panel(tender_id: UUID) -> ResponseReturnValue:
    """Show who is on the panel; appoint somebody."""
    actor = current_actor()
    owned_tender(actor, tender_id)
    case, _ = judged(tender_id)
    form = AppointForm()
    form.offer(candidates(actor, case.tender), case.notice.criteria, case.scored)
    appoints = not case.scores_shown and (case.tender.status == Status.EVALUATING or not case.panel)
    if form.is_submitted() and not appoints:
        raise WrongState("The panel cannot be changed any more")
    if form.sent():
        try:
            actions.appoint(
                actor,
                tender_id,
                person_id=UUID(form.person.data),
                criteria=[int(number) for number in form.criteria.data or ()],
                now=clock.now(),
            )
        except (Invalid, WrongState) as refusal:
            form.refuse("criteria", refusal)
        else:
            flash("They are on the panel, and were told")
            return redirect(url_for("awards.panel", tender_id=tender_id), 303)
    elif not form.is_submitted():
        form.criteria.data = [str(number) for number in case.scored]
    return render_template(
        "awards/panel.html",
        form=form,
        case=case,
        tender=case.tender,
        counts=counts(actor, case),
        appoints=appoints,
    )


@pages.route("/panel/<uuid:member_id>/leaving", methods=["GET", "POST"])
@guarded(P.BID_MODERATE)
def leaving(tender_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Take somebody off the panel."""
    owned_tender(current_actor(), tender_id)
    case, _ = judged(tender_id)
    member = next((one for one in case.panel if one.id == member_id), None)
    if member is None:
        raise NotFound
    form = LeaveForm()
    if form.sent():
        try:
            actions.take_off(current_actor(), tender_id, member_id, reason=form.text("reason"), now=clock.now())
        except Invalid as refusal:
            form.refuse("reason", refusal)
        else:
            flash("They are no longer on the panel")
            return redirect(url_for("awards.panel", tender_id=tender_id), 303)
    words = "What they scored stays in the record and counts no more."
    heading, button = f"Take {member.person.name} off the panel", "Take them off the panel"
    return render_template(
        "awards/reason.html", form=form, tender=case.tender, heading=heading, words=words, button=button
    )


@pages.route("/scores/closing", methods=["GET", "POST"])
@guarded(P.BID_MODERATE)
def closing(tender_id: UUID) -> ResponseReturnValue:
    """End the scoring though not everybody has finished."""
    owned_tender(current_actor(), tender_id)
    case, _ = judged(tender_id)
    form = LeaveForm()
    if form.sent():
        try:
            scoring.close(current_actor(), tender_id, reason=form.text("reason"), now=clock.now())
        except Invalid as refusal:
            form.refuse("reason", refusal)
        else:
            flash("The scoring is closed, and the scores are shown to those who judge")
            return redirect(url_for("awards.evaluation", tender_id=tender_id), 303)
    waiting = [member.person.name for member in case.panel if not member.finished_at]
    words = f"Not finished: {', '.join(waiting) or 'nobody'}. What they have scored stands. This cannot be undone."
    return render_template(
        "awards/reason.html",
        form=form,
        tender=case.tender,
        heading="Close the scoring before all have finished",
        words=words,
        button="Close the scoring",
    )


@pages.route("/interests", methods=["GET", "POST"])
@guarded(P.BID_SCORE)
def interests(tender_id: UUID) -> ResponseReturnValue:
    """Say in which bidders one has an interest: their names, and nothing else of their bids, are shown."""
    case, member = judged(tender_id)
    actor = current_actor()
    form = InterestsForm()
    typed = form.typed(one.number for one in case.bids)
    wrong: dict[str, str] = {}
    if form.sent():
        try:
            actions.declare(actor, tender_id, typed, now=clock.now())
        except Invalid as refusal:
            wrong = refusal.fields
        else:
            flash("Your declaration is kept")
            return redirect(url_for("awards.evaluation", tender_id=tender_id), 303)
    said = case.declarations.get(actor.person_id) if actor.person_id else None
    known = {one.bid_number: one for one in said.interests} if said else {}
    page = render_template(
        "awards/interests.html",
        form=form,
        case=case,
        tender=case.tender,
        member=member,
        said=said,
        known=known,
        typed=typed,
        wrong=wrong,
    )
    return page, 422 if wrong else 200


@pages.route("/interests/<uuid:interest_id>", methods=["GET", "POST"])
@guarded(P.BID_MODERATE)
def interest(tender_id: UUID, interest_id: UUID) -> ResponseReturnValue:
    """Decide what follows from a declared interest."""
    owned_tender(current_actor(), tender_id)
    case, _ = judged(tender_id)
    found = next(
        ((said, one) for said in case.declarations.values() for one in said.interests if one.id == interest_id), None
    )
    if found is None:
        raise NotFound
    said, one = found
    form = RulingForm()
    if form.sent():
        try:
            actions.rule(
                current_actor(),
                tender_id,
                interest_id,
                ruling=Ruling(form.ruling.data),
                reason=form.text("reason"),
                now=clock.now(),
            )
        except Invalid as refusal:
            form.refuse("reason", refusal)
        else:
            flash("Your decision is kept")
            return redirect(url_for("awards.panel", tender_id=tender_id), 303)
    return render_template("awards/interest.html", form=form, tender=case.tender, said=said, interest=one)
