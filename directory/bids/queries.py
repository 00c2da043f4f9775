from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor
from directory.bids.models import OpenedBid
from directory.kit.db import db
from directory.tenders.queries import owned_tender


def opened_bids(actor: Actor, tender_id: UUID) -> Sequence[OpenedBid]:
    """Give the bids of the authority's own tender after they were opened, by number; none before. Raises NotFound."""
    tender = owned_tender(actor, tender_id)
    return db.session.scalars(
        select(OpenedBid).where(OpenedBid.tender_id == tender.id).order_by(OpenedBid.number)
    ).all()
