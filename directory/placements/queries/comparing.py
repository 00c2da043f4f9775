"""Offers side by side, as they were asked and as they are now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor, Permission, require
from directory.codes import Freshness, freshness, label
from directory.kit.clock import in_london
from directory.kit.db import db
from directory.placements.judging import Guarded, judged
from directory.placements.models import Hold, Shortlisting
from directory.placements.rules.holds import HoldStatus
from directory.providers.search import with_ids
from directory.requests.models import Offer, Request
from directory.requests.queries import offers_of
from directory.requests.rules.lifecycle import ANSWERING, OfferStatus
from directory.requests.rules.matching import far
from directory.requests.search import as_now

STANDING = (OfferStatus.OFFERED, OfferStatus.ACCEPTED)


@dataclass(frozen=True)
class Compared:
    """One offer beside the others. ``total_pence`` over the weeks that were asked for."""

    offer: Offer
    distance: str
    free: int | None
    freshness: Freshness
    assured: tuple[str, ...]
    total_pence: int
    guards: Guarded
    held: bool
    group: str = ""
    shortlisting: Shortlisting | None = None


def compared(actor: Actor, request: Request, *, weeks: int, now: datetime) -> list[Compared]:
    """Give the offers that stand: the highest score first, then those without one by their fee. Needs offer:read."""
    require(actor, Permission.OFFER_READ)
    offers = [offer for offer in offers_of(actor, request) if offer.status in STANDING]
    # all at once with what comparing needs; each offer then finds its own already here
    known = list(with_ids([offer.service_id for offer in offers]))
    scored = _shortlistings(request.id)
    hold = hold_of(actor, request, now=now)
    held = hold.offer_id if hold else None
    rows = [
        _one(request, offer, now, total_pence=(offer.weekly_fee_pence or 0) * weeks, held=offer.id == held)
        for offer in offers
    ]
    rows = [replace(row, shortlisting=scored.get(row.offer.id)) for row in rows]
    del known
    return sorted(rows, key=lambda row: -(row.shortlisting.total_tenths if row.shortlisting else -1))


def _one(request: Request, offer: Offer, now: datetime, *, total_pence: int, held: bool) -> Compared:
    seen = as_now(request, offer.service)
    today = in_london(now).date()
    assured = [s for s, until in seen.document.specialisms.items() if until is not None and until >= today]
    miles = seen.distance_miles
    return Compared(
        offer=offer,
        distance="Not known" if miles is None else far(miles, about=seen.document.confidential),
        free=seen.document.available,
        freshness=freshness(seen.document.confirmed_at, now),
        assured=tuple(label(each) for each in sorted(assured)),
        total_pence=total_pence,
        guards=judged(request, offer.service) if request.status in ANSWERING else Guarded((), ()),
        held=held,
        group=_group(offer),
    )


def _group(offer: Offer) -> str:
    """Give in words whom the offered place is kept for, and how many of those places are free now."""
    apart = offer.service.capacity.kept_apart() if offer.service.capacity else []
    found = next((each for each in apart if each.code == offer.place_group), None)
    if found is None:
        return "" if offer.place_group is None else "In a group of places that the provider has changed since"
    return f"{found.words()}: {found.available} free now"


def _shortlistings(request_id: UUID) -> dict[UUID, Shortlisting]:
    rows: Sequence[Shortlisting] = db.session.scalars(
        select(Shortlisting).where(Shortlisting.request_id == request_id).order_by(Shortlisting.scored_at)
    ).all()
    return {row.offer_id: row for row in rows}


def hold_of(actor: Actor, request: Request, *, now: datetime) -> Hold | None:
    """Give the hold of a request that is live by the clock; to its authority, and to the provider whose place it is."""
    hold = db.session.scalar(
        select(Hold).where(Hold.request_id == request.id, Hold.status == HoldStatus.LIVE, Hold.expires_at > now)
    )
    if hold is None:
        return None
    mine = actor.organisation_id in (request.authority_id, hold.service.organisation_id)
    return hold if mine else None


def past_holds(actor: Actor, request: Request) -> Sequence[Hold]:
    """Give every hold of a request of one's own authority, the newest first."""
    require(actor, Permission.REQUEST_READ)
    if request.authority_id != actor.organisation_id:
        return []
    return db.session.scalars(select(Hold).where(Hold.request_id == request.id).order_by(Hold.taken_at.desc())).all()
