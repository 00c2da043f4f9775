"""A placement from its agreement to its end: places, approvals, notices, fees, reviews, episodes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from directory import audit
from directory.access import Actor, Role
from directory.jobs.worker import run_due
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.notify.models import Notice
from directory.organisations.models import Organisation
from directory.placements import actions
from directory.placements.models import Hold
from directory.placements.queries.placing import (
    all_due,
    needs,
    own_placement,
    own_placements,
    provided_placement,
    provided_placements,
)
from directory.placements.rules.due import Kind
from directory.placements.rules.holds import HoldStatus
from directory.placements.rules.placing import EndReason, EpisodeKind, Interview, Where
from directory.providers.models import Capacity, Registration, Service
from directory.requests.models import Request
from directory.requests.rules.lifecycle import Status, Urgency
from tests import make, make_placements
from tests.make_placements import Offered, agreement, reread
from tests.make_requests import matching_service

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MOVE: dict[Status, Callable[[Actor, str, datetime], Any]] = {
    Status.HELD: lambda actor, reference, now: actions.agree(actor, reference, said=agreement(), now=now),
    Status.AGREED: lambda actor, reference, now: actions.start(actor, reference, started_on=now.date(), now=now),
}
AWAY = {"where_it_is": Where.AT_A_DISTANCE}


def places(made: Offered) -> tuple[int, int, int]:
    db.session.rollback()
    capacity = db.session.get_one(Capacity, made.service_id)
    return capacity.occupied, capacity.held, capacity.available


def test_a_held_place_is_agreed_taken_up_and_freed(app: Flask, now: datetime) -> None:
    made = make_placements.held()
    manager, today = make.placements_manager(), clock.today()
    actions.agree(manager, made.reference, said=agreement(), now=now)
    assert db.session.scalars(select(Hold)).one().status is HoldStatus.AGREED
    with clock.fixed(now + 60 * HOUR):
        run_due()
        assert places(made) == (0, 1, 3), "what is agreed does not lapse"
    actions.start(manager, made.reference, started_on=today, now=now)
    assert places(made) == (1, 0, 3)
    actions.end(manager, made.reference, ended_on=today, reason=EndReason.FAMILY, now=now)
    assert places(made) == (0, 0, 4)
    assert reread(made).closed_at == now
    told = db.session.scalars(select(Notice.text).where(Notice.endpoint == "capacity.index")).all()
    assert any("Please confirm your places" in text for text in told)
    assert audit.verify()[1] == []


def test_an_agreement_that_never_starts_gives_the_place_back(lite: Flask, now: datetime) -> None:
    made = make_placements.agreed()
    manager, today = make.placements_manager(), clock.today()
    with pytest.raises(Invalid, match="never arrived"):
        actions.end(manager, made.reference, ended_on=today, reason=EndReason.FAMILY, now=now)
    actions.end(manager, made.reference, ended_on=today, reason=EndReason.NOT_STARTED, now=now)
    assert places(made) == (0, 0, 4)


def test_a_lapsed_hold_is_not_agreed(lite: Flask, now: datetime) -> None:
    made = make_placements.held()
    later = now + 48 * HOUR
    with pytest.raises(WrongState, match="shortlisted"):
        actions.agree(make.placements_manager(), made.reference, said=agreement(), now=later)


def test_a_planned_placement_at_a_distance_is_told_of_then_approved_then_started(lite: Flask, now: datetime) -> None:
    made = make_placements.agreed(said=AWAY)
    manager, director, today = make.placements_manager(), make_placements.director(), clock.today()
    assert [one.task.kind for one in all_due(manager, now)] == [Kind.TELL_AREA, Kind.APPROVE_DISTANCE, Kind.START]
    assert any("approves" in need.text for need in needs(director, now))
    assert not any("approves" in need.text for need in needs(manager, now))
    with pytest.raises(WrongState, match="Tell the area authority"):
        actions.start(manager, made.reference, started_on=today, now=now)
    with pytest.raises(WrongState, match="Tell the area authority first"):
        actions.approve_distance(director, made.reference, reason="Near to an aunt", now=now)
    actions.tell_area(manager, made.reference, told_on=today, now=now)
    with pytest.raises(WrongState, match="director must approve"):
        actions.start(manager, made.reference, started_on=today, now=now)
    with pytest.raises(NotAllowed):
        actions.approve_distance(manager, made.reference, reason="Near to an aunt", now=now)
    with pytest.raises(WrongState, match="this approval"):
        actions.approve_area(manager, made.reference, reason="Near to an aunt", now=now)
    with pytest.raises(Invalid):
        actions.approve_distance(director, made.reference, reason="Yes", now=now)
    actions.approve_distance(director, made.reference, reason="Near to an aunt", now=now)
    assert actions.start(manager, made.reference, started_on=today, now=now).status is Status.PLACED
    assert all_due(manager, now) == []


def test_in_an_emergency_it_is_approved_first_and_the_area_authority_told_within_five_working_days(
    lite: Flask, now: datetime
) -> None:
    made = make_placements.agreed(said={"where_it_is": Where.ADJOINING}, urgency=Urgency.EMERGENCY)
    manager = make.placements_manager()
    with pytest.raises(WrongState, match="Approve it before"):
        actions.start(manager, made.reference, started_on=clock.today(), now=now)
    actions.approve_area(manager, made.reference, reason="The nearest carers who speak Vietnamese", now=now)
    actions.start(manager, made.reference, started_on=clock.today(), now=now)
    (one,) = all_due(manager, now)
    assert (one.task.kind, clock.in_london(one.task.due_at).date()) == (Kind.TELL_AREA, clock.today() + 8 * DAY)


def test_the_area_is_checked_where_both_areas_are_known(lite: Flask, now: datetime) -> None:
    made = make_placements.held()
    with db.engine.begin() as connection:
        whose = reread(made).authority_id
        connection.execute(update(Organisation).where(Organisation.id == whose).values(gss_code="E06000032"))
    with pytest.raises(Invalid, match="another authority"):
        actions.agree(make.placements_manager(), made.reference, said=agreement(), now=now)


@pytest.mark.parametrize("stage", [make_placements.held, make_placements.agreed])
def test_a_service_whose_registration_is_suspended_takes_nobody(lite: Flask, now: datetime, stage: object) -> None:
    made = stage()  # type: ignore[operator]
    with db.engine.begin() as connection:
        connection.execute(
            update(Service).where(Service.id == made.service_id).values(registration=Registration.SUSPENDED)
        )
    manager = make.placements_manager()
    move = MOVE[reread(made).status]
    with pytest.raises(WrongState, match="registration is suspended"):
        move(manager, made.reference, now)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"starts_on": datetime(2027, 12, 1).date(), "review_on": []}, "starts_on"),  # noqa: DTZ001 - a date
        ({"expected_end_on": datetime(2026, 1, 1).date()}, "expected_end_on"),  # noqa: DTZ001 - a date
        ({"weekly_fee_pence": 10**9}, "weekly_fee_pence"),
        ({"review_on": [datetime(2026, 1, 1).date()]}, "review_on"),  # noqa: DTZ001 - a date
        ({"terms": "Call Mrs Okafor on 07700 900123"}, "terms"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused_by_field(
    lite: Flask, now: datetime, more: dict[str, object], field: str
) -> None:
    made = make_placements.held()
    with pytest.raises(Invalid) as refused:
        actions.agree(make.placements_manager(), made.reference, said=agreement(**more), now=now)
    assert set(refused.value.fields) == {field}
    assert reread(made).status is Status.HELD


def test_changes_are_dated_rows_and_nothing_is_overwritten(lite: Flask, now: datetime) -> None:
    made = make_placements.placed()
    manager, today = make.placements_manager(), clock.today()
    actions.change(
        manager, made.reference, weekly_fee_pence=5_000_00, from_on=today + 7 * DAY, reason="More staff", now=now
    )
    actions.change(manager, made.reference, expected_end_on=today + 90 * DAY, reason="School year", now=now)
    placement = make_placements.placement(made)
    assert [(fee.from_on, fee.weekly_fee_pence) for fee in placement.fees] == [
        (today, 4_500_00),
        (today + 7 * DAY, 5_000_00),
    ]
    assert placement.expected_end_on == today + 90 * DAY
    with pytest.raises(Invalid):
        actions.change(manager, made.reference, reason="Nothing", now=now)


def test_a_review_is_noted_once(lite: Flask, now: datetime) -> None:
    made = make_placements.placed()
    worker = make.social_worker()
    review = make_placements.placement(made).reviews[0].id
    actions.hold_review(worker, made.reference, review, held_on=clock.today(), now=now)
    with pytest.raises(WrongState):
        actions.hold_review(worker, made.reference, review, held_on=clock.today(), now=now)


def test_with_a_review_the_next_one_is_planned_and_no_day_twice(lite: Flask, now: datetime) -> None:
    made, worker, today = make_placements.placed(), make.social_worker(), clock.today()
    first = make_placements.placement(made).reviews[0].id
    with pytest.raises(Invalid) as refused:
        actions.hold_review(worker, made.reference, first, held_on=today, next_on=today - DAY, now=now)
    assert set(refused.value.fields) == {"next_on"}
    actions.hold_review(worker, made.reference, first, held_on=today, next_on=today + 90 * DAY, now=now)
    actions.plan_review(worker, made.reference, due_on=today + 10 * DAY, now=now)
    with pytest.raises(Invalid, match="already"):
        actions.plan_review(worker, made.reference, due_on=today + 10 * DAY, now=now)
    reviews = make_placements.placement(made).reviews
    assert [(each.due_on, each.held_on) for each in reviews] == [
        (today + 10 * DAY, None),
        (today + 28 * DAY, today),
        (today + 90 * DAY, None),
    ]


def test_another_authority_and_another_provider_find_no_placement(lite: Flask, now: datetime) -> None:
    made = make_placements.placed()
    mine, other = make.provider("Harbour Care"), make.provider("Seaview Care")
    stranger = make.placements_manager(of="Southmoor Council")
    assert [row.request_id for row in provided_placements(mine)] == [made.request_id]
    assert provided_placement(mine, made.reference).request_id == made.request_id
    assert list(provided_placements(other)) == list(own_placements(stranger)) == []
    with pytest.raises(NotFound):
        provided_placement(other, made.reference)
    with pytest.raises(NotFound):
        own_placement(stranger, made.reference)
    with pytest.raises(NotFound):
        actions.record_episode(
            stranger, made.reference, said=actions.Said(kind=EpisodeKind.MISSING, from_at=now), now=now
        )


def test_an_episode_begins_ends_and_has_its_interview(app: Flask, now: datetime) -> None:
    made = make_placements.placed()
    worker = make.social_worker()
    episode = make_placements.missing(made).id
    with pytest.raises(WrongState, match="open already"):
        make_placements.missing(made)
    with clock.fixed(now + 10 * HOUR) as later:
        back = actions.Said(kind=EpisodeKind.MISSING, from_at=now, until_at=later, safety_plan="A phone to keep")
        actions.change_episode(worker, made.reference, episode, said=back, now=later)
        (one,) = all_due(worker, later)
        assert (one.task.kind, one.task.due_at) == (Kind.INTERVIEW, later + 72 * HOUR)
        done = actions.Said(
            kind=EpisodeKind.MISSING,
            from_at=now,
            until_at=later,
            interview=Interview.DONE,
            interview_on=clock.in_london(later).date(),
        )
        actions.change_episode(worker, made.reference, episode, said=done, now=later)
        assert all_due(worker, later) == []


def test_an_episode_that_cannot_be_is_refused(lite: Flask, now: datetime) -> None:
    made = make_placements.placed()
    for more in (
        {"from_at": now + HOUR},
        {"from_at": now - 3 * DAY},
        {"until_at": now - HOUR},
        {"interview": Interview.DECLINED},
    ):
        with pytest.raises(Invalid):
            make_placements.missing(made, **more)


def test_the_words_of_an_episode_stand_sealed(lite: Flask, now: datetime) -> None:
    made = make_placements.placed()
    make_placements.missing(made, notes="Went with Zorblax", safety_plan="Ask Zorblax")
    db.session.rollback()
    for table in ("missing_episodes", "audit_records", "notices", "jobs"):
        rows = db.session.connection().exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608 - names above
        assert rows or table == "jobs"
        assert not any(b"Zorblax" in str(row).encode() for row in rows)


def test_the_database_itself_refuses_a_held_request_without_a_time(app: Flask, now: datetime) -> None:
    made = make_placements.offered()
    db.session.rollback()
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(update(Request).where(Request.id == made.request_id).values(status=Status.HELD))


def test_every_role_gets_its_own_needs(lite: Flask, now: datetime) -> None:
    make_placements.held(matching_service("Harbour Care").id)
    assert [need.text[:5] for need in needs(make.placements_manager(), now)] == ["Agree"]
    assert needs(make.social_worker(), now) == needs(make.actor(Role.COMMISSIONER), now) == []
