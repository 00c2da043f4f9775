"""Links from reminders: what they open, and for whom."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from directory.access import Permission
from directory.accounts.models import Person
from directory.kit.crypto import fingerprints
from directory.kit.db import db
from directory.providers.models import Capacity, CapacityLink, Registration, Reminded, Service, Sought
from directory.providers.queries.capacity import IN_USE
from directory.providers.rules.reminders import is_due

PURPOSE = "capacity-link"


def public_link(secret: str, now: datetime) -> CapacityLink | None:
    """Give the link of this secret while it opens anything; None else, whatever the reason."""
    found = db.session.scalar(select(CapacityLink).where(CapacityLink.secret_hash.in_(fingerprints(PURPOSE, secret))))
    return None if found is None else public_opened(found.id, now)


def public_opened(link_id: UUID, now: datetime) -> CapacityLink | None:
    """Give a link while it opens anything: unused, in time, nothing said since, its person still allowed to say it."""
    link = db.session.get(CapacityLink, link_id)
    if link is None or link.used_at is not None or link.expires_at <= now:
        return None
    capacity = db.session.get(Capacity, link.service_id)
    person = db.session.get(Person, link.person_id)
    if capacity is None or person is None or capacity.version != link.version or not person.active:
        return None
    service = capacity.service
    own = service.organisation_id == person.organisation_id and person.actor().may(Permission.CAPACITY_CHANGE)
    in_use = service.status in IN_USE and service.registration is not Registration.GONE
    return link if own and in_use else None


def public_organisations_to_remind(now: datetime) -> Sequence[UUID]:
    """Give the organisations that have a service of which a reminder is due, in order."""
    return sorted({service.organisation_id for service in _due(now)})


def public_due(organisation_id: UUID, now: datetime) -> Sequence[Service]:
    """Give the services of an organisation of which a reminder is due, the stalest first."""
    return _due(now, organisation_id)


def _due(now: datetime, organisation_id: UUID | None = None) -> list[Service]:
    chosen = (
        select(Service, Reminded.at, Sought.at)
        .join(Service.capacity)
        .outerjoin(Reminded, Reminded.service_id == Service.id)
        .outerjoin(Sought, Sought.service_id == Service.id)
        .where(Service.status.in_(IN_USE), Service.registration != Registration.GONE)
        .options(contains_eager(Service.capacity))
        .order_by(Capacity.confirmed_at.asc().nulls_first(), Service.name, Service.id)
    )
    if organisation_id is not None:
        chosen = chosen.where(Service.organisation_id == organisation_id)
    return [
        service
        for service, reminded_at, sought_at in db.session.execute(chosen)
        if service.capacity and is_due(service.capacity.confirmed_at, reminded_at, sought_at, now)
    ]


def public_people_to_remind(organisation_id: UUID) -> Sequence[Person]:
    """Give the people of an organisation who may say its capacity, by id."""
    people = select(Person).where(Person.organisation_id == organisation_id, Person.active).order_by(Person.id)
    return [person for person in db.session.scalars(people) if person.actor().may(Permission.CAPACITY_CHANGE)]
