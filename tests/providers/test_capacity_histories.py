"""Whatever is said, held, given back, taken up and freed, in whatever order: places stay possible, and none is lost."""

from datetime import datetime, timedelta

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from directory import audit
from directory.access import SYSTEM, Actor
from directory.codes import Gender
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, WrongState
from directory.providers.actions.capacity import change, confirm
from directory.providers.actions.holding import free_places, occupy_places, return_places, take_places
from directory.providers.actions.registered import take_registered
from directory.providers.models import Capacity, CapacityChange, Service, Way
from directory.providers.rules import wrong_places
from directory.providers.rules.groups import Group, wrong_sums
from directory.search.models import SearchDocument
from tests import make
from tests.make_services import service

SMALL = st.integers(0, 5)
CHILD = st.fixed_dictionaries({"age": st.integers(8, 17), "gender": st.sampled_from(Gender)})
GROUPS: st.SearchStrategy[list[Group] | None] = st.one_of(
    st.none(),
    st.just([]),
    st.tuples(SMALL, SMALL, SMALL).map(
        lambda numbers: [
            Group(Gender.FEMALE, 8, 12, numbers[0] + numbers[2], numbers[0], closed=numbers[2]),
            Group(Gender.MALE, 13, 17, numbers[1], 0),
        ]
    ),
)
NUMBERS = ("registered", "staffed", "occupied", "held", "closed")
STEP = st.one_of(
    st.tuples(st.just("confirm"), st.none()),
    st.tuples(st.just("say"), st.tuples(SMALL, SMALL, SMALL, GROUPS)),
    st.tuples(st.sampled_from(["take", "return", "occupy", "free"]), CHILD),
    st.tuples(st.just("register"), st.integers(0, 12)),
)
MOVES = {
    "take": atomic(take_places),
    "return": atomic(return_places),
    "occupy": atomic(occupy_places),
    "free": atomic(free_places),
}


@atomic
def registered(service_id: object, number: int, *, now: datetime) -> None:
    """Say what the register says, as an import does, within a transaction of its own."""
    listed = db.session.get_one(Service, service_id)
    take_registered(listed, number, by=None, way=Way.IMPORT, note="", now=now)
    audit.record(SYSTEM, "service:updated", listed, at=now)


def made(actor: Actor, home: Service, what: str, given_: object, now: datetime) -> None:
    """Make one step of a history, as whoever makes it would."""
    if what == "confirm":
        version = db.session.get_one(Capacity, home.id).version
        confirm(actor, home.id, version=version, now=now)
    elif what == "say" and isinstance(given_, tuple):
        staffed, occupied, closed, groups = given_
        change(
            actor,
            home.id,
            staffed=staffed,
            occupied=occupied,
            closed=closed,
            available_from=None,
            version=None,
            now=now,
            groups=groups,
        )
    elif what == "register" and isinstance(given_, int):
        registered(home.id, given_, now=now)
    elif isinstance(given_, dict):
        MOVES[what](SYSTEM, home.id, **given_, now=now)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(STEP, min_size=1, max_size=14))
def test_places_stay_possible_through_any_history(lite: Flask, now: datetime, steps: list[tuple[str, object]]) -> None:
    actor, home = make.provider(), service(places=6, age_minimum=8, age_maximum=17)
    identity = home.id
    for number, (what, given_) in enumerate(steps):
        before = db.session.get_one(Capacity, identity).numbers
        try:
            made(actor, home, what, given_, now + timedelta(minutes=number))
        except (Invalid, WrongState):
            db.session.rollback()
            assert db.session.get_one(Capacity, identity).numbers == before, "a refused step changed something"
            continue
        db.session.rollback()
        capacity = db.session.get_one(Capacity, identity)
        after = capacity.numbers
        assert wrong_places(after) == {}
        assert wrong_sums(capacity.kept_apart(), after) == {}
        if what in ("confirm", "say"):
            assert after.held == before.held, "what is held is not the provider's to change"
        elif what != "register":
            # a place moves between free, held and occupied: none appears, none is lost
            moves = {"take": (1, 0), "return": (-1, 0), "occupy": (-1, 1), "free": (0, -1)}[what]
            moved = (after.held - before.held, after.occupied - before.occupied)
            assert moved in (moves, (0, 0))
        last = db.session.scalars(
            select(CapacityChange)
            .where(CapacityChange.service_id == identity)
            .order_by(CapacityChange.at.desc(), CapacityChange.version.desc())
            .limit(1)
        ).first()
        if last:
            assert [getattr(last, name) for name in NUMBERS] == [getattr(capacity, name) for name in NUMBERS]
        if what != "register":
            shown = capacity.available if capacity.confirmed_at else None
            assert db.session.get_one(SearchDocument, identity).available == shown
