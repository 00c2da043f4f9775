"""Prices, once quality is agreed: what each lot comes to, what looks too low, and what the bidder says to it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.awards.actions import deciding_gates as actions
from directory.awards.actions.moderating import open_prices
from directory.awards.case import Case
from directory.awards.forms.judging import PriceAnswerForm, PriceDecisionForm, PriceQuestionForm
from directory.awards.queries.scores import price_questions
from directory.awards.rules.panel import Cell
from directory.awards.views.blueprint import declared, judged, opened_to, pages
from directory.awards.weighing import flagged_prices, price_of
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.kit.forms import Press, posted
from directory.tenders.models import Tender
from directory.tenders.queries import owned_tender, tender_for
from directory.tenders.rules import numbered

P = Permission


def _case(tender_id: UUID) -> Case:
    owned_tender(current_actor(), tender_id)
    case, _ = judged(tender_id)
    declared(case)
    return case


@pages.route("/prices", methods=["GET", "POST"])
@guarded(P.BID_MODERATE)
def prices(tender_id: UUID) -> ResponseReturnValue:
    """Open the prices once quality is agreed, then show them by lot."""
    case = _case(tender_id)
    form = Press()
    refusal = ""
    if form.sent():
        try:
            open_prices(current_actor(), tender_id, now=clock.now())
        except WrongState as against:
            refusal = str(against)
        else:
            flash("Quality is closed, and the prices are open")
            return redirect(url_for("awards.prices", tender_id=tender_id), 303)
    lots = [_lot(case, number) for number, _ in numbered(case.notice.lots)] if case.priced else []
    page = render_template("awards/prices.html", form=form, case=case, tender=case.tender, lots=lots, refusal=refusal)
    return page, 409 if refusal else 200


def _lot(case: Case, lot: int) -> dict[str, object]:
    flagged = flagged_prices(case, lot)
    return {
        "number": lot,
        "title": case.notice.lots[lot - 1].title,
        "lines": [
            {
                "bid": one,
                "pence": price_of(case, one, lot),
                "flag": flagged.get(one.id, ""),
                "asked": case.price_queries.get((one.id, lot)),
            }
            for one in case.bids
            if lot in one.bid.lots
        ],
    }


@pages.route("/prices/<int:bid>/<int:lot>", methods=["GET", "POST"])
@guarded(P.BID_MODERATE)
def price(tender_id: UUID, bid: int, lot: int) -> ResponseReturnValue:
    """Ask a bidder about a low price, and decide."""
    actor = current_actor()
    owned_tender(actor, tender_id)
    case, _ = judged(tender_id)
    if not case.priced or not lot:
        raise NotFound
    one = opened_to(case, Cell(bid, 0, lot))
    asked = case.price_queries.get((one.id, lot))
    asking, deciding = PriceQuestionForm(), PriceDecisionForm()
    if request.form.get("step") == "ask" and asked and asked.decided_at:
        raise WrongState("You have decided about this price already")
    if request.form.get("step") == "ask" and asking.sent():
        try:
            actions.ask_price(
                actor,
                tender_id,
                bid=bid,
                lot=lot,
                question=asking.text("question"),
                answer_by_on=asking.answer_by_on.data,
                now=clock.now(),
            )
        except Invalid as refusal:
            asking.refuse("question", refusal)
        else:
            flash("The bidder is told")
            return redirect(url_for("awards.price", tender_id=tender_id, bid=bid, lot=lot), 303)
    elif request.form.get("step") == "decide" and deciding.sent():
        try:
            actions.decide_price(
                actor,
                tender_id,
                bid=bid,
                lot=lot,
                disregard={"yes": True, "no": False}.get(deciding.text("disregard")),
                reason=deciding.text("reason"),
                now=clock.now(),
            )
        except Invalid as refusal:
            deciding.refuse("disregard", refusal)
        else:
            flash(f"Bid {bid}: your decision is kept")
            return redirect(url_for("awards.prices", tender_id=tender_id), 303)
    form = deciding if request.form.get("step") == "decide" else asking
    return render_template(
        "awards/price.html",
        form=form,
        asking=asking,
        deciding=deciding,
        case=case,
        tender=case.tender,
        opened=one,
        lot=lot,
        pence=price_of(case, one, lot),
        flag=flagged_prices(case, lot).get(one.id, ""),
        asked=asked,
        earliest=actions.earliest_answer(clock.in_london(clock.now()).date()),
    )


@pages.route("/price-question", methods=["GET", "POST"])
@guarded(P.BID_SUBMIT)
def price_question(tender_id: UUID) -> ResponseReturnValue:
    """As the bidder: read what the authority asks about a price, and answer."""
    actor = current_actor()
    tender: Tender = tender_for(actor, tender_id)
    questions = price_questions(actor, tender_id)
    open_ones = [one for one in questions if one.decided_at is None]
    if not questions:
        raise NotFound
    if posted() and not open_ones:
        raise WrongState("The authority has decided already")
    form = PriceAnswerForm()
    chosen = next((one for one in open_ones if str(one.id) == request.form.get("question")), None)
    if form.sent() and chosen is not None:
        try:
            actions.answer_price(actor, tender_id, chosen.id, answer=form.text("answer"), now=clock.now())
        except Invalid as refusal:
            form.refuse("answer", refusal)
        else:
            flash("Your answer is with the authority")
            return redirect(url_for("awards.price_question", tender_id=tender_id), 303)
    return render_template("awards/price_question.html", form=form, tender=tender, questions=questions)
