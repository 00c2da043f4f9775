from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from directory import audit
from directory.access import Actor
from directory.accounts.actions.tokens import revoke_all
from directory.accounts.models import Person, SignedInSession
from directory.accounts.people import locked
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import NotSignedIn


@atomic
def begin_session(person_id: UUID, *, now: datetime) -> UUID:
    """Begin a session of a person who has shown who they are; give its id. Raises NotSignedIn for an inactive one."""
    person = locked(person_id)
    if not person.active:
        raise NotSignedIn
    row = SignedInSession(person_id=person.id, began_at=now)
    db.session.add(row)
    db.session.flush()
    audit.record(person.actor(), "session:begun", row, at=now)
    return row.id


@atomic
def end_session(actor: Actor, session_id: UUID, *, now: datetime) -> None:
    """End one of the actor's sessions; one that has ended, or is somebody else's, is left alone."""
    row = db.session.get(SignedInSession, session_id)
    if row and row.person_id == actor.person_id and row.ended_at is None:
        row.ended_at = now
        audit.record(actor, "session:ended", row, at=now)


@atomic
def end_every_session(actor: Actor, *, now: datetime) -> None:
    """End every session of the actor, in every browser, and revoke every token."""
    if actor.person_id is None:
        raise NotSignedIn
    person = locked(actor.person_id)
    close_all(person, now)
    revoke_all(person, now)
    audit.record(actor, "session:ended_everywhere", person, at=now)


def close_all(person: Person, now: datetime) -> None:
    """Within an action: end every session of a person."""
    person.sessions_from = now
    db.session.execute(
        update(SignedInSession)
        .where(SignedInSession.person_id == person.id, SignedInSession.ended_at.is_(None))
        .values(ended_at=now)
    )
