"""What somebody may do with a placement now: the table, asked about one placement."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from directory.access import Actor
from directory.kit.db import db
from directory.placements.facts import own_carers, waits
from directory.placements.models import Pack, Placement
from directory.placements.rules.due import must_be_told_first, needs_approval
from directory.placements.rules.lifecycle import RULES, PlacementMove, moves_from
from directory.placements.rules.placing import Where
from directory.requests.models import Request
from directory.requests.queries import BARRED
from directory.requests.rules.lifecycle import Move, Status, Urgency


def with_packs(actor: Actor, placements: Iterable[Placement]) -> AbstractSet[UUID]:
    """Give the ids of those of these placements of the actor's authority whose referral pack is not withdrawn."""
    ids = [each.id for each in placements if each.request.authority_id == actor.organisation_id]
    chosen = select(Pack.placement_id).where(Pack.placement_id.in_(ids), Pack.withdrawn_at.is_(None))
    return set(db.session.scalars(chosen.order_by(Pack.placement_id)))


def moves_of(actor: Actor, placement: Placement, packed: AbstractSet[UUID]) -> list[PlacementMove]:
    """Give the moves that this actor may make with a placement now, in the order of the table.

    ``packed``: the placements with a pack, of ``with_packs``. Empty for who is not of its authority.
    """
    if placement.request.authority_id != actor.organisation_id:
        return []
    return [
        move
        for move in moves_from(placement.request.status)
        if actor.may(RULES[move].needs) and _possible(move, placement, released=placement.id in packed)
    ]


def _possible(move: PlacementMove, placement: Placement, *, released: bool) -> bool:
    """Say whether a move that starts from the placement's state can be made, by what else is known of it."""
    where, emergency = placement.where_it_is, placement.request.urgency is Urgency.EMERGENCY
    approved, told = placement.distance_approved_at is not None, placement.area_told_on is not None
    needed = needs_approval(where, own_carers=own_carers(placement.request, placement.service))
    approvable = needed and not approved and (told or not must_be_told_first(emergency=emergency))
    only = {
        PlacementMove.APPROVE_AREA: where is Where.ADJOINING and approvable,
        PlacementMove.APPROVE_DISTANCE: where is Where.AT_A_DISTANCE and approvable,
        PlacementMove.TELL_AREA: where is not Where.OWN_AREA and not told,
        PlacementMove.ARRIVE: not waits(placement),
        PlacementMove.HOLD_REVIEW: any(each.held_on is None for each in placement.reviews),
        PlacementMove.RECORD_EPISODE: placement.started_on is not None,
        PlacementMove.CHANGE_EPISODE: bool(placement.episodes),
        PlacementMove.RELEASE_PACK: not released,
        PlacementMove.CHANGE_EXPIRY: released,
        PlacementMove.WITHDRAW_PACK: released,
    }
    return only.get(move, True)


def barred(actor: Actor, requests: Sequence[Request]) -> dict[UUID, frozenset[Move]]:
    """Give, by id, the actor's requests whose child may not arrive yet: the law wants an approval or a notice first."""
    own = [request for request in requests if request.authority_id == actor.organisation_id]
    agreed = [request.id for request in own if request.status is Status.AGREED]
    if not agreed:
        return {}
    chosen = select(Placement).join(Placement.request).where(Placement.request_id.in_(agreed))
    whole = chosen.options(contains_eager(Placement.request), joinedload(Placement.service))
    rows = db.session.scalars(whole.order_by(Placement.id)).all()
    return {placement.request_id: frozenset({Move.PLACE}) for placement in rows if waits(placement)}


BARRED.append(barred)
