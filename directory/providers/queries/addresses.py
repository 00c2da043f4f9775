from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor, Permission, require
from directory.kit.db import db
from directory.providers.models import KeptAddress
from directory.providers.queries.capacity import own_service


def kept_since(actor: Actor, service_id: UUID) -> datetime | None:
    """Give since when an address of the actor's own service is kept; never the address. Raises NotFound."""
    require(actor, Permission.SERVICE_EDIT)
    return db.session.scalar(
        select(KeptAddress.kept_at).where(KeptAddress.service_id == own_service(actor, service_id).id)
    )


def is_kept(actor: Actor, service_id: UUID) -> bool:
    """Say whether there is an address that ``actor`` might be shown, once the rest is right."""
    require(actor, Permission.ADDRESS_REVEAL)
    return db.session.scalar(select(KeptAddress.id).where(KeptAddress.service_id == service_id)) is not None
