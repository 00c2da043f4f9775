"""Who may be sent an email of a notice: people who may still sign in, with the permission that it is for."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from directory.access import Permission
from directory.accounts.models import Person
from directory.kit.db import db
from directory.notify.delivering import PEOPLE, Recipient


def recipients(
    person_id: UUID | None, organisation_id: UUID | None, permission: Permission | None
) -> Sequence[Recipient]:
    """Give one person, or those of an organisation who have ``permission``, ordered."""
    chosen = Person.id == person_id if person_id is not None else Person.organisation_id == organisation_id
    people = db.session.scalars(select(Person).where(chosen, Person.active).order_by(Person.email)).all()
    return [
        Recipient(person.id, person.email) for person in people if permission is None or person.actor().may(permission)
    ]


if recipients not in PEOPLE:
    PEOPLE.append(recipients)
