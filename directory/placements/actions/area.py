"""A placement out of the authority's area: approved before it starts, and the area authority told of it.

Source: Care Planning, Placement and Case Review (England) Regulations 2010, reg 11(1), (2) and (5), as amended by SI
2013/3239, reg 18 (a nominated officer approves; the director where it is at a distance; the area authority is notified
or consulted before), reg 11(4) (not where it is with the authority's own foster parents; ``rules.due`` says where that
was read), and reg 13(4), added by reg 19 (written notice before it is made, or within five working days).
"""

from datetime import date, datetime

from directory import audit
from directory.access import Actor, Permission
from directory.kit.atomic import atomic
from directory.kit.clock import in_london
from directory.kit.errors import Invalid, WrongState
from directory.placements.actions.agreeing import DAYS_BACK
from directory.placements.facts import own_carers
from directory.placements.loading import placement_for
from directory.placements.models import Placement
from directory.placements.rules.due import must_be_told_first
from directory.placements.rules.lifecycle import PlacementMove
from directory.placements.rules.placing import Where
from directory.requests.moving import tell_authority
from directory.requests.rules.lifecycle import Urgency

LONGEST_REASON = 1000
SHORTEST_REASON = 10


@atomic
def approve_area(actor: Actor, reference: str, *, reason: str, now: datetime) -> Placement:
    """Approve a placement in an area next to one's own, as a nominated officer, with a reason.

    Raises NotAllowed, NotFound, WrongState, Invalid (``reason``).
    """
    return _approve(placement_for(actor, reference, PlacementMove.APPROVE_AREA), actor, Where.ADJOINING, reason, now)


@atomic
def approve_distance(actor: Actor, reference: str, *, reason: str, now: datetime) -> Placement:
    """Approve a placement at a distance. A director's, with a reason. Raises as ``approve_area``."""
    placement = placement_for(actor, reference, PlacementMove.APPROVE_DISTANCE)
    return _approve(placement, actor, Where.AT_A_DISTANCE, reason, now)


def _approve(placement: Placement, actor: Actor, where: Where, reason: str, now: datetime) -> Placement:
    if placement.where_it_is is not where or placement.distance_approved_at is not None:
        raise WrongState("This placement does not wait for this approval")
    if own_carers(placement.request, placement.service):
        raise WrongState("A placement with your own approved foster carers needs no approval")
    emergency = placement.request.urgency is Urgency.EMERGENCY
    if must_be_told_first(emergency=emergency) and placement.area_told_on is None:
        raise WrongState("Tell the area authority first, and note it here: its approval comes after that")
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        raise Invalid.field("reason", f"Say why in {SHORTEST_REASON} to {LONGEST_REASON:,} characters")
    placement.distance_approved_at, placement.distance_approved_by = now, actor.person_id
    placement.distance_reason = reason.strip()
    reference, at_a_distance = placement.request.reference, where is Where.AT_A_DISTANCE
    event = "placement:distance_approved" if at_a_distance else "placement:area_approved"
    audit.record(actor, event, placement, at=now, request=reference)
    words = "is approved at a distance" if at_a_distance else "is approved outside your area"
    tell_authority(placement.request, Permission.PLACEMENT_AGREE, words, now=now)
    return placement


@atomic
def tell_area(actor: Actor, reference: str, *, told_on: date, now: datetime) -> Placement:
    """Note that the area authority was told of the placement. Raises as the others do, Invalid (``told_on``)."""
    placement = placement_for(actor, reference, PlacementMove.TELL_AREA)
    if placement.where_it_is is Where.OWN_AREA or placement.area_told_on is not None:
        raise WrongState("Nobody waits to be told of this placement")
    today = in_london(now).date()
    if not in_london(placement.agreed_at).date() - DAYS_BACK <= told_on <= today:
        raise Invalid.field("told_on", "Enter the day on which it was told: today or earlier")
    placement.area_told_on, placement.area_told_by = told_on, actor.person_id
    audit.record(actor, "placement:area_told", placement, at=now, request=reference, told_on=told_on)
    own = own_carers(placement.request, placement.service)
    if placement.where_it_is is Where.AT_A_DISTANCE and placement.distance_approved_at is None and not own:
        tell_authority(placement.request, Permission.DISTANCE_APPROVE, "waits for approval at a distance", now=now)
    return placement
