"""What two people do at once: one succeeds, the other is told; nothing is done twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from directory import audit
from directory.audit.models import AuditRecord
from directory.kit.db import db
from directory.kit.errors import Refusal
from directory.requests import actions
from directory.requests.models import Match, Offer, Release
from directory.requests.rules.lifecycle import OfferStatus, Status, WithdrawalReason
from tests import make, make_requests
from tests.make_requests import matching_service


def at_once(app: Flask, *works: Callable[[], Any]) -> list[str]:
    """Do each in a thread of its own, all beginning together; give "done" or the refusal's name, by work."""
    db.session.rollback()
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> str:
        with app.app_context():
            try:
                start.wait(timeout=30)
                work()
            except Refusal as refusal:
                return type(refusal).__name__
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def count(column: Any, *where: Any) -> int:
    return db.session.scalar(select(func.count(column)).where(*where)) or 0


def test_of_many_approvals_at_once_one_is_done(app: Flask, now: datetime) -> None:
    reference = make_requests.request(Status.AWAITING_APPROVAL).reference
    managers = [make.placements_manager() for _ in range(6)]
    outcomes = at_once(app, *[lambda m=m: actions.approve(m, reference, now=now) for m in managers])
    assert sorted(outcomes) == ["WrongState"] * 5 + ["done"]
    assert count(AuditRecord.sequence, AuditRecord.event == "request:approved") == 1
    assert audit.verify()[1] == []


def test_of_two_first_releases_at_once_one_keeps_its_list(app: Flask, now: datetime) -> None:
    matching_service("Harbour Care")
    reference = make_requests.request(Status.SEARCHING).reference
    managers = [make.placements_manager() for _ in range(4)]
    outcomes = at_once(app, *[lambda m=m: actions.release(m, reference, now=now) for m in managers])
    assert sorted(outcomes) == ["WrongState"] * 3 + ["done"]
    assert count(Match.id) == 1
    assert count(Release.id) == 3


def test_of_many_offers_for_one_service_at_once_one_stands(app: Flask, now: datetime) -> None:
    service_id = matching_service("Harbour Care").id
    reference = make_requests.request(Status.SEARCHING, released=True).reference
    people = [make.provider("Harbour Care") for _ in range(6)]
    outcomes = at_once(app, *[lambda p=p: make_requests.offer(p, reference, service_id) for p in people])
    assert sorted(outcomes) == ["WrongState"] * 5 + ["done"]
    assert count(Offer.id) == 1


def test_an_offer_and_the_requests_withdrawal_at_once_leave_a_whole_story(app: Flask, now: datetime) -> None:
    service_id = matching_service("Harbour Care").id
    provider, manager = make.provider("Harbour Care"), make.placements_manager()
    for _ in range(5):
        request = make_requests.request(Status.SEARCHING, released=True)
        reference = request.reference
        offered, withdrawn = at_once(
            app,
            lambda r=reference: make_requests.offer(provider, r, service_id),  # type: ignore[misc]
            lambda r=reference: actions.withdraw(manager, r, reason=WithdrawalReason.FAMILY, now=now),  # type: ignore[misc]
        )
        assert withdrawn == "done"
        assert make_requests.reread(request).status is Status.WITHDRAWN
        stands = count(Offer.id, Offer.request_id == request.id, Offer.status == OfferStatus.OFFERED)
        assert stands == (1 if offered == "done" else 0)
        assert offered in {"done", "WrongState"}
    assert audit.verify()[1] == []
