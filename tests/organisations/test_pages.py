from datetime import datetime

import pytest
from flask import Flask

from directory.access import SYSTEM, Kind, Role
from directory.kit.errors import Invalid, NotAllowed, WrongState
from directory.organisations.actions import add, verify
from directory.organisations.queries import listed, public_named
from tests import make
from tests.inspect_pages import Client, Page


def test_an_assurer_verifies_an_organisation_once(app: Flask, now: datetime) -> None:
    assurer, operator = make.actor(Role.ASSURER), make.actor(Role.OPERATOR_ADMIN)
    organisation_id = make.organisation(Kind.PROVIDER, verified_at=None).id
    with pytest.raises(NotAllowed):
        verify(operator, organisation_id, now=now)
    assert verify(assurer, organisation_id, now=now).verified_at == now
    with pytest.raises(WrongState):
        verify(assurer, organisation_id, now=now)


@pytest.mark.parametrize("role", [Role.AUTHORITY_ADMIN, Role.PROVIDER_ADMIN, Role.DIRECTOR])
def test_nobody_else_adds_or_lists_organisations(lite: Flask, now: datetime, role: Role) -> None:
    actor = make.actor(role)
    with pytest.raises(NotAllowed):
        add(actor, name="Another Council", kind=Kind.AUTHORITY, now=now)
    with pytest.raises(NotAllowed):
        listed(actor)


@pytest.mark.parametrize("code", ["E0800003", "X08000035", "E08000035 ", "leeds"])
def test_a_gss_code_has_a_letter_and_eight_digits(lite: Flask, now: datetime, code: str) -> None:
    with pytest.raises(Invalid) as raised:
        add(SYSTEM, name="Another Council", kind=Kind.AUTHORITY, gss_code=code, now=now)
    assert list(raised.value.fields) == ["gss_code"]


def test_an_operator_adds_an_organisation_and_invites_its_administrator(client: Client, lite: Flask) -> None:
    client.sign_in(make.person(Role.OPERATOR_ADMIN).id)
    assert client.page("/organisations/new").heading == "Add an organisation"
    given = {"name": "Westmoor  Council", "kind": "authority", "gss_code": "e10000099"}
    answer = client.send("/organisations/new", given)
    assert answer.status_code == 303
    made = public_named("Westmoor Council", Kind.AUTHORITY)
    assert made
    assert (made.name, made.gss_code) == ("Westmoor Council", "E10000099")
    assert client.page(answer.location).heading == "Invite an administrator of Westmoor Council"
    assert client.send(answer.location, {"name": "New", "email": "new@westmoor.example"}).status_code == 303
    page = Page(client.send("/organisations/new", given))
    assert "There is already an organisation" in page.errors()[0]
    assert page.value("name") == "Westmoor  Council"


def test_the_list_is_found_by_name_and_paged(client: Client, lite: Flask, now: datetime) -> None:
    for number in range(60):
        make.organisation(Kind.PROVIDER, f"Harbour {number:02}", verified_at=None)
    client.sign_in(make.person(Role.ASSURER).id)
    first = client.page("/organisations")
    assert "Showing 1 to 50 of 61 organisations" in first.text
    assert "Showing 51 to 61" in client.page("/organisations?page=2").text
    assert "1 organisation" in client.page("/organisations?name=harbour+07&unverified=1").text
    client.page("/organisations?page=0", status=422)
    client.page("/organisations?page=%D9%A3", status=422)
