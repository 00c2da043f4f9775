"""In time and late, to the millisecond, by the server's clock; also where clocks change that night."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from directory.bids import actions, queries
from directory.bids.rules.content import Answer
from directory.bids.rules.states import Status
from directory.kit import clock
from directory.kit.errors import WrongState
from tests.bids import writing

# the first moment that is late: in winter, at noon before clocks go forward, in the hour that comes twice, in summer
DEADLINES = [
    datetime(2026, 12, 18, 12, tzinfo=UTC),
    datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC),
    datetime(2027, 3, 28, 1, tzinfo=UTC),
    datetime(2027, 6, 1, 11, tzinfo=UTC),
    datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
    datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
]


@pytest.mark.parametrize("closes_at", DEADLINES, ids=str)
def test_one_millisecond_before_is_in_time_and_the_deadline_itself_is_late(
    lite: Flask, now: datetime, closes_at: datetime
) -> None:
    tender = writing.open_tender(closes_at=closes_at)
    early, late = writing.drafted(tender), writing.drafted(tender, "Tern House")
    last = closes_at - writing.MILLISECOND
    assert writing.submit(early, tender.id, last).at == last
    for at in (closes_at, closes_at + writing.MILLISECOND):
        with pytest.raises(WrongState, match="Bids have closed"):
            writing.submit(late, tender.id, at)
        with pytest.raises(WrongState, match="Bids have closed"):
            actions.withdraw(early, tender.id, now=at)
        with pytest.raises(WrongState, match="Bids have closed"):
            actions.save(early, tender.id, Answer(1, "Too late"), now=at)
    assert queries.own_bid(late, tender.id).entry.status == Status.DRAFT
    assert queries.own_bid(early, tender.id).bid.answer(1, 0) == "We keep young people safe."


def test_who_began_in_time_and_had_to_wait_is_judged_by_when_it_was_complete(lite: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    actor = writing.drafted(tender)
    began = writing.closing(tender) - timedelta(minutes=1)
    with clock.fixed(writing.closing(tender), every_thread=True), pytest.raises(WrongState):
        writing.submit(actor, tender.id, began)


def test_a_later_deadline_gives_more_time_and_what_was_submitted_stands(lite: Flask, now: datetime) -> None:
    tender = writing.open_tender(closes_at=datetime(2026, 12, 18, 12, tzinfo=UTC))
    actor = writing.submitted(tender)
    writing.extend(tender, datetime(2027, 1, 8, 12, tzinfo=UTC))
    assert queries.own_bid(actor, tender.id).entry.status == Status.SUBMITTED
    between = datetime(2026, 12, 20, 12, tzinfo=UTC)
    assert writing.submit(actor, tender.id, between).at == between
