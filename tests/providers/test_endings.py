"""An assurance that ends: its provider is told in time, once for each step, and no search counts it the day after."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory import jobs, search
from directory.access import Role
from directory.codes import Specialism
from directory.kit import clock
from directory.kit.db import db
from directory.notify.models import Mail
from directory.providers.actions.endings import remind_of_endings
from directory.providers.jobs import remind_all_of_endings
from directory.providers.rules.claims import reminder_due
from directory.search.port import Engine, SearchQuery, Viewer
from directory.search.postgresql.engine import PostgresqlEngine
from tests import make
from tests.make_services import service

TODAY = date(2026, 11, 23)
TRAUMA = Specialism.TRAUMA


@pytest.mark.parametrize(
    ("left", "sent", "due"),
    [
        (61, set(), None),
        (60, set(), 60),
        (45, {60}, None),
        (45, set(), 60),
        (30, {60}, 30),
        (7, {60, 30}, 7),
        (7, set(), 7),
        (6, {7}, None),
        (0, {60, 30}, 7),
        (-1, set(), None),
    ],
)
def test_each_step_before_an_end_is_told_once_and_the_nearest_stands_for_those_missed(
    left: int, sent: set[int], due: int | None
) -> None:
    assert reminder_due(TODAY + timedelta(days=left), sent, TODAY) == due


def mails() -> list[str]:
    db.session.rollback()
    return [mail.body or "" for mail in db.session.scalars(select(Mail).order_by(Mail.created_at))]


def test_administrators_of_a_provider_are_told_once_of_all_that_ends(app: Flask) -> None:
    make.person(Role.PROVIDER_STAFF)
    actor = make.actor(Role.PROVIDER_ADMIN)
    service(name="Ash House", specialisms={TRAUMA: TODAY + timedelta(days=20), Specialism.AUTISM: TODAY})
    service(name="Elm House", specialisms={TRAUMA: TODAY + timedelta(days=90)})
    assert actor.organisation_id
    assert remind_of_endings(actor.organisation_id, now=clock.now()) == 2
    assert remind_of_endings(actor.organisation_id, now=clock.now()) == 0
    (body,) = mails()
    assert "Trauma of Ash House: ends in 20 days, on 13 December 2026" in body
    assert "Autism of Ash House: ends today" in body
    assert "Elm House" not in body


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        (datetime(2026, 11, 23, 10, tzinfo=UTC), 1),
        (datetime(2026, 11, 23, 22, tzinfo=UTC), 0),
        (datetime(2026, 11, 21, 10, tzinfo=UTC), 0),
        (datetime(2026, 12, 25, 10, tzinfo=UTC), 0),
    ],
    ids=["a Monday morning", "at night", "a Saturday", "Christmas"],
)
def test_reminders_leave_on_working_days_by_day(lite: Flask, at: datetime, sent: int) -> None:
    make.person(Role.PROVIDER_ADMIN)
    service(specialisms={TRAUMA: date(2026, 12, 31)})
    with clock.fixed(at):
        remind_all_of_endings()
        remind_all_of_endings()
    assert len(mails()) == sent


def assured_total(at: datetime) -> int:
    """Give how many services each engine counts as assured, by any claim and by trauma, which must be the same."""
    engines: list[Engine] = [search.engine()]
    if db.engine.dialect.name == "postgresql":
        engines.append(PostgresqlEngine(db.engine))
    totals = {
        engine.search(query, Viewer(sees_confidential=True), at).total
        for engine in engines
        for query in (SearchQuery(assured=True), SearchQuery(assured=True, specialisms=(TRAUMA,)))
    }
    (total,) = totals
    return total


def test_an_ended_assurance_stops_counting_at_midnight_in_london_without_the_worker(app: Flask) -> None:
    service(specialisms={TRAUMA: TODAY})
    service(specialisms={TRAUMA: TODAY + timedelta(days=1)})
    jobs.run_due()
    before, after = datetime(2026, 11, 23, 23, 59, tzinfo=UTC), datetime(2026, 11, 24, 0, 1, tzinfo=UTC)
    assert [assured_total(at) for at in (before, after)] == [2, 1]


def test_an_assurance_ends_by_the_clocks_of_london_in_summer(app: Flask) -> None:
    service(specialisms={TRAUMA: date(2027, 7, 1)})
    jobs.run_due()
    # 23:01 UTC on 1 July is 00:01 on 2 July in London
    hours = (datetime(2027, 7, 1, 22, 59, tzinfo=UTC), datetime(2027, 7, 1, 23, 1, tzinfo=UTC))
    assert [assured_total(at) for at in hours] == [1, 0]
