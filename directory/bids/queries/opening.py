from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor, Permission, require
from directory.accounts.models import Person
from directory.bids.models import OpenedBid, Unsealing
from directory.kit.db import db
from directory.kit.errors import NotAllowed, NotFound
from directory.tenders.models import Tender
from directory.tenders.queries import owned_tender, ready
from directory.tenders.rules import Move


@dataclass(frozen=True)
class Opening:
    """The opening record: who opened the bids and when, what came in time, and what did not open."""

    begun_by: str
    begun_at: datetime
    opened_by: str
    opened_at: datetime
    bids: Sequence[OpenedBid]
    unopened: Sequence[dict[str, Any]]


def opened_bids(actor: Actor, tender_id: UUID) -> Sequence[OpenedBid]:
    """Give the bids of the authority's own tender after they were opened, by number; none before. Raises NotFound."""
    tender = owned_tender(actor, tender_id)
    return db.session.scalars(
        select(OpenedBid).where(OpenedBid.tender_id == tender.id).order_by(OpenedBid.number)
    ).all()


def opened_bid(actor: Actor, tender_id: UUID, number: int) -> OpenedBid:
    """Give one opened bid of the authority's own tender. Raises NotFound."""
    for row in opened_bids(actor, tender_id):
        if row.number == number:
            return row
    raise NotFound


def was_opened(actor: Actor, tender_id: UUID) -> OpenedBid | None:
    """Give the actor's own organisation's bid as it was opened; None where it was not."""
    mine = (OpenedBid.tender_id == tender_id, OpenedBid.organisation_id == actor.organisation_id)
    return db.session.scalar(select(OpenedBid).where(*mine))


def unsealing_of(actor: Actor, tender_id: UUID) -> Unsealing | None:
    """Give who began to open the bids of the authority's own tender; None before. Raises NotFound."""
    return db.session.get(Unsealing, owned_tender(actor, tender_id).id)


def ready_to_unseal(
    actor: Actor, tender_id: UUID, now: datetime, *, lock: bool = False
) -> tuple[Tender, Unsealing | None]:
    """Give the tender and who began, if the actor may open its bids now or begin to. Raises what stands against it."""
    require(actor, Permission.BID_UNSEAL)
    tender = ready(actor, tender_id, Move.UNSEAL, now, lock=lock)
    begun = db.session.get(Unsealing, tender.id)
    if begun is not None and begun.begun_by == actor.person_id:
        raise NotAllowed("You have begun to open the bids. Another officer opens them")
    return tender, begun


def opening(actor: Actor, tender_id: UUID) -> Opening:
    """Give the opening record of the authority's own tender. Raises NotFound before it is made."""
    tender = owned_tender(actor, tender_id)
    row = db.session.get(Unsealing, tender.id)
    if row is None or row.opened_at is None:
        raise NotFound
    chosen = select(Person.id, Person.name).where(Person.id.in_([row.begun_by, row.opened_by])).order_by(Person.id)
    names = {found.id: found.name for found in db.session.execute(chosen)}
    return Opening(
        begun_by=names.get(row.begun_by, ""),
        begun_at=row.begun_at,
        opened_by=names.get(row.opened_by, ""),
        opened_at=row.opened_at,
        bids=opened_bids(actor, tender_id),
        unopened=row.opening()["unopened"],
    )
