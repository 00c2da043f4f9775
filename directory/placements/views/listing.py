"""The list of placements, to the authority and to the provider."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import render_template, url_for
from flask import request as asked
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid
from directory.kit.paging import Page, page_asked
from directory.placements.models import Placement
from directory.placements.queries.placing import (
    NEEDED,
    STATES,
    Due,
    all_due,
    live_holds,
    own_counts,
    own_placements,
    provided_counts,
    provided_placements,
)
from directory.placements.rules.due import KIND_LABELS, Kind, Task, last_day
from directory.placements.rules.placing import EPISODE_LABELS, INTERVIEW_LABELS, WHERE_LABELS
from directory.placements.views.blueprint import placements
from directory.requests.rules.lifecycle import Status

ENDPOINTS: dict[Kind, str] = {
    Kind.MISSING: "placements.episode",
    Kind.INTERVIEW: "placements.episode",
    Kind.APPROVE_AREA: "placements.approval",
    Kind.APPROVE_DISTANCE: "placements.distance",
    Kind.TELL_AREA: "placements.area",
    Kind.START: "placements.arrival",
    Kind.REVIEW: "placements.review",
    Kind.END: "placements.ending",
}
RUNNING = "running"
SHOWN: dict[str, tuple[Status, ...]] = {
    RUNNING: (Status.AGREED, Status.PLACED),
    "agreed": (Status.AGREED,),
    "placed": (Status.PLACED,),
    "ended": (Status.ENDED,),
    "all": STATES,
}
STATE_LABELS = {
    RUNNING: "Those that go on",
    "agreed": "Agreed, not started",
    "placed": "Started",
    "ended": "Ended",
    "all": "All",
}
PER_PAGE = 25
FIRST_TASKS = 20
NAMES = {Kind.MISSING: "episode_id", Kind.INTERVIEW: "episode_id", Kind.REVIEW: "review_id"}


@placements.app_context_processor
def words() -> dict[str, Any]:
    """Give the templates the words of our code lists."""
    return {"where_labels": WHERE_LABELS, "episode_labels": EPISODE_LABELS, "interview_labels": INTERVIEW_LABELS}


@placements.route("/placements")
@guarded(Permission.PLACEMENT_READ, Permission.OFFER_MAKE)
def index() -> ResponseReturnValue:
    """List who is missing, what is due, what is held, and the placements; to a provider those in its services."""
    actor, now = current_actor(), clock.now()
    state, number = chosen_state(asked.args.get("state", RUNNING)), page_asked(asked.args.get("page", "1"))
    statuses, start = SHOWN[state], (number - 1) * PER_PAGE
    if not actor.may(Permission.PLACEMENT_READ):
        counts = provided_counts(actor)
        rows = provided_placements(actor, statuses=statuses, start=start, most=PER_PAGE)
        page = Page(rows, number, PER_PAGE, sum(counts[status] for status in statuses))
        return render_template(
            "placements/provided_index.html", page=page, state=state, states=_states(counts), address=_address(state)
        )
    kind = _chosen_kind(asked.args.get("due", ""))
    everything = all_due(actor, now)
    due = [one for one in everything if kind is None or one.task.kind is kind]
    counts = own_counts(actor)
    among = {one.placement.id for one in due} if kind else None
    total = len(among) if among is not None else sum(counts[status] for status in statuses)
    wanted = STATES if kind else statuses
    page = Page(
        own_placements(actor, statuses=wanted, among=among, start=start, most=PER_PAGE), number, PER_PAGE, total
    )
    missing = [one for one in due if one.task.kind is Kind.MISSING]
    rest = [one for one in due if one.task.kind is not Kind.MISSING]
    whole = "whole" in asked.args or kind is not None
    return render_template(
        "placements/index.html",
        page=page,
        state=state,
        states=_states(counts),
        address=_address(state, kind),
        kind=kind,
        kinds=_kinds(everything),
        holds=live_holds(actor, now),
        missing=[item(one.placement, one.task, of=one.placement.request.reference) for one in missing],
        tasks=[
            item(one.placement, one.task, of=one.placement.request.reference)
            for one in (rest if whole else rest[:FIRST_TASKS])
        ],
        due_in_all=len(rest),
        overdue=sum(one.task.overdue for one in rest),
    )


def chosen_state(given: str) -> str:
    """Give which placements are asked for. Raises Invalid for what is none of ours."""
    if given not in SHOWN:
        raise Invalid.field("state", f"state must be one of {', '.join(SHOWN)}")
    return given


def _chosen_kind(given: str) -> Kind | None:
    if given and given not in {kind.value for kind in Kind}:
        raise Invalid.field("due", f"due must be one of {', '.join(kind.value for kind in Kind)}")
    return Kind(given) if given else None


def _address(state: str, kind: Kind | None = None) -> Callable[[int], str]:
    """Give what makes the address of a page of the list."""
    return partial(_page_address, state, kind)


def _page_address(state: str, kind: Kind | None, number: int) -> str:
    return url_for("placements.index", state=state, due=kind.value if kind else None, page=number)


def _states(counts: dict[Status, int]) -> list[tuple[str, str]]:
    """Give the choices of a state, each with how many there are."""
    return [(name, f"{STATE_LABELS[name]} ({sum(counts[each] for each in SHOWN[name])})") for name in SHOWN]


def _kinds(everything: list[Due]) -> list[tuple[str, str]]:
    """Give the kinds of which something is due, each with how many."""
    counted = Counter(one.task.kind for one in everything)
    return [(kind.value, f"{KIND_LABELS[kind]} ({counted[kind]})") for kind in Kind if counted[kind]]


def item(placement: Placement, task: Task, *, of: str = "") -> dict[str, Any]:
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
        "last_day": last_day(task),
        "missing": task.kind is Kind.MISSING,
        "status": status,
        "colour": colour,
    }
