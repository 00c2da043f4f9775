from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import Actor, Permission
from directory.accounts.models import ApiToken, Person
from directory.accounts.people import locked
from directory.accounts.rules import LONGEST_TOKEN_DAYS, scopes_fault
from directory.kit.atomic import atomic
from directory.kit.crypto import fingerprint, token
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, NotSignedIn

LONGEST_NAME = 100
MARK = "fh_"  # so that a token found in the wrong place is known for what it is
SHOWN = 9


@atomic
def make_token(
    actor: Actor,
    *,
    name: str,
    scopes: Iterable[str],
    now: datetime,
    days: int = 90,
    person_id: UUID | None = None,
) -> tuple[ApiToken, str]:
    """Make a token with which a program acts for the actor; give it and its secret, which is kept nowhere.

    The site itself may make one for ``person_id``. Raises Invalid for unknown scopes or more than the roles allow.
    """
    whose = person_id if actor.system else actor.person_id
    if whose is None or actor.scopes is not None:
        raise NotSignedIn
    person = locked(whose)
    name, scopes = " ".join(name.split()), sorted(set(scopes))
    if not name or len(name) > LONGEST_NAME:
        raise Invalid.field("name", f"Enter a name of up to {LONGEST_NAME} characters, to know the token by")
    if fault := scopes_fault(scopes, person.roles):
        raise Invalid.field("scopes", fault)
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise Invalid.field("days", f"Enter a number of days from 1 to {LONGEST_TOKEN_DAYS}")
    secret = MARK + token()
    made = ApiToken(
        person=person,
        name=name,
        prefix=secret[:SHOWN],
        token_fingerprint=fingerprint("api-token", secret),
        scopes=scopes,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    db.session.add(made)
    db.session.flush()
    audit.record(actor, "token:made", made, at=now, person=person.id, scopes=scopes, expires_at=made.expires_at)
    return made, secret


def revoke_all(person: Person, now: datetime) -> None:
    """Within an action: revoke every token of a person, for whoever had their password may have made it."""
    live = select(ApiToken).where(ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None))
    for found in db.session.scalars(live.order_by(ApiToken.id).with_for_update()):
        found.revoked_at = now
        audit.record(person.actor(), "token:revoked", found, at=now, person=person.id)


@atomic
def revoke_token(actor: Actor, token_id: UUID, *, now: datetime) -> None:
    """Revoke one's own token, or with ``token:manage`` one of a member. Raises NotFound for any other."""
    if not actor.signed_in:
        raise NotSignedIn
    found = db.session.scalar(select(ApiToken).where(ApiToken.id == token_id).with_for_update())
    owner = db.session.get(Person, found.person_id) if found else None
    if found is None or owner is None:
        raise NotFound
    managed = actor.may(Permission.TOKEN_MANAGE) and owner.organisation_id == actor.organisation_id
    if owner.id != actor.person_id and not managed:
        raise NotFound
    if found.revoked_at is None:
        found.revoked_at = now
        audit.record(actor, "token:revoked", found, at=now, person=owner.id)
