"""What is due for requests, to their own authority; and which of it nobody was reminded of yet."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.access import Actor, Permission, require
from directory.kit.db import db
from directory.requests.models import Offer, Request
from directory.requests.queries.requests import STANDING, own_requests
from directory.requests.rules.due import RUNNING, Facts, Screened, Task, due, fears_missing

IN_ORDER = tuple(sorted(RUNNING))


def _facts(request: Request, offers: int, now: datetime) -> Facts:
    last = request.screenings[-1] if request.screenings else None
    seen = last.seen() if last else {}
    return Facts(
        status=request.status_at(now),
        needed_by=request.needed_by,
        fears_missing=fears_missing(request.detailed["risks"], seen),
        screened=Screened(last.screened_on, last.judged(), seen, last.protects()) if last else None,
        answers_end_at=max((release.answer_by_at for release in request.releases), default=None),
        next_tier_at=request.next_tier_at,
        offers=offers,
    )


def _with_offers(ids: Sequence[UUID]) -> frozenset[UUID]:
    found = select(Offer.request_id).where(Offer.request_id.in_(ids), Offer.status.in_(STANDING)).distinct()
    return frozenset(db.session.scalars(found.order_by(Offer.request_id)))


def due_of(actor: Actor, requests: Sequence[Request], now: datetime) -> dict[UUID, Sequence[Task]]:
    """Give what is due for each of these requests of the actor's authority, or of any to the site; soonest first."""
    require(actor, Permission.REQUEST_READ)
    requests = [request for request in requests if actor.system or request.authority_id == actor.organisation_id]
    offered = _with_offers([request.id for request in requests])
    return {request.id: due(_facts(request, request.id in offered, now), now) for request in requests}


@dataclass(frozen=True)
class Due:
    """A task of one request."""

    request: Request
    task: Task


def all_due(actor: Actor, now: datetime, requests: Sequence[Request] | None = None) -> list[Due]:
    """Give what is due for the requests of the actor's authority, the soonest first. Needs request:read."""
    rows = own_requests(actor, statuses=IN_ORDER) if requests is None else requests
    tasks = due_of(actor, rows, now)
    return sorted((Due(row, task) for row in rows for task in tasks[row.id]), key=lambda one: one.task.due_at)


def unreminded(actor: Actor, request: Request, now: datetime) -> list[Task]:
    """Give what is overdue and nobody was told of."""
    told = json.loads(request.reminded or "[]")
    return [task for task in due_of(actor, [request], now)[request.id] if task.overdue and task.mark not in told]


def to_remind(actor: Actor, now: datetime) -> list[UUID]:
    """Give the requests, of all authorities to the site itself, of which something is overdue and nobody was told."""
    rows = db.session.scalars(
        select(Request)
        .where(Request.status.in_(IN_ORDER), Request.submitted_at.is_not(None))
        .options(selectinload(Request.screenings), selectinload(Request.releases))
        .order_by(Request.id)
    ).all()
    tasks = due_of(actor, rows, now)
    return [
        row.id
        for row in rows
        if any(task.overdue and task.mark not in json.loads(row.reminded or "[]") for task in tasks[row.id])
    ]
