"""A service comes to an area at the moment at which another leaves it: nobody counts who is gone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import sleep

from flask import Flask
from sqlalchemy import update

from directory.kit import clock
from directory.kit.db import WRITING, db
from directory.providers.actions.areas import lock
from directory.providers.actions.listing import edit
from directory.providers.models import AreaKind, Service, Status
from tests import make
from tests.providers.registers import home, take
from tests.providers.test_service_actions import HOUSEHOLD, listed

LONG_ENOUGH_SECONDS = 0.7


def while_another_leaves(app: Flask, leaving: Service, work: Callable[[], object]) -> None:
    """Do ``work`` in a thread while another transaction takes a service out and has not committed yet."""

    def run() -> None:
        with app.app_context():
            work()

    with db.engine.connect().execution_options(**{WRITING: True}) as other, ThreadPoolExecutor(1) as pool:
        lock(other, [leaving.region or ""])
        gone = update(Service.__table__).where(Service.__table__.c.id == leaving.id)  # type: ignore[arg-type]
        other.execute(gone.values(status=Status.WITHDRAWN))
        done = pool.submit(run)
        sleep(LONG_ENOUGH_SECONDS)
        other.commit()
        done.result(timeout=60)
    db.session.rollback()


def test_who_moves_in_does_not_count_who_moves_out_at_the_same_moment(app: Flask) -> None:
    actor, stays, leaves = make.provider("Mover"), listed(make.provider("Stays")), listed(make.provider("Leaves"))
    mover = listed(actor, replace(HOUSEHOLD, postcode="BD1 1HX"))
    identity, version = mover.id, mover.version
    there = replace(HOUSEHOLD, postcode="LS8 1AA")
    while_another_leaves(app, leaves, lambda: edit(actor, identity, facts=there, version=version, now=clock.now()))
    assert db.session.get_one(Service, identity).area_kind is AreaKind.REGION
    assert db.session.get_one(Service, stays.id).area_kind is AreaKind.REGION


def test_a_register_that_drops_a_whole_authority_does_not_count_who_leaves_it(app: Flask) -> None:
    take(home("2500001"), home("2500002", authority="Bradford"))
    stays = [listed(make.provider(name)).id for name in ("A", "B")]
    leaves = listed(make.provider("Leaves"))
    while_another_leaves(app, leaves, lambda: take(home("2500002", authority="Bradford")))
    assert {db.session.get_one(Service, each).area_kind for each in stays} == {AreaKind.REGION}
