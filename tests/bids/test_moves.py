"""Every move of a bid from every state by every role, before the deadline and after it: what is allowed is data."""

from collections.abc import Callable
from datetime import datetime
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import audit
from directory.access import NOBODY, Actor, Role
from directory.bids import actions, queries
from directory.bids.models import Envelope, OpenedBid
from directory.bids.rules.states import LIFECYCLE, Move, Status, as_markdown
from directory.kit.db import db
from directory.kit.errors import NotAllowed, NotFound, NotSignedIn, Refusal, WrongState
from directory.kit.settings import ROOT
from directory.tenders.models import Tender
from directory.tenders.rules import Status as TenderStatus
from tests import make
from tests.bids import writing

S, M = Status, Move
# what a provider's administrator may do before the deadline; every other pair is refused, and all are from it on
ALLOWED: dict[tuple[Status, Move], Status] = {
    (S.DRAFT, M.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, M.SUBMIT): S.SUBMITTED,
    (S.WITHDRAWN, M.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, M.WITHDRAW): S.WITHDRAWN,
}
OF_PROVIDERS = (M.SUBMIT, M.WITHDRAW)
WHO: dict[str, tuple[Callable[[], Actor], type[Refusal]]] = {
    "nobody": (lambda: NOBODY, NotSignedIn),
    "another provider": (lambda: make.provider("Tern House"), NotFound),
} | {role.value: (lambda role=role: make.actor(role), NotAllowed) for role in Role if role != Role.PROVIDER_ADMIN}


def act(actor: Actor, tender_id: object, move: Move, now: datetime) -> object:
    made = db.session.get_one(Tender, tender_id)
    if move == Move.SUBMIT:
        return writing.submit(actor, made.id, now)
    return actions.withdraw(actor, made.id, now=now)


def brought_to(status: Status) -> tuple[Tender, Actor]:
    tender = writing.open_tender()
    actor = writing.drafted(tender)
    if status != S.DRAFT:
        writing.submit(actor, tender.id)
    if status == S.WITHDRAWN:
        actions.withdraw(actor, tender.id, now=tender.published_at or writing.closing(tender))
    if status == S.OPENED:
        writing.unsealed(tender)
    return tender, actor


@pytest.mark.parametrize("status", Status)
def test_every_move_by_every_role_does_what_the_table_says(lite: Flask, now: datetime, status: Status) -> None:
    tender, actor = brought_to(status)
    for move in OF_PROVIDERS:
        for who, (maker, refusal) in WHO.items():
            with pytest.raises(refusal):
                act(maker(), tender.id, move, now)
            assert queries.own_bid(actor, tender.id).entry.status == status, (who, move)
        with pytest.raises(WrongState):
            act(actor, tender.id, move, writing.closing(tender))
    for move in OF_PROVIDERS:
        tender, actor = brought_to(status)
        target = ALLOWED.get((status, move))
        if target is None:
            with pytest.raises(WrongState):
                act(actor, tender.id, move, now)
        else:
            act(actor, tender.id, move, now)
        assert queries.own_bid(actor, tender.id).entry.status == (target or status)
    mine = [move for move in OF_PROVIDERS if (status, move) in ALLOWED]
    assert [move for move in LIFECYCLE.moves_from(status) if move in OF_PROVIDERS] == mine


def test_a_second_officer_opens_only_what_is_submitted(lite: Flask, now: datetime) -> None:
    for status in (S.DRAFT, S.WITHDRAWN, S.SUBMITTED):
        tender, actor = brought_to(status)
        writing.unsealed(tender)
        opened = status == S.SUBMITTED
        assert queries.own_bid(actor, tender.id).entry.status == (S.OPENED if opened else status)
        assert (queries.was_opened(actor, tender.id) is not None) == opened


def test_who_may_open_bids_is_the_commissioner_of_the_tender(lite: Flask, now: datetime) -> None:
    tender, _ = brought_to(S.SUBMITTED)
    for role in set(Role) - {Role.COMMISSIONER}:
        with pytest.raises(NotAllowed):
            actions.open_bids(make.actor(role), tender.id, now=writing.closing(tender))
    with pytest.raises(NotFound):
        actions.open_bids(make.commissioner("Southport Council"), tender.id, now=writing.closing(tender))


def test_the_diagram_in_the_docs_is_the_table_of_the_code() -> None:
    assert (ROOT / "docs" / "lifecycles" / "bid.md").read_text(encoding="utf-8") == as_markdown()


def at_once(app: Flask, *works: Callable[[], object]) -> list[str]:
    """Do all at the same moment, each in a thread of its own; give how each ended, sorted."""
    db.session.rollback()
    barrier, outcomes = Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                outcomes.append(str(work()))
            except Refusal as refusal:
                outcomes.append(type(refusal).__name__)
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_two_people_who_withdraw_at_once_withdraw_once(app: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    ours, colleague, tender_id = writing.submitted(tender), make.provider(), tender.id

    def withdraw(actor: Actor) -> str:
        return actions.withdraw(actor, tender_id, now=now).move.value

    assert at_once(app, lambda: withdraw(ours), lambda: withdraw(colleague)) == ["WrongState", "withdraw"]


def test_people_of_one_provider_who_begin_at_once_have_one_bid_and_others_their_own(app: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    tender_id, actors = tender.id, [make.provider(), make.provider(), make.provider("Tern House")]
    begun = at_once(app, *(lambda a=actor: actions.begin(a, tender_id, now=now).row.id for actor in actors))
    assert len(set(begun)) == 2
    assert db.session.scalar(select(func.count()).select_from(Envelope)) == 32


def test_two_officers_who_open_at_once_are_the_first_and_the_second(app: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    writing.submitted(tender)
    tender_id, at, officers = tender.id, writing.closing(tender), [make.commissioner(), make.commissioner()]
    done = at_once(app, *(lambda o=officer: actions.open_bids(o, tender_id, now=at) for officer in officers))
    assert done == ["False", "True"]
    db.session.expire_all()
    assert db.session.get_one(Tender, tender_id).status == TenderStatus.UNSEALED
    assert db.session.scalar(select(func.count()).select_from(OpenedBid)) == 1
    assert audit.verify()[1] == []


def test_a_bid_submitted_as_the_bids_are_opened_is_either_opened_or_late(app: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    actor, officer, at = writing.drafted(tender), make.commissioner(), writing.closing(tender)
    tender_id = tender.id
    actions.open_bids(make.commissioner(), tender_id, now=at)
    done = at_once(
        app,
        lambda: writing.submit(actor, tender_id, at - writing.MILLISECOND).move.value,
        lambda: actions.open_bids(officer, tender_id, now=at),
    )
    opened = db.session.scalar(select(func.count()).select_from(OpenedBid))
    assert (done, opened) in ((["True", "submit"], 1), (["True", "WrongState"], 0))
