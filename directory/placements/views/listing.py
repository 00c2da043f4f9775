"""The list of placements and the page of one, to the authority and to the provider."""

from datetime import datetime
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.placements.models import Placement
from directory.placements.queries.disclosing import open_pack
from directory.placements.queries.placing import (
    NEEDED,
    all_due,
    live_holds,
    own_placement,
    own_placements,
    provided_placement,
    provided_placements,
    tasks_of,
)
from directory.placements.rules.costs import FORMULA, cost_pence, stretches, sum_in_words
from directory.placements.rules.due import Kind, Task
from directory.placements.rules.placing import END_LABELS, EPISODE_LABELS, INTERVIEW_LABELS, WHERE_LABELS, Where
from directory.placements.rules.timeline import Drawing, drawn
from directory.placements.views.blueprint import placements
from directory.requests import queries
from directory.requests.rules.lifecycle import NOUNS

ENDPOINTS: dict[Kind, str] = {
    Kind.MISSING: "placements.episode",
    Kind.INTERVIEW: "placements.episode",
    Kind.APPROVE_DISTANCE: "placements.distance",
    Kind.TELL_AREA: "placements.area",
    Kind.START: "placements.arrival",
    Kind.REVIEW: "placements.review",
    Kind.END: "placements.ending",
}
NAMES = {Kind.MISSING: "episode_id", Kind.INTERVIEW: "episode_id", Kind.REVIEW: "review_id"}


@placements.app_context_processor
def words() -> dict[str, Any]:
    """Give the templates the words of our code lists."""
    return {"where_labels": WHERE_LABELS, "episode_labels": EPISODE_LABELS, "interview_labels": INTERVIEW_LABELS}


@placements.route("/placements")
@guarded(Permission.PLACEMENT_READ, Permission.OFFER_MAKE)
def index() -> ResponseReturnValue:
    """List what is due, what is held, and the placements: the authority's, or those in the provider's services."""
    actor, now = current_actor(), clock.now()
    if not actor.may(Permission.PLACEMENT_READ):
        return render_template("placements/provided_index.html", rows=provided_placements(actor))
    due = all_due(actor, now)
    return render_template(
        "placements/index.html",
        rows=own_placements(actor),
        holds=live_holds(actor, now),
        tasks=[_item(one.placement, one.task, of=one.placement.request.reference) for one in due],
    )


def _item(placement: Placement, task: Task, *, of: str = "") -> dict[str, Any]:
    """Give a task as a line of the list: a link for who may do it."""
    arguments: dict[str, Any] = {"reference": placement.request.reference} | (
        {NAMES[task.kind]: task.of} if task.of else {}
    )
    may = current_actor().may(NEEDED[task.kind])
    colour = "red" if task.overdue or task.kind is Kind.MISSING else "blue"
    status = "Now" if task.kind is Kind.MISSING else "Overdue" if task.overdue else "Due"
    return {
        "text": f"{of}: {task.words}" if of else task.words,
        "href": url_for(ENDPOINTS[task.kind], **arguments) if may else "",
        "due_at": task.due_at,
        "missing": task.kind is Kind.MISSING,
        "status": status,
        "colour": colour,
    }


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
        tasks=[_item(placement, task) for task in tasks_of(actor, placement, now)],
        moves=[NOUNS[move] for move in queries.moves_now(actor, placement.request)],
        cost=cost_pence(parts),
        sum=sum_in_words(parts),
        formula=FORMULA,
        drawing=timeline(placement, now),
        out_of_area=placement.where_it_is is not Where.OWN_AREA,
        end_labels=END_LABELS,
    )


def timeline(placement: Placement, now: datetime) -> Drawing:
    """Give the drawing of a placement's days."""
    today = clock.in_london(now).date()
    moments = [("Agreed", clock.in_london(placement.agreed_at).date(), "agreed")]
    if placement.started_on is None:
        moments.append(("Expected start", placement.starts_on, "planned"))
    else:
        moments.append(("Started", placement.started_on, "started"))
    moments += [
        ("Review held", review.held_on, "review") if review.held_on else ("Review due", review.due_on, "planned")
        for review in placement.reviews
    ]
    moments += [("Fee changed", fee.from_on, "fee") for fee in placement.fees[1:]]
    bands = []
    if placement.started_on is not None:
        bands.append((placement.started_on, placement.ended_on or max(today, placement.started_on), "lived"))
    for episode in placement.episodes:
        begun = clock.in_london(episode.from_at).date()
        over = clock.in_london(episode.until_at).date() if episode.until_at else today
        moments.append(("Missing" if episode.kind.value == "M" else "Away", begun, "episode"))
        bands.append((begun, max(over, begun), "gone"))
    if placement.ended_on is not None:
        moments.append(("Ended", placement.ended_on, "ended"))
    elif placement.expected_end_on is not None:
        moments.append(("Expected end", placement.expected_end_on, "planned"))
    return drawn(moments, bands, today)
