"""Conditions of participation: what is found of each bid, and what is decided where it is not met or not known."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.awards.actions.deciding_gates import decide_gate
from directory.awards.forms.judging import GateForm
from directory.awards.rules.gates import Gate
from directory.awards.rules.panel import Cell
from directory.awards.views.blueprint import declared, judged, opened_to, pages
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound
from directory.tenders.queries import owned_tender

P = Permission


@pages.route("/conditions-met")
@guarded(P.BID_MODERATE)
def conditions(tender_id: UUID) -> ResponseReturnValue:
    """Show what is found of the conditions, bid by bid, what waits for a decision first."""
    owned_tender(current_actor(), tender_id)
    case, _ = judged(tender_id)
    declared(case)
    return render_template("awards/conditions.html", case=case, tender=case.tender)


@pages.route("/conditions-met/<int:bid>/<gate>/<int:lot>", methods=["GET", "POST"])
@guarded(P.BID_MODERATE)
def condition(tender_id: UUID, bid: int, gate: str, lot: int) -> ResponseReturnValue:
    """Decide whether a bid meets a condition."""
    actor = current_actor()
    owned_tender(actor, tender_id)
    case, _ = judged(tender_id)
    asked = case.opened(bid)
    found = (
        next((each for each in case.findings(asked) if (each.gate, each.lot) == (gate, lot)), None) if asked else None
    )
    if found is None:
        raise NotFound
    one = opened_to(case, Cell(bid, 0, lot))
    form = GateForm()
    kept = case.gate_decisions.get((one.id, found.gate, lot))
    if form.sent():
        try:
            decide_gate(
                actor,
                tender_id,
                bid=bid,
                gate=Gate(gate),
                lot=lot,
                passes={"yes": True, "no": False}.get(form.text("passes")),
                reason=form.text("reason"),
                now=clock.now(),
            )
        except Invalid as refusal:
            form.refuse("reason", refusal)
        else:
            flash(f"Bid {bid}: your decision is kept")
            return redirect(url_for("awards.conditions", tender_id=tender_id), 303)
    elif not form.is_submitted() and kept is not None:
        form.passes.data, form.reason.data = "yes" if kept.passes else "no", kept.reason
    return render_template(
        "awards/condition.html", form=form, case=case, tender=case.tender, opened=one, found=found, kept=kept
    )
