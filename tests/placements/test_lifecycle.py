"""Every move from every state as every role: what is allowed is data, and nothing else is possible."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from directory.access import Actor, Role
from directory.kit.errors import NotAllowed, Refusal, WrongState
from directory.placements import actions
from directory.placements.rules.placing import EndReason
from directory.placements.rules.scoring import DEFAULT, Score
from directory.requests import actions as requests
from directory.requests import queries
from directory.requests.rules.lifecycle import NOUNS, Status, UnmetReason, WithdrawalReason
from tests import make, make_placements, make_requests
from tests.make_placements import Offered, reread
from tests.make_requests import matching_service

WORKERS = {Role.SOCIAL_WORKER, Role.PLACEMENTS_MANAGER, Role.DIRECTOR}
OFFICERS = {Role.PLACEMENTS_MANAGER, Role.DIRECTOR}
CHOOSING = (Status.SEARCHING, Status.SHORTLISTED)

# noun of the move -> state -> (who may, state after it); the moves of a request without an offer: tests/requests
ALLOWED: dict[str, dict[Status, tuple[set[Role], Status]]] = {
    "shortlisting": dict.fromkeys(CHOOSING, (OFFICERS, Status.SHORTLISTED)),
    "acceptance": dict.fromkeys(CHOOSING, (OFFICERS, Status.HELD)),
    "extension": {Status.HELD: (OFFICERS, Status.HELD)},
    "rejection": {Status.HELD: (OFFICERS, Status.SHORTLISTED)},
    "agreement": {Status.HELD: (OFFICERS, Status.AGREED)},
    "placement": {Status.AGREED: (OFFICERS, Status.PLACED)},
    "ending": {Status.AGREED: (OFFICERS, Status.ENDED), Status.PLACED: (OFFICERS, Status.ENDED)},
    "withdrawal": dict.fromkeys((*CHOOSING, Status.HELD), (OFFICERS, Status.WITHDRAWN)),
    "unmet": dict.fromkeys(CHOOSING, (OFFICERS, Status.UNMET)),
}
SCORES = [Score(passed=True) if each.gate else Score(points=3) for each in DEFAULT]


def _end(actor: Actor, made: Offered, now: datetime) -> Any:
    started = reread(made).status is not Status.AGREED
    reason = EndReason.FAMILY if started else EndReason.NOT_STARTED
    return actions.end(actor, made.reference, ended_on=now.date(), reason=reason, now=now)


MAKE: dict[str, Callable[[Actor, Offered, datetime], Any]] = {
    "shortlisting": lambda actor, made, now: actions.shortlist(
        actor, made.reference, offer_id=made.offer_id, scores=SCORES, now=now
    ),
    "acceptance": lambda actor, made, now: actions.accept(actor, made.reference, offer_id=made.offer_id, now=now),
    "extension": lambda actor, made, now: actions.extend(actor, made.reference, hours=5, now=now),
    "rejection": lambda actor, made, now: actions.give_back(actor, made.reference, now=now),
    "agreement": lambda actor, made, now: actions.agree(
        actor, made.reference, said=make_placements.agreement(), now=now
    ),
    "placement": lambda actor, made, now: actions.start(actor, made.reference, started_on=now.date(), now=now),
    "ending": _end,
    "withdrawal": lambda actor, made, now: requests.withdraw(
        actor, made.reference, reason=WithdrawalReason.FAMILY, now=now
    ),
    "unmet": lambda actor, made, now: requests.close_unmet(actor, made.reference, reason=UnmetReason.COST, now=now),
}

AT: dict[Status, Callable[..., Offered]] = {
    Status.SEARCHING: make_placements.offered,
    Status.SHORTLISTED: make_placements.shortlisted,
    Status.HELD: make_placements.held,
    Status.AGREED: make_placements.agreed,
    Status.PLACED: make_placements.placed,
    Status.ENDED: make_placements.ended,
}


def outcome(noun: str, actor: Actor, made: Offered, now: datetime) -> Status | type[Refusal]:
    try:
        result: Status = MAKE[noun](actor, made, now).status
    except Refusal as refusal:
        return type(refusal)
    return result


@pytest.mark.parametrize("status", list(AT))
def test_a_move_is_made_only_from_its_states_by_its_roles(lite: Flask, now: datetime, status: Status) -> None:
    home = matching_service("Harbour Care", places=60).id
    people = {role: make.actor(role) for role in Role}
    made = AT[status](home)
    for noun in MAKE:
        roles, after = ALLOWED[noun].get(status, (set(), status))
        for role, actor in people.items():
            offered = noun in [NOUNS[move] for move in queries.moves_now(actor, reread(made))]
            assert offered == (role in roles), f"{noun} as {role}: the buttons are those of the moves that can be made"
            found = outcome(noun, actor, made, now)
            if role in roles:
                assert found is after, f"{noun} as {role}"
                made = AT[status](home)
                continue
            assert found in {NotAllowed, WrongState}, f"{noun} as {role}: {found}"
            assert role not in WORKERS or status not in ALLOWED[noun] or found is NotAllowed
            assert reread(made).status is status


@pytest.mark.parametrize("status", [s for s in make_requests.STATES if s is not Status.SEARCHING])
def test_nothing_is_held_agreed_or_ended_before_there_are_offers(lite: Flask, now: datetime, status: Status) -> None:
    director = make_placements.director()
    request = make_requests.request(status)
    made = Offered(request.reference, request.id, request.id, request.id)
    for noun in ("shortlisting", "acceptance", "extension", "rejection", "agreement", "placement", "ending"):
        assert outcome(noun, director, made, now) is WrongState
        assert noun not in [NOUNS[move] for move in queries.moves_now(director, reread(made))]
