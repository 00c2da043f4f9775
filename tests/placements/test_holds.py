"""A hold takes a place, and gives it back whatever ends it; the clock decides, not the worker."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from directory.codes import Rating
from directory.jobs.worker import run_due
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.placements import actions
from directory.placements.models import Hold
from directory.placements.rules.holds import HoldStatus
from directory.providers.actions.holding import NoPlaceFree
from directory.providers.models import Capacity, Registration, Service
from directory.requests import actions as requests
from directory.requests.models import Offer
from directory.requests.queries import moves_now
from directory.requests.rules.lifecycle import Move, OfferStatus, Status, Urgency, WithdrawalReason
from tests import make, make_placements
from tests.make_placements import Offered, reread
from tests.make_requests import matching_service

HOUR = timedelta(hours=1)


def places(made: Offered) -> tuple[int, int, int]:
    db.session.rollback()
    capacity = db.session.get_one(Capacity, made.service_id)
    return capacity.occupied, capacity.held, capacity.available


def last_hold() -> Hold:
    db.session.rollback()
    return db.session.scalars(select(Hold).order_by(Hold.taken_at.desc())).first()  # type: ignore[return-value]


def changed(made: Offered, **values: object) -> None:
    """Change the service from outside, as its provider or the register would."""
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(update(Service).where(Service.id == made.service_id).values(**values))


@pytest.mark.parametrize(("urgency", "hours"), [(Urgency.EMERGENCY, 4), (Urgency.PLANNED, 48)])
def test_accepting_takes_a_place_for_as_long_as_is_usual(
    app: Flask, now: datetime, urgency: Urgency, hours: int
) -> None:
    made = make_placements.held(urgency=urgency)
    request = reread(made)
    assert (request.status, request.held_until_at) == (Status.HELD, now + hours * HOUR)
    assert db.session.get_one(Offer, made.offer_id).status is OfferStatus.ACCEPTED
    assert places(made) == (0, 1, 3)


def test_each_sibling_has_a_place_held(lite: Flask, now: datetime) -> None:
    home = matching_service("Harbour Care", places=3).id
    made = make_placements.offered(home, siblings=2)
    alone = make_placements.held(home)
    manager = make.placements_manager()
    with pytest.raises(NoPlaceFree, match="need 3 places and 2 places are free"):
        actions.accept(manager, made.reference, offer_id=made.offer_id, now=now)
    actions.give_back(manager, alone.reference, now=now)
    actions.accept(manager, made.reference, offer_id=made.offer_id, now=now)
    assert places(made) == (0, 3, 0)


def test_by_the_clock_a_hold_has_lapsed_before_the_worker_notices(app: Flask, now: datetime) -> None:
    home = matching_service("Harbour Care", places=1).id
    first, second = make_placements.offered(home), make_placements.offered(home)
    manager = make.placements_manager()
    actions.accept(manager, first.reference, offer_id=first.offer_id, hours=1, now=now)
    with pytest.raises(NoPlaceFree):
        actions.accept(manager, second.reference, offer_id=second.offer_id, now=now + HOUR - timedelta(seconds=1))
    with clock.fixed(now + HOUR):
        request = reread(first)
        assert request.status_at(clock.now()) is Status.SHORTLISTED
        assert Move.ACCEPT in moves_now(manager, request)
        assert Move.AGREE not in moves_now(manager, request)
        actions.accept(manager, second.reference, offer_id=second.offer_id, now=clock.now())
    assert reread(first).status is Status.SHORTLISTED
    assert reread(second).status is Status.HELD
    assert places(second) == (0, 1, 0)


def test_the_worker_lets_a_hold_lapse_once(app: Flask, now: datetime) -> None:
    made = make_placements.held()
    with clock.fixed(now + 47 * HOUR):
        run_due()
        assert reread(made).status is Status.HELD
    with clock.fixed(now + 48 * HOUR):
        run_due()
        assert not actions.lapse_if_due(made.request_id, now=clock.now())
        assert reread(made).status is Status.SHORTLISTED
    assert last_hold().status is HoldStatus.LAPSED
    assert db.session.get_one(Offer, made.offer_id).status is OfferStatus.OFFERED
    assert places(made) == (0, 0, 4)


def test_a_hold_is_extended_within_bounds(lite: Flask, now: datetime) -> None:
    made = make_placements.held(urgency=Urgency.EMERGENCY)
    manager = make.placements_manager()
    actions.extend(manager, made.reference, hours=10, now=now + HOUR)
    assert reread(made).held_until_at == now + 11 * HOUR
    with clock.fixed(now + 5 * HOUR):
        run_due()
        assert reread(made).status is Status.HELD
    with pytest.raises(Invalid, match="from 1 to 22"):
        actions.extend(manager, made.reference, hours=23, now=now + 2 * HOUR)
    with pytest.raises(WrongState):
        actions.extend(manager, made.reference, hours=1, now=now + 11 * HOUR)


def test_giving_back_frees_the_place_and_the_offer_stands_again(lite: Flask, now: datetime) -> None:
    made = make_placements.held()
    manager = make.placements_manager()
    assert actions.give_back(manager, made.reference, now=now).status is Status.SHORTLISTED
    assert places(made) == (0, 0, 4)
    actions.accept(manager, made.reference, offer_id=made.offer_id, now=now)
    assert places(made) == (0, 1, 3)


def test_withdrawing_the_request_frees_the_place(lite: Flask, now: datetime) -> None:
    made = make_placements.held()
    requests.withdraw(make.placements_manager(), made.reference, reason=WithdrawalReason.FAMILY, now=now)
    assert last_hold().status is HoldStatus.GIVEN_BACK
    assert places(made) == (0, 0, 4)


def test_a_provider_that_withdraws_its_offer_frees_the_place(lite: Flask, now: datetime) -> None:
    made = make_placements.held()
    requests.withdraw_offer(make.provider("Harbour Care"), made.reference, offer_id=made.offer_id, now=now)
    assert reread(made).status is Status.SHORTLISTED
    assert db.session.get_one(Offer, made.offer_id).status is OfferStatus.WITHDRAWN
    assert places(made) == (0, 0, 4)


def test_a_service_that_moved_into_a_zone_is_refused_with_words(lite: Flask, now: datetime) -> None:
    made = make_placements.offered(avoid=[{"near": "Luton", "within": 10.0}])
    changed(made, area_latitude=51.877, area_longitude=-0.420, area_name="LU1")
    manager, boss = make.placements_manager(), make_placements.director()
    with pytest.raises(WrongState, match=r"within 10 miles of Luton.*Only a director"):
        actions.accept(manager, made.reference, offer_id=made.offer_id, now=now)
    with pytest.raises(NotAllowed):
        actions.accept(manager, made.reference, offer_id=made.offer_id, override="It is safe enough", now=now)
    with pytest.raises(WrongState, match="Give your reason"):
        actions.accept(boss, made.reference, offer_id=made.offer_id, now=now)
    with pytest.raises(Invalid):
        actions.accept(boss, made.reference, offer_id=made.offer_id, override="safe", now=now)
    reason = "The exploiters are in prison and the police agree"
    actions.accept(boss, made.reference, offer_id=made.offer_id, override=reason, now=now)
    assert last_hold().override_reason == reason


def test_what_nobody_may_set_aside_is_refused_to_a_director_too(lite: Flask, now: datetime) -> None:
    made = make_placements.offered()
    changed(made, registration=Registration.SUSPENDED)
    with pytest.raises(WrongState, match="registration is suspended"):
        actions.accept(
            make_placements.director(), made.reference, offer_id=made.offer_id, override="We know them well", now=now
        )
    changed(made, registration=Registration.ACTIVE, rating=Rating.INADEQUATE)
    with pytest.raises(WrongState, match="rated Inadequate"):
        actions.accept(make.placements_manager(), made.reference, offer_id=made.offer_id, now=now)


def test_another_authority_finds_nothing_to_accept(lite: Flask, now: datetime) -> None:
    made = make_placements.offered()
    stranger = make.placements_manager(of="Southmoor Council")
    with pytest.raises(NotFound):
        actions.accept(stranger, made.reference, offer_id=made.offer_id, now=now)
