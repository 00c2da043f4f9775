"""Who may sign in to the demonstration: roles, not persons. Second factors are real, made anew for each instance."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import pyotp

from directory.access import ROLE_KIND, SECOND_FACTOR_KINDS, SYSTEM, Role, permissions_of
from directory.accounts import actions
from directory.accounts.actions.passwords import fresh_hash
from directory.accounts.rules import NEVER_A_SCOPE
from directory.cli.demo.plan import AUTHORITIES_WITH_PEOPLE, OPERATOR, PROVIDERS_WITH_PEOPLE
from directory.organisations.queries import public_named

PASSWORD = "quiet harbour before dawn"  # noqa: S105 - for the demonstration only, which production refuses
AUTHORITY_ROLES: tuple[Role, ...] = (
    Role.SOCIAL_WORKER,
    Role.PLACEMENTS_MANAGER,
    Role.DIRECTOR,
    Role.COMMISSIONER,
    Role.COMMISSIONER,
    Role.AUTHORITY_ADMIN,
)
PROVIDER_ROLES: tuple[Role, ...] = (Role.PROVIDER_STAFF, Role.PROVIDER_ADMIN)
OPERATOR_ROLES: tuple[Role, ...] = (Role.ASSURER, Role.OPERATOR_ADMIN)


@dataclass(frozen=True)
class Account:
    """One line of ``demo-accounts.json``."""

    role: str
    organisation: str
    email: str
    password: str
    totp_secret: str
    token: str


def email_of(role: Role, organisation: str, number: int = 1) -> str:
    """Give the address of the first, second ... holder of a role in an organisation."""
    place = organisation.split("(", maxsplit=1)[0].split(maxsplit=1)[0].lower()
    return f"{role.value.replace('_', '-')}{number if number > 1 else ''}@{place}.example"


def add_people(now: datetime) -> list[Account]:
    """Add everybody; give how they sign in."""
    plan = [(name, AUTHORITY_ROLES) for name in AUTHORITIES_WITH_PEOPLE]
    plan += [(name, PROVIDER_ROLES) for name in PROVIDERS_WITH_PEOPLE]
    plan += [(OPERATOR, OPERATOR_ROLES)]
    return [
        _add(organisation, role, roles[:index].count(role), now)
        for organisation, roles in plan
        for index, role in enumerate(roles)
    ]


def write(accounts: Sequence[Account], path: Path) -> None:
    """Write how to sign in to ``path`` (mode 600)."""
    draft = path.with_name(path.name + ".part")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps([asdict(account) for account in accounts], indent=1), encoding="utf-8")
    draft.replace(path)


def _add(organisation: str, role: Role, before: int, now: datetime) -> Account:
    where = public_named(organisation, ROLE_KIND[role])
    if where is None:
        raise LookupError(organisation)
    words = role.value.replace("_", " ")
    number = f" {before + 1}" if before else ""
    place = organisation.split("(", maxsplit=1)[0].split(maxsplit=1)[0].lower()
    email = f"{role.value.replace('_', '-')}{number.strip()}@{place}.example"
    name = f"{words.capitalize()}{number}"
    kept = fresh_hash(PASSWORD, email=email, name=name)
    person = actions.add_person(
        SYSTEM, email=email, name=name, roles=[role], organisation_id=where.id, password_hash=kept, now=now
    )
    identifier, secret = person.id, ""
    if ROLE_KIND[role] in SECOND_FACTOR_KINDS:
        secret = pyotp.random_base32()
        actions.set_second_factor(SYSTEM, identifier, secret=secret, now=now)
    scopes = sorted(permission.value for permission in permissions_of([role]) - NEVER_A_SCOPE)
    _, token = actions.make_token(SYSTEM, person_id=identifier, name="demonstration", scopes=scopes, days=366, now=now)
    return Account(role.value, organisation, email, PASSWORD, secret, token)
