"""What ends a hold or closes a referral pack: whatever leads a request on, by whomever, comes through here.

Registered with ``requests.moving``, so that withdrawing a request or an offer gives the place back although those
features know of no hold.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import Actor, Permission, permissions_of
from directory.accounts.models import Person
from directory.kit.db import db
from directory.notify import notice
from directory.notify.rules import Kind
from directory.placements.models import Hold, Pack, Placement
from directory.placements.rules.disclosing import OPEN_STATES
from directory.placements.rules.holds import HoldStatus
from directory.providers.actions.holding import return_places
from directory.requests.models import Request
from directory.requests.moving import AFTER_MOVES, tell_authority
from directory.requests.rules.lifecycle import OFFER_LIFECYCLE, Move, OfferMove, OfferStatus, Status
from directory.webhooks import Event, emit

HOLDS = {Event.HOLD_MADE: "held", Event.HOLD_RELEASED: "released"}
ENDS = {Move.AGREE: HoldStatus.AGREED, Move.LAPSE: HoldStatus.LAPSED}


def live_hold(request_id: UUID) -> Hold | None:
    """Give the hold of a request that is not over, as the database has it (it may have lapsed by the clock)."""
    return db.session.scalar(select(Hold).where(Hold.request_id == request_id, Hold.status == HoldStatus.LIVE))


def tell_provider(request: Request, organisation_id: UUID, words: str, *, now: datetime) -> None:
    """Leave a notice for whoever answers for the provider's services; an authority's own by its own people."""
    own = organisation_id == request.authority_id
    notice(
        text=f"{request.reference}: {words}",
        endpoint="requests.show",
        arguments={"reference": request.reference},
        organisation_id=organisation_id,
        permission=Permission.OFFER_READ if own else Permission.OFFER_MAKE,
        at=now,
    )


def tell_of_placement(placement: Placement, words: str, *, now: datetime) -> None:
    """Leave a notice that leads to the placement, for whoever answers for its service. No child's detail."""
    organisation_id, request = placement.service.organisation_id, placement.request
    notice(
        text=f"{request.reference}: {words}",
        endpoint="placements.show",
        arguments={"reference": request.reference},
        organisation_id=organisation_id,
        permission=Permission.PLACEMENT_READ if organisation_id == request.authority_id else Permission.OFFER_MAKE,
        at=now,
    )


def worker_of(request: Request) -> UUID | None:
    """Give who asked for the place, where they work for its authority still and are told nothing as a manager."""
    person = db.session.get(Person, request.created_by) if request.created_by else None
    if person is None or not person.active or person.organisation_id != request.authority_id:
        return None
    return None if Permission.PLACEMENT_END in permissions_of(person.roles) else person.id


def tell_officers(placement: Placement, words: str, *, now: datetime, worker: bool = True) -> None:
    """Leave a notice that leaves as an email at once: to managers and directors, and to who asked for the place.

    No child's detail in the words.
    """
    request = placement.request
    whom: list[dict[str, Any]] = [{"organisation_id": request.authority_id, "permission": Permission.PLACEMENT_END}]
    if worker and (person_id := worker_of(request)):
        whom.append({"person_id": person_id})
    for each in whom:
        notice(
            text=f"{request.reference}: {words}",
            endpoint="placements.show",
            arguments={"reference": request.reference},
            at=now,
            kind=Kind.WORK,
            **each,
        )


def tell_systems(event: Event, request: Request, provider_id: UUID, *, now: datetime) -> None:
    """Send an event to the systems of the provider and of the request's authority.

    A placement stands as its request does, for both; of a hold both learn only whether there is one.
    """
    if event in HOLDS:
        path, state = f"/requests/{request.reference}", HOLDS[event]
    else:
        path, state = f"/placements/{request.reference}", request.status.value
    for organisation_id in sorted({provider_id, request.authority_id}):
        emit(event, organisation_id, at=now, reference=request.reference, path=path, state=state)


def whose(request: Request, hold: Hold) -> dict[str, Any]:
    """Give for which child, and in which group of places, a place was held: what giving it back must say again."""
    return {"age": request.age, "gender": request.gender, "first": hold.offer.place_group}


def end_hold(actor: Actor, request: Request, before: Status, move: Move, now: datetime) -> None:
    """End the hold of a request that has just left ``held``, and give the place back unless it was agreed."""
    if before is not Status.HELD or request.status is Status.HELD:
        return
    hold = live_hold(request.id)
    if hold is None:
        return
    hold.status, hold.ended_at = ENDS.get(move, HoldStatus.GIVEN_BACK), now
    if move is Move.AGREE:
        return
    if hold.offer.status is OfferStatus.ACCEPTED:
        hold.offer.status = OFFER_LIFECYCLE.after(hold.offer.status, OfferMove.GIVE_BACK)
    return_places(actor, hold.service_id, number=hold.places, now=now, **whose(request, hold))
    if move is Move.LAPSE:
        tell_authority(request, Permission.HOLD_TAKE, "the hold has lapsed and the place is free again", now=now)
    tell_provider(request, hold.service.organisation_id, "your place is not held any more", now=now)
    tell_systems(Event.HOLD_RELEASED, request, hold.service.organisation_id, now=now)


def open_pack_of(placement_id: UUID) -> Pack | None:
    """Give the pack of a placement that is not withdrawn (it may have closed by the clock)."""
    return db.session.scalar(select(Pack).where(Pack.placement_id == placement_id, Pack.withdrawn_at.is_(None)))


def close_pack(actor: Actor, request: Request, before: Status, move: Move, now: datetime) -> None:
    """Withdraw the referral pack of a request that is not agreed or placed any more, by whatever move."""
    del move
    if before not in OPEN_STATES or request.status in OPEN_STATES:
        return
    placement = db.session.scalar(select(Placement).where(Placement.request_id == request.id))
    pack = open_pack_of(placement.id) if placement is not None else None
    if pack is not None:
        pack.withdrawn_at, pack.withdrawn_by = now, actor.person_id
        audit.record(actor, "pack:withdrawn", pack, at=now, request=request.reference)


AFTER_MOVES += [end_hold, close_pack]
