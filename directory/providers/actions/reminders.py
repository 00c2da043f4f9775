"""Providers are reminded of places that they have not confirmed lately, with a link that confirms in one press."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit, notify
from directory.access import SYSTEM
from directory.accounts.models import Person
from directory.kit.atomic import atomic
from directory.kit.crypto import fingerprint, token
from directory.kit.db import db, insert_unless_there
from directory.kit.errors import NotFound
from directory.organisations.models import Organisation
from directory.providers.actions.capacity import confirm
from directory.providers.models import Capacity, CapacityLink, Reminded, Service, Sought, Way
from directory.providers.queries.links import PURPOSE, public_due, public_opened, public_people_to_remind
from directory.providers.rules.reminders import LASTS, MOST_LINKS

GONE = "This link has been used, is out of date, or is not a link of ours"
AT_ONCE = 500


@atomic
def remind(organisation_id: UUID, *, now: datetime) -> int:
    """Mail those who may say the capacity of an organisation; give how many services it was about.

    May run twice: of what was reminded of no reminder is due. Nothing is sent where nobody may answer.
    """
    db.session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    services = public_due(organisation_id, now)
    people = public_people_to_remind(organisation_id)
    if not services or not people:
        return 0
    for person in people:
        notify.mail(
            to=person.email,
            subject=f"Are your places still right? {_counted(len(services))}",
            body=_words(services, _links(person, services, now)),
        )
    _note(Reminded, sorted(service.id for service in services), now)
    organisation = db.session.get_one(Organisation, organisation_id)
    audit.record(SYSTEM, "capacity:reminded", organisation, at=now, services=len(services), people=len(people))
    return len(services)


@atomic
def confirm_by_link(link_id: UUID, *, now: datetime) -> None:
    """Say, by a link, that the places it showed are still right. Raises NotFound where it opens nothing any more."""
    link = db.session.scalar(select(CapacityLink).where(CapacityLink.id == link_id).with_for_update())
    if link is None:
        raise NotFound(GONE)
    locked = select(Capacity).where(Capacity.service_id == link.service_id).with_for_update()
    db.session.scalars(locked.execution_options(populate_existing=True)).one_or_none()
    if public_opened(link.id, now) is None:
        raise NotFound(GONE)
    link.used_at = now
    person = db.session.get_one(Person, link.person_id)
    confirm(person.actor(), link.service_id, version=link.version, way=Way.LINK, now=now)


def note_sought(service_ids: Collection[UUID], *, now: datetime) -> None:
    """Note, within the running action, that an authority seeks what these services offer."""
    _note(Sought, sorted(service_ids), now)


def _note(what: type[Sought | Reminded], ids: Sequence[UUID], now: datetime) -> None:
    connection = db.session.connection()
    for start in range(0, len(ids), AT_ONCE):
        rows = insert_unless_there(connection, what).values(
            [{"service_id": each, "at": now} for each in ids[start : start + AT_ONCE]]
        )
        db.session.execute(rows.on_conflict_do_update(index_elements=[what.service_id], set_={"at": rows.excluded.at}))


def _links(person: Person, services: Sequence[Service], now: datetime) -> dict[UUID, str]:
    """Give a new link for each service whose numbers were said once, at most so many."""
    links: dict[UUID, str] = {}
    for service in services:
        capacity = service.capacity
        if capacity is None or capacity.confirmed_at is None or len(links) == MOST_LINKS:
            continue
        secret = token()
        db.session.add(
            CapacityLink(
                service_id=service.id,
                person_id=person.id,
                version=capacity.version,
                secret_hash=fingerprint(PURPOSE, secret),
                made_at=now,
                expires_at=now + LASTS,
            )
        )
        links[service.id] = notify.link(f"/capacity/link/{secret}")
    return links


def _words(services: Sequence[Service], links: dict[UUID, str]) -> str:
    listed = "\n\n".join(f"{service.name}\n{links[service.id]}" for service in services if service.id in links)
    rest = len(services) - len(links)
    parts = ["Authorities see places that were not confirmed for 28 days as unknown, and look elsewhere."]
    if links:
        once = f"Each link works once, for {LASTS.days} days."
        parts += [f"Look at the numbers and press once; no sign-in is needed. {once}", listed]
    if rest:
        more = "more " if links else ""
        parts.append(f"{_counted(rest)} {more}to say or confirm after signing in:\n{notify.link('/capacity')}")
    parts.append("Once you have confirmed, no reminder comes for a week.")
    return "\n\n".join(parts) + "\n"


def _counted(number: int) -> str:
    return f"{number} service{'' if number == 1 else 's'}"
