"""The standstill as officers see it: when it ends, what came against the award, and what became of that."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.awards.actions import challenging as actions
from directory.awards.forms.deciding import ChallengeForm, LiftingForm
from directory.awards.queries.decisions import Standing, decision_of
from directory.awards.rules.challenge import CLAIM_WORDS, LIFTING_WORDS, ClaimKind, Lifting
from directory.awards.rules.standstill import STANDSTILL_WORDS
from directory.awards.views.blueprint import pages
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.tenders.forms.fields import moment
from directory.tenders.queries import owned_tender

P = Permission


def _standing(tender_id: UUID) -> Standing:
    """Give the announced award. Raises NotFound before."""
    found = decision_of(current_actor(), tender_id)
    if found is None or found.decision.announced_at is None:
        raise NotFound
    return found


@pages.route("/standstill")
@guarded(P.AWARD_PROPOSE)
def standstill(tender_id: UUID) -> ResponseReturnValue:
    """Show when the contract may be signed, and every challenge."""
    tender = owned_tender(current_actor(), tender_id)
    return render_template(
        "awards/standstill.html",
        tender=tender,
        standing=_standing(tender_id),
        phase=tender.phase(clock.now()),
        claim_words=CLAIM_WORDS,
        lifting_words=LIFTING_WORDS,
        standstill_words=STANDSTILL_WORDS,
    )


@pages.route("/standstill/challenge", methods=["GET", "POST"])
@guarded(P.AWARD_PROPOSE)
def challenge(tender_id: UUID) -> ResponseReturnValue:
    """Record a challenge, which stops the clock."""
    tender = owned_tender(current_actor(), tender_id)
    _standing(tender_id)
    form = ChallengeForm()
    if form.sent():
        try:
            notified_at = moment(form.notified_on, form.notified_time)
            actions.challenge(
                current_actor(),
                tender_id,
                kind=ClaimKind(form.text("kind")),
                notified_at=notified_at,
                what=form.text("what"),
                now=clock.now(),
            )
        except Invalid as refusal:
            wrong = refusal.fields.get("notified_at")
            form.refuse("notified_on" if wrong else "what", wrong or refusal)
        except WrongState as refusal:
            form.refuse("what", refusal)
        else:
            flash("The challenge is recorded, and nothing may be signed until it is over")
            return redirect(url_for("awards.standstill", tender_id=tender_id), 303)
    return render_template("awards/challenge.html", form=form, tender=tender)


@pages.route("/standstill/challenges/<uuid:challenge_id>/lifting", methods=["GET", "POST"])
@guarded(P.AWARD_PROPOSE)
def lifting(tender_id: UUID, challenge_id: UUID) -> ResponseReturnValue:
    """Record that a challenge is over."""
    tender = owned_tender(current_actor(), tender_id)
    found = next((one for one in _standing(tender_id).challenges if one.id == challenge_id), None)
    if found is None:
        raise NotFound
    form = LiftingForm()
    if form.sent():
        try:
            actions.lift(
                current_actor(),
                tender_id,
                challenge_id,
                lifting=Lifting(form.text("lifting")),
                reason=form.text("reason"),
                now=clock.now(),
            )
        except (Invalid, WrongState) as refusal:
            form.refuse("reason", refusal)
        else:
            flash("It is recorded that the challenge is over")
            return redirect(url_for("awards.standstill", tender_id=tender_id), 303)
    return render_template("awards/lifting.html", form=form, tender=tender, challenge=found, claim_words=CLAIM_WORDS)
