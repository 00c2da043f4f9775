from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access import Actor, Role
from directory.accounts import queries
from directory.accounts.actions import change_roles, clear_second_factor, invite, make_token, set_active
from directory.accounts.models import Person
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from tests import inspect_pages, make
from tests.accounts.at_once import THREADS, at_once
from tests.accounts.letters import letters
from tests.inspect_pages import Client, Page

ADMIN = Role.AUTHORITY_ADMIN


def deactivate(actor: Actor, person: Person, now: datetime) -> None:
    set_active(actor, person.id, active=False, version=1, now=now)


def demote(actor: Actor, person: Person, now: datetime) -> None:
    change_roles(actor, person.id, roles=[Role.DIRECTOR], version=1, now=now)


@pytest.mark.parametrize("end", [deactivate, demote])
def test_the_last_administrator_stays(
    app: Flask, now: datetime, end: Callable[[Actor, Person, datetime], None]
) -> None:
    last = make.person(ADMIN)
    actor = last.actor()
    make.person(ADMIN, active=False)
    make.person(ADMIN, of="Another Council")
    with pytest.raises(WrongState, match="last administrator"):
        end(actor, last, now)
    assert db.session.get_one(Person, actor.person_id).roles == {ADMIN}
    make.person(ADMIN)
    end(actor, last, now)


def test_two_administrators_cannot_take_each_others_role_away_at_once(app: Flask, now: datetime) -> None:
    first, second = make.person(ADMIN), make.person(ADMIN)
    pairs = [(first.actor(), second.id), (second.actor(), first.id)] * (THREADS // 2)
    answers = at_once(
        app, lambda: (pair := pairs.pop()) and set_active(pair[0], pair[1], active=False, version=1, now=now)
    )
    assert sum(isinstance(answer, Person) for answer in answers) == 1
    active = db.session.scalars(select(Person.active).order_by(Person.active)).all()
    assert active == [False, True]


def test_of_two_who_change_one_member_the_second_is_told(app: Flask, now: datetime) -> None:
    admin, person_id = make.actor(ADMIN), make.person().id
    answers = at_once(app, lambda: change_roles(admin, person_id, roles=[Role.DIRECTOR], version=1, now=now))
    assert sum(isinstance(answer, Stale) for answer in answers) == THREADS - 1
    person = db.session.get_one(Person, person_id)
    assert person.roles == {Role.DIRECTOR}
    assert person.version == 2


def test_another_organisations_member_is_not_found(client: Client, lite: Flask, now: datetime) -> None:
    admin, stranger_id = make.person(ADMIN), make.person(of="Another Council").id
    actor = admin.actor()
    tried: tuple[Callable[[], object], ...] = (
        lambda: change_roles(actor, stranger_id, roles=[ADMIN], version=1, now=now),
        lambda: set_active(actor, stranger_id, active=False, version=1, now=now),
        lambda: clear_second_factor(actor, stranger_id, version=1, now=now),
        lambda: queries.member(actor, stranger_id),
        lambda: queries.member(actor, uuid4()),
    )
    for action in tried:
        with pytest.raises(NotFound):
            action()
    client.sign_in(admin.id)
    assert client.get(f"/organisation/members/{stranger_id}").status_code == 404
    assert client.send(f"/organisation/members/{stranger_id}/activity", {"version": "1"}).status_code == 404


def test_roles_of_another_kind_are_refused(lite: Flask, now: datetime) -> None:
    admin, person_id = make.actor(ADMIN), make.person().id
    for roles in ([Role.PROVIDER_ADMIN], [Role.DIRECTOR, Role.OPERATOR_ADMIN], []):
        with pytest.raises(Invalid):
            change_roles(admin, person_id, roles=roles, version=1, now=now)
    assert db.session.get_one(Person, person_id).roles == {Role.SOCIAL_WORKER}


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.DIRECTOR, Role.COMMISSIONER])
def test_nobody_else_manages_members(lite: Flask, now: datetime, role: Role) -> None:
    actor, person_id = make.actor(role), make.person().id
    with pytest.raises(NotAllowed):
        change_roles(actor, person_id, roles=[Role.DIRECTOR], version=1, now=now)
    with pytest.raises(NotAllowed):
        queries.members(actor)
    with pytest.raises(NotAllowed):
        queries.invitations(actor)


def test_somebody_made_inactive_loses_their_tokens_too(app: Flask, now: datetime) -> None:
    admin, person = make.actor(ADMIN), make.person()
    actor, person_id = person.actor(), person.id
    make_token(actor, name="script", scopes=["services:read"], now=now)
    set_active(admin, person_id, active=False, version=1, now=now)
    assert queries.tokens(actor) == []


def test_a_lost_second_factor_is_removed_by_another_administrator_only(
    client: Client, lite: Flask, now: datetime
) -> None:
    admin, person = make.person(ADMIN), make.person(email="robin@example.org", password=make.PASSWORD)
    actor, person_id = admin.actor(), person.id
    victim = inspect_pages.client(lite).sign_in(person_id)
    with pytest.raises(WrongState):
        clear_second_factor(actor, actor.person_id or uuid4(), version=1, now=now)
    client.sign_in(admin.id)
    path = f"/organisation/members/{person_id}"
    version = client.page(path).value("version")
    assert client.send(f"{path}/second-factor/removal", {"version": version}).status_code == 303
    assert victim.get("/account").status_code == 302
    assert letters(lite)[-1][:2] == ("robin@example.org", "Your second factor for Fairhaven was removed")
    answer = victim.send("/sign-in", {"email": "robin@example.org", "password": make.PASSWORD})
    assert answer.location == "/sign-in/second-factor"


def test_the_pages_change_roles_and_say_when_somebody_was_faster(client: Client, lite: Flask) -> None:
    admin, person = make.person(ADMIN), make.person()
    client.sign_in(admin.id)
    path = f"/organisation/members/{person.id}"
    page = client.page(path)
    checked = [box.get("value") for box in page.tree.iter("input") if box.get("checked") is not None]
    assert checked == ["social_worker"]
    given = {"roles": ["director", "commissioner"], "version": page.value("version")}
    assert client.send(path, given).status_code == 303
    assert "Commissioner, Director" in client.page("/organisation/members").text
    assert client.send(path, given).status_code == 412
    assert client.send(path, {**given, "version": "x"}).status_code == 412
    none = client.send(path, {"version": "2"})
    assert Page(none).errors() == ["Choose at least one role"]
    last = client.send(f"/organisation/members/{admin.id}", {"roles": ["director"], "version": "1"})
    assert last.status_code == 409
    assert "last administrator" in Page(last).errors()[0]


def test_the_organisations_page_is_for_its_own_people(client: Client, lite: Flask) -> None:
    assert client.get("/organisation").status_code == 302
    client.sign_in(make.person(of="Another Council").id)
    assert client.page("/organisation").heading == "Another Council"
    assert client.get("/organisation/members").status_code == 403


def test_members_and_invitations_take_as_many_reads_however_many_there_are(
    client: Client, lite: Flask, now: datetime
) -> None:
    admin = make.person(ADMIN)
    client.sign_in(admin.id)
    actor = admin.actor()

    def add(number: int) -> None:
        make.person()
        invite(actor, email=f"new{number}@example.org", name="New", roles=[Role.DIRECTOR], now=now)

    add(0)
    few = make.reads(lambda: client.page("/organisation/members"))
    for number in range(1, 20):
        add(number)
    assert make.reads(lambda: client.page("/organisation/members")) == few
