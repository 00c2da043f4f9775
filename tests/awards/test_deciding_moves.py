"""Every act of deciding, announcing, challenging and settling, in every state of a tender, by every role: as data."""

import inspect
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from types import ModuleType
from uuid import uuid4

import pytest
from flask import Flask

from directory.access import NOBODY, Actor, Permission, Role
from directory.awards.actions import announcing, challenging, contracts, deciding, failing, reviewing, summarising
from directory.awards.rules.challenge import ClaimKind, Lifting
from directory.awards.rules.deciding import Choice
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, NotSignedIn, Refusal, WrongState
from directory.tenders.models import Tender
from directory.tenders.rules import PERMISSION, Move, Status
from tests import make
from tests.awards import judging
from tests.awards.deciding import REST, contract, judged, proposed
from tests.awards.test_moves import put

S, P, M = Status, Permission, Move
PROPOSED, RESTING = {S.AWARD_PROPOSED}, {S.STANDSTILL}
Act = Callable[[Actor, judging.Judging, datetime], object]
# what is done, what it needs, and in which states of the tender something other than the state may refuse it
ACTS: dict[str, tuple[Act, Permission, set[Status]]] = {
    "propose": (
        lambda who, made, now: deciding.propose(who, made.tender_id, [Choice(1, 9)], rest=REST, now=now),
        P.AWARD_PROPOSE,
        {S.EVALUATING},
    ),
    "approve": (lambda who, made, now: deciding.approve(who, made.tender_id, now=now), P.AWARD_APPROVE, PROPOSED),
    "reword": (
        lambda who, made, now: summarising.reword(who, made.tender_id, 99, {}, now=now),
        P.AWARD_PROPOSE,
        PROPOSED,
    ),
    "reword_winners": (
        lambda who, made, now: summarising.reword_winners(who, made.tender_id, {"0.0": "r"}, now=now),
        P.AWARD_PROPOSE,
        PROPOSED,
    ),
    "reopen": (
        lambda who, made, now: deciding.reopen(who, made.tender_id, reason="", now=now),
        P.AWARD_PROPOSE,
        PROPOSED | RESTING,
    ),
    "announce": (lambda who, made, now: announcing.announce(who, made.tender_id, now=now), P.AWARD_APPROVE, PROPOSED),
    "challenge": (
        lambda who, made, now: challenging.challenge(
            who, made.tender_id, kind=ClaimKind.LETTER, notified_at=None, what="", now=now
        ),
        P.AWARD_PROPOSE,
        RESTING,
    ),
    "lift": (
        lambda who, made, now: challenging.lift(
            who, made.tender_id, uuid4(), lifting=Lifting.ENDS, reason="r", now=now
        ),
        P.AWARD_PROPOSE,
        RESTING,
    ),
    "fail": (
        lambda who, made, now: failing.fail(who, made.tender_id, reason="", now=now),
        P.AWARD_PROPOSE,
        RESTING,
    ),
    "settle": (
        lambda who, made, now: failing.settle(who, made.tender_id, reason="r", now=now),
        P.CONTRACT_SIGN,
        set(),
    ),
}
# acts of a contract are in the table of test_contract.py; the last is made by a job
ELSEWHERE = {"sign", "give_up", "publish_notice", "vary", "extend", "end", "note", "share", "drop_contracts"}
MODULES = (announcing, challenging, contracts, deciding, failing, reviewing, summarising)


def actions_of(module: ModuleType) -> set[str]:
    """Give the names of what a module lets people do."""
    found = inspect.getmembers(module, inspect.isfunction)
    return {
        name
        for name, one in found
        if one.__module__ == module.__name__
        and not name.startswith("_")
        and "now" in inspect.signature(one).parameters
        and next(iter(inspect.signature(one).parameters)) == "actor"
    }


def test_no_act_is_without_a_line() -> None:
    assert set.union(*(actions_of(module) for module in MODULES)) == ACTS.keys() | ELSEWHERE


def test_a_move_of_the_tender_needs_what_its_lifecycle_says() -> None:
    moves = {"propose": M.PROPOSE, "reopen": M.REOPEN, "announce": M.ANNOUNCE, "fail": M.FAIL, "settle": M.CONTRACT}
    assert {name: ACTS[name][1] for name in moves} == {name: PERMISSION[move] for name, move in moves.items()}
    assert PERMISSION.keys() == set(M), "a move that nobody is said to need anything for"


def test_every_act_in_every_state_by_every_role(lite: Flask, now: datetime) -> None:
    made = judged()
    proposed(made)
    people: dict[str, Actor] = {role.value: make.actor(role) for role in Role if role != Role.COMMISSIONER}
    people |= {"nobody": NOBODY, "another authority's": make.commissioner("Southport Council"), "ours": made.second}
    for status in Status:
        put(db.session.get_one(Tender, made.tender_id), status)
        before = db.session.get_one(Tender, made.tender_id).version
        for name, (act, needs, states) in ACTS.items():
            for who, actor in people.items():
                expected = wanted(who, actor, needs)
                if expected is None and status in states:
                    continue
                with pytest.raises(Refusal) as caught:
                    act(actor, made, now)
                assert type(caught.value) is (expected or WrongState), f"{who}: {name} while {status}"
        assert db.session.get_one(Tender, made.tender_id).version == before, f"something was done while {status}"


def wanted(who: str, actor: Actor, needs: Permission) -> type[Refusal] | None:
    """Give what refuses this person whatever the state is; None for who may."""
    if who == "nobody":
        return NotSignedIn
    if not actor.may(needs):
        return NotAllowed
    return None if who == "ours" else NotFound


def test_who_may_and_in_time_is_not_refused_for_it(lite: Flask, now: datetime) -> None:
    made = judged()
    with pytest.raises(Invalid):
        ACTS["propose"][0](made.second, made, now)
    proposed(made)
    met: dict[str, type[Refusal] | None] = {
        "reword": NotFound,
        "reword_winners": Invalid,
        "reopen": Invalid,
        "approve": None,
        "announce": None,
        "challenge": Invalid,
        "lift": NotFound,
    }
    for name, refusal in met.items():
        with pytest.raises(refusal) if refusal else nullcontext():
            ACTS[name][0](made.second, made, now)
    contracts.give_up(made.second, contract(made).id, reason="It closes", now=now)
    for name in ("reopen", "fail"):
        with pytest.raises(Invalid):
            ACTS[name][0](made.second, made, now)
    assert met.keys() | {"propose", "fail", "settle"} == ACTS.keys(), "settling is tested in test_contract.py"
