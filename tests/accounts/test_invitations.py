from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text

from directory.access import Actor, Role
from directory.accounts.actions import accept, invite, renew, revoke
from directory.accounts.models import Invitation, Person
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, Refusal, WrongState
from tests import inspect_pages, make
from tests.accounts.at_once import THREADS, at_once
from tests.accounts.letters import letters, link
from tests.inspect_pages import Client, Page


def ask(
    actor: Actor,
    *,
    now: datetime,
    email: str = "new@example.org",
    role: Role = Role.PROVIDER_STAFF,
    organisation_id: UUID | None = None,
) -> Invitation:
    """Invite somebody; give the invitation."""
    return invite(actor, email=email, name="New Member", roles=[role], organisation_id=organisation_id, now=now)[0]


def test_an_invitation_is_accepted_once_even_by_twenty_at_once(app: Flask, now: datetime) -> None:
    invitation = ask(make.provider(), now=now)
    invitation_id = invitation.id
    answers = at_once(app, lambda: accept(invitation_id, password=make.PASSWORD, now=now))
    assert sum(isinstance(answer, NotFound) for answer in answers) == THREADS - 1
    assert len(db.session.scalars(select(Person).where(Person.email == "new@example.org")).all()) == 1


def test_two_organisations_may_invite_one_address_and_the_first_to_be_accepted_has_it(
    app: Flask, now: datetime
) -> None:
    first = ask(make.provider(), now=now)
    second = ask(make.provider(of="Another Provider"), now=now)
    accept(first.id, password=make.PASSWORD, now=now)
    with pytest.raises(Invalid, match="already"):
        accept(second.id, password=make.PASSWORD, now=now)


@pytest.mark.parametrize(
    ("roles", "refused"),
    [([Role.DIRECTOR], Invalid), ([], Invalid), ([Role.PROVIDER_STAFF, Role.ASSURER], Invalid)],
)
def test_an_administrator_gives_roles_of_their_own_kind_only(
    lite: Flask, now: datetime, roles: list[Role], refused: type[Refusal]
) -> None:
    with pytest.raises(refused):
        invite(make.provider(), email="new@example.org", name="New", roles=roles, now=now)
    assert db.session.scalars(select(Invitation)).all() == []


def test_only_who_looks_after_members_invites_and_only_into_their_own(lite: Flask, now: datetime) -> None:
    other = make.organisation(name="Another Provider").id
    with pytest.raises(NotAllowed):
        ask(make.actor(Role.PROVIDER_STAFF), now=now)
    with pytest.raises(NotAllowed):
        ask(make.provider(), organisation_id=other, now=now)
    operator = make.actor(Role.OPERATOR_ADMIN)
    with pytest.raises(Invalid, match="administrator"):
        ask(operator, organisation_id=other, now=now)
    ask(operator, role=Role.PROVIDER_ADMIN, organisation_id=other, now=now)


def test_an_invitation_ends_when_it_expires_or_is_withdrawn_sent_again_or_replaced(lite: Flask, now: datetime) -> None:
    admin = make.provider()
    browser = inspect_pages.client(lite)
    invitation = ask(admin, now=now)
    invitation_id = invitation.id
    with clock.fixed(now + timedelta(days=7), every_thread=True):
        assert browser.get(link(letters(lite)[-1])).status_code == 404
    renew(admin, invitation_id, now=now)
    first, second = (link(letter) for letter in letters(lite))
    assert [browser.get(path).status_code for path in (first, second)] == [404, 303]
    replacement = ask(admin, now=now)
    replacement_id = replacement.id
    assert browser.get(second).status_code == 404
    assert browser.get("/invitation").status_code == 404
    third = link(letters(lite)[-1])
    assert browser.get(third).status_code == 303
    revoke(admin, replacement_id, now=now)
    assert browser.get(third).status_code == 404
    with pytest.raises(WrongState):
        renew(admin, replacement_id, now=now)


def test_another_organisations_invitation_is_not_found(lite: Flask, now: datetime) -> None:
    invitation = ask(make.provider(), now=now)
    stranger = make.provider(of="Another Provider")
    for action in (renew, revoke):
        with pytest.raises(NotFound):
            action(stranger, invitation.id, now=now)


def test_a_member_is_not_invited_again_and_a_stranger_elsewhere_is_not_given_away(lite: Flask, now: datetime) -> None:
    admin = make.provider()
    make.person(Role.PROVIDER_STAFF, email="here@example.org")
    make.person(Role.SOCIAL_WORKER, email="elsewhere@example.org")
    with pytest.raises(Invalid, match="already"):
        ask(admin, email="here@example.org", now=now)
    ask(admin, email="elsewhere@example.org", now=now)
    ask(admin, email="nowhere@example.org", now=now)
    elsewhere, nowhere = letters(lite)
    assert elsewhere[1] == nowhere[1]


def test_the_link_stands_in_no_table_and_leaves_the_address_at_once(client: Client, lite: Flask, now: datetime) -> None:
    ask(make.provider(), now=now)
    path = link(letters(lite)[0])
    secret = path.rsplit("/", 1)[1]
    for table in ("invitations", "mails", "jobs", "audit_records"):
        assert secret not in str(db.session.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608 - our names
    answer = client.get(path)
    assert answer.location == "/invitation"
    assert secret not in client.page("/invitation").html
    with client.session_transaction() as mine:
        assert secret not in str(dict(mine))


def test_the_whole_way_in_by_invitation(client: Client, lite: Flask, now: datetime) -> None:
    admin = make.person(Role.AUTHORITY_ADMIN)
    client.sign_in(admin.id)
    given = {"email": "New@Example.org", "name": " New  Member ", "roles": ["social_worker", "director"]}
    assert client.send("/organisation/invitations/new", given).status_code == 303
    assert "New Member" in client.page("/organisation/members").text
    guest = inspect_pages.client(lite)
    guest.get(link(letters(lite)[0]))
    page = guest.page("/invitation")
    assert page.heading == "Join Northmoor Council"
    assert "Director, Social worker" in page.text
    weak = Page(guest.send("/invitation", {"password": "new member 1"}))
    assert len(weak.errors()) == 1
    assert guest.send("/invitation", {"password": make.PASSWORD}).location == "/sign-in/second-factor"
    assert guest.page("/sign-in/second-factor").heading == "Set up your second factor"
    assert guest.get("/account").status_code == 302


def test_a_refused_invitation_keeps_what_was_typed(client: Client, lite: Flask) -> None:
    client.sign_in(make.person(Role.AUTHORITY_ADMIN).id)
    given = {"email": "not an address", "name": "New Member", "roles": ["director"]}
    page = Page(client.send("/organisation/invitations/new", given))
    assert page.errors() == ["Enter an email address in the correct format, like name@example.com"]
    assert page.value("name") == "New Member"
    assert Page(client.send("/organisation/invitations/new", {**given, "roles": ["assurer"]})).errors()
    assert db.session.scalars(select(Invitation)).all() == []
