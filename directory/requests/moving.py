"""What every move shares: the request locked, the role asked for, the state changed, people told."""

from datetime import datetime
from typing import Any

from directory import audit
from directory.access import Actor, Permission, require
from directory.notify import notice
from directory.requests.models import Request
from directory.requests.queries import own_request
from directory.requests.rules.lifecycle import LIFECYCLE, Move, permission_for

SHOW = "requests.show"


def locked(actor: Actor, reference: str, move: Move) -> Request:
    """Give the authority's own request, locked, to an actor whose role may make ``move``.

    Raises NotAllowed, or NotFound for another authority's.
    """
    request = own_request(actor, reference, lock=True)
    require(actor, permission_for(move, request.status))
    return request


def move_on(actor: Actor, request: Request, move: Move, *, now: datetime, event: str, **facts: Any) -> None:
    """Change the state by ``move`` and record ``event``; raise WrongState where it cannot be made now."""
    before = request.status
    request.status = LIFECYCLE.after(before, move)
    request.changed_at = now
    audit.record(actor, event, request, at=now, before=before, after=request.status, **facts)


def tell_authority(request: Request, permission: Permission, words: str, *, now: datetime) -> None:
    """Leave a notice for whoever in the request's authority may do ``permission``. No child's detail in the words."""
    notice(
        text=f"{request.reference}: {words}",
        endpoint=SHOW,
        arguments={"reference": request.reference},
        organisation_id=request.authority_id,
        permission=permission,
        at=now,
    )
