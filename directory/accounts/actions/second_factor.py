import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from directory import audit, notify
from directory.accounts.models import Person, RecoveryCode
from directory.accounts.people import locked
from directory.accounts.rules import RECOVERY_CODES, matching_step, tidy_recovery_code
from directory.kit.atomic import atomic
from directory.kit.crypto import fingerprint, fingerprints
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


def spend_code(person: Person, code: str, now: datetime) -> str | None:
    """Within an action that holds the person: give "second_factor" or "recovery_code" for a good code, spent."""
    if person.totp_secret is None:
        return None
    step = matching_step(person.totp_secret, code, now=now, after=person.totp_last_step)
    if step is not None:
        person.totp_last_step = step
        return "second_factor"
    kept = fingerprints("recovery-code", f"{person.id}:{tidy_recovery_code(code)}")
    found = db.session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_fingerprint.in_(kept),
            RecoveryCode.used_at.is_(None),
        )
    )
    if found is None:
        return None
    found.used_at = now
    return "recovery_code"


def new_codes(person: Person) -> list[str]:
    """Within an action: give ten fresh recovery codes; the former ones open nothing any more."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = ["-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in "ab") for _ in range(RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(
            person_id=person.id,
            code_fingerprint=fingerprint("recovery-code", f"{person.id}:{tidy_recovery_code(code)}"),
        )
        for code in codes
    )
    return codes


@atomic
def confirm_second_factor(
    person_id: UUID, *, secret: str, code: str, now: datetime, replacing: bool = False
) -> list[str]:
    """Take ``secret`` as the person's second factor, shown to work by ``code``; give the recovery codes.

    Raises Invalid for a wrong code, NotAllowed where there is a second factor and none is to be replaced: a half
    session, for which a password was enough, must not put its own in its place.
    """
    person = locked(person_id)
    if person.totp_secret is not None and not replacing:
        raise NotAllowed("You have a second factor. Sign in with it to change it")
    step = matching_step(secret, code, now=now, after=0)
    if step is None:
        raise Invalid.field("code", "The code is not right. Check that your phone shows the right time, then try again")
    person.totp_secret, person.totp_last_step = secret, step
    audit.record(person.actor(), "second_factor:confirmed", person, at=now)
    notify.mail(
        to=person.email,
        subject="Your second factor for Fairhaven was set",
        body="An app that makes codes was set as your second factor for signing in to Fairhaven.\n\n"
        "If it was not you, tell whoever looks after members in your organisation at once.\n",
    )
    return new_codes(person)


@atomic
def renew_recovery_codes(person_id: UUID, *, now: datetime) -> list[str]:
    """Give ten new recovery codes; the former ones open nothing any more. Raises NotAllowed without a second factor."""
    person = locked(person_id)
    if person.totp_secret is None:
        raise NotAllowed("Set up your second factor first")
    audit.record(person.actor(), "recovery_codes:renewed", person, at=now)
    return new_codes(person)
