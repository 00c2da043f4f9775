from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access import Role
from directory.accounts.actions import begin_session, end_every_session, set_active
from directory.accounts.models import SignedInSession
from directory.kit import clock
from directory.kit.db import db
from tests import inspect_pages, make
from tests.inspect_pages import Client


def status(client: Client) -> int:
    return client.get("/account").status_code


@pytest.mark.parametrize(("minutes", "expected"), [(29, 200), (31, 302)])
def test_a_session_ends_after_half_an_hour_without_a_request(
    client: Client, now: datetime, minutes: int, expected: int
) -> None:
    client.sign_in(make.person().id)
    with clock.fixed(now + timedelta(minutes=minutes), every_thread=True):
        assert status(client) == expected


def test_a_session_ends_after_ten_hours_however_busy(client: Client, now: datetime) -> None:
    client.sign_in(make.person().id)
    for quarter in range(1, 41):
        with clock.fixed(now + timedelta(minutes=15 * quarter), every_thread=True):
            assert status(client) == 200
    with clock.fixed(now + timedelta(minutes=601), every_thread=True):
        assert status(client) == 302


def test_a_person_made_inactive_is_out_at_once_and_back_only_by_signing_in(client: Client, now: datetime) -> None:
    admin, person = make.actor(Role.AUTHORITY_ADMIN), make.person()
    person_id = person.id
    client.sign_in(person_id)
    assert status(client) == 200
    set_active(admin, person_id, active=False, version=1, now=now)
    assert status(client) == 302
    set_active(admin, person_id, active=True, version=2, now=now)
    assert status(client) == 302


def test_signing_out_everywhere_ends_every_browser_of_one_person_only(lite: Flask, now: datetime) -> None:
    person, other = make.person(), make.person()
    browsers = [inspect_pages.client(lite).sign_in(person.id) for _ in range(3)]
    bystander = inspect_pages.client(lite).sign_in(other.id)
    assert browsers[0].send("/account/sign-out-everywhere").status_code == 303
    assert [status(browser) for browser in browsers] == [302] * 3
    assert status(bystander) == 200


def test_every_session_row_is_ended(app: Flask, now: datetime) -> None:
    person = make.person()
    actor, person_id = person.actor(), person.id
    begin_session(person_id, now=now)
    begin_session(make.person().id, now=now)
    end_every_session(actor, now=now)
    still_open = db.session.scalars(select(SignedInSession.person_id).where(SignedInSession.ended_at.is_(None))).all()
    assert len(still_open) == 1
    assert person_id not in still_open


def test_an_authority_person_without_a_second_factor_has_no_session(client: Client) -> None:
    client.sign_in(make.person(totp=False).id)
    assert status(client) == 302


def test_a_session_of_another_person_cannot_be_named(client: Client, lite: Flask) -> None:
    mine, theirs = make.person(), make.person()
    client.sign_in(mine.id)
    other = inspect_pages.client(lite).sign_in(theirs.id)
    with other.session_transaction() as foreign:
        foreign_id = foreign["session_id"]
    with client.session_transaction() as own:
        own["session_id"] = foreign_id
    assert status(client) == 302


def test_knowing_who_asks_takes_two_reads(client: Client, lite: Flask) -> None:
    client.sign_in(make.person().id)
    assert make.reads(lambda: client.get("/signed-out")) == 2
