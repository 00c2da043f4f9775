from datetime import datetime, timedelta
from typing import Any

from directory import jobs
from directory.access import Actor
from directory.codes import freshness
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, WrongState
from directory.providers.actions.reminders import note_sought
from directory.requests.identifying import refuse_identifying
from directory.requests.models import Match, Release, Request
from directory.requests.moving import locked, move_on
from directory.requests.rules.lifecycle import (
    HOURS_TO_ANSWER,
    LIFECYCLE,
    MOST_HOURS_TO_ANSWER,
    Move,
    Tier,
    Urgency,
    tiers_left,
)
from directory.requests.rules.matching import Judged
from directory.requests.search import matches_of


def _known(verdict: Judged, now: datetime) -> dict[str, Any]:
    document = verdict.candidate.document
    return {
        "registered": document.registered,
        "available": document.available,
        "confirmed_at": document.confirmed_at.isoformat() if document.confirmed_at else None,
        "freshness": freshness(document.confirmed_at, now).value,
        "rating": document.rating.value,
        "registration": verdict.candidate.registration,
        "area": document.area,
        "score": round(verdict.score, 2),
    }


def freeze_matches(request: Request, now: datetime) -> None:
    """Match, and keep the list with the request: what was known when. Done once, at the first release."""
    for rank, verdict in enumerate(matches_of(request, now), 1):
        request.matches.append(
            Match(
                request_id=request.id,
                service_id=verdict.candidate.document.service_id,
                tier=verdict.tier,
                rank=rank,
                eligible=verdict.eligible,
                distance_miles=verdict.candidate.distance_miles,
                reasons=list(verdict.reasons),
                why_not=list(verdict.why_not),
                known=_known(verdict, now),
                matched_at=now,
            )
        )
    db.session.flush()


def hours_to_answer(request: Request) -> int:
    """Give how long providers may take: what the request says, else 4 hours in an emergency and 48 if it is planned."""
    return request.detailed["answer_within_hours"] or HOURS_TO_ANSWER[request.urgency or Urgency.PLANNED]


def _to_open(request: Request, tier: Tier | None) -> list[Tier]:
    """Give the tiers to open: up to ``tier``, or up to the first in which there is somebody to ask."""
    closed = tiers_left(release.tier for release in request.releases)
    if not closed:
        raise WrongState("Every tier is open already")
    asked = {match.tier for match in request.matches if match.eligible}
    if not asked.intersection(closed):
        raise WrongState(
            "No service matches this request now, so there is nobody to ask. Send it back and ask for less, "
            "or close it as unmet"
            if not request.releases
            else "No service in the tiers that are left matches this request"
        )
    if tier is None:
        last = next(index for index, candidate in enumerate(closed) if candidate in asked)
        return closed[: last + 1]
    if tier not in closed:
        raise WrongState("This tier is open already")
    return closed[: closed.index(tier) + 1]


@atomic
def release(
    actor: Actor, reference: str, *, now: datetime, tier: Tier | None = None, answer_within_hours: int | None = None
) -> Request:
    """Open the next tier in which a service matches (or all up to ``tier``) and ask its providers.

    The first release freezes the list of matches. A tier without a match is opened with nobody asked, and
    says so. Providers may answer until ``answer_within_hours`` from now, or as the request says.
    Raises NotAllowed, NotFound, WrongState, or Invalid.
    """
    request = locked(actor, reference, Move.RELEASE, now=now)
    LIFECYCLE.after(request.status, Move.RELEASE)
    refuse_identifying(request, now)
    hours = answer_within_hours or hours_to_answer(request)
    if not 1 <= hours <= MOST_HOURS_TO_ANSWER:
        raise Invalid.field("answer_within_hours", f"Enter from 1 to {MOST_HOURS_TO_ANSWER} hours")
    if not request.releases:
        freeze_matches(request, now)
    opened = _to_open(request, tier)
    for each in opened:
        asked = sum(match.eligible for match in request.matches if match.tier is each)
        request.releases.append(
            Release(
                request_id=request.id,
                tier=each,
                released_at=now,
                released_by=actor.person_id,
                answer_by_at=now + timedelta(hours=hours),
                asked=asked,
            )
        )
        if asked:
            jobs.later("requests.tell_providers", request_id=request.id, tier=each)
    note_sought({m.service_id for m in request.matches if m.eligible and m.tier in opened}, now=now)
    asked_now = {each.value: sum(m.eligible for m in request.matches if m.tier is each) for each in opened}
    move_on(actor, request, Move.RELEASE, now=now, event="request:released", asked=asked_now, hours=hours)
    return request
