"""A bid from its draft to the opening record, on both databases."""

import json
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import audit
from directory.bids import actions, queries, sealing, unsealing
from directory.bids.envelopes import entry_of, key_of
from directory.bids.models import Envelope, OpenedBid
from directory.bids.rules.content import Answer
from directory.bids.rules.parts import Lots, mark
from directory.bids.rules.states import Move, Status
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from tests import make
from tests.bids import writing


def test_what_is_submitted_comes_out_unchanged_after_the_deadline(app: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    ours, theirs = writing.submitted(tender), writing.submitted(tender, "Tern House", "Homes by the sea.")
    receipt = queries.own_bid(ours, tender.id).entry.receipt
    assert receipt is not None
    assert queries.opened_bids(make.commissioner(), tender.id) == []
    writing.unsealed(tender)
    opened = queries.opened_bids(make.commissioner(), tender.id)
    assert [row.number for row in opened] == [1, 2]
    assert {row.organisation.name for row in opened} == {"Harbour Care", "Tern House"}
    mine = next(row for row in opened if row.organisation_id == ours.organisation_id)
    assert (mine.digest, mine.received_at) == (receipt.digest, receipt.at)
    assert mine.bid().answer(1, 1) == "We keep young people safe."
    assert mine.bid().declared
    assert mine.bid().digest() == mine.digest
    assert queries.own_bid(theirs, tender.id).entry.status == Status.OPENED
    assert queries.opening(make.commissioner(), tender.id).unopened == []
    assert audit.verify()[1] == []


def test_a_withdrawn_bid_and_a_draft_are_never_opened(lite: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    gone = writing.submitted(tender)
    writing.drafted(tender, "Tern House")
    actions.withdraw(gone, tender.id, now=now)
    writing.unsealed(tender)
    assert queries.opened_bids(make.commissioner(), tender.id) == []
    assert queries.own_bid(gone, tender.id).entry.status == Status.WITHDRAWN


def test_a_bid_submitted_again_takes_the_place_of_the_first(lite: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    actor = writing.submitted(tender)
    actions.save(actor, tender.id, Answer(1, "Better words."), now=now)
    assert queries.own_bid(actor, tender.id).entry.status == Status.SUBMITTED, "what stands stays submitted meanwhile"
    second = writing.submit(actor, tender.id)
    actions.save(actor, tender.id, Answer(1, "Words that were never submitted."), now=now)
    writing.unsealed(tender)
    (opened,) = queries.opened_bids(make.commissioner(), tender.id)
    assert (opened.bid().answer(1, 1), opened.digest) == ("Better words.", second.digest)


def test_of_two_people_who_write_one_answer_neither_loses_a_word(app: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    ours, colleague = make.provider(), writing.staff()
    actions.begin(ours, tender.id, now=now)
    read = mark(Answer(1, ""))
    actions.save(ours, tender.id, Answer(1, "Mine"), read=read, now=now)
    actions.save(colleague, tender.id, Answer(2, "Another question"), read=mark(Answer(2, "")), now=now)
    with pytest.raises(Stale):
        actions.save(colleague, tender.id, Answer(1, "Theirs"), read=read, now=now)
    bid = queries.own_bid(colleague, tender.id).bid
    assert (bid.answer(1, 0), bid.answer(2, 0)) == ("Mine", "Another question")


def test_nobody_else_finds_a_bid(lite: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    writing.submitted(tender)
    for stranger in (make.provider("Tern House"), make.commissioner(), make.social_worker()):
        with pytest.raises(NotFound):
            queries.own_bid(stranger, tender.id)


def test_a_bid_that_lacks_something_is_not_submitted_and_says_what(lite: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    actor = make.provider()
    actions.save(actor, tender.id, Lots((1,)), Answer(1, "word " * 751), now=now)
    with pytest.raises(Invalid) as refusal:
        actions.submit(actor, tender.id, declared=False, now=now)
    assert set(refusal.value.fields) == {"answer", "prices", "cover", "declared"}
    assert "751" in refusal.value.fields["answer"]


def test_staff_write_and_do_not_submit(lite: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    writing.drafted(tender)
    with pytest.raises(NotAllowed):
        writing.submit(writing.staff(), tender.id)


def test_one_officer_alone_opens_nothing(lite: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    writing.submitted(tender)
    first, at = make.commissioner(), writing.closing(tender)
    with pytest.raises(WrongState, match="not closed"):
        unsealing.unseal(first, tender.id, code=make.code(at), now=at - writing.MILLISECOND)
    with pytest.raises(Invalid, match="code"):
        unsealing.unseal(first, tender.id, code="000000", now=at)
    assert unsealing.unseal(first, tender.id, code=make.code(at), now=at) is False
    with pytest.raises(NotAllowed, match="Another officer"):
        unsealing.unseal(first, tender.id, code=make.code(at), now=at)
    with pytest.raises(NotFound):
        unsealing.unseal(make.commissioner("Southport Council"), tender.id, code=make.code(at), now=at)
    assert db.session.scalar(select(func.count()).select_from(OpenedBid)) == 0
    assert unsealing.unseal(make.commissioner(), tender.id, code=make.code(at), now=at) is True
    assert db.session.scalar(select(func.count()).select_from(OpenedBid)) == 1


def test_an_envelope_that_does_not_open_is_named_and_the_rest_opens(app: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    broken = writing.submitted(tender, "Broken Care")
    writing.submitted(tender, "Tern House")
    row = queries.own_bid(broken, tender.id).row
    spoil(row, "content")
    other = next(one for one in db.session.scalars(select(Envelope)) if one.id != row.id and empty(one))
    spoil(other, "entry")
    writing.unsealed(tender)
    record = queries.opening(make.commissioner(), tender.id)
    assert [one.organisation.name for one in record.bids] == ["Tern House"]
    named = {one["envelope"]: one for one in record.unopened}
    assert set(named) == {str(row.id), str(other.id)}
    assert named[str(row.id)]["organisation"] == "Broken Care"
    assert json.dumps(record.unopened)


def empty(row: Envelope) -> bool:
    key = key_of(row.tender_id)
    assert key is not None
    return entry_of(key, row) is None


def spoil(row: Envelope, column: str) -> None:
    """Change bytes behind the application's back."""
    connection = db.engine.raw_connection()
    mark_ = "?" if db.engine.dialect.name == "sqlite" else "%s"
    identifier = row.id.hex if db.engine.dialect.name == "sqlite" else str(row.id)
    cursor = connection.cursor()
    cursor.execute(
        f"UPDATE bid_envelopes SET {column} = {mark_} WHERE id = {mark_}",  # noqa: S608 - our own words
        (sealing.nothing(4096), identifier),
    )
    assert cursor.rowcount == 1
    connection.commit()
    connection.close()
    db.session.expire_all()


def test_a_tender_without_bids_is_opened_too_and_says_so(lite: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    writing.unsealed(tender)
    assert list(queries.opening(make.commissioner(), tender.id).bids) == []


def test_a_receipt_says_what_when_and_who(lite: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    actor = writing.drafted(tender)
    receipt = writing.submit(actor, tender.id)
    assert (receipt.move, receipt.at, receipt.by) == (Move.SUBMIT, now, actor.person_id)
    assert len(receipt.digest) == 64
