"""Members, invitations and tokens of both sides."""

import re
from uuid import UUID

from sqlalchemy import select

from directory.access import Role, permissions_of
from directory.accounts import actions
from directory.accounts.jobs import send_reset
from directory.accounts.models import Person
from directory.accounts.rules import NEVER_A_SCOPE
from directory.jobs.models import Job
from directory.kit import clock
from directory.kit.db import db
from directory.notify.models import Mail
from tests import make
from tests.sweep.expect import Item, Persona, Sees
from tests.sweep.people import EVERYBODY, INACTIVE, NO_SECOND_FACTOR, OF_NORTHMOOR, OF_SOUTHMOOR, STRANGER
from tests.sweep.routes import Thing
from tests.sweep.world.kept import World

RESET = re.compile(r"/reset/(\S+)")


def fill(world: World) -> None:
    """Make the people first: everything else is somebody's."""
    for persona in EVERYBODY:
        if persona is not STRANGER:
            _person(world, persona)
    _reset_link(world)
    for admin in (
        OF_NORTHMOOR[Role.AUTHORITY_ADMIN],
        OF_NORTHMOOR[Role.PROVIDER_ADMIN],
        OF_NORTHMOOR[Role.OPERATOR_ADMIN],
        OF_SOUTHMOOR[Role.AUTHORITY_ADMIN],
        OF_SOUTHMOOR[Role.PROVIDER_ADMIN],
    ):
        _organisation(world, admin)


def _person(world: World, persona: Persona) -> None:
    person = make.person(*persona.roles, of=persona.organisation)
    world.people[persona] = person_id = person.id
    if persona.scopes is None:
        world.sessions[persona] = actions.begin_session(person_id, now=clock.now())
    if persona is not NO_SECOND_FACTOR:
        _token(world, persona, person_id)
    if not persona.may_enter:
        _shut_out(world, persona, person_id)


def _token(world: World, persona: Persona, person_id: UUID) -> None:
    roles_may = permissions_of(persona.roles) - NEVER_A_SCOPE
    scopes = sorted(persona.scopes or {permission.value for permission in roles_may})
    actor = db.session.get_one(Person, person_id).actor()
    token, secret = actions.make_token(actor, name="Sweep", scopes=scopes, now=clock.now())
    world.tokens[persona] = secret
    item = Item({"token_id": token.id}, persona.organisation, Sees.PERSON, person=person_id, words="token")
    if persona.may_enter:
        world.add(Thing.TOKEN, item)


def _shut_out(world: World, persona: Persona, person_id: UUID) -> None:
    """Shut somebody out who was in: their session and token are there still, and must open nothing."""
    if persona is INACTIVE:
        admin = world.actor(OF_NORTHMOOR[Role.PROVIDER_ADMIN])
        actions.set_active(admin, person_id, active=False, version=1, now=clock.now())
    else:
        admin = world.actor(OF_NORTHMOOR[Role.AUTHORITY_ADMIN])
        actions.clear_second_factor(admin, person_id, version=1, now=clock.now())


def _organisation(world: World, admin: Persona) -> None:
    person = db.session.get_one(Person, world.people[admin])
    values: dict[str, object] = {"organisation_id": person.organisation_id}
    world.add(Thing.ORGANISATION, Item(values, admin.organisation, Sees.EVERYBODY, words="organisation"))
    member = make.person(*admin.roles, of=admin.organisation)
    member_id, actor = member.id, person.actor()
    token, _ = actions.make_token(member.actor(), name="Theirs", scopes=["service:search"], now=clock.now())
    values = {"person_id": member_id, "token_id": token.id}
    world.add(Thing.MEMBER, Item({"person_id": member_id}, admin.organisation, words="member"))
    world.add(Thing.MEMBER_TOKEN, Item(values, admin.organisation, words="a member's token"))
    for words in ("waiting", "revoked"):
        invited, link = actions.invite(
            actor, email=f"{words}.{member_id.hex}@example.org", name="Somebody new", roles=admin.roles, now=clock.now()
        )
        invited_id: UUID = invited.id
        if words == "revoked":
            actions.revoke(actor, invited_id, now=clock.now())
        item = Item({"invitation_id": invited_id}, admin.organisation, words=f"{words} invitation")
        world.add(Thing.INVITATION, item)
        secret = link.rpartition("/")[2]
        if words == "waiting" and admin is OF_NORTHMOOR[Role.AUTHORITY_ADMIN]:
            world.add(
                Thing.INVITATION_LINK, Item({"secret": secret}, "", Sees.EVERYBODY, words="link of an invitation")
            )


def _reset_link(world: World) -> None:
    """Ask for a new password, and take the link out of the mail that waits to leave."""
    email = db.session.get_one(Person, world.people[OF_NORTHMOOR[Role.DIRECTOR]]).email
    actions.ask_for_reset(email, now=clock.now())
    (asked,) = db.session.scalars(select(Job.arguments).where(Job.name == "accounts.send_reset"))
    send_reset(**asked)
    said = db.session.scalars(select(Mail.body).order_by(Mail.created_at)).all()
    secret = next(found[1] for body in said if body and (found := RESET.search(body)))
    world.add(Thing.RESET_LINK, Item({"secret": secret}, "", Sees.EVERYBODY, words="link to a new password"))
