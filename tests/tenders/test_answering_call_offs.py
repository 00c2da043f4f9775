"""A member takes a call-off or declines it; who does not answer in time is followed by the next in rank."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from directory.access import SYSTEM, Role
from directory.audit.models import AuditRecord
from directory.bids import actions as bids
from directory.jobs import run_due
from directory.kit import clock
from directory.kit.days import LONDON, is_working_day
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.notify import notices
from directory.tenders import actions, jobs, queries
from directory.tenders.models import Invitation, Tender
from directory.tenders.rules.calling_off import Declined, PassedOver, answer_due
from tests import make, make_frameworks
from tests.inspect_pages import Client
from tests.requests.test_concurrency import at_once
from tests.tenders import calling
from tests.tenders.test_calling_off import MEMBERS, whole, words_of

FAR = datetime(2040, 1, 1, tzinfo=UTC)


def direct(**more: Any) -> Tender:
    return calling.direct(make_frameworks.framework(MEMBERS), **more)


def standing(tender: Tender) -> list[str]:
    return [one.organisation.name for one in queries.members_invited(make.commissioner(), tender) if one.stands]


@given(st.integers(0, 10 * 365 * 24 * 60), st.integers(1, 30))
def test_the_time_to_answer_ends_at_five_on_a_working_day_and_never_after_bids_close(minutes: int, days: int) -> None:
    invited_at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    due = answer_due(invited_at, days, FAR).astimezone(LONDON)
    first = invited_at.astimezone(LONDON).date()
    assert (due.hour, due.minute, is_working_day(due.date())) == (17, 0, True)
    between = [first + timedelta(days=n) for n in range(1, (due.date() - first).days + 1)]
    assert sum(map(is_working_day, between)) == days
    assert answer_due(invited_at, days, invited_at + timedelta(hours=1)) == invited_at + timedelta(hours=1)


def test_whoever_declines_is_followed_by_the_next_and_the_authority_reads_why(app: Flask, now: datetime) -> None:
    tender, later = direct(), now + timedelta(days=1)
    harbour, closes_at = make.provider("Harbour Care"), tender.closes_at
    assert closes_at is not None
    with pytest.raises(Invalid, match="Say what the reason is"):
        actions.decline(harbour, tender.id, because=Declined.OTHER, now=later)
    actions.decline(harbour, tender.id, because=Declined.NO_PLACES, now=later)
    assert standing(tender) == ["Other Care"]
    assert db.session.get_one(Tender, tender.id).closes_at == closes_at + timedelta(days=1)
    assert "Harbour Care declines" in notices(make.commissioner())[0].text
    with pytest.raises(WrongState, match="does not stand"):
        actions.decline(harbour, tender.id, because=Declined.DATES, now=later)
    with pytest.raises(NotAllowed):
        bids.save(harbour, tender.id, *whole(), now=later)
    with pytest.raises(NotFound):
        actions.decline(make.provider("Third Care"), tender.id, because=Declined.AREA, now=later)
    actions.decline(make.provider("Other Care"), tender.id, because=Declined.AREA, now=later)
    actions.pass_over(make.commissioner(), tender.id, because=PassedOver.CONFLICT, reason="A cousin", now=later)
    assert standing(tender) == []
    assert any("No member is left" in one.text for one in notices(make.commissioner()))


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (make.commissioner, NotAllowed),
        (lambda: make.actor(Role.PROVIDER_STAFF, of="Harbour Care"), NotAllowed),
        (lambda: make.provider("Fourth Care"), NotFound),
    ],
    ids=["the authority", "who may not bind it", "no member"],
)
def test_only_whoever_binds_an_invited_member_answers(lite: Flask, now: datetime, who: Any, refusal: type) -> None:
    tender = direct(answer_days=2)
    with pytest.raises(refusal):
        actions.decline(who(), tender.id, because=Declined.AREA, now=now)
    with pytest.raises(refusal):
        actions.take(who(), tender.id, now=now)


def test_in_a_mini_competition_a_member_declines_for_itself_alone(lite: Flask, now: datetime) -> None:
    tender = calling.called_off(make_frameworks.framework(MEMBERS))
    harbour = make.provider("Harbour Care")
    bids.save(harbour, tender.id, *whole(), now=now)
    bids.submit(harbour, tender.id, declared=True, now=now)
    with pytest.raises(WrongState, match="Withdraw it first"):
        actions.decline(harbour, tender.id, because=Declined.DATES, now=now)
    assert set(standing(tender)) == set(MEMBERS), "that it could not decline tells nobody that it bids"
    bids.withdraw(harbour, tender.id, now=now)
    actions.decline(harbour, tender.id, because=Declined.DATES, now=now)
    assert set(standing(tender)) == {"Other Care", "Third Care"}
    with pytest.raises(WrongState, match="You need not say"):
        actions.take(make.provider("Other Care"), tender.id, now=now)


def test_whoever_has_a_time_to_answer_bids_once_it_has_taken_it(app: Flask, now: datetime) -> None:
    tender, harbour = direct(answer_days=2), make.provider("Harbour Care")
    due = queries.own_turn(harbour, tender.id)[1].answer_by_at
    assert due == datetime(2026, 11, 25, 17, tzinfo=UTC)
    with pytest.raises(WrongState, match="Say first"):
        bids.save(harbour, tender.id, *whole(), now=now)
    with pytest.raises(WrongState, match="is over"):
        actions.take(harbour, tender.id, now=due)
    actions.take(harbour, tender.id, now=due - timedelta(milliseconds=1))
    bids.save(harbour, tender.id, *whole(), now=now)
    assert actions.lapse(tender.id, now=due) is None, "who took it keeps its turn"
    assert standing(tender) == ["Harbour Care"]


def test_a_turn_lapses_once_by_the_clock_and_the_next_has_as_long(app: Flask, now: datetime) -> None:
    tender = direct(answer_days=2)
    due = datetime(2026, 11, 25, 17, tzinfo=UTC)
    assert actions.lapse(tender.id, now=due - timedelta(milliseconds=1)) is None
    assert list(queries.unanswered(SYSTEM, due)) == [tender.id]
    first = actions.lapse(tender.id, now=due)
    assert first is not None
    assert actions.lapse(tender.id, now=due) is None
    rows = {one.organisation.name: one for one in queries.members_invited(make.commissioner(), tender)}
    assert (rows["Harbour Care"].lapsed_at, standing(tender)) == (due, ["Other Care"])
    assert rows["Other Care"].answer_by_at == datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert list(queries.unanswered(SYSTEM, due)) == []
    with pytest.raises(WrongState):
        actions.take(make.provider("Harbour Care"), tender.id, now=due)


def test_many_workers_end_one_turn_once(app: Flask, now: datetime) -> None:
    tender_id, due = direct(answer_days=2).id, datetime(2026, 11, 25, 17, tzinfo=UTC)
    works = [lambda: actions.lapse(tender_id, now=due)] * 4
    assert at_once(app, *works) == ["done"] * 4
    rows = db.session.scalars(select(Invitation).where(Invitation.tender_id == tender_id)).all()
    assert sorted((one.rank or 0, one.stands) for one in rows) == [(1, False), (2, True)]
    told = db.session.scalars(select(AuditRecord).where(AuditRecord.event == "tender:answer_lapsed")).all()
    assert len(told) == 1


def test_the_job_asks_the_next(lite: Flask, now: datetime) -> None:
    tender_id = direct(answer_days=1).id
    with clock.fixed(now + timedelta(days=2)):
        for _ in range(2):
            jobs.lapse()
            run_due()
    assert standing(db.session.get_one(Tender, tender_id)) == ["Other Care"]


def test_an_answer_is_asked_for_before_bids_close(lite: Flask, now: datetime) -> None:
    framework = make_frameworks.framework(MEMBERS)
    late = calling.drafted(framework, procedure="direct", answer_days=30)
    assert any("bids close before" in words for words in words_of(late, now))
    with pytest.raises(Invalid, match="Only in a direct call-off"):
        calling.drafted(framework, answer_days=2)


def test_a_member_answers_on_the_page(client: Client, now: datetime) -> None:
    tender = direct(answer_days=2)
    at = f"/tenders/{tender.id}"
    client.sign_in(make.person(Role.PROVIDER_ADMIN, of="Harbour Care").id)
    text = client.page(at).text
    assert "whether you take this call-off" in text, text[:2000]
    assert client.send(f"{at}/declining", {}).status_code == 422
    page = client.page(f"{at}/declining")
    assert page.heading == "Decline this call-off"
    assert client.send(f"{at}/taking", {}).status_code == 303
    assert "You take this call-off" in client.page(at).text
    assert client.send(f"{at}/declining", {"because": "prices", "words": "Two more would do"}).status_code == 303
    assert "You declined on" in client.page(at).text
    client.sign_in(make.commissioner().person_id)  # type: ignore[arg-type]
    page_text = client.page(at).text
    assert "It cannot be done at the agreed prices: Two more would do" in page_text
    client.sign_in(make.person(Role.PROVIDER_ADMIN, of="Other Care").id)
    assert "Two more would do" not in client.page(at).text
