"""Places held, given back, taken up and freed by authorities: never more than there are, and never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from directory import audit
from directory.access import SYSTEM
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import WrongState
from directory.providers.actions.holding import (
    NoPlaceFree,
    free_places,
    occupy_places,
    return_places,
    take_places,
)
from directory.providers.models import Capacity, CapacityChange, Status, Way
from directory.search.models import SearchDocument
from tests.make_services import service

take, give_back, occupy, free = (atomic(each) for each in (take_places, return_places, occupy_places, free_places))


def numbers(service_id: UUID) -> tuple[int, int, int]:
    """Give occupied, held and available places."""
    db.session.rollback()
    capacity = db.session.get_one(Capacity, service_id)
    return capacity.occupied, capacity.held, capacity.available


def test_a_place_goes_from_free_to_held_to_occupied_and_back(app: Flask, now: datetime) -> None:
    home = service(places=3, occupied=1).id
    take(SYSTEM, home, number=2, now=now)
    assert numbers(home) == (1, 2, 0)
    assert db.session.get_one(SearchDocument, home).available == 0
    give_back(SYSTEM, home, now=now)
    assert numbers(home) == (1, 1, 1)
    occupy(SYSTEM, home, now=now)
    assert numbers(home) == (2, 0, 1)
    free(SYSTEM, home, now=now)
    assert numbers(home) == (1, 0, 2)
    history = db.session.scalars(select(CapacityChange).order_by(CapacityChange.version)).all()
    assert [(each.way, each.confirmed) for each in history] == [(Way.HOLD, False)] * 4
    assert [each.note for each in history] == [
        "2 places held",
        "1 place given back",
        "1 place taken up",
        "1 place freed",
    ]
    assert db.session.get_one(SearchDocument, home).available == 2


def test_more_than_is_free_is_refused_and_changes_nothing(lite: Flask, now: datetime) -> None:
    home = service(places=3, occupied=1, closed=1).id
    with pytest.raises(NoPlaceFree, match="1 place is free"):
        take(SYSTEM, home, number=2, now=now)
    assert numbers(home) == (1, 0, 1)


def test_places_that_nobody_confirmed_cannot_be_held(lite: Flask, now: datetime) -> None:
    home = service(places=3, confirmed_days_ago=None).id
    with pytest.raises(NoPlaceFree, match="has not said"):
        take(SYSTEM, home, now=now)


def test_no_place_is_held_in_a_service_that_was_withdrawn(lite: Flask, now: datetime) -> None:
    home = service(places=3, status=Status.WITHDRAWN).id
    with pytest.raises(WrongState, match="no longer in use"):
        take(SYSTEM, home, now=now)


def test_what_the_provider_has_said_meanwhile_is_never_made_impossible(lite: Flask, now: datetime) -> None:
    home = service(places=2).id
    give_back(SYSTEM, home, now=now)
    free(SYSTEM, home, now=now)
    occupy(SYSTEM, home, now=now)
    assert numbers(home) == (0, 0, 2)


def test_where_places_are_not_counted_none_runs_out(lite: Flask, now: datetime) -> None:
    home = service(places=None).id
    assert take_places(SYSTEM, home, now=now) is None


def test_of_fifty_who_want_three_places_at_once_three_get_one(app: Flask, now: datetime) -> None:
    home = service(places=5, occupied=2).id
    db.session.rollback()
    start = Barrier(50)

    def one(_: int) -> bool:
        start.wait(timeout=60)
        with app.app_context():
            try:
                take(SYSTEM, home, now=now)
            except NoPlaceFree:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(50) as pool:
        assert sum(pool.map(one, range(50))) == 3
    assert numbers(home) == (2, 3, 0)
    assert audit.verify()[1] == []
