"""Scoring offers and shortlisting them, by criteria that the authority says."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask import request as asked
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound
from directory.placements import actions
from directory.placements.forms.scoring import MatrixForm, ScoringForm
from directory.placements.queries.comparing import compared
from directory.placements.queries.scoring import criteria_for, scored, scores_of
from directory.placements.rules.scoring import plain, sum_in_words
from directory.placements.views.blueprint import placements
from directory.requests import queries


@placements.route("/requests/<reference>/offers/<uuid:offer_id>/shortlisting", methods=["GET", "POST"])
@guarded(Permission.OFFER_SHORTLIST)
def shortlisting(reference: str, offer_id: UUID) -> ResponseReturnValue:
    """Score an offer and shortlist it."""
    actor, now = current_actor(), clock.now()
    request = queries.own_request(actor, reference)
    row = next((each for each in compared(actor, request, weeks=1, now=now) if each.offer.id == offer_id), None)
    if row is None:
        raise NotFound
    criteria = criteria_for(actor, request)
    form = ScoringForm()
    rows = form.shown(criteria)
    kept = scores_of(actor, row.shortlisting)
    if asked.method == "GET":
        for (_, criterion, score, comment), known in zip(rows, kept, strict=False):
            score.data = ("yes" if known.passed else "no") if criterion.gate else str(known.points)
            comment.data = known.comment
    elif form.sent():
        try:
            actions.shortlist(actor, reference, offer_id=offer_id, scores=form.said(criteria), now=now)
        except Invalid as refusal:
            form.refuse("score_1", refusal)
        else:
            flash(f"{row.offer.service.name} is shortlisted")
            return redirect(url_for("placements.compare", reference=reference), 303)
    return render_template(
        "placements/shortlisting.html",
        form=form,
        request=request,
        row=row,
        rows=rows,
        sum=f"{sum_in_words(criteria, kept)} out of 100" if kept else "",
    )


@placements.route("/requests/<reference>/criteria", methods=["GET", "POST"])
@guarded(Permission.OFFER_SHORTLIST)
def criteria(reference: str) -> ResponseReturnValue:
    """Say by what the offers for one request are judged."""
    request = queries.own_request(current_actor(), reference)
    return _criteria(reference, url_for("placements.compare", reference=request.reference))


@placements.route("/placements/criteria", methods=["GET", "POST"])
@guarded(Permission.OFFER_SHORTLIST)
def default_criteria() -> ResponseReturnValue:
    """Say by what offers are judged where a request does not say otherwise."""
    return _criteria(None, url_for("placements.index"))


def _criteria(reference: str | None, back: str) -> ResponseReturnValue:
    actor = current_actor()
    request = queries.own_request(actor, reference) if reference else None
    form = MatrixForm()
    if asked.method == "GET":
        form.fill(criteria_for(actor, request))
    elif form.sent():
        try:
            actions.save_matrix(actor, reference=reference, criteria=form.said(), now=clock.now())
        except Invalid as refusal:
            form.refuse("weight_1" if "weights" in str(refusal) else "words_1", str(refusal))
        else:
            flash("Offers are judged by these criteria now")
            return redirect(back, 303)
    stands = request is not None and scored(actor, request)
    return render_template("placements/criteria.html", form=form, request=request, back=back, stands=stands)


@placements.app_template_filter("tenths")
def tenths(number: int) -> str:
    """Give tenths as people write them."""
    return plain(number)
