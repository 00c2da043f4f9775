from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from directory import audit, jobs
from directory.access import SYSTEM, Actor, Permission
from directory.codes import freshness
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, WrongState
from directory.kit.lifecycle import words
from directory.providers.actions.reminders import note_sought
from directory.requests.actions.zones import stand_down
from directory.requests.identifying import refuse_identifying
from directory.requests.models import Match, Release, Request
from directory.requests.moving import let_lapse, locked, move_on, tell_authority
from directory.requests.rules.approving import approval_due
from directory.requests.rules.beside import RULES, Beside
from directory.requests.rules.lifecycle import (
    HOURS_TO_ANSWER,
    LIFECYCLE,
    MOST_HOURS_TO_ANSWER,
    Move,
    Status,
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
        "confidential": document.confidential,
        "radius_miles": round(document.radius_miles, 1),
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
    asked = {match.tier for match in request.matches if match.asks}
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


def _open(actor: Actor, request: Request, opened: Sequence[Tier], hours: int, now: datetime) -> dict[str, int]:
    """Open these tiers and ask whoever matches in them; give how many services each asks."""
    counts = {}
    for each in opened:
        asked = counts[each.value] = sum(match.asks for match in request.matches if match.tier is each)
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
    note_sought({m.service_id for m in request.matches if m.asks and m.tier in opened}, now=now)
    return counts


def _set_timer(request: Request, hours: int | None, now: datetime) -> None:
    """Let the next tier with a match open by itself so many hours from now; without hours, or a tier, nothing will."""
    left = set(tiers_left(release.tier for release in request.releases))
    anybody = any(match.asks and match.tier in left for match in request.matches)
    request.next_tier_hours = hours if hours and anybody else None
    request.next_tier_at = now + timedelta(hours=hours) if hours and anybody else None
    if request.next_tier_at is not None:
        jobs.later("requests.open_next_tier", at=request.next_tier_at, request_id=request.id)


def _checked_hours(request: Request, field: str, hours: int | None) -> int:
    chosen = hours_to_answer(request) if hours is None else hours
    if not 1 <= chosen <= MOST_HOURS_TO_ANSWER:
        raise Invalid.field(field, f"Enter from 1 to {MOST_HOURS_TO_ANSWER} hours")
    return chosen


@atomic
def release(
    actor: Actor,
    reference: str,
    *,
    now: datetime,
    tier: Tier | None = None,
    answer_within_hours: int | None = None,
    next_tier_after_hours: int | None = None,
    unapproved: bool = False,
) -> Request:
    """Open the next tier in which a service matches (or all up to ``tier``) and ask its providers.

    The first release freezes the list of matches; a later one asks nobody who may not be used any more. A tier
    without a match is opened with nobody asked, and says so. Providers may answer until ``answer_within_hours`` from
    now, or as the request says. After ``next_tier_after_hours`` the worker opens the next tier, unless somebody
    stops that or opens it before. ``unapproved``: release an emergency that waits for its approval; it must then be
    approved by 5 pm on the next working day.
    Raises NotAllowed, NotFound, WrongState, or Invalid.
    """
    move = Move.RELEASE_UNAPPROVED if unapproved else Move.RELEASE
    request = locked(actor, reference, move, now=now)
    LIFECYCLE.after(request.status, move)
    refuse_identifying(request, now)
    if unapproved:
        _may_go_first(request)
        request.approve_by_at = approval_due(now)
    hours = _checked_hours(request, "answer_within_hours", answer_within_hours)
    if next_tier_after_hours is not None:
        _checked_hours(request, "next_tier_after_hours", next_tier_after_hours)
    if request.releases:
        stand_down(request, now, zones_of_asked=False)
    else:
        freeze_matches(request, now)
    asked = _open(actor, request, _to_open(request, tier), hours, now)
    _set_timer(request, next_tier_after_hours, now)
    event = "request:released_unapproved" if unapproved else "request:released"
    move_on(actor, request, move, now=now, event=event, asked=asked, hours=hours, next_tier_at=request.next_tier_at)
    if unapproved:
        tell_authority(request, Permission.REQUEST_APPROVE, "is released and waits for your approval", now=now)
    return request


def _may_go_first(request: Request) -> None:
    """Raise WrongState unless a request may be released before anybody has approved it."""
    if request.urgency is not Urgency.EMERGENCY:
        raise WrongState("Only an emergency may be released before it is approved")
    if request.unaccompanied and not request.screenings:
        raise WrongState("An unaccompanied child needs a screening before the request is released")


@atomic
def start_timer(actor: Actor, reference: str, *, hours: int, now: datetime) -> Request:
    """Let the next tier in which a service matches open by itself in so many hours; one that would already, then.

    Raises NotAllowed, NotFound, Invalid, or WrongState where no tier is open yet or nobody is left to ask.
    """
    request = _timed(actor, reference, Beside.TIMER, now=now)
    if not request.releases:
        raise WrongState("No tier is open yet. Release the request, and say then when the next tier is asked")
    _checked_hours(request, "hours", hours)
    _set_timer(request, hours, now)
    if request.next_tier_at is None:
        raise WrongState("No service in the tiers that are left matches this request")
    request.changed_at = now
    audit.record(actor, "request:timer_started", request, at=now, next_tier_at=request.next_tier_at, hours=hours)
    return request


@atomic
def stop_timer(actor: Actor, reference: str, *, now: datetime) -> Request:
    """Let no tier open by itself any more. Raises NotAllowed, NotFound, or WrongState where none would."""
    request = _timed(actor, reference, Beside.STOP_TIMER, now=now)
    if request.next_tier_at is None:
        raise WrongState("No tier would open by itself")
    stopped, request.next_tier_at, request.next_tier_hours = request.next_tier_at, None, None
    request.changed_at = now
    audit.record(actor, "request:timer_stopped", request, at=now, next_tier_at=stopped)
    return request


def _timed(actor: Actor, reference: str, what: Beside, *, now: datetime) -> Request:
    request = locked(actor, reference, Move.RELEASE, now=now)
    if request.status not in RULES[what].sources:
        raise WrongState(f"This request is {words(request.status)}: a tier opens by itself only while it searches")
    return request


@atomic
def open_by_timer(request_id: UUID, *, now: datetime) -> bool:
    """Open the next tier of a request whose time for that has come; say whether one was opened.

    By the clock alone: too early, twice, stopped or opened by hand, it does nothing. Where the request is not searching
    any more (an offer is shortlisted, a place is held) nobody more is asked, and the timer ends.
    """
    found = select(Request).where(Request.id == request_id).with_for_update(of=Request)
    request = db.session.scalar(found.execution_options(populate_existing=True))
    if request is None or request.next_tier_at is None or request.next_tier_at > now:
        return False
    due, hours = request.next_tier_at, request.next_tier_hours
    request.next_tier_at = request.next_tier_hours = None
    let_lapse(request, now=now)
    if request.status is not Status.SEARCHING:
        audit.record(SYSTEM, "request:timer_ended", request, at=now, next_tier_at=due, status=request.status)
        return False
    stand_down(request, now, zones_of_asked=False)
    try:
        opened = _to_open(request, None)
    except WrongState:
        audit.record(SYSTEM, "request:timer_ended", request, at=now, next_tier_at=due, status=request.status)
        return False
    asked = _open(SYSTEM, request, opened, hours_to_answer(request), now)
    _set_timer(request, hours, now)
    move_on(SYSTEM, request, Move.RELEASE, now=now, event="request:released", asked=asked, by_timer=due)
    tell_authority(request, Permission.REQUEST_RELEASE, "the next tier has opened by its timer", now=now)
    return True
