"""In time and late, to the millisecond, by the server's clock; also where clocks change that night."""

import io
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from flask import Flask

from directory.access import Role
from directory.bids import actions, queries
from directory.bids.rules.content import Answer
from directory.bids.rules.states import Status
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import WrongState
from tests import inspect_pages, make
from tests.bids import writing
from tests.bids.test_pages import PDF

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


class Slow(io.RawIOBase):
    """A body that comes over a slow line: the clock of the site has moved on when the last of it is there."""

    def __init__(self, body: bytes, clocks: ExitStack, arrives_at: datetime) -> None:
        self.left, self.clocks, self.arrives_at = body, clocks, arrives_at

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray) -> int:  # type: ignore[override] # as the others that read do
        if len(self.left) <= 1 and self.left:
            self.clocks.enter_context(clock.fixed(self.arrives_at, every_thread=True))
        count = max(min(len(into), len(self.left) - 1), min(1, len(self.left)))
        into[:count], self.left = self.left[:count], self.left[count:]
        return count


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("what", ["the bid", "a file"])
def test_a_slow_upload_is_judged_by_when_the_last_of_it_came(lite: Flask, now: datetime, what: str, late: bool) -> None:
    tender = writing.open_tender()
    actor, browser = writing.drafted(tender), inspect_pages.client(lite)
    person, began = make.person(Role.PROVIDER_ADMIN), writing.closing(tender) - timedelta(minutes=1)
    ends = b"--end--\r\n"
    part = b'--end\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    with clock.fixed(began, every_thread=True):
        token = part % (b"csrf_token", b"", browser.sign_in(person.id).token().encode())
    if what == "the bid":
        body, path = token + part % (b"declared", b"", b"y") + ends, "submission"
    else:
        body, path = token + part % (b"file", b'; filename="plan.pdf"', PDF) + ends, "answers/1/files"
    came = writing.closing(tender) - (timedelta(0) if late else writing.MILLISECOND)
    with clock.fixed(began, every_thread=True), ExitStack() as clocks:
        answer = browser.post(
            f"/tenders/{tender.id}/bid/{path}",
            environ_overrides={
                "CONTENT_TYPE": "multipart/form-data; boundary=end",
                "wsgi.input": io.BufferedReader(Slow(body, clocks, came)),
                "CONTENT_LENGTH": str(len(body)),
            },
        )
        assert clock.now() == came
    assert answer.status_code == (409 if late else 303)
    held = queries.own_bid(actor, tender.id)
    if what == "the bid":
        assert held.entry.status == (Status.DRAFT if late else Status.SUBMITTED)
        assert held.entry.receipt is None if late else held.entry.receipt
    else:
        assert len(held.bid.files) == (0 if late else 1)


def test_of_two_that_race_the_clock_the_one_that_had_to_wait_beyond_it_is_late(app: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    first, second = writing.drafted(tender), writing.drafted(tender, "Tern House")
    closes_at, tender_id = writing.closing(tender), tender.id
    last = closes_at - writing.MILLISECOND
    submitted, go_on = Event(), Event()
    ended: dict[str, str] = {}
    db.session.rollback()

    @atomic
    def in_time() -> None:
        writing.submit(first, tender_id, last)
        submitted.set()
        assert go_on.wait(30)

    def run(name: str, work: Callable[[], object]) -> None:
        with app.app_context():
            try:
                work()
                ended[name] = "in time"
            except WrongState as refusal:
                ended[name] = str(refusal)[:16]
            finally:
                db.session.remove()

    with clock.fixed(last, every_thread=True), ExitStack() as later:
        one = Thread(target=run, args=("first", in_time))
        one.start()
        assert submitted.wait(30)
        two = Thread(target=run, args=("second", lambda: writing.submit(second, tender_id)))
        two.start()
        two.join(0.3)
        assert two.is_alive(), "it began in time and waits for the tender, which the first holds"
        later.enter_context(clock.fixed(closes_at, every_thread=True))
        go_on.set()
        one.join()
        two.join()
    assert ended == {"first": "in time", "second": "Bids have closed"}
    assert queries.own_bid(first, tender_id).entry.status == Status.SUBMITTED
    assert queries.own_bid(second, tender_id).entry.status == Status.DRAFT
