"""A provider's own services and their places."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from directory.access import Actor, Permission, require
from directory.codes import CURRENT_DAYS
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.providers.models import Capacity, CapacityChange, Registration, Service, Status

IN_USE = (Status.PUBLISHED, Status.PAUSED)


def own_services(actor: Actor) -> Sequence[Service]:
    """Give the services of the actor's organisation by name, with claims and capacity; withdrawn ones too."""
    return db.session.scalars(
        select(Service)
        .where(Service.organisation_id == actor.organisation_id)
        .options(joinedload(Service.organisation), joinedload(Service.capacity), selectinload(Service.claims))
        .order_by(Service.name, Service.id)
    ).all()


def own_service(actor: Actor, service_id: UUID) -> Service:
    """Give a service of the actor's organisation. Raises NotFound for any other."""
    service = db.session.get(Service, service_id)
    if service is None or actor.organisation_id is None or service.organisation_id != actor.organisation_id:
        raise NotFound
    return service


def own_capacity(actor: Actor) -> Sequence[Service]:
    """Give the actor's services in use that have places: those never confirmed first, then the stalest."""
    return db.session.scalars(
        select(Service)
        .join(Service.capacity)
        .where(
            Service.organisation_id == actor.organisation_id,
            Service.status.in_(IN_USE),
            Service.registration != Registration.GONE,
        )
        .options(contains_eager(Service.capacity))
        .order_by(Capacity.confirmed_at.asc().nulls_first(), Service.name, Service.id)
    ).all()


def own_places(actor: Actor, service_id: UUID) -> Capacity:
    """Give the capacity of one of the actor's services. Raises NotFound, also where its places are not counted."""
    capacity = own_service(actor, service_id).capacity
    if capacity is None:
        raise NotFound("This service has no places to count")
    return capacity


def own_history(actor: Actor, service_id: UUID) -> Sequence[CapacityChange]:
    """Give all that was said of a service's capacity, newest first."""
    own_service(actor, service_id)
    changes = select(CapacityChange).where(CapacityChange.service_id == service_id)
    return db.session.scalars(changes.order_by(CapacityChange.at.desc(), CapacityChange.version.desc())).all()


def not_confirmed_lately(actor: Actor, now: datetime) -> int:
    """Count the actor's services in use whose places were not confirmed within a week."""
    require(actor, Permission.CAPACITY_CHANGE)
    since = now - timedelta(days=CURRENT_DAYS)
    counted = (
        select(func.count())
        .select_from(Service)
        .join(Service.capacity)
        .where(
            Service.organisation_id == actor.organisation_id,
            Service.status.in_(IN_USE),
            Service.registration != Registration.GONE,
            (Capacity.confirmed_at.is_(None)) | (Capacity.confirmed_at < since),
        )
    )
    return db.session.scalar(counted) or 0
