import re
from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import update

from directory.access import Role
from directory.accounts.models import Person
from directory.kit import clock
from directory.kit.db import db
from tests import inspect_pages, make
from tests.inspect_pages import Client, Page

LONG_AGO = {"email": "robin@example.org", "password": make.PASSWORD}


@pytest.fixture
def robin(lite: Flask) -> Person:
    """A social worker with password and second factor."""
    return make.person(email="robin@example.org", password=make.PASSWORD)


@pytest.fixture
def provider(lite: Flask) -> Person:
    """Somebody of a provider, who needs no second factor."""
    return make.person(Role.PROVIDER_STAFF, email="staff@example.org", password=make.PASSWORD)


def signed_in(client: Client) -> bool:
    return client.get("/account").status_code == 200


def test_password_then_code_lead_to_where_one_was_going(client: Client, robin: Person) -> None:
    away = client.get("/account")
    assert away.location == "/sign-in?next=/account"
    assert client.page(away.location).value("next") == "/account"
    answer = client.send("/sign-in", {**LONG_AGO, "next": "/account"})
    assert (answer.status_code, answer.location) == (303, "/sign-in/code")
    answer = client.send("/sign-in/code", {"code": make.code()})
    assert (answer.status_code, answer.location) == (303, "/account")
    assert client.page("/account").heading == "Your account"


def test_a_half_session_opens_nothing_but_the_code_and_sign_out(client: Client, robin: Person) -> None:
    client.send("/sign-in", LONG_AGO)
    for path in ("/account", "/organisation", "/organisation/members", "/account/second-factor", "/account/tokens/new"):
        assert client.get(path).status_code == 302, path
    assert client.get("/sign-in/second-factor").location == "/sign-in/code"
    assert client.send("/sign-out").status_code == 303
    assert client.get("/sign-in/code").status_code == 302


def test_a_half_session_lasts_ten_minutes(client: Client, robin: Person, now: datetime) -> None:
    client.send("/sign-in", LONG_AGO)
    with clock.fixed(now + timedelta(minutes=11), every_thread=True) as later:
        assert client.send("/sign-in/code", {"code": make.code(later)}).status_code == 302


def test_a_half_session_ends_with_a_new_password_or_when_the_person_is_made_inactive(
    client: Client, lite: Flask, now: datetime
) -> None:
    make.person(email="robin@example.org", password=make.PASSWORD)
    client.send("/sign-in", LONG_AGO)
    with lite.app_context(), db.engine.begin() as connection:
        connection.execute(update(Person).values(active=False))
    assert client.send("/sign-in/code", {"code": make.code()}).status_code == 302


def test_what_was_typed_stays_but_the_password(client: Client, robin: Person) -> None:
    answer = client.send("/sign-in", {"email": "robin@example.org", "password": "something wrong"})
    page = Page(answer)
    assert answer.status_code == 422
    assert page.errors() == ["The email address or password is not right"]
    assert page.value("email") == "robin@example.org"
    assert not page.value("password")


def test_after_five_tries_the_page_says_to_wait_and_answers_429(client: Client, robin: Person) -> None:
    for _ in range(5):
        client.send("/sign-in", {"email": "robin@example.org", "password": "something wrong"})
    answer = client.send("/sign-in", LONG_AGO)
    assert answer.status_code == 429
    assert Page(answer).errors() == ["Too many tries. Wait a minute, then try again"]


def test_one_address_may_not_try_one_account_after_another(client: Client) -> None:
    statuses = [
        client.send(
            "/sign-in",
            {"email": f"person{number}@example.org"},
            headers={"Authorization": f"Bearer made-up-{number}"},
        ).status_code
        for number in range(61)
    ]
    assert statuses == [200] * 60 + [429]


def test_an_authority_without_a_second_factor_sets_it_up_before_anything_else(client: Client, lite: Flask) -> None:
    make.person(email="new@example.org", password=make.PASSWORD, totp=False)
    answer = client.send("/sign-in", {"email": "new@example.org", "password": make.PASSWORD, "next": "/organisation"})
    assert answer.location == "/sign-in/second-factor"
    assert not signed_in(client)
    assert client.get("/sign-in/code").location == "/sign-in/second-factor"
    page = client.page("/sign-in/second-factor")
    assert "<svg" in page.html
    secret = re.sub(r"\s", "", page.tree.find(".//code").text)
    wrong = client.send("/sign-in/second-factor", {"code": "000000"})
    assert wrong.status_code == 422
    assert not signed_in(client)
    done = Page(client.send("/sign-in/second-factor", {"code": pyotp.TOTP(secret).at(clock.now())}))
    assert "Sign out" in done.text
    codes = [code.text for code in done.tree.iter("code")]
    assert len(set(codes)) == 10
    assert "/organisation" in done.links()
    assert signed_in(client)


def test_the_secret_does_not_stand_in_the_cookie(client: Client, lite: Flask) -> None:
    make.person(email="new@example.org", password=make.PASSWORD, totp=False)
    client.send("/sign-in", {"email": "new@example.org", "password": make.PASSWORD})
    secret = re.sub(r"\s", "", client.page("/sign-in/second-factor").tree.find(".//code").text)
    with client.session_transaction() as mine:
        assert secret not in str(dict(mine))


def test_a_password_alone_cannot_replace_a_second_factor(client: Client, lite: Flask) -> None:
    person = make.person(email="new@example.org", password=make.PASSWORD, totp=False)
    client.send("/sign-in", {"email": "new@example.org", "password": make.PASSWORD})
    client.page("/sign-in/second-factor")
    with db.engine.begin() as connection:
        connection.execute(update(Person).where(Person.id == person.id).values(totp_secret=make.TOTP_SECRET))
    answer = client.send("/sign-in/second-factor", {"code": make.code()})
    assert answer.location == "/sign-in/code"


def test_a_provider_signs_in_with_a_password_alone(client: Client, provider: Person) -> None:
    answer = client.send("/sign-in", {"email": "staff@example.org", "password": make.PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/")
    assert signed_in(client)


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_signing_in_never_leads_elsewhere(client: Client, provider: Person, target: str) -> None:
    assert client.page("/sign-in", query_string={"next": target}).value("next") in {None, ""}
    answer = client.send("/sign-in", {"email": "staff@example.org", "password": make.PASSWORD, "next": target})
    assert answer.location == "/"


def test_a_session_that_was_there_before_signing_in_is_not_kept(client: Client, provider: Person) -> None:
    with client.session_transaction() as mine:
        mine["planted"] = "by somebody else"
    before = client.token()
    client.send("/sign-in", {"email": "staff@example.org", "password": make.PASSWORD})
    with client.session_transaction() as mine:
        assert "planted" not in mine
    assert client.post("/sign-out", data={"csrf_token": before}).status_code == 400


def test_signing_in_needs_the_token_of_the_form(client: Client, provider: Person) -> None:
    answer = client.post("/sign-in", data={"email": "staff@example.org", "password": make.PASSWORD})
    assert answer.status_code == 400
    assert not signed_in(client)


def test_a_copy_of_the_cookie_opens_nothing_after_signing_out(client: Client, provider: Person, lite: Flask) -> None:
    client.send("/sign-in", {"email": "staff@example.org", "password": make.PASSWORD})
    with client.session_transaction() as mine:
        copy = dict(mine)
    client.send("/sign-out")
    thief = inspect_pages.client(lite)
    with thief.session_transaction() as stolen:
        stolen.update(copy)
    assert not signed_in(thief)


def test_signing_out_is_a_post(client: Client) -> None:
    assert client.get("/sign-out").status_code == 405


def test_the_sign_in_page_sends_whoever_is_signed_in_home(client: Client, robin: Person) -> None:
    assert client.sign_in(robin.id).get("/sign-in").location == "/"
