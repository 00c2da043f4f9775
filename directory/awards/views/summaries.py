"""The assessment summaries: bettered by officers before they are sent, read by their own providers after."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.awards.actions import summarising as actions
from directory.awards.forms.deciding import WordsForm
from directory.awards.queries.decisions import decision_of, own_summary
from directory.awards.rules.summary import OUTCOME_WORDS, criteria_words
from directory.awards.told import known_paths
from directory.awards.views.blueprint import pages
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.tenders.queries import owned_tender
from directory.tenders.rules import Status

P = Permission


def _version() -> int | None:
    read = request.form.get("read", "")
    return int(read) if read.isascii() and read.isdigit() and len(read) < 9 else None


@pages.route("/decision/summaries/<int:bid>", methods=["GET", "POST"])
@guarded(P.AWARD_PROPOSE)
def summary(tender_id: UUID, bid: int) -> ResponseReturnValue:
    """Show what one bidder is told, as it will read it, and change its words before it is sent."""
    actor = current_actor()
    tender = owned_tender(actor, tender_id)
    standing = decision_of(actor, tender_id)
    told = next((one for one in standing.summaries if one.summary.bid.number == bid), None) if standing else None
    if standing is None or told is None:
        raise NotFound
    form = WordsForm()
    wrong: dict[str, str] = {}
    refusal = ""
    typed: dict[str, str] = {}
    if form.sent():
        typed = form.typed(known_paths(told))
        try:
            actions.reword(actor, tender_id, bid, typed, version=_version(), now=clock.now())
        except Invalid as against:
            wrong = against.fields
        except WrongState as against:
            refusal = str(against)
        else:
            flash(f"What {told.summary.bid.organisation.name} will read is saved")
            return redirect(url_for("awards.decision", tender_id=tender_id), 303)
    page = render_template(
        "awards/summary.html",
        form=form,
        tender=tender,
        told=told,
        wrong=wrong,
        refusal=refusal,
        typed=typed,
        editable=tender.status == Status.AWARD_PROPOSED,
        outcome_words=OUTCOME_WORDS,
    )
    return page, 422 if wrong else 409 if refusal else 200


@pages.route("/decision/winners", methods=["GET", "POST"])
@guarded(P.AWARD_PROPOSE)
def winners(tender_id: UUID) -> ResponseReturnValue:
    """Change what the other bidders read of the winners' scores, before it is sent."""
    actor = current_actor()
    tender = owned_tender(actor, tender_id)
    standing = decision_of(actor, tender_id)
    if standing is None or not standing.decision.awards or not standing.summaries:
        raise NotFound
    words = dict(standing.summaries[0].winner_words)
    form = WordsForm()
    wrong: dict[str, str] = {}
    refusal = ""
    typed: dict[str, str] = {}
    if form.sent():
        typed = form.typed(words)
        try:
            actions.reword_winners(actor, tender_id, typed, version=_version(), now=clock.now())
        except Invalid as against:
            wrong = against.fields
        except WrongState as against:
            refusal = str(against)
        else:
            flash("What is told about the winners is saved")
            return redirect(url_for("awards.decision", tender_id=tender_id), 303)
    names = {f"{one.lot}.{one.bid.number}": one.organisation.name for one in standing.decision.awards}
    lines = [(path, names[path.rpartition(".")[0]], int(path.split(".")[0]), int(path.split(".")[2])) for path in words]
    page = render_template(
        "awards/winners.html",
        form=form,
        tender=tender,
        criteria=tender.notice().criteria,
        decision=standing.decision,
        words=words,
        lines=lines,
        wrong=wrong,
        refusal=refusal,
        typed=typed,
        editable=tender.status == Status.AWARD_PROPOSED,
    )
    return page, 422 if wrong else 409 if refusal else 200


@pages.route("/assessment")
@guarded(P.BID_DRAFT)
def assessment(tender_id: UUID) -> ResponseReturnValue:
    """As a bidder: read how the own bid was judged and why, once it was announced."""
    tender, told = own_summary(current_actor(), tender_id)
    return render_template(
        "awards/assessment.html",
        tender=tender,
        told=told,
        criteria=criteria_words(tender.notice().criteria),
        outcome_words=OUTCOME_WORDS,
    )
