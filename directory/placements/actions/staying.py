"""Starting and ending a placement: the held place is occupied, then free again."""

from datetime import date, datetime

from directory.access import Actor, Permission
from directory.kit.atomic import atomic
from directory.kit.clock import in_london
from directory.kit.errors import Invalid, WrongState
from directory.notify import notice
from directory.placements.actions.agreeing import DAYS_BACK
from directory.placements.facts import waits
from directory.placements.judging import allow
from directory.placements.moving import tell_provider, tell_systems, whose
from directory.placements.queries.placing import own_placement
from directory.placements.rules.placing import EndReason
from directory.providers.actions.holding import free_places, occupy_places, return_places
from directory.requests.models import Request
from directory.requests.moving import locked, move_on
from directory.requests.rules.lifecycle import LIFECYCLE, Move
from directory.webhooks import Event


@atomic
def start(actor: Actor, reference: str, *, started_on: date, now: datetime) -> Request:
    """Note that the child has arrived: the held place is occupied from now on.

    Raises NotAllowed, NotFound, WrongState where an approval or a notice is missing, Invalid by field.
    """
    request = locked(actor, reference, Move.PLACE, now=now)
    LIFECYCLE.after(request.status, Move.PLACE)
    placement = own_placement(actor, reference)
    if words := waits(placement):
        raise WrongState(words)
    today = in_london(now).date()
    if not in_london(placement.agreed_at).date() - DAYS_BACK <= started_on <= today:
        raise Invalid.field("started_on", "Enter the day on which the child arrived: today or a few days ago")
    allow(actor, request, placement.service, override="", settled=True)
    placement.started_on = started_on
    number = placement.hold.places
    occupy_places(actor, placement.service_id, number=number, now=now, **whose(request, placement.hold))
    move_on(actor, request, Move.PLACE, now=now, event="placement:started", started_on=started_on)
    tell_provider(request, placement.service.organisation_id, "the placement has started", now=now)
    tell_systems(Event.PLACEMENT_STARTED, request, placement.service.organisation_id, now=now)
    return request


@atomic
def end(actor: Actor, reference: str, *, ended_on: date, reason: EndReason, now: datetime) -> Request:
    """End a placement, or an agreement that never started: the place is freed and the provider asked to confirm.

    Raises NotAllowed, NotFound, WrongState, Invalid by field.
    """
    request = locked(actor, reference, Move.END, now=now)
    LIFECYCLE.after(request.status, Move.END)
    placement = own_placement(actor, reference)
    today, begun = in_london(now).date(), placement.started_on
    if (begun is None) != (reason is EndReason.NOT_STARTED):
        words_ = "The child never arrived, so choose that it never started" if begun is None else "The child arrived"
        raise Invalid.field("reason", f"{words_}. Choose another reason" if begun else words_)
    if not (begun or in_london(placement.agreed_at).date()) <= ended_on <= today:
        raise Invalid.field("ended_on", "Enter the day on which it ended: not before it began, and today or earlier")
    placement.ended_on, placement.end_reason = ended_on, reason
    request.closed_at = now
    move_on(actor, request, Move.END, now=now, event="placement:ended", ended_on=ended_on, reason=reason)
    give = free_places if begun else return_places
    give(actor, placement.service_id, number=placement.hold.places, now=now, **whose(request, placement.hold))
    tell_provider(request, placement.service.organisation_id, "the placement has ended", now=now)
    tell_systems(Event.PLACEMENT_ENDED, request, placement.service.organisation_id, now=now)
    if begun is None:
        tell_systems(Event.HOLD_RELEASED, request, placement.service.organisation_id, now=now)
    notice(
        text=f"{request.reference}: a place at {placement.service.name} is free again. Please confirm your places",
        endpoint="capacity.index",
        organisation_id=placement.service.organisation_id,
        permission=Permission.CAPACITY_CHANGE,
        at=now,
    )
    return request
