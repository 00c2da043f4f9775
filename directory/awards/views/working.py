"""The arithmetic, step by step, and the draws."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.awards.actions.drawing import ask_draw
from directory.awards.actions.drawing import draw as draw_lots
from directory.awards.rules.arithmetic import ties
from directory.awards.views.blueprint import judged, pages
from directory.awards.weighing import weighed
from directory.kit import clock
from directory.kit.errors import Invalid
from directory.kit.forms import Press
from directory.tenders.queries import owned_tender
from directory.tenders.rules.words import words

P = Permission


@pages.route("/working")
@guarded(P.BID_MODERATE)
def working(tender_id: UUID) -> ResponseReturnValue:
    """Show how the points came about, step by step, and what is missing."""
    owned_tender(current_actor(), tender_id)
    case, _ = judged(tender_id)
    lots = weighed(case)
    return render_template(
        "awards/working.html",
        form=Press(),
        case=case,
        tender=case.tender,
        lots=lots,
        tied={one.lot: [[each.number for each in group] for group in ties(one.standings)] for one in lots},
        tie_break=words(case.notice.details.tie_break),
    )


@pages.route("/draws", methods=["POST"])
@guarded(P.BID_MODERATE)
def draws(tender_id: UUID) -> ResponseReturnValue:
    """Ask for a draw between tied bids, as the first of two officers."""
    owned_tender(current_actor(), tender_id)
    lot, bids = request.form.get("lot", ""), request.form.get("bids", "").split(",")
    numbers = [lot, *bids]
    if not all(one.isascii() and one.isdigit() and len(one) < 5 for one in numbers):
        raise Invalid("Choose a lot and the bids that are tied in it")
    ask_draw(current_actor(), tender_id, lot=int(lot), bids=[int(one) for one in bids], now=clock.now())
    flash("The draw waits for a second officer")
    return redirect(url_for("awards.working", tender_id=tender_id), 303)


@pages.route("/draws/<uuid:draw_id>", methods=["POST"])
@guarded(P.BID_MODERATE)
def draw(tender_id: UUID, draw_id: UUID) -> ResponseReturnValue:
    """Draw, as the second officer."""
    owned_tender(current_actor(), tender_id)
    made = draw_lots(current_actor(), tender_id, draw_id, now=clock.now())
    flash(f"Drawn: {', then '.join(f'bid {number}' for number in made.order)}")
    return redirect(url_for("awards.working", tender_id=tender_id), 303)
