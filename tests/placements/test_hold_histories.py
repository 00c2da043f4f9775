"""Random histories of holds against a plain model: a place is given back exactly once, whatever ends its hold."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from directory.kit.db import db
from directory.kit.errors import Refusal
from directory.placements import actions
from directory.placements.models import Hold
from directory.placements.rules.holds import HoldStatus
from directory.placements.rules.placing import EndReason
from directory.providers.models import Capacity
from directory.requests import actions as requests
from directory.requests.rules.lifecycle import WithdrawalReason
from tests import make, make_placements
from tests.make_placements import Offered, agreement
from tests.make_requests import matching_service

PLACES, REQUESTS, HISTORIES = 2, 3, 30
HOUR = timedelta(hours=1)
MOVES = ("accept", "extend", "give_back", "withdraw_offer", "withdraw", "lapse", "agree", "end", "wait")
STEPS = st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, REQUESTS - 1)), min_size=4, max_size=14)


class Model:
    """What should be, said plainly: which requests hold a place and until when, which have agreed, which are over."""

    def __init__(self) -> None:
        self.held: dict[int, datetime] = {}
        self.agreed: set[int] = set()
        self.over: set[int] = set()
        self.offered = set(range(REQUESTS))

    def lapse(self, now: datetime) -> None:
        """Let go of what the clock has ended."""
        self.held = {each: until for each, until in self.held.items() if until > now}

    @property
    def taken(self) -> int:
        """Give how many places are kept."""
        return len(self.held) + len(self.agreed)

    def may(self, move: str, which: int) -> bool:
        """Say whether a move can be made."""
        if move in ("lapse", "wait"):
            return True  # the clock goes on, whatever is over
        if which in self.over:
            return False
        rules = {
            "accept": which in self.offered
            and which not in self.held | dict.fromkeys(self.agreed)
            and self.taken < PLACES,
            "extend": which in self.held,
            "give_back": which in self.held,
            "withdraw_offer": which in self.offered and which not in self.agreed,
            "withdraw": which not in self.agreed,
            "agree": which in self.held,
            "end": which in self.agreed,
        }
        return rules[move]

    def make(self, move: str, which: int, now: datetime) -> None:
        """Make it."""
        if move in ("accept", "extend"):
            self.held[which] = now + 5 * HOUR
        if move in ("give_back", "withdraw_offer", "withdraw", "agree"):
            self.held.pop(which, None)
        if move == "agree":
            self.agreed.add(which)
        if move == "withdraw_offer":
            self.offered.discard(which)
        if move in ("withdraw", "end"):
            self.agreed.discard(which)
            self.over.add(which)


class World:
    """A home, and a request with an offer of it: brought there once by actions, then copied for each history."""

    def __init__(self) -> None:
        self.home = matching_service("Harbour Care", places=PLACES).id
        self.pattern = make_placements.offered(self.home)
        self.manager, self.provider = make.placements_manager(), make.provider("Harbour Care")

    def do(self, move: str, made: Offered, now: datetime) -> None:
        """Make a move, by the action that people use."""
        manager, reference = self.manager, made.reference
        does: dict[str, Callable[[], object]] = {
            "accept": lambda: actions.accept(manager, reference, offer_id=made.offer_id, hours=5, now=now),
            "extend": lambda: actions.extend(manager, reference, hours=5, now=now),
            "give_back": lambda: actions.give_back(manager, reference, now=now),
            "withdraw_offer": lambda: requests.withdraw_offer(
                self.provider, reference, offer_id=made.offer_id, now=now
            ),
            "withdraw": lambda: requests.withdraw(manager, reference, reason=WithdrawalReason.FAMILY, now=now),
            "lapse": lambda: actions.lapse_if_due(made.request_id, now=now),
            "agree": lambda: actions.agree(manager, reference, said=agreement(), now=now),
            "end": lambda: actions.end(manager, reference, ended_on=now.date(), reason=EndReason.NOT_STARTED, now=now),
            "wait": lambda: None,
        }
        does[move]()


def test_of_any_history_each_place_comes_back_exactly_once(app: Flask, now: datetime) -> None:
    world, lengths = World(), []

    @settings(
        max_examples=HISTORIES,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate,),  # what is written stays, so a history that fails is told as it is
        suppress_health_check=list(HealthCheck),
    )
    @given(steps=STEPS)
    def histories(steps: list[tuple[str, int]]) -> None:
        lengths.append(len(steps))
        _live_through(world, steps, now)

    histories()
    assert len(lengths) >= HISTORIES


def _live_through(world: World, steps: list[tuple[str, int]], now: datetime) -> None:
    made = [make_placements.another(world.pattern) for _ in range(REQUESTS)]
    model, at = Model(), now
    for step in [*steps, ("wait", 0), ("wait", 0)]:
        at += 3 * HOUR if step[0] == "wait" else timedelta(minutes=7)
        _step(world, model, made, step, at)
    for which in set(range(REQUESTS)) - model.over:
        _step(world, model, made, ("end" if which in model.agreed else "withdraw", which), at)
    assert model.taken == 0


def _step(world: World, model: Model, made: list[Offered], step: tuple[str, int], at: datetime) -> None:
    move, which = step
    model.lapse(at)
    may = model.may(move, which)
    try:
        world.do(move, made[which], at)
    except Refusal:
        assert not may, f"{move} of {which} was refused"
    else:
        assert may, f"{move} of {which} was made"
        model.make(move, which, at)
    for each in made:
        actions.lapse_if_due(each.request_id, now=at)
    _agree_with(model, world.home, [each.request_id for each in made])


def _agree_with(model: Model, home: UUID, ids: list[UUID]) -> None:
    db.session.rollback()
    capacity = db.session.get_one(Capacity, home)
    assert (capacity.held, capacity.occupied, capacity.available) == (model.taken, 0, PLACES - model.taken)
    counted = select(func.count()).where(Hold.request_id.in_(ids))
    assert db.session.scalar(counted.where(Hold.status == HoldStatus.LIVE)) == len(model.held)
    assert db.session.scalar(counted.where(Hold.ended_at.is_(None))) == len(model.held)
