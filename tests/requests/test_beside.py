"""What is done with a request and changes no state: from every state as every role, by action, API and page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from directory.access import Actor, Role
from directory.kit import clock
from directory.kit.errors import Invalid, NotAllowed, NotFound, Refusal, Stale, WrongState
from directory.requests import actions, queries
from directory.requests.rules.beside import Beside
from directory.requests.rules.lifecycle import Status, Tier
from tests import make, make_requests
from tests.inspect_pages import Client
from tests.make_placements import Offered, reread
from tests.requests.moves import BESIDE, WORKERS, arrive, homes
from tests.requests.test_tiers import open_tiers, timed

HOUR = timedelta(hours=1)
DO: dict[str, Callable[[Actor, Offered, datetime], Any]] = {
    "sections": lambda actor, made, now: actions.save(actor, made.reference, said={"age": 14}, now=now),
    "safety": lambda actor, made, now: actions.keep_away(
        actor, made.reference, zones=[{"near": "Luton", "within": 5}], now=now
    ),
    "timer": lambda actor, made, now: actions.start_timer(actor, made.reference, hours=6, now=now),
}


def outcome(noun: str, actor: Actor, made: Offered, now: datetime) -> type[Refusal] | None:
    try:
        DO[noun](actor, made, now)
    except Refusal as refusal:
        return type(refusal)
    return None


def test_what_changes_no_state_is_done_from_its_states_by_its_roles(lite: Flask, now: datetime) -> None:
    home, others = homes(), (Role.COMMISSIONER, Role.PROVIDER_ADMIN)
    people = {role: make.actor(role) for role in (*WORKERS, *others)}
    stranger = make.actor(Role.DIRECTOR, of="Southmoor Council")
    for status in Status:
        made = arrive(status, home)
        for noun, states in BESIDE.items():
            roles = states.get(status, set())
            for role, actor in people.items():
                offered = queries.nouns_now(actor, reread(made)) if role in WORKERS else []
                assert (noun in offered) == (role in roles), f"{noun} from {status} as {role}: the button"
                found = outcome(noun, actor, made, now)
                assert (found is None) == (role in roles), f"{noun} from {status} as {role}: {found}"
                assert found in (None, NotAllowed, WrongState)
            assert outcome(noun, stranger, made, now) is NotFound
        assert reread(made).status is status
    assert set(BESIDE) == set(DO) == set(Beside) - {Beside.STOP_TIMER}


def test_a_timer_is_started_moved_and_stopped_while_somebody_is_left_to_ask(lite: Flask, now: datetime) -> None:
    request, manager = timed(hours=6), make.placements_manager()
    assert {"timer", "timer/ending"} <= set(queries.nouns_now(manager, request))
    moved = actions.start_timer(manager, request.reference, hours=2, now=now)
    assert (moved.next_tier_at, moved.next_tier_hours) == (now + 2 * HOUR, 2)
    actions.stop_timer(manager, request.reference, now=now)
    assert "timer/ending" not in queries.nouns_now(manager, make_requests.reread(request))
    assert not actions.open_by_timer(request.id, now=now + 3 * HOUR)
    for hours in (0, 337):
        with pytest.raises(Invalid):
            actions.start_timer(manager, request.reference, hours=hours, now=now)
    actions.start_timer(manager, request.reference, hours=3, now=now)
    assert not actions.open_by_timer(request.id, now=now + 3 * HOUR - timedelta(seconds=1))
    assert actions.open_by_timer(request.id, now=now + 3 * HOUR)
    assert open_tiers(request) == set(Tier)
    assert "timer" not in queries.nouns_now(manager, make_requests.reread(request))
    with pytest.raises(WrongState, match="in the tiers that are left"):
        actions.start_timer(manager, request.reference, hours=3, now=now)


def test_no_timer_runs_before_anybody_was_asked(lite: Flask, now: datetime) -> None:
    request, manager = make_requests.request(Status.SEARCHING), make.placements_manager()
    assert "timer" not in queries.nouns_now(manager, request)
    with pytest.raises(WrongState, match="No tier is open yet"):
        actions.start_timer(manager, request.reference, hours=3, now=now)


def test_a_manager_sets_the_timer_on_a_page_that_keeps_what_was_typed(client: Client, now: datetime) -> None:
    reference = timed().reference
    client.sign_in(make.person(Role.PLACEMENTS_MANAGER).id)
    assert f"/requests/{reference}/timer" in client.get(f"/requests/{reference}").get_data(as_text=True)
    refused = client.send(f"/requests/{reference}/timer", {"hours": "900"})
    assert 'value="900"' in refused.get_data(as_text=True)
    assert "Enter from 1 to 336 hours" in refused.get_data(as_text=True)
    assert client.send(f"/requests/{reference}/timer", {"hours": "9"}).status_code == 303
    assert "24 November 2026" in client.get(f"/requests/{reference}").get_data(as_text=True)
    assert client.send(f"/requests/{reference}/timer/ending", {}).status_code == 303
    assert "The next tier is asked on" not in client.get(f"/requests/{reference}").get_data(as_text=True)


def test_a_draft_that_somebody_else_changed_is_not_written_over(lite: Flask, now: datetime) -> None:
    made = make_requests.request()
    seen, worker = made.version, make.social_worker()
    actions.save(worker, made.reference, said={"age": 14}, now=now, version=seen)
    with pytest.raises(Stale):
        actions.save(worker, made.reference, said={"age": 13}, now=clock.now(), version=seen)
    assert make_requests.reread(made).age == 14
