"""A person keeps services on lists, with notes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from directory import audit
from directory.access import Actor, Permission, require
from directory.accounts.people import locked
from directory.finder.models import Shortlist, ShortlistedService
from directory.finder.queries import shortlist as queries
from directory.finder.queries.find import visible_service
from directory.finder.rules.saved import name_fault
from directory.finder.rules.shortlist import LONGEST_NAME, LONGEST_NOTE, MOST_LISTS, MOST_SERVICES
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, NotSignedIn, WrongState


@atomic
def keep(actor: Actor, service_id: UUID, *, shortlist_id: UUID | None = None, now: datetime) -> Shortlist:
    """Keep a service on one's main list, or on the list named; once is enough.

    Raises NotFound for a service or list that is not there for the actor, WrongState for a full list.
    """
    person_id = _myself(actor)
    locked(person_id)  # one press after the other, so that no list is made twice or grows too long
    service = visible_service(actor, service_id)
    found = queries.own_list(actor, shortlist_id) if shortlist_id else queries.main(actor)
    if found is None:
        found = _new(actor, main=True, name="", shared=False, now=now)
    if any(row.service_id == service.id for row in found.rows):
        return found
    if len(found.rows) >= MOST_SERVICES:
        raise WrongState(f"A shortlist holds {MOST_SERVICES} services: take one off first")
    found.rows.append(ShortlistedService(service_id=service.id, note="", kept_at=now))
    db.session.flush()
    audit.record(actor, "shortlist:extended", found, at=now, service_id=service.id)
    return found


@atomic
def drop(actor: Actor, service_id: UUID, *, shortlist_id: UUID | None = None, now: datetime) -> Shortlist:
    """Take a service off one's main list, or off the list named. Raises NotFound where it is not on it."""
    _myself(actor)
    found, row = _row(actor, service_id, shortlist_id)
    found.rows.remove(row)
    audit.record(actor, "shortlist:shortened", found, at=now, service_id=service_id)
    return found


@atomic
def annotate(actor: Actor, shortlist_id: UUID, service_id: UUID, *, note: str, now: datetime) -> None:
    """Write a note beside a service. Raises Invalid for a long one, or one that could tell who a child is."""
    _myself(actor)
    found, row = _row(actor, service_id, shortlist_id)
    row.note = _checked("note", note.strip(), LONGEST_NOTE)
    audit.record(actor, "shortlist:annotated", found, at=now, service_id=service_id)


@atomic
def make_list(actor: Actor, *, name: str, shared: bool, now: datetime) -> Shortlist:
    """Begin a list with a name. Raises Invalid for a bad name, WrongState where there are too many."""
    require(actor, Permission.SEARCH_SAVE)
    locked(_myself(actor))
    number = select(func.count()).select_from(Shortlist).where(Shortlist.person_id == actor.person_id)
    if (db.session.scalar(number) or 0) >= MOST_LISTS:
        raise WrongState(f"You have {MOST_LISTS} shortlists: delete one that you no longer need")
    plain = _checked("name", " ".join(name.split()), LONGEST_NAME)
    if not plain:
        raise Invalid.field("name", "Enter a name for this list")
    found = _new(actor, main=False, name=plain, shared=shared, now=now)
    audit.record(actor, "shortlist:added", found, at=now, shared=shared)
    return found


@atomic
def remove_list(actor: Actor, shortlist_id: UUID, *, now: datetime) -> None:
    """Delete one's own list and what is on it."""
    _myself(actor)
    found = queries.own_list(actor, shortlist_id)
    audit.record(actor, "shortlist:removed", found, at=now)
    db.session.delete(found)


def _myself(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise NotSignedIn
    return actor.person_id


def _new(actor: Actor, *, main: bool, name: str, shared: bool, now: datetime) -> Shortlist:
    made = Shortlist(
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        main=main,
        name=name,
        shared=shared,
        created_at=now,
        rows=[],
    )
    db.session.add(made)
    db.session.flush()
    return made


def _row(actor: Actor, service_id: UUID, shortlist_id: UUID | None) -> tuple[Shortlist, ShortlistedService]:
    found = queries.own_list(actor, shortlist_id) if shortlist_id else queries.main(actor)
    row = next((row for row in found.rows if row.service_id == service_id), None) if found else None
    if found is None or row is None:
        raise NotFound
    return found, row


def _checked(field: str, text: str, most: int) -> str:
    if len(text) > most:
        raise Invalid.field(field, f"Enter up to {most} characters")
    if fault := name_fault(text, clock.today()):
        raise Invalid.field(field, fault)
    return text
