from datetime import datetime

from directory.access import Actor, Permission
from directory.kit.atomic import atomic
from directory.kit.errors import WrongState
from directory.requests.models import Request
from directory.requests.moving import locked, move_on, tell_authority
from directory.requests.rules.lifecycle import LIFECYCLE, Move


@atomic
def approve(actor: Actor, reference: str, *, now: datetime) -> Request:
    """Approve a request, so that it may be released.

    Whoever may approve may approve what they submitted themselves: at night there is often one person. It is
    recorded and shown (docs/adr, "Approving one's own request").
    Raises NotAllowed, NotFound, or WrongState when it does not wait for approval or lacks its screening.
    """
    request = locked(actor, reference, Move.APPROVE, now=now)
    LIFECYCLE.after(request.status, Move.APPROVE)
    if request.unaccompanied and not request.screenings:
        raise WrongState("An unaccompanied child needs a screening before the request is approved")
    request.approved_at, request.approved_by = now, actor.person_id
    own = request.submitted_by is not None and request.submitted_by == actor.person_id
    move_on(actor, request, Move.APPROVE, now=now, event="request:approved", own_submission=own)
    tell_authority(request, Permission.REQUEST_RELEASE, "is approved and can be released", now=now)
    return request


@atomic
def send_back(actor: Actor, reference: str, *, now: datetime) -> Request:
    """Send a request back to be changed, as long as no provider was asked.

    Raises NotAllowed, NotFound, or WrongState when it was released or is no longer open.
    """
    request = locked(actor, reference, Move.SEND_BACK, now=now)
    LIFECYCLE.after(request.status, Move.SEND_BACK)
    if request.releases:
        raise WrongState("Providers have been asked already: withdraw it and make a new request")
    request.approved_at = request.approved_by = None
    move_on(actor, request, Move.SEND_BACK, now=now, event="request:sent_back")
    tell_authority(request, Permission.REQUEST_DRAFT, "was sent back to be changed", now=now)
    return request
