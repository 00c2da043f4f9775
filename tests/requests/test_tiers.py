"""Tiers that open by a timer, and emergencies that are released before their approval: all by the server's clock."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask

from directory import notify
from directory.access import Kind, Role
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, WrongState
from directory.requests import actions, jobs, queries
from directory.requests.models import Request
from directory.requests.rules.approving import approval_due
from directory.requests.rules.lifecycle import Move, Status, Tier, Urgency, WithdrawalReason
from tests import make, make_placements, make_requests
from tests.make_requests import matching_service

HOUR = timedelta(hours=1)
EMERGENCY: dict[str, Any] = {"urgency": Urgency.EMERGENCY}


def timed(hours: int = 6) -> Request:
    """Give a request that asks its own service now and the others by a timer."""
    matching_service("Northmoor Council", kind=Kind.AUTHORITY)
    matching_service("Harbour Care")
    reference = make_requests.request(Status.SEARCHING).reference
    return actions.release(make.placements_manager(), reference, next_tier_after_hours=hours, now=clock.now())


def open_tiers(request: Request) -> set[Tier]:
    return {release.tier for release in make_requests.reread(request).releases}


def test_the_next_tier_opens_at_its_time_and_not_a_second_before(app: Flask, now: datetime) -> None:
    request = timed()
    assert request.next_tier_at == now + 6 * HOUR
    assert not actions.open_by_timer(request.id, now=now + 6 * HOUR - timedelta(seconds=1))
    assert open_tiers(request) == {Tier.IN_HOUSE}
    assert actions.open_by_timer(request.id, now=now + 6 * HOUR)
    assert open_tiers(request) == set(Tier)
    assert not actions.open_by_timer(request.id, now=now + 7 * HOUR)
    again = make_requests.reread(request)
    assert again.next_tier_at is None
    wider = next(release for release in again.releases if release.tier is Tier.WIDER)
    assert (wider.asked, wider.released_by, wider.answer_by_at) == (1, None, now + 54 * HOUR)


def test_two_workers_at_once_open_a_tier_once(app: Flask, now: datetime) -> None:
    request_id = timed().id
    db.session.remove()
    start, opened = Barrier(2), []

    def work() -> None:
        with app.app_context():
            start.wait(timeout=30)
            opened.append(actions.open_by_timer(request_id, now=now + 7 * HOUR))
            db.session.remove()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(opened) == [False, True]
    assert len(db.session.get_one(Request, request_id).releases) == 3


def test_a_timer_can_be_stopped_and_ends_when_an_offer_is_chosen(lite: Flask, now: datetime) -> None:
    request, manager = timed(), make.placements_manager()
    with pytest.raises(NotAllowed):
        actions.stop_timer(make.social_worker(), request.reference, now=now)
    actions.stop_timer(manager, request.reference, now=now)
    assert not actions.open_by_timer(request.id, now=now + 9 * HOUR)
    with pytest.raises(WrongState):
        actions.stop_timer(manager, request.reference, now=now)
    assert open_tiers(request) == {Tier.IN_HOUSE}


def test_a_timer_of_a_request_that_was_withdrawn_asks_nobody(lite: Flask, now: datetime) -> None:
    request = timed()
    actions.withdraw(make.placements_manager(), request.reference, reason=WithdrawalReason.FAMILY, now=now)
    assert not actions.open_by_timer(request.id, now=now + 9 * HOUR)
    assert open_tiers(request) == {Tier.IN_HOUSE}


def test_a_timer_is_of_hours_that_can_be(lite: Flask, now: datetime) -> None:
    matching_service()
    reference = make_requests.request(Status.SEARCHING).reference
    with pytest.raises(Invalid):
        actions.release(make.placements_manager(), reference, next_tier_after_hours=0, now=now)


def test_an_answer_is_taken_in_the_last_second_and_not_in_the_next(lite: Flask, now: datetime) -> None:
    service_id = matching_service("Harbour Care").id
    request = make_requests.request(Status.SEARCHING, released=True)
    ends, provider = request.releases[-1].answer_by_at, make.provider("Harbour Care")
    with clock.fixed(ends + timedelta(seconds=1), every_thread=True), pytest.raises(WrongState, match="is over"):
        make_requests.offer(provider, request.reference, service_id)
    with clock.fixed(ends, every_thread=True):
        assert make_requests.offer(provider, request.reference, service_id).made_at == ends


def test_an_emergency_is_released_before_its_approval_and_approved_after_the_fact(app: Flask, now: datetime) -> None:
    matching_service("Harbour Care")
    worker, manager = make.social_worker(), make.placements_manager()
    request = make_requests.request(Status.AWAITING_APPROVAL, **EMERGENCY)
    assert Move.RELEASE_UNAPPROVED in queries.moves_now(worker, request)
    done = actions.release(worker, request.reference, unapproved=True, now=now)
    assert (done.status, done.approved_at, done.unapproved) == (Status.SEARCHING, None, True)
    assert done.approve_by_at == datetime(2026, 11, 24, 17, tzinfo=UTC)
    assert Move.APPROVE in queries.moves_now(manager, done)
    assert Move.APPROVE not in queries.moves_now(worker, done)
    assert any("waits for your approval" in notice.text for notice in notify.notices(manager))
    assert any(need.due_at == done.approve_by_at for need in queries.needs(manager, now))
    with pytest.raises(NotAllowed):
        actions.approve(worker, request.reference, now=now)
    approved = actions.approve(manager, request.reference, now=now)
    assert (approved.status, approved.approved_at, approved.unapproved) == (Status.SEARCHING, now, False)
    with pytest.raises(WrongState):
        actions.approve(manager, request.reference, now=now)


def test_a_late_approval_is_told_once_to_managers_and_the_director(app: Flask, now: datetime) -> None:
    matching_service("Harbour Care")
    request = make_requests.request(Status.AWAITING_APPROVAL, **EMERGENCY)
    actions.release(make.social_worker(), request.reference, unapproved=True, now=now)
    manager, director = make.placements_manager(), make_placements.director()
    due = approval_due(now)
    assert not actions.tell_late(request.id, now=due)
    with clock.fixed(due + timedelta(seconds=1), every_thread=True):
        jobs.by_the_clock()
        jobs.by_the_clock()
    texts = [[notice.text for notice in notify.notices(who) if " late" in notice.text] for who in (manager, director)]
    assert [len(each) for each in texts] == [1, 1]
    assert sum("nobody has approved" in notice.text for notice in notify.notices(director)) == 1


def test_only_a_screened_emergency_goes_before_its_approval(lite: Flask, now: datetime) -> None:
    matching_service("Harbour Care")
    planned = make_requests.request(Status.AWAITING_APPROVAL)
    with pytest.raises(WrongState, match="Only an emergency"):
        actions.release(make.social_worker(), planned.reference, unapproved=True, now=now)
    alone = make_requests.request(Status.SCREENING, **EMERGENCY)
    with pytest.raises(WrongState):
        actions.release(make.social_worker(), alone.reference, unapproved=True, now=now)
    with pytest.raises(NotAllowed):
        actions.release(make.actor(Role.COMMISSIONER), planned.reference, unapproved=True, now=now)


@pytest.mark.parametrize(
    ("released_at", "due"),
    [
        (datetime(2026, 11, 27, 22, tzinfo=UTC), datetime(2026, 11, 30, 17, tzinfo=UTC)),
        (datetime(2026, 12, 24, 20, tzinfo=UTC), datetime(2026, 12, 29, 17, tzinfo=UTC)),
        (datetime(2026, 3, 27, 23, tzinfo=UTC), datetime(2026, 3, 30, 16, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), datetime(2027, 1, 4, 17, tzinfo=UTC)),
    ],
    ids=["Friday night", "Christmas Eve", "the clocks go forward", "New Year's Eve"],
)
def test_an_approval_is_due_at_five_on_the_next_working_day(released_at: datetime, due: datetime) -> None:
    assert approval_due(released_at) == due
