from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update

from directory import audit, notify
from directory.access import Actor, Permission, Role, require
from directory.accounts.actions.sessions import close_all
from directory.accounts.models import ApiToken, Membership, Person, RecoveryCode
from directory.accounts.people import locked
from directory.accounts.rules import ADMIN_OF, roles_fault
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, Stale, WrongState
from directory.organisations.models import Organisation


def _member(actor: Actor, person_id: UUID, version: int) -> Person:
    """Give a member of the actor's organisation, as they were when ``version`` was read.

    The organisation is held too: of two administrators who take each other's role away at once, one is refused.
    """
    require(actor, Permission.MEMBER_MANAGE)
    db.session.scalar(select(Organisation.id).where(Organisation.id == actor.organisation_id).with_for_update())
    person = locked(person_id)
    if person.organisation_id != actor.organisation_id:
        raise NotFound
    if person.version != version:
        raise Stale("Somebody else changed this member while you were reading. Look at the member again")
    person.version += 1
    return person


def _refuse_without_administrator(person: Person) -> None:
    """Raise WrongState where nobody who may sign in would be left to look after members."""
    db.session.flush()
    left = db.session.scalar(
        select(func.count())
        .select_from(Person)
        .join(Membership)
        .where(
            Person.organisation_id == person.organisation_id,
            Person.active,
            Membership.role == ADMIN_OF[person.organisation.kind],
        )
    )
    if not left:
        raise WrongState("This is the last administrator. Make somebody else an administrator first")


@atomic
def change_roles(actor: Actor, person_id: UUID, *, roles: Iterable[Role], version: int, now: datetime) -> Person:
    """Give a member these roles and no others.

    Raises Invalid for roles of another kind, NotFound for another organisation's person, Stale for a change
    meanwhile, WrongState where no administrator would be left.
    """
    person = _member(actor, person_id, version)
    wanted, former = frozenset(roles), person.roles
    if fault := roles_fault(wanted, person.organisation.kind):
        raise Invalid.field("roles", fault)
    person.memberships = [m for m in person.memberships if m.role in wanted] + [
        Membership(role=role) for role in sorted(wanted - former)
    ]
    _refuse_without_administrator(person)
    audit.record(actor, "person:changed_roles", person, at=now, before=former, after=wanted)
    return person


@atomic
def set_active(actor: Actor, person_id: UUID, *, active: bool, version: int, now: datetime) -> Person:
    """Let a member sign in, or not: then their sessions end at once and their API tokens are revoked."""
    person = _member(actor, person_id, version)
    person.active = active
    if not active:
        _refuse_without_administrator(person)
        close_all(person, now)
        db.session.execute(
            update(ApiToken)
            .where(ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None))
            .values(revoked_at=now)
        )
    audit.record(actor, "person:activated" if active else "person:deactivated", person, at=now)
    return person


@atomic
def clear_second_factor(actor: Actor, person_id: UUID, *, version: int, now: datetime) -> Person:
    """Take the second factor from a member who lost it: they are signed out, and set up another when they sign in.

    Raises WrongState for oneself: one's own is replaced on the account page, with one's password.
    """
    person = _member(actor, person_id, version)
    if person.id == actor.person_id:
        raise WrongState("Replace your own second factor on your account page")
    person.totp_secret, person.totp_last_step = None, 0
    db.session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None))
        .values(used_at=now)
    )
    close_all(person, now)
    audit.record(actor, "second_factor:cleared", person, at=now)
    notify.mail(
        to=person.email,
        subject="Your second factor for Fairhaven was removed",
        body=f"{actor.name} removed your second factor for signing in to Fairhaven, because it was said to be lost.\n\n"
        "You set up another when you sign in next. If you did not ask for this, tell whoever looks after "
        "members in your organisation at once.\n",
    )
    return person
