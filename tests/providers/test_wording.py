"""Descriptions: what is asked to be looked at again, and what is refused."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access import Role
from directory.kit.db import db
from directory.providers.models import Service
from directory.providers.rules.wording import MOST, look_again
from tests import make
from tests.inspect_pages import Client, Page
from tests.providers.test_service_pages import TYPED

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "confidential", "told"),
    [
        ("Our home is run by Mrs Example and her team", True, ["“Mrs Example” looks like a name"]),
        ("He was born 03/05/2011 and settled well", False, ["“born 03/05/2011” looks like a date"]),
        ("Ring 01632 960000 or write to office@example.org, LS1 4AP", False, []),
        ("Ring 01632 960000 at any hour", True, ["“01632 960000” looks like a phone number"]),
        ("Carers near Milton Keynes with a quiet garden", True, []),
        ("A quiet household with a dog", True, []),
    ],
)
def test_what_may_tell_who_somebody_is_is_named(text: str, confidential: bool, told: list[str]) -> None:
    found = look_again(text, confidential=confidential, today=TODAY, known=lambda words: words == "milton keynes")
    assert len(found) == len(told)
    assert all(words.startswith(begins) for words, begins in zip(found, told, strict=True))


def test_only_the_first_few_are_named() -> None:
    assert len(look_again("Mr A, Mr B, Mr C, Mr D, Mr E", confidential=True, today=TODAY)) == MOST


def test_a_name_is_asked_about_and_the_service_is_kept(lite: Flask, client: Client) -> None:
    browser = client.sign_in(make.person(Role.PROVIDER_ADMIN).id)
    typed = TYPED | {"description": "Ask for Mrs Example, who leads a quiet house"}
    page = Page(browser.send("/organisation/services/new", typed, follow_redirects=True))
    assert "“Mrs Example” looks like a name. If it is of a child" in page.text
    assert db.session.scalars(select(Service)).one().description == typed["description"]


@pytest.mark.parametrize("description", ["A house at LS8 1AA", "The old school on Mill Lane"])
def test_where_a_confidential_service_is_is_refused(lite: Flask, client: Client, description: str) -> None:
    browser = client.sign_in(make.person(Role.PROVIDER_ADMIN).id)
    answer = browser.send("/organisation/services/new", TYPED | {"description": description})
    assert answer.status_code == 422
    assert "may tell where it is" in Page(answer).errors()[0]
    public = TYPED | {"description": description, "where": "public", "service_type": "advocacy", "registered": ""}
    assert browser.send("/organisation/services/new", public).status_code == 303


def test_withdrawing_is_said_to_be_for_good_and_pausing_is_not(lite: Flask, client: Client) -> None:
    browser = client.sign_in(make.person(Role.PROVIDER_ADMIN).id)
    page = Page(browser.send("/organisation/services/new", TYPED, follow_redirects=True))
    assert "This cannot be undone" in page.text
    made = db.session.scalars(select(Service)).one()
    where = f"/organisation/services/{made.id}"
    browser.send(f"{where}/publication")
    assert "pause it" in browser.page(where).text
    browser.send(f"{where}/pause")
    assert "Publish it again" in browser.page(where).text
