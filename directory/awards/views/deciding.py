"""The decision: what is proposed, who approves it, and the moment at which everybody is told."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.awards.actions import announcing, failing
from directory.awards.actions import deciding as actions
from directory.awards.deciding import ahead
from directory.awards.forms.deciding import ProposalForm, ReasonForm
from directory.awards.queries.case import case_of
from directory.awards.queries.decisions import Standing, decision_of, earlier_decisions
from directory.awards.rules.standstill import STANDSTILL_WORDS, Standstill, duty, ends, london_day
from directory.awards.views.blueprint import pages
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, Refusal, WrongState
from directory.kit.forms import Press
from directory.tenders.queries import moves, owned_tender, ready
from directory.tenders.rules import Kind, Move

P = Permission


def _standing(tender_id: UUID) -> Standing:
    found = decision_of(current_actor(), tender_id)
    if found is None:
        raise NotFound
    return found


@pages.route("/decision")
@guarded(P.AWARD_PROPOSE)
def decision(tender_id: UUID) -> ResponseReturnValue:
    """Show what is decided, how far it has come, and what may be done next."""
    actor, now = current_actor(), clock.now()
    tender = owned_tender(actor, tender_id)
    return render_template(
        "awards/decision.html",
        tender=tender,
        standing=decision_of(actor, tender_id),
        earlier=earlier_decisions(actor, tender_id),
        moves=[one.value for one in moves(actor, tender, now)],
        case=case_of(actor, tender),
        phase=tender.phase(now),
        standstill_words=STANDSTILL_WORDS,
    )


@pages.route("/decision/proposal", methods=["GET", "POST"])
@guarded(P.AWARD_PROPOSE)
def proposal(tender_id: UUID) -> ResponseReturnValue:
    """Propose to whom each lot goes, and how long the award rests."""
    actor = current_actor()
    tender = ready(actor, tender_id, Move.PROPOSE, clock.now())
    case = case_of(actor, tender)
    coming = ahead(case)
    form = ProposalForm()
    form.offer(duty(case.notice.details))
    wrong: dict[str, str] = {}
    if form.sent():
        try:
            choices = form.choices(one.lot for one in coming.results)
            actions.propose(actor, tender_id, choices, rest=form.rest(), now=clock.now())
        except Invalid as refusal:
            wrong = refusal.fields
            for name in ("standstill", "standstill_days", "standstill_reason"):
                if name in wrong:
                    form.refuse(name, wrong[name])
        else:
            flash("The award is proposed. Read what bidders will be told, then a second person approves it")
            return redirect(url_for("awards.decision", tender_id=tender_id), 303)
    page = render_template(
        "awards/proposal.html",
        form=form,
        tender=tender,
        case=case,
        results=[(result, coming.able(result)) for result in coming.results],
        framework=case.notice.details.kind == Kind.FRAMEWORK,
        typed=form.typed() if form.is_submitted() else {},
        wrong=wrong,
        duty=duty(case.notice.details),
    )
    return page, 422 if wrong else 200


@pages.route("/decision/approval", methods=["GET", "POST"])
@guarded(P.AWARD_APPROVE)
def award_approval(tender_id: UUID) -> ResponseReturnValue:
    """Approve, as a second person, what is proposed and all that bidders will read."""
    actor = current_actor()
    tender = owned_tender(actor, tender_id)
    standing = _standing(tender_id)
    form = Press()
    refusal: Refusal | None = None
    if form.sent():
        read = request.form.get("read", "")
        try:
            version = int(read) if read.isascii() and read.isdigit() else None
            actions.approve(actor, tender_id, version=version, now=clock.now())
        except (Invalid, WrongState) as against:
            refusal = against
            standing = _standing(tender_id)
        else:
            flash("The award is approved. Now it can be announced")
            return redirect(url_for("awards.decision", tender_id=tender_id), 303)
    page = render_template(
        "awards/approval.html",
        form=form,
        tender=tender,
        standing=standing,
        refusal=refusal,
        case=case_of(actor, tender),
        standstill_words=STANDSTILL_WORDS,
    )
    return page, refusal.status if refusal else 200


@pages.route("/decision/announcement", methods=["GET", "POST"])
@guarded(P.AWARD_APPROVE)
def announcement(tender_id: UUID) -> ResponseReturnValue:
    """Say what announcing means, until when the award would rest, and announce it."""
    actor, now = current_actor(), clock.now()
    tender = ready(actor, tender_id, Move.ANNOUNCE, now)
    standing = _standing(tender_id)
    form = Press()
    refusal: Refusal | None = None
    if form.sent():
        try:
            announcing.announce(actor, tender_id, now=now)
        except (Invalid, WrongState) as against:
            refusal = against
        else:
            flash("All bidders are told, and the award notice is published")
            return redirect(url_for("awards.decision", tender_id=tender_id), 303)
    rests = standing.decision.standstill != Standstill.NONE and standing.decision.awards
    page = render_template(
        "awards/announcement.html",
        form=form,
        tender=tender,
        standing=standing,
        refusal=refusal,
        ends_at=ends(london_day(now), standing.decision.standstill_days) if rests else None,
    )
    return page, refusal.status if refusal else 200


def _with_reason(
    tender_id: UUID, move: Move, *, heading: str, words: str, button: str, done: str
) -> ResponseReturnValue:
    """Ask why, then judge again, end without an award, or leave what is not signed."""
    actor = current_actor()
    tender = ready(actor, tender_id, move, clock.now())
    form = ReasonForm()
    acts = {Move.REOPEN: actions.reopen, Move.FAIL: failing.fail, Move.CONTRACT: failing.settle}
    if form.sent():
        try:
            acts[move](actor, tender_id, reason=form.text("reason"), now=clock.now())
        except (Invalid, WrongState) as refusal:
            form.refuse("reason", refusal)
        else:
            flash(done)
            to = "tenders.show" if move == Move.FAIL else "awards.decision"
            return redirect(url_for(to, tender_id=tender_id), 303)
    return render_template("awards/reason.html", form=form, tender=tender, heading=heading, words=words, button=button)


@pages.route("/decision/reopening", methods=["GET", "POST"])
@guarded(P.AWARD_PROPOSE)
def reopening(tender_id: UUID) -> ResponseReturnValue:
    """Judge the bids again."""
    return _with_reason(
        tender_id,
        Move.REOPEN,
        heading="Judge the bids again",
        words="What was proposed does not stand any more. If it was announced, all bidders are told so, and nothing "
        "that is not signed yet may be signed. Signed contracts stay. Only officers read the reason.",
        button="Judge again",
        done="The bids are judged again",
    )


@pages.route("/failure", methods=["GET", "POST"])
@guarded(P.AWARD_PROPOSE)
def failure(tender_id: UUID) -> ResponseReturnValue:
    """End a tender for which nobody bid, or whose winners all gave up."""
    return _with_reason(
        tender_id,
        Move.FAIL,
        heading="End without an award",
        words="Use this if nobody bid, or if every winner gave up. If there are bids and none is good enough, propose "
        "an award to nobody instead, so that each bidder is told why. The reason is published.",
        button="End without an award",
        done="The tender ended without an award",
    )


@pages.route("/settlement", methods=["GET", "POST"])
@guarded(P.CONTRACT_SIGN)
def settlement(tender_id: UUID) -> ResponseReturnValue:
    """Leave lots whose winners gave up without a contract."""
    return _with_reason(
        tender_id,
        Move.CONTRACT,
        heading="Leave the other lots without a contract",
        words="Some winners gave up. You can judge again and choose the next in rank, or leave their lots without "
        "a contract, with a reason for the record.",
        button="Leave them",
        done="The tender is contracted with what is signed",
    )
