"""Accepting an offer takes a place; it is given back by whoever took it, by the provider, or by the clock."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit, jobs
from directory.access import Actor
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.placements.judging import allow
from directory.placements.models import Hold
from directory.placements.moving import live_hold, tell_provider, tell_systems
from directory.placements.rules.holds import HoldStatus, expiry
from directory.providers.actions.holding import take_places
from directory.requests.models import Offer, Request
from directory.requests.moving import let_lapse, locked, move_on
from directory.requests.rules.lifecycle import LIFECYCLE, OFFER_LIFECYCLE, Move, OfferMove, OfferStatus, Status
from directory.webhooks import Event

LONGEST_REASON = 1000


@atomic
def accept(
    actor: Actor, reference: str, *, offer_id: UUID, hours: int | None = None, override: str = "", now: datetime
) -> Request:
    """Accept an offer: one place for each child is held at once, until the hold is agreed, given back or lapses.

    The guards are judged anew; ``override`` is a director's reason to set aside what a director may.
    Raises NotAllowed, NotFound, NoPlaceFree where somebody was first, WrongState, or Invalid by field.
    """
    request = locked(actor, reference, Move.ACCEPT, now=now)
    if request.status is Status.HELD:
        raise WrongState("A place is held for this request already: somebody of your authority was first")
    LIFECYCLE.after(request.status, Move.ACCEPT)
    offer = offered(request, offer_id)
    if len(override) > LONGEST_REASON:
        raise Invalid.field("override", f"Write at most {LONGEST_REASON:,} characters")
    until = expiry(request.urgency, hours, since=now, now=now)
    reason = allow(actor, request, offer.service, override=override)
    _let_others_lapse(offer.service_id, now)
    take_places(
        actor,
        offer.service_id,
        number=1 + request.siblings,
        age=request.age,
        gender=request.gender,
        first=offer.place_group,
        now=now,
    )
    offer.status = OFFER_LIFECYCLE.after(offer.status, OfferMove.ACCEPT)
    hold = Hold(
        request_id=request.id,
        offer_id=offer.id,
        service_id=offer.service_id,
        places=1 + request.siblings,
        taken_at=now,
        taken_by=actor.person_id,
        expires_at=until,
        override_reason=reason,
    )
    db.session.add(hold)
    request.held_until_at = until
    facts = {"offer": offer.id, "service": offer.service_id, "until": until, "places": hold.places}
    move_on(actor, request, Move.ACCEPT, now=now, event="hold:made", overridden=bool(reason), **facts)
    if reason:
        audit.record(actor, "rule:overridden", hold, at=now, request=reference, service=offer.service_id)
    _lapse_later(request, until)
    tell_provider(request, offer.service.organisation_id, "your offer is accepted and the place is held", now=now)
    tell_systems(Event.HOLD_MADE, request, offer.service.organisation_id, now=now)
    return request


@atomic
def extend(actor: Actor, reference: str, *, hours: int, now: datetime) -> Request:
    """Hold the place for ``hours`` from now, longer or shorter than before, within what is allowed in all.

    Raises NotAllowed, NotFound, WrongState where nothing is held any more, Invalid by field.
    """
    request = locked(actor, reference, Move.EXTEND, now=now)
    LIFECYCLE.after(request.status, Move.EXTEND)
    hold = the_hold(request)
    until = expiry(request.urgency, hours, since=hold.taken_at, now=now)
    hold.expires_at = request.held_until_at = until
    move_on(actor, request, Move.EXTEND, now=now, event="hold:extended", until=until)
    _lapse_later(request, until)
    return request


@atomic
def give_back(actor: Actor, reference: str, *, now: datetime) -> Request:
    """Give the held place back, and choose another offer. Raises NotAllowed, NotFound, WrongState."""
    request = locked(actor, reference, Move.GIVE_BACK, now=now)
    move_on(actor, request, Move.GIVE_BACK, now=now, event="hold:released", by="authority")
    return request


@atomic
def lapse_if_due(request_id: UUID, *, now: datetime) -> bool:
    """Write down that a hold has lapsed, where it has. Nobody need have asked: the clock decides."""
    request = db.session.scalar(select(Request).where(Request.id == request_id).with_for_update(of=Request))
    return request is not None and let_lapse(request, now=now)


def offered(request: Request, offer_id: UUID) -> Offer:
    """Give an offer of the request that stands; raise NotFound, or WrongState for one that does not."""
    offer = next((each for each in request.offers if each.id == offer_id), None)
    if offer is None:
        raise NotFound
    if offer.status is not OfferStatus.OFFERED:
        raise WrongState("This offer does not stand any more: choose another")
    return offer


def the_hold(request: Request) -> Hold:
    """Give the live hold of a request that is held."""
    hold = live_hold(request.id)
    if hold is None:
        raise WrongState("No place is held for this request")
    return hold


def _lapse_later(request: Request, until: datetime) -> None:
    jobs.later("placements.let_lapse", at=until, request_id=request.id)


def _let_others_lapse(service_id: UUID, now: datetime) -> None:
    """Free what lapsed holds still keep here, so that a late worker takes no place from anybody.

    A request that somebody else is changing right now is left to them: waiting for it could be a deadlock.
    """
    due = (
        select(Request)
        .join(Hold, Hold.request_id == Request.id)
        .where(Hold.service_id == service_id, Hold.status == HoldStatus.LIVE, Hold.expires_at <= now)
        .order_by(Request.id)
        .with_for_update(of=Request, skip_locked=True)
    )
    for request in db.session.scalars(due).all():
        let_lapse(request, now=now)
