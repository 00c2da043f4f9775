"""Reminders, and the link in them that confirms in one press: what it opens, for whom, how often."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from directory import audit
from directory.access import SYSTEM, Role
from directory.accounts.models import Person
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.days import bank_holidays
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.notify.models import Mail
from directory.providers import jobs
from directory.providers.actions import listing
from directory.providers.actions.capacity import change, confirm
from directory.providers.actions.reminders import confirm_by_link, note_sought, remind
from directory.providers.models import Capacity, CapacityChange, CapacityLink, Service, Way
from directory.providers.queries.links import public_link
from directory.providers.rules.reminders import AFTER, SOUGHT_AFTER, is_due, may_be_sent
from tests import make
from tests.inspect_pages import Client, Page
from tests.make_services import service

LINK = re.compile(r"/capacity/link/(\S+)")
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 # aware by timezones


def mails() -> list[str]:
    db.session.rollback()
    return [body for body in db.session.scalars(select(Mail.body).order_by(Mail.created_at)) if body]


def secrets() -> list[str]:
    return [found for body in mails() for found in LINK.findall(body)]


def places(home: Service) -> Capacity:
    db.session.rollback()
    return db.session.get_one(Capacity, home.id)


@pytest.fixture
def staff(lite: Flask) -> Person:
    return make.person(Role.PROVIDER_STAFF)


@pytest.fixture
def secret(staff: Person, home: Service) -> str:
    remind(staff.organisation_id, now=clock.now())
    [found] = secrets()
    return found


@pytest.fixture
def home(staff: Person) -> Service:
    return service(name="Beacon House", places=6, staffed=5, occupied=3, confirmed_days_ago=8)


@pytest.mark.parametrize(
    ("there", "may"),
    [
        ("2026-11-23T16:00", True),
        ("2026-11-23T08:00", True),
        ("2026-11-23T07:59", False),
        ("2026-11-23T18:00", False),
        ("2026-11-22T12:00", True),
        ("2026-12-25T12:00", False),
        ("2026-12-28T12:00", False),
    ],
    ids=["a Monday", "eight", "before eight", "evening", "a Sunday", "Christmas", "its substitute day"],
)
def test_reminders_leave_by_day_and_never_on_a_bank_holiday(there: str, *, may: bool) -> None:
    assert may_be_sent(datetime.fromisoformat(there), bank_holidays()) is may


@given(moments, st.none() | moments, st.none() | moments, st.none() | moments)
def test_nobody_is_reminded_within_three_days_of_saying_or_hearing(
    now: datetime, confirmed_at: datetime | None, reminded_at: datetime | None, sought_at: datetime | None
) -> None:
    due = is_due(confirmed_at, reminded_at, sought_at, now)
    known = [at for at in (confirmed_at, reminded_at) if at]
    if not known:
        assert due
    elif now - max(known) < SOUGHT_AFTER:
        assert not due
    elif now - max(known) >= AFTER:
        assert due


def test_a_provider_is_told_once_a_week_which_places_to_confirm(app: Flask) -> None:
    person = make.person(Role.PROVIDER_STAFF)
    service(name="Beacon House", confirmed_days_ago=8)
    service(name="Fresh House", confirmed_days_ago=1)
    service("Moorland Ltd", name="Theirs", confirmed_days_ago=20)
    assert remind(person.organisation_id, now=clock.now()) == 1
    assert remind(person.organisation_id, now=clock.now() + timedelta(days=6)) == 1  # the fresh one is a week old then
    [first, second] = mails()
    assert "Beacon House" in first
    assert "Fresh House" not in first
    assert "Theirs" not in first
    assert "Fresh House" in second
    assert "Beacon House" not in second
    assert remind(person.organisation_id, now=clock.now() + timedelta(days=6)) == 0


def test_what_authorities_seek_is_asked_about_more_often(app: Flask) -> None:
    person = make.person(Role.PROVIDER_STAFF)
    wanted = service(name="Wanted", confirmed_days_ago=4)
    service(name="Quiet", confirmed_days_ago=4)

    @atomic
    def seek() -> None:
        note_sought([wanted.id], now=clock.now())
        audit.record(SYSTEM, "request:released", wanted, at=clock.now())

    seek()
    seek()
    assert remind(person.organisation_id, now=clock.now()) == 1
    [body] = mails()
    assert "Wanted" in body


def test_whoever_may_not_say_capacity_hears_nothing(lite: Flask) -> None:
    social_worker = make.person(Role.SOCIAL_WORKER)
    service(confirmed_days_ago=8)
    jobs.remind_all()
    assert mails() == []
    assert social_worker.organisation_id


def test_the_worker_reminds_by_day_only(staff: Person, home: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    night, day = clock.now() + timedelta(hours=8), clock.now()
    monkeypatch.setattr(clock, "now", lambda: night)
    jobs.remind_all()
    assert mails() == []
    monkeypatch.setattr(clock, "now", lambda: day)
    jobs.remind_all()
    jobs.remind_all()
    assert len(mails()) == 1


def test_numbers_that_nobody_said_yet_are_asked_for_without_a_link(staff: Person) -> None:
    service(name="Never said", confirmed_days_ago=None)
    remind(staff.organisation_id, now=clock.now())
    [body] = mails()
    assert "1 service to say or confirm after signing in" in body
    assert secrets() == []


def test_no_secret_is_kept_in_clear(staff: Person, home: Service, secret: str) -> None:
    kept = db.session.scalars(select(CapacityLink)).one()
    assert secret not in repr(vars(kept))
    assert kept.version == 1


def test_a_press_confirms_without_signing_in(client: Client, staff: Person, home: Service, secret: str) -> None:
    page = Page(client.open(f"/capacity/link/{secret}", follow_redirects=True))
    assert page.heading == "Are these places still right?"
    assert "Beacon House" in page.text
    assert "2 of 5 places free" in page.text
    assert secret not in str(page.links())
    answer = client.send("/capacity/link", follow_redirects=True)
    assert Page(answer).heading == "Your places are confirmed"
    assert places(home).confirmed_at == clock.now()
    last = db.session.scalars(select(CapacityChange).where(CapacityChange.service_id == home.id)).one()
    assert (last.way, last.person_id) == (Way.LINK, staff.id)


def test_looking_at_a_link_does_not_use_it(client: Client, secret: str) -> None:
    for _ in range(3):
        assert client.open(f"/capacity/link/{secret}", follow_redirects=True).status_code == 200


def gone(client: Client, secret: str) -> bool:
    answer = client.open(f"/capacity/link/{secret}")
    told = answer.get_data(as_text=True)
    return answer.status_code == 404 and "Beacon House" not in told and "places free" not in told


def test_a_used_link_reveals_nothing(client: Client, home: Service, secret: str) -> None:
    client.open(f"/capacity/link/{secret}")
    client.send("/capacity/link")
    assert gone(client, secret)
    assert client.open("/capacity/link").status_code == 404


def test_a_link_is_bound_to_what_it_showed(client: Client, staff: Person, home: Service, secret: str) -> None:
    client.open(f"/capacity/link/{secret}")
    confirm(staff.actor(), home.id, version=1, now=clock.now())
    assert gone(client, secret)
    assert client.send("/capacity/link").status_code == 404


def test_an_old_link_opens_nothing(client: Client, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert gone(client, secret)


@pytest.mark.parametrize(
    "change_it", [lambda s: s[:-1] + ("A" if s[-1] != "A" else "B"), lambda s: s + "A", lambda _: "x"]
)
def test_a_tampered_link_opens_nothing(client: Client, secret: str, change_it: object) -> None:
    assert gone(client, change_it(secret))  # type: ignore[operator]


def test_the_link_of_somebody_who_left_opens_nothing(client: Client, staff: Person, secret: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(update(Person).where(Person.id == staff.id).values(active=False))
    db.session.rollback()
    assert gone(client, secret)


def test_the_link_of_a_service_that_was_withdrawn_opens_nothing(client: Client, home: Service, secret: str) -> None:
    listing.withdraw(make.person(Role.PROVIDER_ADMIN).actor(), home.id, now=clock.now())
    assert gone(client, secret)


def test_another_services_numbers_are_not_confirmed(client: Client, home: Service, secret: str) -> None:
    other = service(name="Other", confirmed_days_ago=8)
    client.open(f"/capacity/link/{secret}")
    client.send("/capacity/link", {"service_id": str(other.id)})
    assert places(other).confirmed_at == clock.now() - timedelta(days=8)


def test_many_press_the_same_link_and_it_confirms_once(app: Flask) -> None:
    person = make.person(Role.PROVIDER_STAFF)
    home = service(confirmed_days_ago=8)
    remind(person.organisation_id, now=clock.now())
    found = public_link(secrets()[0], clock.now())
    assert found
    link_id: UUID = found.id
    together = Barrier(8)

    def one(_: int) -> int:
        with app.app_context():
            together.wait(timeout=60)
            try:
                confirm_by_link(link_id, now=clock.now())
            except NotFound:
                return 0
            else:
                return 1
            finally:
                db.session.remove()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(one, range(8))) == 1
    assert places(home).version == 2


def test_workers_that_remind_at_the_same_moment_send_one_mail(app: Flask) -> None:
    person = make.person(Role.PROVIDER_STAFF)
    service(confirmed_days_ago=8)
    organisation_id, together = person.organisation_id, Barrier(6)

    def one(_: int) -> int:
        with app.app_context():
            together.wait(timeout=60)
            try:
                return remind(organisation_id, now=clock.now())
            finally:
                db.session.remove()

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(one, range(6))) == 1
    assert len(mails()) == 1


def test_old_links_are_forgotten(staff: Person, home: Service, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.now() + timedelta(days=34)
    monkeypatch.setattr(clock, "now", lambda: later)
    jobs.tidy()
    db.session.rollback()
    assert db.session.scalars(select(CapacityLink)).all() == []


def test_a_change_ends_the_reminding_for_a_week(staff: Person, home: Service) -> None:
    change(staff.actor(), home.id, staffed=5, occupied=4, closed=0, available_from=None, version=1, now=clock.now())
    assert remind(staff.organisation_id, now=clock.now() + timedelta(days=6)) == 0
    assert remind(staff.organisation_id, now=clock.now() + timedelta(days=7)) == 1
