"""The moves that a request can make, as data: noun, state, who may, and the state after it. Nothing else is possible.

``DO`` makes each by the action; ``arrive`` brings a request to a state; ``body_of`` is what the API takes for a noun.
A move or a state that is missing here fails ``test_lifecycle``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from directory.access import Actor, Kind, Role
from directory.kit import clock
from directory.placements import actions as placing
from directory.placements.rules.placing import EndReason
from directory.placements.rules.scoring import DEFAULT, Score
from directory.requests import actions
from directory.requests.rules.lifecycle import Status, UnmetReason, WithdrawalReason
from tests import make, make_placements, make_requests
from tests.make_placements import Offered, reread
from tests.make_requests import matching_service

WORKERS = {Role.SOCIAL_WORKER, Role.PLACEMENTS_MANAGER, Role.DIRECTOR}
OFFICERS = {Role.PLACEMENTS_MANAGER, Role.DIRECTOR}
S = Status
CHOOSING = (S.SEARCHING, S.SHORTLISTED)
BEFORE_RELEASE = (S.DRAFT, S.SCREENING, S.AWAITING_APPROVAL)

# noun -> state -> (who may, state after it). A request in ``searching`` is released and has an offer, see ``arrive``
ALLOWED: dict[str, dict[Status, tuple[set[Role], Status]]] = {
    "submission": {S.DRAFT: (WORKERS, S.AWAITING_APPROVAL)},
    "screening": {
        state: (WORKERS, S.AWAITING_APPROVAL if state is S.SCREENING else state)
        for state in (*BEFORE_RELEASE, *CHOOSING, S.HELD, S.AGREED, S.PLACED)
    },
    "approval": {S.AWAITING_APPROVAL: (OFFICERS, S.SEARCHING)},
    "return": {S.SCREENING: (OFFICERS, S.DRAFT), S.AWAITING_APPROVAL: (OFFICERS, S.DRAFT)},
    "release": dict.fromkeys(CHOOSING, (OFFICERS, S.SEARCHING)),
    "urgent-release": {S.AWAITING_APPROVAL: (WORKERS, S.SEARCHING)},
    "shortlisting": dict.fromkeys(CHOOSING, (OFFICERS, S.SHORTLISTED)),
    "acceptance": dict.fromkeys(CHOOSING, (OFFICERS, S.HELD)),
    "extension": {S.HELD: (OFFICERS, S.HELD)},
    "rejection": {S.HELD: (OFFICERS, S.SHORTLISTED)},
    "agreement": {S.HELD: (OFFICERS, S.AGREED)},
    "placement": {S.AGREED: (OFFICERS, S.PLACED)},
    "ending": dict.fromkeys((S.AGREED, S.PLACED), (OFFICERS, S.ENDED)),
    "withdrawal": dict.fromkeys(BEFORE_RELEASE, (WORKERS, S.WITHDRAWN))
    | dict.fromkeys((*CHOOSING, S.HELD), (OFFICERS, S.WITHDRAWN)),
    "unmet": dict.fromkeys(CHOOSING, (OFFICERS, S.UNMET)),
}
# what changes no state: noun -> state -> who may. ``arrive`` leaves a provider to ask while searching, and no timer
BESIDE: dict[str, dict[Status, set[Role]]] = {
    "sections": {S.DRAFT: WORKERS},
    "safety": dict.fromkeys((S.SCREENING, S.AWAITING_APPROVAL, *CHOOSING, S.HELD), WORKERS),
    "timer": {S.SEARCHING: OFFICERS},
}
SCORES = [Score(passed=True) if each.gate else Score(points=3) for each in DEFAULT]


def _end(actor: Actor, made: Offered, now: datetime) -> Any:
    reason = EndReason.NOT_STARTED if reread(made).status is S.AGREED else EndReason.FAMILY
    return placing.end(actor, made.reference, ended_on=now.date(), reason=reason, now=now)


DO: dict[str, Callable[[Actor, Offered, datetime], Any]] = {
    "submission": lambda actor, made, now: actions.submit(actor, made.reference, now=now),
    "screening": lambda actor, made, _: make_requests.screened(actor, made.reference),
    "approval": lambda actor, made, now: actions.approve(actor, made.reference, now=now),
    "return": lambda actor, made, now: actions.send_back(actor, made.reference, now=now),
    "release": lambda actor, made, now: actions.release(actor, made.reference, now=now),
    "urgent-release": lambda actor, made, now: actions.release(actor, made.reference, unapproved=True, now=now),
    "shortlisting": lambda actor, made, now: placing.shortlist(
        actor, made.reference, offer_id=made.offer_id, scores=SCORES, now=now
    ),
    "acceptance": lambda actor, made, now: placing.accept(actor, made.reference, offer_id=made.offer_id, now=now),
    "extension": lambda actor, made, now: placing.extend(actor, made.reference, hours=5, now=now),
    "rejection": lambda actor, made, now: placing.give_back(actor, made.reference, now=now),
    "agreement": lambda actor, made, now: placing.agree(
        actor, made.reference, said=make_placements.agreement(), now=now
    ),
    "placement": lambda actor, made, now: placing.start(actor, made.reference, started_on=now.date(), now=now),
    "ending": _end,
    "withdrawal": lambda actor, made, now: actions.withdraw(
        actor, made.reference, reason=WithdrawalReason.MISTAKE, now=now
    ),
    "unmet": lambda actor, made, now: actions.close_unmet(actor, made.reference, reason=UnmetReason.COST, now=now),
}

# the noun that leads from one state to the next, from the first in which there is an offer
WAY = {
    S.SHORTLISTED: ("shortlisting",),
    S.HELD: ("acceptance",),
    S.AGREED: ("acceptance", "agreement"),
    S.PLACED: ("acceptance", "agreement", "placement"),
    S.ENDED: ("acceptance", "agreement", "placement", "ending"),
}


@dataclass(frozen=True)
class Homes:
    """Services that match, and a request of which one has offered: the others are copies of it."""

    home: UUID
    offered: Offered
    manager: Actor


def homes() -> Homes:
    """Make a service of the authority's own, asked first, and one of a provider, which is then left to ask."""
    matching_service("Harbour Care")
    home = matching_service("Northmoor Council", kind=Kind.AUTHORITY, places=90).id
    manager = make.placements_manager()
    request = make_requests.request(S.SEARCHING, released=True, urgency="emergency")
    offer = make_requests.offer(manager, request.reference, home)
    return Homes(home, Offered(request.reference, request.id, offer.id, home), manager)


def arrive(status: Status, homes: Homes) -> Offered:
    """Give an emergency (only that may be released before its approval) brought to ``status``; the home has offered."""
    if status not in {S.SEARCHING, *WAY}:
        early = make_requests.request(status, urgency="emergency")
        return Offered(early.reference, early.id, early.id, early.id)
    made = make_placements.another(homes.offered)
    for noun in WAY.get(status, ()):
        DO[noun](homes.manager, made, clock.now())
    return made


# where the noun stands under an offer, and what the API takes for it
OF_AN_OFFER = frozenset({"shortlisting", "acceptance"})


def body_of(noun: str, status: Status, today: date) -> dict[str, Any]:
    """Give what the API takes for a noun."""
    day = today.isoformat()
    not_started = status is S.AGREED
    bodies: dict[str, dict[str, Any]] = {
        "screening": {"level": "low", "judgement": make_requests.JUDGEMENT, "indicators": {"debt": "weak"}},
        "shortlisting": {"scores": [{"passed": True} if each.gate else {"points": 3} for each in DEFAULT]},
        "extension": {"hours": 5},
        "agreement": {"starts_on": day, "where_it_is": "own_area"},
        "placement": {"started_on": day},
        "ending": {"ended_on": day, "reason": "not_started" if not_started else "family"},
        "unmet": {"reason": "cost"},
    }
    return bodies.get(noun, {})


def path_of(noun: str, made: Offered) -> str:
    """Give the path of a noun below ``/requests`` or ``/api/v1/requests``."""
    under = f"{made.reference}/offers/{made.offer_id}" if noun in OF_AN_OFFER else made.reference
    return f"/requests/{under}/{noun}"
