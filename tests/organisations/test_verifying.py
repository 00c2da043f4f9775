"""Numbers by which organisations are verified: their form, who gives them, and what the register says of them."""

from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask

from directory.access import Actor, Kind, Role
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed
from directory.organisations.actions import give_numbers, refuse_verification, verify
from directory.organisations.models import Organisation
from directory.organisations.queries import number_to_verify, to_verify
from directory.organisations.rules import company_number, register_number
from directory.providers.queries.needs import needs
from directory.providers.queries.verification import in_register
from directory.providers.rules.register_owned import REGISTER
from tests import make
from tests.inspect_pages import Client
from tests.make_services import service


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("01234567", "01234567"),
        ("1234567", "01234567"),
        ("sc 123456", "SC123456"),
        ("R1234567", "R1234567"),
        ("XX123456", None),
        ("12345", None),
        ("123456789", None),
        ("", None),
        ("١٢٣٤٥٦٧٨", None),
    ],
)
def test_a_company_number_is_kept_as_companies_house_writes_it(typed: str, kept: str | None) -> None:
    assert company_number(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2590934", "2590934"), (" sc 012345 ", "SC012345"), ("12", None), ("ABC123", None), ("1234567890123", None)],
)
def test_a_register_number_has_letters_before_digits(typed: str, kept: str | None) -> None:
    assert register_number(typed) == kept


def admin() -> Actor:
    return make.actor(Role.PROVIDER_ADMIN)


def own(actor: Actor) -> Organisation:
    db.session.rollback()
    return db.session.get_one(Organisation, actor.organisation_id)


def test_numbers_that_are_given_wait_for_an_assurer(app: Flask, now: datetime) -> None:
    actor, assurer = admin(), make.actor(Role.ASSURER)
    assert number_to_verify(assurer) == 0
    give_numbers(actor, register=" sc 012345", company="1234567", now=now)
    given = own(actor)
    assert (given.register_number, given.company_number) == ("SC012345", "01234567")
    assert (given.asked_at, given.verified_at) == (now, None)
    assert [each.id for each in to_verify(assurer).rows] == [given.id]
    assert "1 organisation waits to be verified" in [need.text for need in needs(assurer, now)]
    verify(assurer, given.id, now=now)
    give_numbers(actor, register="SC012345", company="01234567", now=now)
    assert own(actor).verified_at == now
    assert number_to_verify(assurer) == 0


def test_wrong_numbers_change_nothing_and_are_named(lite: Flask, now: datetime) -> None:
    actor = admin()
    for register, company, wrong in (
        ("?", "?", {"register_number", "company_number"}),
        ("", " ", {"register_number"}),
        ("2590934", "12", {"company_number"}),
    ):
        with pytest.raises(Invalid) as refusal:
            give_numbers(actor, register=register, company=company, now=now)
        assert set(refusal.value.fields) == wrong
        assert own(actor).verified_at is not None
    with pytest.raises(NotAllowed):
        give_numbers(make.actor(Role.PROVIDER_STAFF), register="2590934", company="", now=now)


def test_who_is_not_verified_is_told_why_and_waits_again_with_other_numbers(app: Flask, now: datetime) -> None:
    actor, assurer = admin(), make.actor(Role.ASSURER)
    give_numbers(actor, register="2590934", company="", now=now)
    identity: UUID = own(actor).id
    for reason in (" ", "x" * 301):
        with pytest.raises(Invalid):
            refuse_verification(assurer, identity, reason=reason, now=now)
    with pytest.raises(NotAllowed):
        refuse_verification(actor, identity, reason="No", now=now)
    refuse_verification(assurer, identity, reason="The number is of another provider", now=now)
    assert own(actor).unverified_because == "The number is of another provider"
    assert number_to_verify(assurer) == 0
    give_numbers(actor, register="2590935", company="", now=now)
    assert (own(actor).unverified_at, number_to_verify(assurer)) == (None, 1)


def test_a_number_is_compared_with_the_register(client: Client, lite: Flask, now: datetime) -> None:
    actor, assurer = admin(), make.actor(Role.ASSURER)
    service(source=REGISTER, urn="2590934")
    service(source=REGISTER, urn="1111111", of="Another Care")
    browser = client.sign_in(make.person(Role.ASSURER).id)
    for number, agrees, said in (
        ("2590934", True, "Agrees"),
        ("1111111", False, "Does not agree"),
        ("2222222", None, "Not in the register"),
    ):
        give_numbers(actor, register=number, company="", now=now)
        found = in_register(assurer, own(actor))
        assert (found.agrees, found.number_of_own) == (agrees, 1)
        page = browser.page(f"/assurance/organisations/{own(actor).id}")
        assert said in page.text
    assert make.organisation(Kind.PROVIDER).id == own(actor).id
