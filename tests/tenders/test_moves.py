"""Every move from every state by every role: what is allowed is data."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from directory import audit
from directory.access import NOBODY, Actor, Permission, Role
from directory.audit.models import AuditRecord
from directory.jobs.models import Job
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, NotSignedIn, Refusal, Stale, WrongState
from directory.tenders import actions, queries
from directory.tenders.models import Tender
from directory.tenders.rules import Deadlines, Move, Phase, Status, earliest_close
from tests import make
from tests.tenders.making import DAY, notice, tender

S, M = Status, Move
# from which state which move leads where; every other pair is refused
ALLOWED: dict[tuple[Status, Move], Status] = {
    (S.DRAFT, M.SUBMIT): S.AWAITING_APPROVAL,
    (S.DRAFT, M.APPROVE): S.APPROVED,
    (S.DRAFT, M.WITHDRAW): S.WITHDRAWN,
    (S.AWAITING_APPROVAL, M.APPROVE): S.APPROVED,
    (S.AWAITING_APPROVAL, M.RETURN): S.DRAFT,
    (S.AWAITING_APPROVAL, M.WITHDRAW): S.WITHDRAWN,
    (S.APPROVED, M.RETURN): S.DRAFT,
    (S.APPROVED, M.PUBLISH): S.OPEN,
    (S.APPROVED, M.WITHDRAW): S.WITHDRAWN,
    (S.OPEN, M.AMEND): S.OPEN,
    (S.OPEN, M.WITHDRAW): S.WITHDRAWN,
    (S.OPEN, M.CANCEL): S.CANCELLED,
    (S.UNSEALED, M.CANCEL): S.CANCELLED,
    (S.EVALUATING, M.CANCEL): S.CANCELLED,
    (S.AWARD_PROPOSED, M.CANCEL): S.CANCELLED,
    (S.STANDSTILL, M.CANCEL): S.CANCELLED,
}
# what bids and awards do; their actions are tested with them
ABOVE: dict[tuple[Status, Move], Status] = {
    (S.OPEN, M.UNSEAL): S.UNSEALED,
    (S.UNSEALED, M.EVALUATE): S.EVALUATING,
    (S.EVALUATING, M.PROPOSE): S.AWARD_PROPOSED,
    (S.AWARD_PROPOSED, M.REOPEN): S.EVALUATING,
    (S.STANDSTILL, M.REOPEN): S.EVALUATING,
    (S.AWARD_PROPOSED, M.ANNOUNCE): S.STANDSTILL,
    (S.STANDSTILL, M.CONTRACT): S.CONTRACTED,
    (S.CONTRACTED, M.END): S.ENDED,
    (S.UNSEALED, M.FAIL): S.UNSUCCESSFUL,
    (S.EVALUATING, M.FAIL): S.UNSUCCESSFUL,
    (S.AWARD_PROPOSED, M.FAIL): S.UNSUCCESSFUL,
    (S.STANDSTILL, M.FAIL): S.UNSUCCESSFUL,
}
HERE = [move for move in Move if move not in {above for _, above in ABOVE}]
WHO: dict[str, Callable[[], Actor]] = {
    "another commissioner": make.commissioner,
    "a commissioner of another authority": lambda: make.commissioner("Southport Council"),
    "nobody": lambda: NOBODY,
} | {role.value: lambda role=role: make.actor(role) for role in Role if role != Role.COMMISSIONER}
MAY = {"another commissioner"}


def act(actor: Actor, made: Tender, move: Move, now: datetime) -> object:
    if move == Move.AMEND:
        later = Deadlines(closes_at=(made.closes_at or now) + DAY)
        return actions.amend(
            actor, made.id, description=None, deadlines=later, material=False, reason="More time", now=now
        )
    if move in {Move.RETURN, Move.WITHDRAW, Move.CANCEL}:
        doing = {Move.RETURN: actions.give_back, Move.WITHDRAW: actions.withdraw, Move.CANCEL: actions.cancel}[move]
        return doing(actor, made.id, reason="Because", now=now)
    return {Move.SUBMIT: actions.submit, Move.APPROVE: actions.approve, Move.PUBLISH: actions.publish}[move](
        actor, made.id, now=now
    )


def refusal_for(who: str) -> type[Refusal]:
    if who == "nobody":
        return NotSignedIn
    return NotFound if who == "a commissioner of another authority" else NotAllowed


@pytest.mark.parametrize("status", Status)
def test_every_move_by_every_role_does_what_the_table_says(lite: Flask, now: datetime, status: Status) -> None:
    refused_here = tender(status)  # what is refused changes nothing, so one tender serves for every refusal
    for move in HERE:
        for who, maker in WHO.items():
            moves_on = who in MAY and (status, move) in ALLOWED
            made, actor = tender(status) if moves_on else refused_here, maker()
            target = ALLOWED.get((status, move)) if who in MAY else None
            offered = move in queries.moves(actor, made, now)
            assert offered is (target is not None), f"{who} {move} {status}"
            if target:
                act(actor, made, move, now)
                assert db.session.get_one(Tender, made.id).status == target
                continue
            expected = WrongState if who in MAY else refusal_for(who)
            with pytest.raises(expected):
                act(actor, made, move, now)
            assert db.session.get_one(Tender, made.id).status == status, f"{who} {move} {status}"


def test_the_table_of_the_tests_is_the_table_of_the_code() -> None:
    from directory.tenders.rules import LIFECYCLE  # noqa: PLC0415 - only compared here

    assert {(s, m): LIFECYCLE.after(s, m) for s in Status for m in Move if LIFECYCLE.allows(s, m)} == ALLOWED | ABOVE


def test_from_draft_to_open_every_step_is_recorded(app: Flask, now: datetime) -> None:
    made = tender()
    events = db.session.scalars(select(AuditRecord.event).where(AuditRecord.thing_id == str(made.id))).all()
    assert sorted(events) == ["tender:approved", "tender:drafted", "tender:published", "tender:submitted"]
    assert audit.verify()[1] == []
    assert made.phase(now) == Phase.OPEN
    assert db.session.scalars(select(Job.name)).all().count("tenders.tell_matching_providers") == 1


@pytest.mark.parametrize("part", ["drafted it", "changed it last", "asked for approval"])
def test_whoever_had_a_hand_in_it_cannot_approve(lite: Flask, now: datetime, part: str) -> None:
    drafter, second = make.commissioner(), make.commissioner()
    made = actions.create(drafter, notice(now), now=now)
    if part == "changed it last":
        actions.save(second, made.id, replace(made.details(), title="Mended"), read=None, now=now)
    if part == "asked for approval":
        actions.submit(second, made.id, now=now)
    hand = drafter if part == "drafted it" else second
    with pytest.raises(NotAllowed, match="second person"):
        actions.approve(hand, made.id, now=now)
    assert Move.APPROVE not in queries.moves(hand, made, now)
    third = make.commissioner()
    actions.approve(third, made.id, now=now)
    assert db.session.get_one(Tender, made.id).approved_by == third.person_id


def test_two_commissioners_are_enough_when_the_drafter_writes_last(lite: Flask, now: datetime) -> None:
    drafter, second = make.commissioner(), make.commissioner()
    made = actions.create(drafter, notice(now), now=now)
    actions.submit(second, made.id, now=now)
    actions.give_back(second, made.id, reason="You ask, I approve", now=now)
    actions.submit(drafter, made.id, now=now)
    assert actions.approve(second, made.id, now=now).status == Status.APPROVED


def test_a_token_that_may_only_draft_cannot_approve(lite: Flask, now: datetime) -> None:
    made = tender(Status.AWAITING_APPROVAL)
    narrow = replace(make.commissioner(), scopes=frozenset({Permission.TENDER_DRAFT.value}))
    with pytest.raises(NotAllowed):
        actions.approve(narrow, made.id, now=now)


@pytest.mark.parametrize("step", ["submit", "approve", "publish"])
def test_what_is_incomplete_or_unlawful_goes_no_further(lite: Flask, now: datetime, step: str) -> None:
    before = {"submit": Status.DRAFT, "approve": Status.AWAITING_APPROVAL, "publish": Status.APPROVED}[step]
    drafter = make.commissioner()
    made = tender(before, by=drafter)
    second = make.commissioner()
    assert made.closes_at is not None
    late = made.closes_at - 2 * DAY  # the deadline was lawful when it was written, and is not by now
    with pytest.raises(Invalid) as refusal:
        {"submit": actions.submit, "approve": actions.approve, "publish": actions.publish}[step](
            second, made.id, now=late
        )
    assert "deadlines.closes_at" in refusal.value.fields
    assert db.session.get_one(Tender, made.id).status == before


def test_publication_may_give_more_time_and_never_less(lite: Flask, now: datetime) -> None:
    made, second = tender(Status.APPROVED), make.commissioner()
    assert made.closes_at is not None
    approved = made.closes_at
    with pytest.raises(Invalid, match="earlier than what was approved"):
        actions.publish(second, made.id, closes_at=approved - timedelta(seconds=1), now=now)
    assert actions.publish(second, made.id, closes_at=approved + DAY, now=now).closes_at == approved + DAY


@pytest.mark.parametrize(("late_by", "refused"), [(timedelta(seconds=-1), False), (timedelta(0), True)])
def test_a_tender_is_withdrawn_until_bids_close_and_cancelled_after(
    lite: Flask, now: datetime, late_by: timedelta, refused: bool
) -> None:
    made, actor = tender(), make.commissioner()
    assert made.closes_at is not None
    at = made.closes_at + late_by
    if not refused:
        assert actions.withdraw(actor, made.id, reason="Published by mistake", now=at).published_at == now
        return
    with pytest.raises(WrongState, match="cancel"):
        actions.withdraw(actor, made.id, reason="Too late", now=at)
    with pytest.raises(WrongState, match="amended"):
        act(actor, made, Move.AMEND, at)
    assert actions.cancel(actor, made.id, reason="No money", now=at).status == Status.CANCELLED


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001])
def test_an_end_needs_a_reason(lite: Flask, now: datetime, reason: str) -> None:
    made = tender()
    with pytest.raises(Invalid):
        actions.cancel(make.commissioner(), made.id, reason=reason, now=now)


def test_an_amendment_shows_what_was_and_what_is(lite: Flask, now: datetime) -> None:
    made, actor = tender(), make.commissioner()
    assert made.closes_at is not None
    old, new = made.closes_at, made.closes_at + 5 * DAY
    later = Deadlines(closes_at=new)
    amended = actions.amend(
        actor, made.id, description="Better", deadlines=later, material=True, reason="Homes are added", now=now
    )
    assert amended.number == 1
    assert set(amended.differences) == {"description", "closes_at"}
    assert amended.differences["closes_at"] == [old.isoformat(), new.isoformat()]
    assert db.session.get_one(Tender, made.id).closes_at == new


@pytest.mark.parametrize(
    ("moved", "material", "words"),
    [
        (timedelta(0), False, "Nothing was changed"),
        (-DAY, False, "only move later"),
        (timedelta(0), True, "gives bidders more time"),
    ],
)
def test_an_amendment_never_takes_time_away(
    lite: Flask, now: datetime, moved: timedelta, material: bool, words: str
) -> None:
    made = tender()
    assert made.closes_at is not None
    with pytest.raises(Invalid, match=words):
        actions.amend(
            make.commissioner(),
            made.id,
            description="Changed" if material else None,
            deadlines=Deadlines(closes_at=made.closes_at + moved),
            material=material,
            reason="Because",
            now=now,
        )


def test_a_material_change_near_the_end_leaves_ten_days(lite: Flask, now: datetime) -> None:
    made, actor = tender(), make.commissioner()
    assert made.closes_at is not None
    at = made.closes_at - timedelta(hours=1)

    def amend(closes_at: datetime) -> object:
        later = Deadlines(closes_at=closes_at)
        return actions.amend(actor, made.id, description="New", deadlines=later, material=True, reason="New", now=at)

    with pytest.raises(Invalid, match="at least 10 days"):
        amend(earliest_close(at, made.details()) - timedelta(seconds=1))
    amend(earliest_close(at, made.details()))


def test_an_amendment_of_what_was_amended_meanwhile_is_refused(lite: Flask, now: datetime) -> None:
    made, actor = tender(), make.commissioner()
    read = made.version
    act(actor, made, Move.AMEND, now)
    with pytest.raises(Stale):
        actions.amend(
            actor, made.id, description="Mine", deadlines=Deadlines(), material=False, reason="r", version=read, now=now
        )


@pytest.mark.parametrize("move", [Move.APPROVE, Move.PUBLISH, Move.CANCEL])
def test_of_two_at_once_exactly_one_succeeds(app: Flask, now: datetime, move: Move) -> None:
    before = {Move.APPROVE: Status.AWAITING_APPROVAL, Move.PUBLISH: Status.APPROVED, Move.CANCEL: Status.OPEN}[move]
    made = tender(before)
    tender_id, actors = made.id, [make.commissioner(), make.commissioner()]
    db.session.rollback()
    barrier, outcomes = Barrier(2), []

    def run(actor: Actor) -> None:
        with app.app_context():
            barrier.wait()
            try:
                act(actor, Tender(id=tender_id), move, now)
                outcomes.append("done")
            except Refusal as refusal:
                outcomes.append(type(refusal).__name__)
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["WrongState", "done"]
    assert audit.verify()[1] == []
