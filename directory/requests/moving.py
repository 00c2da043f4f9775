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

SHOW = "requests.show"

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
    for done in AFTER_MOVES:
        done(actor, request, before, move, now)


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
