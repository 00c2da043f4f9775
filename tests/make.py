"""Makers: real rows in a real database, with what a test does not say filled in."""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

import pyotp
from sqlalchemy import event

from directory import audit
from directory.access import ROLE_KIND, SECOND_FACTOR_KINDS, SYSTEM, Actor, Kind, Role
from directory.accounts.models import Membership, Person
from directory.accounts.passwords import hashed
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.organisations.models import Organisation
from directory.organisations.queries import public_named
from directory.organisations.rules import name_key

_numbers = count(1)
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "violet kettle harbour"
NAMES = {Kind.AUTHORITY: "Northmoor Council", Kind.PROVIDER: "Harbour Care", Kind.OPERATOR: "Fairhaven"}


@atomic
def organisation(kind: Kind = Kind.PROVIDER, name: str | None = None, **more: Any) -> Organisation:
    """Give the organisation of this kind and name, verified unless said; the same twice is one."""
    name = name or NAMES[kind]
    known = public_named(name, kind)
    if known:
        return known
    at = clock.now()
    made = Organisation(kind=kind, name=name, name_key=name_key(name), created_at=at, **({"verified_at": at} | more))
    db.session.add(made)
    db.session.flush()
    audit.record(SYSTEM, "organisation:added", made, at=at)
    return made


@atomic
def person(
    *roles: Role,
    of: str | None = None,
    email: str | None = None,
    at: datetime | None = None,
    password: str | None = None,
    totp: bool | None = None,
    **more: Any,
) -> Person:
    """Give a person with these roles (default: social worker) in the organisation named ``of``.

    ``totp``: whether their second factor is TOTP_SECRET (default: where their kind of organisation needs one).
    """
    roles = roles or (Role.SOCIAL_WORKER,)
    if totp is None:
        totp = ROLE_KIND[roles[0]] in SECOND_FACTOR_KINDS
    where = organisation(ROLE_KIND[roles[0]], of)
    at = at or clock.now()
    number = next(_numbers)
    made = Person(
        organisation_id=where.id,
        email=email or f"person{number}@example.org",
        name=f"{roles[0].value.replace('_', ' ').capitalize()} {number}",
        totp_secret=TOTP_SECRET if totp else None,
        sessions_from=at,
        created_at=at,
        memberships=[Membership(role=role) for role in roles],
        **({"password_hash": hashed(password)} if password else {}),
        **more,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(SYSTEM, "person:added", made, at=at)
    return made


@atomic
def set_roles(person_id: UUID, *roles: Role) -> None:
    """Give a person these roles and no others, whoever would have to ask for it."""
    whom = db.session.get_one(Person, person_id)
    whom.memberships = [Membership(role=role) for role in roles]
    audit.record(SYSTEM, "person:changed_roles", whom, at=clock.now())


def reads(work: Callable[[], object]) -> int:
    """Give how many SELECTs ``work`` makes: the same for one row and for twenty."""
    asked: list[str] = []

    def listen(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    return sum(line.startswith("SELECT") for line in asked)


def code(at: datetime | None = None) -> str:
    """Give the code that the app of such a person shows."""
    return pyotp.TOTP(TOTP_SECRET).at(at or clock.now())


def actor(*roles: Role, of: str | None = None) -> Actor:
    """Give an actor with these roles: a person who really exists."""
    return person(*roles, of=of).actor()


def social_worker(of: str | None = None) -> Actor:
    """Give a social worker of an authority."""
    return actor(Role.SOCIAL_WORKER, of=of)


def placements_manager(of: str | None = None) -> Actor:
    """Give a placements manager of an authority."""
    return actor(Role.PLACEMENTS_MANAGER, of=of)


def commissioner(of: str | None = None) -> Actor:
    """Give a commissioner of an authority."""
    return actor(Role.COMMISSIONER, of=of)


def provider(of: str | None = None) -> Actor:
    """Give an administrator of a provider."""
    return actor(Role.PROVIDER_ADMIN, of=of)
