"""Places that authorities take and give back, inside the action that has a reason for it.

None of these is an action by itself: each joins the transaction of the one that calls it (accept an offer, let a
hold lapse, start or end a placement), which records why. The row of the capacity is locked until that ends, so of
many who want the last place one gets it. Whoever locks a request as well locks the request first.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor
from directory.kit.db import db
from directory.kit.errors import WrongState
from directory.providers.actions.capacity import note_said
from directory.providers.models import Capacity, Registration, Service, Status, Way


class NoPlaceFree(WrongState):
    """Somebody else was first, or the provider has said no place is free."""

    title = "No place is free"


def take_places(actor: Actor, service_id: UUID, *, number: int = 1, now: datetime) -> Capacity | None:
    """Hold ``number`` free places of a service; give None where its places are not counted, so none can run out.

    Raises NoPlaceFree where fewer are free, WrongState where the service is no longer in use.
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
    capacity.held += number
    _note(actor, capacity, "capacity:held", f"{_places(number)} held", now)
    return capacity


def return_places(actor: Actor, service_id: UUID, *, number: int = 1, now: datetime) -> Capacity | None:
    """Give held places back: a hold lapsed, or was given up. None where places are not counted."""
    capacity = _locked(service_id)
    if capacity is None:
        return None
    capacity.held -= min(number, capacity.held)  # the register may have taken places away meanwhile
    _note(actor, capacity, "capacity:returned", f"{_places(number)} given back", now)
    return capacity


def occupy_places(actor: Actor, service_id: UUID, *, number: int = 1, now: datetime) -> Capacity | None:
    """Turn held places into occupied ones: the child is there. None where places are not counted."""
    capacity = _locked(service_id)
    if capacity is None:
        return None
    number = min(number, capacity.held)
    capacity.held -= number
    capacity.occupied += number
    _note(actor, capacity, "capacity:occupied", f"{_places(number)} taken up", now)
    return capacity


def free_places(actor: Actor, service_id: UUID, *, number: int = 1, now: datetime) -> Capacity | None:
    """Free occupied places: a placement ended. None where places are not counted."""
    capacity = _locked(service_id)
    if capacity is None:
        return None
    capacity.occupied -= min(number, capacity.occupied)  # the provider may have said so already
    _note(actor, capacity, "capacity:freed", f"{_places(number)} freed", now)
    return capacity


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
