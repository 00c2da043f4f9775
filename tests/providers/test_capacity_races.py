"""Many people change, confirm, hold and give back the same places at once: nothing is lost or becomes impossible."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from directory import audit
from directory.access import SYSTEM, Actor
from directory.audit import AuditRecord
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, Stale
from directory.providers.actions.capacity import change, confirm
from directory.providers.actions.holding import NoPlaceFree, return_places, take_places
from directory.providers.models import Capacity, CapacityChange, Way
from directory.search.models import SearchDocument
from tests import make
from tests.make_services import service

THREADS = 50
TIMES = 3
NUMBERS = ("registered", "staffed", "occupied", "held", "closed")
take, give_back = atomic(take_places), atomic(return_places)


def press(actor: Actor, service_id: UUID, random: Random, moment: int) -> str:
    """Do one of the four by chance, on what was just read; give how it went."""
    version = db.session.get_one(Capacity, service_id).version
    at = clock.now() + timedelta(seconds=moment)
    what = random.choices(["said", "confirmed", "held", "returned"], [5, 2, 2, 2])[0]
    try:
        if what == "confirmed":
            confirm(actor, service_id, version=version, now=at)
        elif what == "held":
            take(SYSTEM, service_id, now=at)
        elif what == "returned":
            give_back(SYSTEM, service_id, now=at)
        else:
            staffed, closed = random.randint(4, 9), random.randint(0, 1)
            change(
                actor,
                service_id,
                staffed=staffed,
                occupied=random.randint(0, staffed // 2),
                closed=closed,
                available_from=None,
                version=version,
                now=at,
            )
    except Stale:
        return "stale"
    except NoPlaceFree:
        return "none free"
    except Invalid:
        return "no room beside what is held"
    return what


def test_nothing_said_or_held_at_the_same_moment_is_lost(app: Flask) -> None:
    actor, home = make.provider(), service(places=9)
    identity = home.id
    together = Barrier(THREADS)

    def one(number: int) -> Counter[str]:
        random, seen = Random(number), Counter[str]()
        together.wait(timeout=60)
        for turn in range(TIMES):
            with app.app_context():
                seen[press(actor, identity, random, number * TIMES + turn)] += 1
                db.session.remove()
        return seen

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = sum(pool.map(one, range(THREADS)), Counter[str]())
    db.session.rollback()
    assert outcomes.total() == THREADS * TIMES
    for each in ("said", "confirmed", "held"):
        assert outcomes[each], outcomes
    history = db.session.scalars(select(CapacityChange).order_by(CapacityChange.version)).all()
    done = sum(outcomes[each] for each in ("said", "confirmed", "held", "returned"))
    assert len(history) == done
    assert sum(each.way is Way.HOLD for each in history) == outcomes["held"] + outcomes["returned"]
    recorded = db.session.scalar(select(func.count()).where(AuditRecord.event.startswith("capacity:")))
    assert recorded == done
    after, last = db.session.get_one(Capacity, identity), history[-1]
    assert [getattr(after, name) for name in NUMBERS] == [getattr(last, name) for name in NUMBERS]
    assert after.registered >= after.staffed >= after.occupied + after.held + after.closed
    document = db.session.get_one(SearchDocument, identity)
    assert document.available == after.available
    assert audit.verify()[1] == []
