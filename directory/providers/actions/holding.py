"""Places that authorities take and give back, inside the action that has a reason for it.

None of these is an action by itself: each joins the transaction of the one that calls it (accept an offer, let a
hold lapse, start or end a placement), which records why. The row of the capacity is locked until that ends, so of
many who want the last place one gets it. Whoever locks a request as well locks the request first.

Where places are kept apart, those of the group ``first`` (its code) are taken and given back before those for such a
child (``age`` in years, ``gender``); a group that there is no more is as if nobody had named it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor
from directory.codes import Gender
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import WrongState
from directory.providers.actions.capacity import note_said
from directory.providers.models import Capacity, Registration, Service, Status, Way
from directory.providers.rules.groups import free_from, moved


class NoPlaceFree(WrongState):
    """Somebody else was first, or the provider has said no place is free."""

    title = "No place is free"


@dataclass(frozen=True, slots=True)
class _Shift:
    """How places that an authority has change: by how much each number, and of which (``room``) there must be some."""

    event: str
    words: str
    changes: dict[str, int]
    room: str


RETURNED = _Shift("capacity:returned", "given back", {"held": -1}, "held")
OCCUPIED = _Shift("capacity:occupied", "taken up", {"held": -1, "occupied": 1}, "held")
FREED = _Shift("capacity:freed", "freed", {"occupied": -1}, "occupied")


def take_places(
    actor: Actor,
    service_id: UUID,
    *,
    number: int = 1,
    age: int | None = None,
    gender: Gender | None = None,
    first: str | None = None,
    now: datetime,
) -> Capacity | None:
    """Hold ``number`` free places of a service; give None where its places are not counted, so none can run out.

    Raises NoPlaceFree where fewer are free, or none for such a child (of siblings nothing more is known); WrongState
    where the service is no longer in use.
    """
    service = db.session.get_one(Service, service_id)
    if service.status is Status.WITHDRAWN or service.registration is Registration.GONE:
        raise WrongState("This service is no longer in use, so no place in it can be held")
    capacity = _locked(service_id)
    if capacity is None:
        return None
    if capacity.confirmed_at is None:
        raise NoPlaceFree("The provider has not said yet how many of its places are free. Ask it to say so")
    if capacity.available < number:
        raise NoPlaceFree(_too_few(capacity.available, number))
    apart = capacity.kept_apart()
    if apart and not any(each.available for each in apart if each.fits(age, gender)):
        raise NoPlaceFree("The places that are free here are kept for other children, by age or gender")
    if any(each.code == first and not each.available for each in apart):
        raise NoPlaceFree("The place that was offered is not free any more. The provider may offer another")
    _move(capacity, number, {"held": 1}, room="available", age=age, gender=gender, first=first, now=now)
    _note(actor, capacity, "capacity:held", f"{_places(number)} held", now)
    return capacity


def return_places(
    actor: Actor,
    service_id: UUID,
    *,
    number: int = 1,
    age: int | None = None,
    gender: Gender | None = None,
    first: str | None = None,
    now: datetime,
) -> Capacity | None:
    """Give held places back: a hold lapsed, or was given up. None where places are not counted."""
    return _shift(actor, service_id, RETURNED, number, age=age, gender=gender, first=first, now=now)


def occupy_places(
    actor: Actor,
    service_id: UUID,
    *,
    number: int = 1,
    age: int | None = None,
    gender: Gender | None = None,
    first: str | None = None,
    now: datetime,
) -> Capacity | None:
    """Turn held places into occupied ones: the child is there. None where places are not counted."""
    return _shift(actor, service_id, OCCUPIED, number, age=age, gender=gender, first=first, now=now)


def free_places(
    actor: Actor,
    service_id: UUID,
    *,
    number: int = 1,
    age: int | None = None,
    gender: Gender | None = None,
    first: str | None = None,
    now: datetime,
) -> Capacity | None:
    """Free occupied places: a placement ended. None where places are not counted."""
    return _shift(actor, service_id, FREED, number, age=age, gender=gender, first=first, now=now)


def _shift(
    actor: Actor,
    service_id: UUID,
    kind: _Shift,
    number: int,
    *,
    age: int | None,
    gender: Gender | None,
    first: str | None,
    now: datetime,
) -> Capacity | None:
    """Shift so many places, or as many as are left of them: the register or the provider may have spoken meanwhile."""
    capacity = _locked(service_id)
    if capacity is None:
        return None
    number = min(number, getattr(capacity, kind.room))
    _move(capacity, number, kind.changes, room=kind.room, age=age, gender=gender, first=first, now=now)
    _note(actor, capacity, kind.event, f"{_places(number)} {kind.words}", now)
    return capacity


def _move(
    capacity: Capacity,
    number: int,
    changes: dict[str, int],
    *,
    room: str,
    age: int | None,
    gender: Gender | None,
    first: str | None,
    now: datetime,
) -> None:
    """Change so many places, in the service's numbers and in the groups whose sums they are."""
    before = capacity.numbers
    after = replace(before, **{name: getattr(before, name) + by * number for name, by in changes.items()})
    apart = moved(capacity.kept_apart(), number, changes, room=room, age=age, gender=gender, first=first)
    capacity.count(after, apart)
    if apart:
        capacity.available_from = free_from(apart, clock.in_london(now).date())


def _locked(service_id: UUID) -> Capacity | None:
    return db.session.scalar(
        select(Capacity)
        .where(Capacity.service_id == service_id)
        .with_for_update(of=Capacity)
        .execution_options(populate_existing=True)
    )


def _note(actor: Actor, capacity: Capacity, event: str, words: str, now: datetime) -> None:
    """Keep it in the history, as something that the provider has not confirmed, and tell the index."""
    note_said(actor, capacity, event, Way.HOLD, now, confirmed=False, note=words)


def _places(number: int) -> str:
    return "1 place" if number == 1 else f"{number} places"


def _too_few(free: int, number: int) -> str:
    if not free:
        return (
            "No place is free here any more: somebody was a moment before you, or the provider has changed its places"
        )
    return f"You need {number} places and {_places(free)} {'is' if free == 1 else 'are'} free here now"
