"""Many people change and confirm the same places at once: nothing is lost, and nothing becomes impossible."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier

from flask import Flask
from sqlalchemy import select

from directory import audit
from directory.access import Actor
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Stale
from directory.providers.actions.capacity import change, confirm
from directory.providers.models import Capacity, CapacityChange
from directory.search.models import SearchDocument
from tests import make
from tests.make_services import service

THREADS = 24
TIMES = 4


def test_nothing_said_at_the_same_moment_is_lost(app: Flask) -> None:
    actor, home = make.provider(), service(places=9)
    identity = home.id
    together = Barrier(THREADS)

    def one(number: int) -> Counter[str]:
        random, seen = Random(number), Counter[str]()
        together.wait(timeout=60)
        for turn in range(TIMES):
            with app.app_context():
                seen[press(actor, random, number * TIMES + turn)] += 1
                db.session.remove()
        return seen

    def press(actor: Actor, random: Random, moment: int) -> str:
        version = db.session.get_one(Capacity, identity).version
        at = clock.now() + timedelta(seconds=moment)
        try:
            if random.random() < 0.5:
                confirm(actor, identity, version=version, now=at)
            else:
                staffed = random.randint(0, 9)
                occupied = random.randint(0, staffed)
                change(
                    actor,
                    identity,
                    staffed=staffed,
                    occupied=occupied,
                    closed=staffed - occupied,
                    available_from=None,
                    version=version,
                    now=at,
                )
        except Stale:
            return "stale"
        return "done"

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = sum(pool.map(one, range(THREADS)), Counter[str]())
    db.session.rollback()
    assert outcomes.total() == THREADS * TIMES
    history = db.session.scalars(select(CapacityChange).order_by(CapacityChange.version)).all()
    assert len(history) == outcomes["done"] > 0
    assert [each.version for each in history] == list(range(2, outcomes["done"] + 2))
    after, last = db.session.get_one(Capacity, identity), history[-1]
    for name in ("staffed", "occupied", "closed"):
        assert getattr(after, name) == getattr(last, name)
    assert after.registered >= after.staffed >= after.occupied + after.closed
    document = db.session.get_one(SearchDocument, identity)
    assert (document.available, document.confirmed_at) == (after.available, after.confirmed_at)
    assert audit.verify()[1] == []
