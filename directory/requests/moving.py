"""What every move shares: the request locked, the role asked for, the state changed, people told."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from directory import audit
from directory.access import SYSTEM, Actor, Permission, require
from directory.notify import notice
from directory.notify.rules import Kind
from directory.requests.models import Request
from directory.requests.queries import own_request
from directory.requests.rules.lifecycle import LIFECYCLE, Move, Status, permission_for
from directory.webhooks import Event, emit

SHOW = "requests.show"
# what the person who began a request waits for, and how soon they may want an email of it; the moves that ask
# something of them are told by their actions
TOLD_TO_AUTHOR: dict[Move, tuple[str, Kind]] = {
    Move.APPROVE: ("is approved", Kind.NEWS),
    Move.RELEASE: ("providers are asked", Kind.NEWS),
    Move.RELEASE_UNAPPROVED: ("providers are asked", Kind.NEWS),
    Move.ACCEPT: ("a place is held", Kind.ANSWERS),
    Move.GIVE_BACK: ("the place is not held any more", Kind.ANSWERS),
    Move.LAPSE: ("the place is not held any more", Kind.ANSWERS),
    Move.AGREE: ("the placement is agreed", Kind.PLACEMENTS),
    Move.PLACE: ("the placement has begun", Kind.PLACEMENTS),
    Move.END: ("the placement has ended", Kind.PLACEMENTS),
    Move.WITHDRAW: ("is withdrawn", Kind.NEWS),
    Move.CLOSE_UNMET: ("is closed: no place was found", Kind.NEWS),
}

# what the authority's own systems are sent; the moves from a hold on are told by the feature that makes them
TOLD_TO_SYSTEMS: dict[Move, Event] = {
    Move.SUBMIT: Event.REQUEST_SUBMITTED,
    Move.SUBMIT_TO_SCREENING: Event.REQUEST_SUBMITTED,
    Move.SEND_BACK: Event.REQUEST_RETURNED,
    Move.APPROVE: Event.REQUEST_APPROVED,
    Move.RELEASE: Event.REQUEST_RELEASED,
    Move.RELEASE_UNAPPROVED: Event.REQUEST_RELEASED,
    Move.WITHDRAW: Event.REQUEST_CLOSED,
    Move.CLOSE_UNMET: Event.REQUEST_CLOSED,
}

# what features above do when a request has moved: (who, the request as it is now, the state before, the move, when)
Moved = Callable[[Actor, Request, Status, Move, datetime], None]
AFTER_MOVES: list[Moved] = []


def locked(actor: Actor, reference: str, move: Move, *, now: datetime) -> Request:
    """Give the authority's own request, locked and as the clock has it, to an actor whose role may make ``move``.

    Raises NotAllowed, or NotFound for another authority's.
    """
    request = own_request(actor, reference, lock=True)
    let_lapse(request, now=now)
    require(actor, permission_for(move, request.status))
    return request


def let_lapse(request: Request, *, now: datetime) -> bool:
    """Within an action: write down that a request's hold has lapsed, where it has; say whether it had."""
    if request.status_at(now) is request.status:
        return False
    move_on(SYSTEM, request, Move.LAPSE, now=now, event="hold:lapsed")
    return True


def move_on(actor: Actor, request: Request, move: Move, *, now: datetime, event: str, **facts: Any) -> None:
    """Change the state by ``move`` and record ``event``; raise WrongState where it cannot be made now."""
    before = request.status
    request.status = LIFECYCLE.after(before, move)
    if request.status is not Status.HELD:
        request.held_until_at = None
    request.changed_at = now
    audit.record(actor, event, request, at=now, before=before, after=request.status, **facts)
    _tell_author(actor, request, move, now)
    if event_of := TOLD_TO_SYSTEMS.get(move):
        tell_systems_of_authority(event_of, request, now=now)
    for done in AFTER_MOVES:
        done(actor, request, before, move, now)


def _tell_author(actor: Actor, request: Request, move: Move, now: datetime) -> None:
    """Tell who began the request what somebody else has done with it. No child's detail."""
    if move not in TOLD_TO_AUTHOR or request.created_by is None or actor.person_id == request.created_by:
        return
    words, kind = TOLD_TO_AUTHOR[move]
    notice(
        text=f"{request.reference}: {words}",
        endpoint=SHOW,
        arguments={"reference": request.reference},
        person_id=request.created_by,
        at=now,
        kind=kind,
    )


def tell_systems_of_authority(event: Event, request: Request, *, now: datetime) -> None:
    """Send an event to the systems of the request's authority: its reference and its state, nothing of the child."""
    reference, state = request.reference, request.status.value
    emit(event, request.authority_id, at=now, reference=reference, path=f"/requests/{reference}", state=state)


def tell_authority(
    request: Request, permission: Permission, words: str, *, now: datetime, kind: Kind | None = None
) -> None:
    """Leave a notice for whoever in the request's authority may do ``permission``. No child's detail in the words."""
    notice(
        text=f"{request.reference}: {words}",
        endpoint=SHOW,
        arguments={"reference": request.reference},
        organisation_id=request.authority_id,
        permission=permission,
        at=now,
        kind=kind,
    )
