"""A provider says how many places it has: the index hears of it in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import Actor, Permission, require
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, Stale, WrongState
from directory.providers.models import Capacity, CapacityChange, CapacityNumbers, Registration, Service, Status, Way
from directory.providers.rules import Numbers, wrong_places
from directory.providers.rules.places import MOST_PLACES
from directory.providers.search import put


@dataclass
class Confirmed:
    """How many services were confirmed, and the words for each that somebody changed meanwhile."""

    number: int = 0
    stale: list[tuple[UUID, str, str]] = field(default_factory=list)


def numbers_of(capacity: Capacity | CapacityChange) -> Numbers:
    """Give the places as rules know them."""
    return Numbers(capacity.registered, capacity.staffed, capacity.occupied, capacity.held, capacity.closed)


@atomic
def confirm(actor: Actor, service_id: UUID, *, version: int, way: Way = Way.PAGE, now: datetime) -> Capacity:
    """Say that the places of ``version`` are still right.

    Raises NotFound for another provider's service, Stale where the places were changed since, WrongState where
    nobody has said the numbers yet or the service is withdrawn.
    """
    require(actor, Permission.CAPACITY_CHANGE)
    capacity = _own(actor, service_id)
    _refuse_stale(capacity, version, strict=way is Way.API)
    _confirm(actor, capacity, way, now)
    return capacity


@atomic
def confirm_all(actor: Actor, *, versions: Mapping[UUID, int], way: Way = Way.PAGE, now: datetime) -> Confirmed:
    """Say of many services at once that their places are still right; those changed since are left and named.

    Raises NotFound, and confirms none, where one of them is another provider's.
    """
    require(actor, Permission.CAPACITY_CHANGE)
    done = Confirmed()
    for service_id in sorted(versions):
        capacity = _own(actor, service_id)
        try:
            _refuse_stale(capacity, versions[service_id], strict=False)
        except Stale as refusal:
            done.stale.append((service_id, capacity.service.name, refusal.detail))
            continue
        _confirm(actor, capacity, way, now)
        done.number += 1
    return done


@atomic
def change(
    actor: Actor,
    service_id: UUID,
    *,
    staffed: int,
    occupied: int,
    closed: int,
    available_from: date | None,
    version: int | None,
    way: Way = Way.PAGE,
    now: datetime,
    confirmed: bool = True,
    note: str = "",
) -> Capacity:
    """Say what the places are. Held places are not the provider's to change.

    ``version`` None takes whatever is there. ``confirmed`` False corrects numbers without saying that all is right.
    Raises NotFound, Stale, WrongState as ``confirm``; Invalid, by field, where the numbers are impossible.
    """
    require(actor, Permission.CAPACITY_CHANGE)
    capacity = _own(actor, service_id)
    if version is not None:
        _refuse_stale(capacity, version, strict=way is Way.API)
    if max(staffed, occupied, closed) > MOST_PLACES:
        raise Invalid("Enter a smaller number", {"staffed": f"Enter numbers of up to {MOST_PLACES:,}"})
    if wrong := wrong_places(Numbers(capacity.registered, staffed, occupied, capacity.held, closed)):
        raise Invalid(fields=wrong)
    if available_from is not None and available_from < clock.in_london(now).date():
        if available_from != capacity.available_from:
            raise Invalid.field("available_from", "Enter today's date or a later one, or leave it empty")
        available_from = None  # it was right when it was said, and has passed
    if capacity.confirmed_at is None and not confirmed:
        raise Invalid.field("confirmed", "The first time you say the numbers you confirm them: send true")
    capacity.staffed, capacity.occupied, capacity.closed = staffed, occupied, closed
    capacity.available_from = available_from
    if confirmed:
        capacity.confirmed_at, capacity.confirmed_by = now, actor.person_id
    note_said(actor, capacity, "capacity:changed", way, now, confirmed=confirmed, note=note)
    return capacity


def _confirm(actor: Actor, capacity: Capacity, way: Way, now: datetime) -> None:
    if capacity.confirmed_at is None:
        raise WrongState("Nobody has said yet how many of these places are taken. Enter the numbers first")
    capacity.confirmed_at, capacity.confirmed_by = now, actor.person_id
    note_said(actor, capacity, "capacity:confirmed", way, now)


def _own(actor: Actor, service_id: UUID) -> Capacity:
    """Give the capacity of a service of the actor's organisation, its row locked until the action ends."""
    capacity = db.session.scalar(
        select(Capacity)
        .join(Service)
        .where(Capacity.service_id == service_id, Service.organisation_id == actor.organisation_id)
        .with_for_update(of=Capacity)
        .execution_options(populate_existing=True)
    )
    if capacity is None or actor.organisation_id is None:
        raise NotFound
    service = capacity.service
    if service.status is Status.WITHDRAWN or service.registration is Registration.GONE:
        raise WrongState("This service is no longer in use, so its places are not counted")
    return capacity


def _refuse_stale(capacity: Capacity, version: int, *, strict: bool) -> None:
    """Raise Stale with both numbers, where somebody changed the places since ``version``.

    A person who reads the same numbers as before is not stopped because somebody else confirmed them; ``strict`` is.
    """
    if capacity.version == version:
        return
    seen = db.session.scalar(
        select(CapacityChange)
        .where(CapacityChange.service_id == capacity.service_id, CapacityChange.version == version)
        .order_by(CapacityChange.at.desc())
        .limit(1)
    )
    same = seen and numbers_of(seen) == numbers_of(capacity) and seen.available_from == capacity.available_from
    if same and not strict:
        return
    you_saw = f"You saw {numbers_of(seen).words()}. " if seen else ""
    raise Stale(
        f"Somebody changed these places while you were reading. {you_saw}"
        f"They now say {numbers_of(capacity).words()}. Check them and press again"
    )


def note_said(
    actor: Actor, capacity: Capacity, event: str, way: Way, now: datetime, *, confirmed: bool = True, note: str = ""
) -> None:
    """Keep what was said in the history, record it and tell the index."""
    db.session.flush()
    change = CapacityChange.of(capacity, actor.person_id, way, now, confirmed=confirmed, note=note)
    db.session.add(change)
    numbers = {name: getattr(change, name) for name in CapacityNumbers.NAMES}
    audit.record(actor, event, capacity.service, at=now, way=way, available_from=change.available_from, **numbers)
    put(capacity.service)
