"""Holding a tender and a provider's envelope in it, to write what only that provider reads."""

from datetime import datetime
from uuid import UUID

from directory.access import Actor, Permission, require
from directory.bids.envelopes import Held, take
from directory.bids.queries import why_no_bid
from directory.kit import clock
from directory.kit.errors import NotAllowed
from directory.tenders.models import Tender
from directory.tenders.queries import held_tender


def held_for_writing(actor: Actor, tender_id: UUID, now: datetime) -> tuple[Tender, Held]:
    """Within an action: hold the tender and the provider's envelope, where a bid may be written at this moment.

    The moment is when both are held: whoever had to wait for them is judged by then. Raises what stands against it.
    """
    require(actor, Permission.BID_DRAFT)
    tender = held_tender(actor, tender_id)
    refusal = why_no_bid(actor, tender, max(now, clock.now()))
    if refusal is not None:
        raise refusal
    if actor.organisation_id is None:
        raise NotAllowed
    return tender, take(actor.organisation_id, tender)
