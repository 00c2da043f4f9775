"""Two hundred people accept the last place at once: exactly one succeeds, and the others are told kindly."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from directory import audit
from directory.access import Actor
from directory.audit.models import AuditRecord
from directory.kit.db import db
from directory.kit.errors import Refusal
from directory.placements import actions
from directory.placements.models import Hold
from directory.placements.rules.holds import HoldStatus
from directory.providers.models import Capacity
from directory.requests.models import Request
from directory.requests.rules.lifecycle import Status
from directory.search.models import SearchDocument
from tests import make, make_placements
from tests.make_placements import Offered
from tests.make_requests import matching_service

PEOPLE = 200
REQUESTS = 8


def test_of_two_hundred_who_accept_the_last_place_one_succeeds(app: Flask, now: datetime) -> None:
    home = matching_service("Harbour Care", places=3, occupied=2).id
    asked = [make_placements.offered(home) for _ in range(REQUESTS)]
    managers = [make.placements_manager() for _ in range(4)]
    db.session.rollback()
    start = Barrier(PEOPLE)

    def press(manager: Actor, made: Offered) -> str:
        start.wait(timeout=60)
        with app.app_context():
            try:
                actions.accept(manager, made.reference, offer_id=made.offer_id, now=now)
            except Refusal as refusal:
                return f"{refusal.status} {refusal.detail}"
            finally:
                db.session.remove()
            return "held"

    with ThreadPoolExecutor(PEOPLE) as pool:
        pressing = [
            pool.submit(press, managers[each % len(managers)], asked[each % REQUESTS]) for each in range(PEOPLE)
        ]
        outcomes = Counter(each.result() for each in pressing)
    db.session.rollback()
    told = set(outcomes) - {"held"}
    assert outcomes["held"] == 1
    assert outcomes.total() == PEOPLE
    assert all(words.startswith("409 ") for words in told)
    assert any("somebody was a moment before you" in words for words in told)
    assert db.session.scalar(select(func.count()).where(Hold.status == HoldStatus.LIVE)) == 1
    capacity = db.session.get_one(Capacity, home)
    assert (capacity.occupied, capacity.held, capacity.available) == (2, 1, 0)
    assert db.session.get_one(SearchDocument, home).available == 0
    states = Counter(db.session.scalars(select(Request.status)))
    assert states == {Status.HELD: 1, Status.SEARCHING: REQUESTS - 1}
    assert db.session.scalar(select(func.count()).where(AuditRecord.event == "hold:made")) == 1
    assert audit.verify()[1] == []
