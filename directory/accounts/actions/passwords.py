from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from directory import audit, jobs, notify
from directory.access import NOBODY
from directory.accounts import passwords, tries
from directory.accounts.actions.sessions import close_all
from directory.accounts.actions.sign_in import refuse
from directory.accounts.actions.tokens import revoke_all
from directory.accounts.models import PasswordReset, Person, Tries
from directory.accounts.people import by_email, locked
from directory.accounts.rules import RESET_LASTS, RESETS_AN_HOUR, password_fault
from directory.kit.atomic import atomic
from directory.kit.crypto import fingerprint, seal, token, unseal
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, NotSignedIn, TooMany

ADDRESS = "address-to-reset"
GONE = "The link has expired or was used before. Ask for a new one"


def fresh_hash(password: str, *, email: str, name: str) -> str:
    """Give the hash of a new password. Raises Invalid for one that is easy to guess. Costly: not within an action."""
    if fault := password_fault(password, email=email, name=name):
        raise Invalid.field("password", fault)
    return passwords.hashed(password)


def confirm_password(person_id: UUID, password: str, *, now: datetime) -> None:
    """Ask somebody who is signed in for their password again. Raises TooMany or Invalid."""
    key = fingerprint("confirm-password", str(person_id))
    tried_id = tries.count(key, now=now)
    kept = db.session.scalar(select(Person.password_hash).where(Person.id == person_id))
    db.session.rollback()
    if not passwords.is_right(kept, password):
        refuse(tried_id, key, now=now)
        raise Invalid.field("current", "Your password is not right")
    tries.clear(key)


def change_password(person_id: UUID, *, current: str, password: str, now: datetime) -> None:
    """Change one's password; every session ends, also this one. Raises Invalid or TooMany."""
    confirm_password(person_id, current, now=now)
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotSignedIn
    kept = fresh_hash(password, email=person.email, name=person.name)
    set_password(person_id, kept, now=now)


@atomic
def set_password(person_id: UUID, kept: str, *, now: datetime) -> None:
    """Keep a new password, end every session and revoke every token."""
    person = locked(person_id)
    _take(person, kept, now)


def _take(person: Person, kept: str, now: datetime) -> None:
    person.password_hash = kept
    close_all(person, now)
    revoke_all(person, now)
    db.session.execute(
        update(PasswordReset)
        .where(PasswordReset.person_id == person.id, PasswordReset.used_at.is_(None))
        .values(used_at=now)
    )
    audit.record(person.actor(), "password:changed", person, at=now)
    notify.mail(
        to=person.email,
        subject="Your Fairhaven password was changed",
        body="The password with which you sign in to Fairhaven was changed, you were signed out everywhere and "
        "your API tokens were revoked.\n\n"
        "If it was not you, ask for a new password at once:\n"
        f"{notify.link('/reset')}\n",
    )


def ask_for_reset(email: str, *, now: datetime) -> None:
    """Have a link mailed to whoever has this address.

    Whether anybody has it is looked up by a job: here an unknown address gives the same rows, answer and work.
    """
    key = fingerprint("reset", email.strip().lower())
    try:
        tried_id = tries.count(key, now=now)
    except TooMany:
        return  # the same page as always: a mail is on its way already
    queue_reset(tried_id, email, key, now=now)


@atomic
def queue_reset(tried_id: UUID, email: str, key: str, *, now: datetime) -> None:
    """Record that a reset was asked for, and queue what sends it; the address is sealed in the job."""
    audit.record(NOBODY, "password_reset:asked", db.session.get_one(Tries, tried_id), at=now, of=key)
    jobs.later("accounts.send_reset", sealed=seal(ADDRESS, email.encode()).decode())


@atomic
def send_reset(sealed: str, *, now: datetime) -> None:
    """Mail a link, unless nobody has the address, or three were sent within the hour."""
    person = by_email(unseal(ADDRESS, sealed.encode()).decode())
    if person is None or not person.active or _sent_lately(person, now) >= RESETS_AN_HOUR:
        return
    secret = token()
    reset = PasswordReset(
        person_id=person.id, token_fingerprint=fingerprint("password-reset", secret), expires_at=now + RESET_LASTS
    )
    db.session.add(reset)
    db.session.flush()
    audit.record(NOBODY, "password_reset:sent", reset, at=now, person=person.id)
    notify.mail(
        to=person.email,
        subject="Set a new password for Fairhaven",
        body="Somebody asked for a new password for your account on Fairhaven. If it was you, open this link within "
        f"an hour; it works once:\n\n{notify.link(f'/reset/{secret}')}\n\n"
        "If it was not you, there is nothing to do: your password stays as it is.\n",
    )


def _sent_lately(person: Person, now: datetime) -> int:
    since = now + RESET_LASTS - timedelta(hours=1)
    return (
        db.session.scalar(
            select(func.count())
            .select_from(PasswordReset)
            .where(PasswordReset.person_id == person.id, PasswordReset.expires_at > since)
        )
        or 0
    )


def reset_password(reset_id: UUID, *, password: str, now: datetime) -> None:
    """Set a new password through a link. Raises NotFound for one that opens nothing, Invalid for a weak password."""
    found = db.session.get(PasswordReset, reset_id)
    if found is None or not found.usable(now):
        raise NotFound(GONE)
    kept = fresh_hash(password, email=found.person.email, name=found.person.name)
    use_reset(reset_id, kept, now=now)


@atomic
def use_reset(reset_id: UUID, kept: str, *, now: datetime) -> None:
    """Use the link: the first of several at once wins. Raises NotFound for the others."""
    found = db.session.scalar(select(PasswordReset).where(PasswordReset.id == reset_id).with_for_update())
    if found is None or not found.usable(now):
        raise NotFound(GONE)
    found.used_at = now
    _take(locked(found.person_id), kept, now)
