from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from directory import audit
from directory.access import Actor, Role
from directory.accounts.actions.second_factor import new_codes
from directory.accounts.models import Membership, Person
from directory.accounts.people import by_email, locked, tidy_email, tidy_name
from directory.accounts.rules import roles_fault
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed
from directory.organisations.queries import public_organisation


@atomic
def add_person(
    actor: Actor,
    *,
    email: str,
    name: str,
    roles: Iterable[Role],
    organisation_id: UUID,
    password_hash: str,
    now: datetime,
) -> Person:
    """Add a person whose password is known already; only the site itself may (commands, the demonstration).

    ``password_hash`` comes from ``passwords.hashed``, which is too slow for within a transaction. Raises Invalid.
    """
    if not actor.system:
        raise NotAllowed("People are invited, not added")
    return put_person(
        actor, email=email, name=name, roles=roles, organisation_id=organisation_id, kept=password_hash, now=now
    )


def put_person(
    by: Actor | None,
    *,
    email: str,
    name: str,
    roles: Iterable[Role],
    organisation_id: UUID,
    kept: str,
    now: datetime,
) -> Person:
    """Within an action: add a person, who is the actor where ``by`` is None. Raises Invalid."""
    email, name, roles = tidy_email(email), tidy_name(name), frozenset(roles)
    organisation = public_organisation(organisation_id)
    if fault := roles_fault(roles, organisation.kind):
        raise Invalid.field("roles", fault)
    if by_email(email):
        raise Invalid.field("email", f"Somebody signs in as {email} already")
    person = Person(
        organisation=organisation,
        email=email,
        name=name,
        password_hash=kept,
        sessions_from=now,
        created_at=now,
        memberships=[Membership(role=role) for role in sorted(roles)],
    )
    db.session.add(person)
    try:
        db.session.flush()
    except IntegrityError:  # two links for one address, used at the same moment
        raise Invalid.field("email", f"Somebody signs in as {email} already") from None
    audit.record(by or person.actor(), "person:added", person, at=now, organisation=organisation.id, roles=roles)
    return person


@atomic
def set_second_factor(actor: Actor, person_id: UUID, *, secret: str, now: datetime) -> None:
    """Give a person a known second factor; only the site itself may (the demonstration), and no page leads here."""
    if not actor.system:
        raise NotAllowed
    person = locked(person_id)
    person.totp_secret, person.totp_last_step = secret, 0
    new_codes(person)
    audit.record(actor, "second_factor:confirmed", person, at=now)
