"""Showing who one is. The costly hash is checked between two short transactions, never inside one."""

from datetime import datetime
from uuid import UUID

from directory import audit, notify
from directory.access import NOBODY
from directory.accounts import passwords, tries
from directory.accounts.actions.second_factor import spend_code
from directory.accounts.models import Tries
from directory.accounts.people import by_email, locked
from directory.kit.atomic import atomic
from directory.kit.crypto import fingerprint
from directory.kit.db import db
from directory.kit.errors import Invalid

REFUSED = "The email address or password is not right"
CODE_REFUSED = "The code is not right, or was used before. Enter the newest code from your app"


def check_password(email: str, password: str, *, now: datetime) -> UUID:
    """Give the id of the person with this address and password.

    Raises TooMany while one has to wait, else Invalid: in the same words, after the same work, whether the
    address is unknown, the password is wrong or the person is inactive.
    """
    key = fingerprint("sign-in", email.strip().lower())
    tried_id = tries.count(key, now=now)
    db.session.rollback()  # what stands in the database now, not when this session last looked
    person = by_email(email)
    person_id, kept, active = (person.id, person.password_hash, person.active) if person else (None, None, False)
    db.session.rollback()  # nothing is held while the hash is worked out
    right = passwords.is_right(kept, password)
    if not (right and active and kept and person_id):
        refuse(tried_id, key, now=now)
        raise Invalid.field("email", REFUSED)
    tries.clear(key)
    if passwords.is_outdated(kept):
        rehash(person_id, kept, passwords.hashed(password), now=now)
    return person_id


def check_second_factor(person_id: UUID, code: str, *, now: datetime) -> None:
    """Take a code of the person's app, or a recovery code. Raises TooMany or Invalid; no code is taken twice."""
    key = fingerprint("second-factor", str(person_id))
    tried_id = tries.count(key, now=now)
    if not use_code(person_id, code, now=now):
        refuse(tried_id, key, now=now)
        raise Invalid.field("code", CODE_REFUSED)
    tries.clear(key)


@atomic
def refuse(tried_id: UUID, key: str, *, now: datetime) -> None:
    """Record a try in vain, by the fingerprint of what was tried."""
    audit.record(NOBODY, "sign_in:refused", db.session.get_one(Tries, tried_id), at=now, of=key)


@atomic
def rehash(person_id: UUID, kept: str, renewed: str, *, now: datetime) -> None:
    """Keep a password under today's parameters, unless it was changed meanwhile."""
    person = locked(person_id)
    if person.password_hash == kept:
        person.password_hash = renewed
        audit.record(person.actor(), "password:rehashed", person, at=now)


@atomic
def use_code(person_id: UUID, code: str, *, now: datetime) -> bool:
    """Spend a code; say whether it was right."""
    person = locked(person_id)
    how = spend_code(person, code, now)
    if how is None:
        return False
    audit.record(person.actor(), f"{how}:used", person, at=now)
    if how == "recovery_code":
        notify.mail(
            to=person.email,
            subject="A recovery code was used to sign in to Fairhaven",
            body="Somebody signed in to Fairhaven as you with one of your recovery codes.\n\n"
            "If it was you, there is nothing to do. If it was not, change your password now:\n"
            f"{notify.link('/sign-in')}\n",
        )
    return True
