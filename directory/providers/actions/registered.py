"""How many places a service is registered for, said by whoever may say it."""

from datetime import datetime
from uuid import UUID

from directory.kit.db import db
from directory.providers.models import Capacity, CapacityChange, Service, Way
from directory.providers.rules import fitted
from directory.providers.rules.places import unsaid


def take_registered(service: Service, registered: int, *, by: UUID | None, way: Way, note: str, now: datetime) -> None:
    """Take a number of registered places within an action; what no longer fits must be confirmed anew.

    Until the provider has said more, all of them count as taken.
    """
    capacity = service.capacity
    if capacity is None:
        capacity = Capacity(service_id=service.id)
        capacity.count(unsaid(registered))
        service.capacity = capacity
    elif capacity.registered == registered:
        return
    else:
        before = capacity.numbers
        after = fitted(before, registered) if capacity.confirmed_at else unsaid(registered, before.held)
        if after.words() != before.words():
            capacity.confirmed_at = None
        capacity.count(after)
    db.session.flush()
    db.session.add(CapacityChange.of(capacity, by, way, now, confirmed=False, note=note))
