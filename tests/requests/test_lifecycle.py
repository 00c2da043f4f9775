"""Every move from every state as every role: what is allowed is data, and nothing else is possible."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from directory.access import Actor, Role
from directory.kit.errors import NotAllowed, NotFound, Refusal, WrongState
from directory.requests import actions, queries
from directory.requests.rules.lifecycle import (
    BY_THE_CLOCK,
    LIFECYCLE,
    NOUNS,
    Move,
    Status,
    UnmetReason,
    WithdrawalReason,
)
from tests import make, make_requests
from tests.make_requests import matching_service

WORKERS = {Role.SOCIAL_WORKER, Role.PLACEMENTS_MANAGER, Role.DIRECTOR}
OFFICERS = {Role.PLACEMENTS_MANAGER, Role.DIRECTOR}

# noun of the move -> state -> (who may, state after it)
ALLOWED: dict[str, dict[Status, tuple[set[Role], Status]]] = {
    "submission": {Status.DRAFT: (WORKERS, Status.AWAITING_APPROVAL)},
    "screening": {
        Status.DRAFT: (WORKERS, Status.DRAFT),
        Status.SCREENING: (WORKERS, Status.AWAITING_APPROVAL),
        Status.AWAITING_APPROVAL: (WORKERS, Status.AWAITING_APPROVAL),
        Status.SEARCHING: (WORKERS, Status.SEARCHING),
    },
    "approval": {Status.AWAITING_APPROVAL: (OFFICERS, Status.SEARCHING)},
    "return": {
        Status.SCREENING: (OFFICERS, Status.DRAFT),
        Status.AWAITING_APPROVAL: (OFFICERS, Status.DRAFT),
        Status.SEARCHING: (OFFICERS, Status.DRAFT),
    },
    "release": {Status.SEARCHING: (OFFICERS, Status.SEARCHING)},
    "withdrawal": {
        Status.DRAFT: (WORKERS, Status.WITHDRAWN),
        Status.SCREENING: (WORKERS, Status.WITHDRAWN),
        Status.AWAITING_APPROVAL: (WORKERS, Status.WITHDRAWN),
        Status.SEARCHING: (OFFICERS, Status.WITHDRAWN),
    },
    "unmet": {Status.SEARCHING: (OFFICERS, Status.UNMET)},
}

MAKE: dict[str, Callable[[Actor, str, datetime], Any]] = {
    "submission": lambda actor, reference, now: actions.submit(actor, reference, now=now),
    "screening": lambda actor, reference, _: make_requests.screened(actor, reference),
    "approval": lambda actor, reference, now: actions.approve(actor, reference, now=now),
    "return": lambda actor, reference, now: actions.send_back(actor, reference, now=now),
    "release": lambda actor, reference, now: actions.release(actor, reference, now=now),
    "withdrawal": lambda actor, reference, now: actions.withdraw(
        actor, reference, reason=WithdrawalReason.MISTAKE, now=now
    ),
    "unmet": lambda actor, reference, now: actions.close_unmet(actor, reference, reason=UnmetReason.COST, now=now),
}


def outcome(noun: str, actor: Actor, reference: str, now: datetime) -> Status | type[Refusal]:
    try:
        result: Status = MAKE[noun](actor, reference, now).status
    except Refusal as refusal:
        return type(refusal)
    return result


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("status", make_requests.STATES)
@pytest.mark.parametrize("noun", sorted(MAKE))
def test_a_move_is_made_only_from_its_states_by_its_roles(
    lite: Flask, now: datetime, noun: str, status: Status, role: Role
) -> None:
    matching_service()
    request = make_requests.request(status)
    actor = make.actor(role)
    allowed, after = ALLOWED[noun].get(status, (set(), status))
    offered = noun in [NOUNS[move] for move in queries.moves_now(actor, request)]
    found = outcome(noun, actor, request.reference, now)
    if role in allowed:
        assert found is after
        assert make_requests.reread(request).status is after
    else:
        assert found in {NotAllowed, WrongState}
        assert role not in WORKERS or status not in ALLOWED[noun] or found is NotAllowed
        assert make_requests.reread(request).status is status
    assert offered == (role in allowed), "the buttons are those of the moves that can be made"


@pytest.mark.parametrize("noun", sorted(MAKE))
def test_another_authoritys_request_is_not_found(lite: Flask, now: datetime, noun: str) -> None:
    request = make_requests.request(Status.AWAITING_APPROVAL)
    stranger = make.placements_manager(of="Southmoor Council")
    assert outcome(noun, stranger, request.reference, now) is NotFound
    assert queries.moves_now(stranger, request) == []


def test_an_unaccompanied_child_is_screened_before_approval(lite: Flask, now: datetime) -> None:
    request = make_requests.request(Status.SCREENING)
    manager = make.placements_manager()
    with pytest.raises(WrongState):
        actions.approve(manager, request.reference, now=now)
    make_requests.screened(manager, request.reference)
    assert actions.approve(manager, request.reference, now=now).status is Status.SEARCHING


def test_a_draft_that_is_screened_already_goes_straight_to_approval(lite: Flask, now: datetime) -> None:
    request = make_requests.request(Status.DRAFT, unaccompanied=True)
    worker = make.social_worker()
    make_requests.screened(worker, request.reference)
    assert actions.submit(worker, request.reference, now=now).status is Status.AWAITING_APPROVAL


def test_a_released_request_is_not_sent_back(lite: Flask, now: datetime) -> None:
    matching_service()
    request = make_requests.request(Status.SEARCHING, released=True)
    with pytest.raises(WrongState, match="asked already"):
        actions.send_back(make.placements_manager(), request.reference, now=now)


def test_the_table_names_every_state_that_can_be_reached() -> None:
    reached = {Status.DRAFT} | {target for _, target in LIFECYCLE.moves.values()}
    assert reached == set(Status)
    assert set(NOUNS) == set(Move) - BY_THE_CLOCK
