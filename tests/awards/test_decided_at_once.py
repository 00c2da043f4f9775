"""Two officers approve, announce, sign at once: one succeeds, the other is told kindly. On every database."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from directory.access import Actor
from directory.audit.models import AuditRecord
from directory.awards.actions import announcing, contracts, panel
from directory.awards.actions import deciding as actions
from directory.awards.models import Contract, Decision, Summary
from directory.kit.db import db
from directory.kit.errors import Refusal
from directory.tenders.rules import Status
from tests import make
from tests.awards import judging
from tests.awards.deciding import REST, best, contract, judged, signature


def at_once(app: Flask, *acts: Callable[[], object]) -> Counter[str]:
    """Do these at one moment, each in a thread of its own; give how often each outcome came."""
    db.session.rollback()
    start = Barrier(len(acts))

    def press(act: Callable[[], object]) -> str:
        start.wait(timeout=60)
        with app.app_context():
            try:
                act()
            except Refusal as refusal:
                return f"{refusal.status}"
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        outcomes = Counter(done.result() for done in [pool.submit(press, act) for act in acts])
    db.session.rollback()
    return outcomes


def recorded(event: str) -> int:
    return db.session.scalar(select(func.count()).where(AuditRecord.event == event)) or 0


def test_of_two_officers_one_proposes_one_approves_one_announces_and_one_signs(app: Flask, now: datetime) -> None:
    made = judged()
    third = make.commissioner(judging.HERE)
    panel.declare(third, made.tender_id, {}, now=now)
    once = Counter({"done": 1, "409": 1})
    choices = best(made)

    def twice(act: Callable[[Actor], object], one: Actor, other: Actor, event: str) -> None:
        assert at_once(app, lambda: act(one), lambda: act(other)) == once, event
        assert recorded(event) == 1

    twice(
        lambda who: actions.propose(who, made.tender_id, choices, rest=REST, now=now),
        made.commissioner,
        made.commissioner,
        "tender:award_proposed",
    )
    twice(lambda who: actions.approve(who, made.tender_id, now=now), made.second, third, "tender:award_approved")
    twice(lambda who: announcing.announce(who, made.tender_id, now=now), made.second, third, "tender:award_announced")
    over = made.tender.standstill_ends_at
    assert over is not None
    one_id, given = contract(made).id, signature(made, over)
    twice(lambda who: contracts.sign(who, one_id, given, now=over), made.second, third, "contract:signed")
    assert made.tender.status == Status.CONTRACTED
    for table, number in ((Decision, 1), (Contract, 1), (Summary, 2)):
        assert db.session.scalar(select(func.count()).select_from(table)) == number
