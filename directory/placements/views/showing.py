"""The page of one placement, to the authority and to the provider, and its agreement on one page to be printed."""

from flask import render_template
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.placements.drawing import timeline
from directory.placements.facts import own_carers
from directory.placements.figures import figures_of
from directory.placements.models import Placement
from directory.placements.queries.disclosing import open_pack
from directory.placements.queries.moves import moves_of, with_packs
from directory.placements.queries.placing import own_placement, provided_placement, tasks_of
from directory.placements.rules.costs import FORMULA, by_stretch, cost_pence, stretches, sum_in_words
from directory.placements.rules.placing import END_LABELS, Where
from directory.placements.views.blueprint import placements
from directory.placements.views.listing import item


@placements.route("/placements/<reference>")
@guarded(Permission.PLACEMENT_READ, Permission.OFFER_MAKE)
def show(reference: str) -> ResponseReturnValue:
    """Show a placement, to its authority with what is due, the cost so far and its episodes."""
    actor, now = current_actor(), clock.now()
    if not actor.may(Permission.PLACEMENT_READ):
        placement = provided_placement(actor, reference)
        pack = open_pack(actor, placement, now)
        return render_template("placements/provided.html", placement=placement, pack=pack, end_labels=END_LABELS)
    placement = own_placement(actor, reference)
    fees = [(fee.from_on, fee.weekly_fee_pence) for fee in placement.fees]
    parts = stretches(fees, placement.started_on, placement.ended_on, clock.today())
    return render_template(
        "placements/show.html",
        placement=placement,
        request=placement.request,
        tasks=[item(placement, task) for task in tasks_of(actor, placement, now)],
        moves=[move.value for move in moves_of(actor, placement, with_packs(actor, [placement]))],
        cost=cost_pence(parts),
        parts=list(zip(parts, by_stretch(parts), strict=True)),
        sum=sum_in_words(parts),
        formula=FORMULA,
        drawing=timeline(placement, now),
        figures=figures_of(placement, now),
        own=own_carers(placement.request, placement.service),
        out_of_area=placement.where_it_is is not Where.OWN_AREA,
        end_labels=END_LABELS,
    )


@placements.route("/placements/<reference>/print")
@guarded(Permission.PLACEMENT_READ, Permission.OFFER_MAKE)
def to_print(reference: str) -> ResponseReturnValue:
    """Show the agreement on one page, to be printed and signed by both sides; it gives no inner reason."""
    actor = current_actor()
    ours = actor.may(Permission.PLACEMENT_READ)
    placement: Placement = own_placement(actor, reference) if ours else provided_placement(actor, reference)
    sees_fees = not ours or actor.may(Permission.OFFER_READ)
    return render_template(
        "placements/print.html",
        placement=placement,
        request=placement.request,
        sees_fees=sees_fees,
        end_labels=END_LABELS,
        now=clock.now(),
    )
