from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory.accounts.actions import ask_for_reset, change_password, check_password, reset_password
from directory.accounts.models import PasswordReset
from directory.audit import AuditRecord
from directory.jobs.models import Job
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, TooMany
from tests import inspect_pages, make
from tests.accounts.at_once import THREADS, at_once
from tests.accounts.letters import letters, link
from tests.inspect_pages import Client, Page

NEW = "orange window cathedral"


def test_a_reset_link_works_once_even_for_twenty_at_once(app: Flask, now: datetime) -> None:
    make.person(email="robin@example.org", password=make.PASSWORD)
    ask_for_reset("Robin@example.org ", now=now)
    letters(app)
    reset_id = db.session.scalars(select(PasswordReset.id)).one()
    answers = at_once(app, lambda: reset_password(reset_id, password=NEW, now=now))
    assert answers.count(None) == 1
    assert sum(isinstance(answer, NotFound) for answer in answers) == THREADS - 1
    check_password("robin@example.org", NEW, now=now)


def test_asking_answers_and_records_the_same_for_an_unknown_address(client: Client, lite: Flask) -> None:
    make.person(email="known@example.org", password=make.PASSWORD)
    make.person(email="gone@example.org", password=make.PASSWORD, active=False)
    answers, queued = [], []
    for email in ("known@example.org", "unknown@example.org", "gone@example.org", "not an address"):
        before = db.session.query(AuditRecord).count()
        answer = client.send("/reset", {"email": email})
        answers.append((answer.status_code, answer.location, db.session.query(AuditRecord).count() - before))
        queued.append(db.session.query(Job).count())
    assert set(answers) == {(303, "/reset/sent", 1)}
    assert queued == [1, 2, 3, 4]
    assert "example.org" not in str(db.session.scalars(select(Job.arguments)).all())
    assert [letter[0] for letter in letters(lite)] == ["known@example.org"]


def test_nobody_is_flooded_with_links(lite: Flask, now: datetime) -> None:
    make.person(email="robin@example.org", password=make.PASSWORD)
    for minute in range(40):
        with clock.fixed(now + timedelta(minutes=minute), every_thread=True) as later:
            ask_for_reset("robin@example.org", now=later)
            sent = letters(lite)
    assert len(sent) == 3


def test_a_reset_link_ends_after_an_hour_or_with_the_next_change(client: Client, lite: Flask, now: datetime) -> None:
    person_id = make.person(email="robin@example.org", password=make.PASSWORD).id
    ask_for_reset("robin@example.org", now=now)
    path = link(letters(lite)[-1])
    with clock.fixed(now + timedelta(hours=1), every_thread=True):
        assert client.get(path).status_code == 404
    assert client.get(path).status_code == 303
    change_password(person_id, current=make.PASSWORD, password=NEW, now=now)
    assert client.get(path).status_code == 404
    assert client.get("/new-password").status_code == 404
    assert client.get("/reset/made-up").status_code == 404


def test_a_reset_sets_the_password_signs_out_everywhere_and_still_asks_for_the_second_factor(
    client: Client, lite: Flask, now: datetime
) -> None:
    person = make.person(email="robin@example.org", password=make.PASSWORD)
    other = inspect_pages.client(lite).sign_in(person.id)
    client.send("/reset", {"email": "robin@example.org"})
    path = link(letters(lite)[-1])
    answer = client.get(path)
    assert answer.location == "/new-password"
    assert Page(client.send("/new-password", {"password": "password1234"})).errors()
    assert client.send("/new-password", {"password": NEW}).location == "/sign-in"
    assert "Your password was changed" in client.page("/sign-in").text
    assert other.get("/account").status_code == 302
    assert client.send("/sign-in", {"email": "robin@example.org", "password": make.PASSWORD}).status_code == 422
    assert client.send("/sign-in", {"email": "robin@example.org", "password": NEW}).location == "/sign-in/code"
    assert letters(lite)[-1][1] == "Your Fairhaven password was changed"


def test_links_in_mail_never_lead_where_the_request_said_it_was(client: Client, lite: Flask) -> None:
    make.person(email="robin@example.org", password=make.PASSWORD)
    client.send("/reset", {"email": "robin@example.org"}, headers={"Host": "elsewhere.example"})
    client.send("/reset", {"email": "robin@example.org"}, headers={"X-Forwarded-Host": "elsewhere.example"})
    sent = letters(lite)
    assert sent
    assert all("elsewhere.example" not in letter[2] for letter in sent)


def test_a_password_is_changed_with_the_present_one_only(client: Client, lite: Flask) -> None:
    person = make.person(email="robin@example.org", password=make.PASSWORD)
    other = inspect_pages.client(lite).sign_in(person.id)
    client.sign_in(person.id)
    wrong = Page(client.send("/account/password", {"current": "not the one", "password": NEW}))
    assert wrong.errors() == ["Your password is not right"]
    weak = Page(client.send("/account/password", {"current": make.PASSWORD, "password": "robin robin"}))
    assert len(weak.errors()) == 1
    assert other.get("/account").status_code == 200
    assert client.send("/account/password", {"current": make.PASSWORD, "password": NEW}).status_code == 303
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


def test_somebody_at_an_open_screen_cannot_guess_the_password(lite: Flask, now: datetime) -> None:
    person_id = make.person(password=make.PASSWORD).id
    for _ in range(5):
        with pytest.raises(Invalid):
            change_password(person_id, current="a guess", password=NEW, now=now)
    with pytest.raises(TooMany):
        change_password(person_id, current=make.PASSWORD, password=NEW, now=now)
