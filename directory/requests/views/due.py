"""What is due, as lines of a task list: a link for who may do it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for

from directory.access import Actor
from directory.requests.models import Request
from directory.requests.queries import moves_now
from directory.requests.queries.due import IN_ORDER, all_due, due_of
from directory.requests.rules.due import OF_SCREENINGS, Duty, Task, needed_for
from directory.requests.rules.lifecycle import Move


def due_of_all(actor: Actor, requests: Sequence[Request], now: datetime) -> list[dict[str, Any]]:
    """Give what is due for these requests of the actor's authority, the soonest first, each with its reference.

    That a place is sought by a day stands with each request: here it comes once that day has passed.
    """
    running = [request for request in requests if request.status_at(now) in IN_ORDER]
    return [
        _line(actor, one.request, one.task, to="requests.show") | {"text": f"{one.request.reference}: {one.task.words}"}
        for one in all_due(actor, now, running)
        if one.task.overdue or one.task.duty in OF_SCREENINGS
    ]


def due_here(actor: Actor, request: Request, now: datetime) -> list[dict[str, Any]]:
    """Give what is due for one request, for its own page."""
    more = "requests.release" if Move.RELEASE in moves_now(actor, request) else ""
    return [
        _line(actor, request, task, to=more if task.duty is Duty.ANSWERS else "")
        for task in due_of(actor, [request], now)[request.id]
    ]


def _line(actor: Actor, request: Request, task: Task, *, to: str) -> dict[str, Any]:
    endpoint = "requests.screening" if task.duty in OF_SCREENINGS else to
    may = actor.may(needed_for(task.duty)) or endpoint == "requests.show"
    return {
        "text": task.words,
        "href": url_for(endpoint, reference=request.reference) if endpoint and may else "",
        "due_at": task.due_at,
        "status": "Overdue" if task.overdue else "Due",
        "colour": "red" if task.overdue else "blue",
    }
