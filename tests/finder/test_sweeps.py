"""Searching among confidential services is counted, and what no day's work explains is slowed, stopped and told."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect, select

from directory.access import Role
from directory.audit.models import AuditRecord
from directory.finder.sweeps import actions, counting, jobs
from directory.finder.sweeps.counting import count
from directory.finder.sweeps.models import SearchCount, SweepFlag
from directory.finder.sweeps.queries import flags
from directory.finder.sweeps.rules import EMPTY, Counts, Limits, Verdict, marked, number_in, verdict
from directory.kit import clock
from directory.kit.bookkeeping import aside
from directory.kit.db import WRITING, db
from directory.kit.errors import NotAllowed, NotFound, WrongState
from directory.notify.models import Notice
from directory.search import Near, SearchQuery, Zone
from tests import make

LIMITS = Limits(searches_in_hour=20, searches=30, centres=12, zones=12, radii=12)
LEEDS = Near("Leeds", 53.7974, -1.5437)


def around(number: int) -> Near:
    return Near("somewhere", 50 + number * 0.02, -1.0)


def row(person_id: UUID) -> SearchCount:
    db.session.rollback()
    return db.session.scalars(select(SearchCount).where(SearchCount.person_id == person_id)).one()


@given(st.sets(st.integers(), max_size=1500))
def test_a_sketch_says_about_how_many_different_things_are_in_it(things: set[int]) -> None:
    sketch = EMPTY
    for thing in [*things, *things]:
        sketch = marked(sketch, hashlib.sha256(str(thing).encode()).digest())
    assert abs(number_in(sketch) - len(things)) <= 3 + 0.08 * len(things)


@pytest.mark.parametrize(
    ("counts", "follows"),
    [
        (Counts(), Verdict.FINE),
        # a team's busiest: 60 children, 20 searches for each, three places and zones for each child
        (Counts(300, 1200, 180, 180, 40), Verdict.FINE),
        (Counts(401, 401, 1, 0, 1), Verdict.SLOW),
        (Counts(3000, 1400, 1, 0, 1), Verdict.SLOW),
        (Counts(1, 1501, 1, 0, 1), Verdict.SLOW),
        (Counts(1, 300, 201, 0, 1), Verdict.SLOW),
        (Counts(1, 300, 1, 201, 1), Verdict.SLOW),
        (Counts(1, 300, 1, 0, 81), Verdict.SLOW),
        (Counts(1, 4501, 1, 0, 1), Verdict.STOP),
        (Counts(1, 700, 601, 0, 1), Verdict.STOP),
        (Counts(1, 700, 1, 601, 1), Verdict.STOP),
        (Counts(1, 700, 1, 0, 241), Verdict.STOP),
    ],
)
def test_a_busy_day_passes_and_a_sweep_does_not(counts: Counts, follows: Verdict) -> None:
    assert verdict(counts, Limits()) is follows


def test_each_search_is_counted_once_for_its_person_and_each_place_once(app: Flask, now: datetime) -> None:
    person, other = make.person().id, make.person().id
    for number in range(6):
        zone = Zone(around(number % 2), 20.0)
        count(person, SearchQuery(near=LEEDS, within_miles=10.0 + number, avoid=(zone,)), now=now, limits=LIMITS)
    count(other, SearchQuery(text="trauma"), now=now, limits=LIMITS)
    assert row(person).counts == Counts(6, 6, 1, 2, 6)
    assert row(other).counts == Counts(1, 1, 0, 0, 0)


def test_an_hour_begins_anew_and_so_does_a_day(app: Flask, now: datetime) -> None:
    person = make.person().id
    for hours in (0, 0, 1, 24):
        count(person, SearchQuery(near=LEEDS), now=now + timedelta(hours=hours), limits=LIMITS)
    db.session.rollback()
    days = db.session.scalars(select(SearchCount).order_by(SearchCount.counted_on)).all()
    assert [each.counts for each in days] == [Counts(1, 3, 1), Counts(1, 1, 1)]


def test_no_count_holds_a_place_and_the_same_place_is_marked_otherwise_for_another_and_tomorrow(
    app: Flask, now: datetime
) -> None:
    query = SearchQuery(near=LEEDS, within_miles=12.3, avoid=(Zone(LEEDS, 7.0),))
    people = [make.person().id for _ in range(3)]
    for person in people:
        count(person, query, now=now, limits=LIMITS)
    count(people[0], query, now=now + timedelta(days=1), limits=LIMITS)
    db.session.rollback()
    rows = db.session.scalars(select(SearchCount)).all()
    assert len({each.centre_sketch for each in rows}) == 4
    said = str([[getattr(each, c.key) for c in inspect(SearchCount).columns] for each in rows])
    assert not [secret for secret in ("Leeds", "53.79", "12.3", "7.0") if secret in said]


def test_one_who_sweeps_waits_between_searches_and_then_until_tomorrow(app: Flask, now: datetime) -> None:
    person, at = make.person().id, now
    waits = []
    for number in range(100):
        counted = count(person, SearchQuery(near=around(number)), now=at, limits=LIMITS)
        waits.append(counted.wait_seconds)
        at += timedelta(seconds=counted.wait_seconds if counted.verdict is Verdict.SLOW else 0)
    assert not any(waits[:12])
    assert 15 in waits
    assert max(waits[-10:]) > 3600

    assert row(person).searches < 45
    tomorrow = count(person, SearchQuery(near=LEEDS), now=now + timedelta(days=1), limits=LIMITS)
    assert tomorrow.verdict is Verdict.FINE


def test_a_search_while_the_database_writes_something_long_is_let_through_and_counted_with_the_next(
    lite: Flask, now: datetime
) -> None:
    person = make.person().id
    count(person, SearchQuery(near=LEEDS), now=now, limits=LIMITS)
    with db.engine.connect().execution_options(**{WRITING: True}) as busy:
        busy.exec_driver_sql("SELECT 1")
        assert count(person, SearchQuery(near=around(1)), now=now, limits=LIMITS).wait_seconds == 0
        busy.rollback()
    assert row(person).searches == 1
    count(person, SearchQuery(near=around(2)), now=now, limits=LIMITS)
    assert row(person).counts == Counts(3, 3, 3)
    assert not counting._waiting
    aside(lambda connection: connection.exec_driver_sql("SELECT 1"))


def flagged(now: datetime, verdict: Verdict = Verdict.SLOW, of: str | None = None) -> SweepFlag:
    actor = make.social_worker(of)
    count(actor.person_id, SearchQuery(near=LEEDS), now=now, limits=LIMITS)  # type: ignore[arg-type]
    actions.flag(actor, verdict=verdict, counts=Counts(5, 6, 7, 8, 9), now=now)
    return db.session.scalars(select(SweepFlag).where(SweepFlag.person_id == actor.person_id)).one()


def test_it_is_told_once_a_day_to_the_operator_and_the_authority_and_recorded(app: Flask, now: datetime) -> None:
    make.actor(Role.OPERATOR_ADMIN)
    actor = make.social_worker()
    for verdict_now in (Verdict.SLOW, Verdict.SLOW, Verdict.STOP, Verdict.SLOW, Verdict.STOP):
        actions.flag(actor, verdict=verdict_now, counts=Counts(1, 2, 3, 4, 5), now=now)
    found = db.session.scalars(select(SweepFlag)).one()
    assert (found.verdict, found.counts) == (Verdict.STOP, Counts(1, 2, 3, 4, 5))
    told = db.session.scalars(select(Notice)).all()
    assert len(told) == 4
    assert {each.permission for each in told} == {"sweep:read"}
    records = db.session.scalars(select(AuditRecord).where(AuditRecord.event == "sweep:flagged")).all()
    assert len(records) == 2
    assert "Leeds" not in str([each.facts for each in records]) + str([each.text for each in told])


def test_an_operator_sees_all_flags_and_an_authority_those_of_its_own(app: Flask, now: datetime) -> None:
    for of in ("Northmoor Council", "Southmoor Council"):
        flagged(now, of=of)
    assert flags(make.actor(Role.OPERATOR_ADMIN)).total == 2
    (own,) = flags(make.actor(Role.AUTHORITY_ADMIN, of="Southmoor Council")).rows
    assert own.organisation.name == "Southmoor Council"
    with pytest.raises(NotAllowed):
        flags(make.social_worker())


def test_an_operator_notes_that_it_was_looked_at_and_who_was_stopped_may_go_on_slowly(
    app: Flask, now: datetime
) -> None:
    found = flagged(now, Verdict.STOP)
    operator = make.actor(Role.OPERATOR_ADMIN)
    with pytest.raises(NotAllowed):
        actions.acknowledge(make.actor(Role.AUTHORITY_ADMIN), found.id, now=now)
    with pytest.raises(NotFound):
        actions.acknowledge(operator, UUID(int=1), now=now)
    assert actions.acknowledge(operator, found.id, now=now).acknowledged_at == now
    with pytest.raises(WrongState):
        actions.acknowledge(operator, found.id, now=now)
    none_left = replace(LIMITS, centres=0, stop_at=0)
    counted = count(found.person_id, SearchQuery(near=LEEDS), now=now + timedelta(minutes=1), limits=none_left)
    assert (counted.verdict, counted.wait_seconds) == (Verdict.SLOW, 0)
    mine = make.person(Role.OPERATOR_ADMIN).actor()
    actions.flag(mine, verdict=Verdict.SLOW, counts=Counts(), now=now)
    own = db.session.scalars(select(SweepFlag).where(SweepFlag.person_id == mine.person_id)).one()
    with pytest.raises(WrongState):
        actions.acknowledge(mine, own.id, now=now)


def test_counts_are_forgotten_after_ninety_days_and_their_sketches_the_day_after(app: Flask, now: datetime) -> None:
    person = flagged(now).person_id
    for days, left, blank in ((1, 1, False), (2, 1, True), (90, 1, True), (91, 0, True)):
        with clock.fixed(now + timedelta(days=days)):
            jobs.forget_counts()
        db.session.rollback()
        rows = db.session.scalars(select(SearchCount).where(SearchCount.person_id == person)).all()
        assert len(rows) == left
        assert all((each.centre_sketch == EMPTY) is blank for each in rows)
    assert flags(make.actor(Role.OPERATOR_ADMIN)).total == 1
    with clock.fixed(now + timedelta(days=366)):
        jobs.forget_counts()
    db.session.rollback()
    assert flags(make.actor(Role.OPERATOR_ADMIN)).total == 0
