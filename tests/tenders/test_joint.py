"""Buying together: asked, agreed, declined and left, and no publication without."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask

from directory.access import Actor, Kind, Role
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.notify import notices
from directory.organisations.models import Organisation
from directory.tenders import actions, queries
from directory.tenders.models import JointBuyer, Tender
from directory.tenders.rules import Lot
from directory.tenders.rules.joint import JOINT_LIFECYCLE, JointMove, JointStatus, joint_problems
from tests import inspect_pages, make
from tests.tenders.making import notice

S, M = JointStatus, JointMove
CODE = "E08000032"
OTHER = "Bradmoor Council"


def drafted(now: datetime, drafter: Actor | None = None) -> Tender:
    written = notice(now)
    lots = (replace(written.lots[0], joint_buyers=(CODE,)), *written.lots[1:])
    return actions.create(drafter or make.commissioner(), replace(written, lots=lots), now=now)


@pytest.fixture
def other(now: datetime) -> Callable[[], Actor]:
    def commissioner() -> Actor:
        make.organisation(Kind.AUTHORITY, OTHER, gss_code=CODE)
        return make.commissioner(OTHER)

    return commissioner


def test_it_is_published_once_the_other_authority_agreed(app: Flask, now: datetime, other: Callable[[], Actor]) -> None:
    drafter, second, theirs = make.commissioner(), make.commissioner(), other()
    made = drafted(now, drafter)
    with pytest.raises(NotFound):
        queries.tender_for(theirs, made.id)
    with pytest.raises(Invalid, match="has not been asked"):
        actions.submit(drafter, made.id, now=now)
    actions.invite(drafter, made.id, gss_code=CODE, now=now)
    assert queries.tender_for(theirs, made.id).id == made.id
    assert [one.id for one in queries.invitations(theirs)] == [made.id]
    assert any("asks you to buy together" in one.text for one in notices(theirs))
    with pytest.raises(NotFound):
        queries.tender_for(make.social_worker(OTHER), made.id)
    with pytest.raises(Invalid, match="has not answered yet"):
        actions.submit(drafter, made.id, now=now)
    actions.answer_invitation(theirs, made.id, M.AGREE, now=now)
    actions.submit(drafter, made.id, now=now)
    actions.approve(second, made.id, now=now)
    actions.answer_invitation(theirs, made.id, M.LEAVE, reason="No money", now=now)
    with pytest.raises(Invalid, match="has left again"):
        actions.publish(second, made.id, now=now)
    with pytest.raises(NotFound):
        queries.tender_for(theirs, made.id)
    actions.invite(drafter, made.id, gss_code=CODE, now=now)
    actions.answer_invitation(theirs, made.id, M.AGREE, now=now)
    actions.publish(second, made.id, now=now)
    with pytest.raises(WrongState, match="is published"):
        actions.answer_invitation(theirs, made.id, M.LEAVE, reason="Too late", now=now)


# what each authority may do from each state: every other pair is refused
MAY = {
    (S.INVITED, M.AGREE): S.AGREED,
    (S.INVITED, M.DECLINE): S.DECLINED,
    (S.AGREED, M.LEAVE): S.LEFT,
    (S.DECLINED, M.INVITE): S.INVITED,
    (S.LEFT, M.INVITE): S.INVITED,
}
PATHS = {S.INVITED: (), S.AGREED: (M.AGREE,), S.DECLINED: (M.DECLINE,), S.LEFT: (M.AGREE, M.LEAVE)}


@pytest.mark.parametrize("status", PATHS)
def test_each_state_allows_what_the_table_says(
    lite: Flask, now: datetime, other: Callable[[], Actor], status: JointStatus
) -> None:
    theirs, lead = other(), make.commissioner()
    for move in (M.INVITE, M.AGREE, M.DECLINE, M.LEAVE):
        made = drafted(now)

        def act(move: JointMove, tender_id: UUID = made.id) -> JointBuyer:
            if move == M.INVITE:
                return actions.invite(lead, tender_id, gss_code=CODE, now=now)
            return actions.answer_invitation(theirs, tender_id, move, reason="Because", now=now)

        for step in (M.INVITE, *PATHS[status]):
            act(step)
        if (status, move) in MAY:
            assert act(move).status == MAY[status, move]
        else:
            with pytest.raises(WrongState):
                act(move)
        assert JOINT_LIFECYCLE.allows(status, move) == ((status, move) in MAY)


def test_only_the_lead_asks_and_only_the_asked_answer(lite: Flask, now: datetime, other: Callable[[], Actor]) -> None:
    theirs, made = other(), drafted(now)
    for actor, refusal in ((theirs, NotFound), (make.provider(), NotAllowed), (make.social_worker(), NotAllowed)):
        with pytest.raises(refusal):
            actions.invite(actor, made.id, gss_code=CODE, now=now)
    with pytest.raises(NotFound):
        actions.invite(make.commissioner(), made.id, gss_code="E08000035", now=now)
    actions.invite(make.commissioner(), made.id, gss_code=CODE, now=now)
    for actor, refusal in (
        (make.commissioner(), NotFound),
        (make.commissioner("Southport Council"), NotFound),
        (make.social_worker(OTHER), NotAllowed),
    ):
        with pytest.raises(refusal):
            actions.answer_invitation(actor, made.id, M.AGREE, now=now)
    with pytest.raises(NotFound):
        actions.put_lot(theirs, made.id, None, Lot(title="Mine"), now=now)


def test_an_authority_without_an_account_is_noted_and_never_invented(lite: Flask, now: datetime) -> None:
    made, lead = drafted(now), make.commissioner()
    with pytest.raises(Invalid, match="no account here"):
        actions.invite(lead, made.id, gss_code=CODE, now=now)
    with pytest.raises(Invalid):
        actions.note_agreement(lead, made.id, gss_code=CODE, note=" ", now=now)
    row = actions.note_agreement(lead, made.id, gss_code=CODE, note="Letter of their director, 3 May", now=now)
    assert (row.status, row.organisation_id) == (S.OUTSIDE, None)
    assert queries.public_joint_problems(made) == []
    make.organisation(Kind.AUTHORITY, OTHER, gss_code=CODE)
    with pytest.raises(Invalid, match="answers for itself"):
        actions.note_agreement(lead, made.id, gss_code=CODE, note="Again", now=now)
    assert actions.invite(lead, made.id, gss_code=CODE, now=now).status == S.INVITED
    assert db.session.query(JointBuyer).count() == 1
    assert db.session.query(Organisation).filter_by(gss_code=CODE).count() == 1


def test_a_lot_without_joint_buyers_needs_nobody() -> None:
    assert list(joint_problems((Lot(title="A"),), {})) == []
    named = (Lot(title="A", joint_buyers=(CODE,)), Lot(title="B", joint_buyers=(CODE,)))
    assert len(list(joint_problems(named, {CODE: S.DECLINED}))) == 1
    assert list(joint_problems(named, {CODE: S.AGREED})) == []


def test_both_authorities_do_it_in_pages(lite: Flask, now: datetime, other: Callable[[], Actor]) -> None:
    other()
    made = drafted(now)
    lead, theirs = inspect_pages.client(lite), inspect_pages.client(lite)
    lead.sign_in(make.person(Role.COMMISSIONER).id)
    theirs.sign_in(make.person(Role.COMMISSIONER, of=OTHER).id)
    at = f"/tenders/{made.id}"
    assert "Not asked yet" in lead.page(f"{at}/joint-buyers").text
    assert lead.send(f"{at}/joint-buyers/{CODE}/invitation").status_code == 303
    assert "asks you to buy together" in theirs.page("/").text or "Buy together" in theirs.page("/").text
    assert theirs.get(at).location.endswith("/joining")
    assert "asks your authority to buy together" in theirs.page(f"{at}/joining").text
    assert theirs.get(f"{at}/details").status_code == 404
    assert theirs.send(f"{at}/joining").status_code == 303
    assert "Leave again" in theirs.page(f"{at}/joining").text
    assert theirs.send(f"{at}/joining/withdrawal", data={"reason": "No money"}).status_code == 303
    assert "No money" in lead.page(f"{at}/joint-buyers").text
    assert theirs.get(f"{at}/joining").status_code == 404
