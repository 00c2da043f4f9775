"""The exact address of a confidential service: put in and taken out by its provider, read by one action only."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from directory import audit
from directory.access import Actor, Permission, require
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.providers.models import KeptAddress, Service, Status
from directory.providers.queries.capacity import own_service

LONGEST_ADDRESS = 500
SHORTEST_ADDRESS = 10


@atomic
def keep_address(actor: Actor, service_id: UUID, *, address: str, now: datetime) -> None:
    """Keep the exact address of a confidential service in place of any other. Raises NotFound, WrongState, Invalid."""
    service = _own(actor, service_id)
    if not service.confidential:
        raise WrongState("This service is public: its address is shown, so none is kept apart")
    if service.status is Status.WITHDRAWN:
        raise WrongState("This service is withdrawn")
    tidy = "\n".join(line.strip() for line in address.strip().splitlines() if line.strip())
    if not SHORTEST_ADDRESS <= len(tidy) <= LONGEST_ADDRESS:
        raise Invalid.field("address", f"Enter the whole address, in up to {LONGEST_ADDRESS} characters")
    replaced = _forget(service.id)
    db.session.add(KeptAddress(service_id=service.id, address=tidy, kept_at=now, kept_by=actor.person_id))
    audit.record(actor, "address:kept", service, at=now, replaced=replaced)


@atomic
def remove_address(actor: Actor, service_id: UUID, *, now: datetime) -> None:
    """Keep no address of a service any more. Raises NotFound, also where none is kept."""
    service = _own(actor, service_id)
    if not _forget(service.id):
        raise NotFound
    audit.record(actor, "address:removed", service, at=now)


@atomic
def reveal_address(actor: Actor, service_id: UUID, *, now: datetime, **why: str) -> str:
    """Within the reveal action of a placement, which has asked for all that is needed: give the address.

    The one place where it is read. Raises NotAllowed, and NotFound where none is kept.
    """
    require(actor, Permission.ADDRESS_REVEAL)
    service = db.session.get(Service, service_id)
    address = db.session.scalar(select(KeptAddress.address).where(KeptAddress.service_id == service_id))
    if service is None or address is None:
        raise NotFound
    audit.record(actor, "address:revealed", service, at=now, **why)
    return address


def _own(actor: Actor, service_id: UUID) -> Service:
    require(actor, Permission.SERVICE_EDIT)
    return own_service(actor, service_id)


def _forget(service_id: UUID) -> bool:
    found = db.session.execute(delete(KeptAddress).where(KeptAddress.service_id == service_id))
    return bool(found.rowcount)  # type: ignore[attr-defined]
