from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import SYSTEM, Actor, Permission
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import WrongState
from directory.notify.rules import Kind
from directory.requests.models import Request
from directory.requests.moving import locked, move_on, tell_authority, tell_systems_of_authority
from directory.requests.rules.lifecycle import LIFECYCLE, Move
from directory.webhooks import Event


@atomic
def approve(actor: Actor, reference: str, *, now: datetime) -> Request:
    """Approve a request, so that it may be released.

    Whoever may approve may approve what they submitted themselves: at night there is often one person. It is
    recorded and shown (docs/adr, "Approving one's own request").
    An emergency that was released before is approved in whatever state it is by now, which changes no state.
    Raises NotAllowed, NotFound, or WrongState when it does not wait for approval or lacks its screening.
    """
    request = locked(actor, reference, Move.APPROVE, now=now)
    if request.unapproved:
        return _after_the_fact(actor, request, now)
    LIFECYCLE.after(request.status, Move.APPROVE)
    if request.unaccompanied and not request.screenings:
        raise WrongState("An unaccompanied child needs a screening before the request is approved")
    request.approved_at, request.approved_by = now, actor.person_id
    own = request.submitted_by is not None and request.submitted_by == actor.person_id
    move_on(actor, request, Move.APPROVE, now=now, event="request:approved", own_submission=own)
    tell_authority(request, Permission.REQUEST_RELEASE, "is approved and can be released", now=now)
    return request


def _after_the_fact(actor: Actor, request: Request, now: datetime) -> Request:
    request.approved_at, request.approved_by, request.changed_at = now, actor.person_id, now
    late = request.approve_by_at is not None and now > request.approve_by_at
    own = request.submitted_by is not None and request.submitted_by == actor.person_id
    facts = {"before": request.status, "after": request.status, "after_the_fact": True, "late": late}
    audit.record(actor, "request:approved", request, at=now, own_submission=own, **facts)
    tell_systems_of_authority(Event.REQUEST_APPROVED, request, now=now)
    return request


@atomic
def tell_late(request_id: UUID, *, now: datetime) -> bool:
    """Tell managers and the director, once, that an emergency was not approved in time; say whether they were told."""
    found = select(Request).where(Request.id == request_id).with_for_update(of=Request)
    request = db.session.scalar(found.execution_options(populate_existing=True))
    if request is None or not request.unapproved or request.late_told_at is not None:
        return False
    if request.approve_by_at is None or now <= request.approve_by_at:
        return False
    request.late_told_at, late = now, Kind.LATE_APPROVALS
    tell_authority(
        request, Permission.REQUEST_APPROVE, "released in an emergency, its approval is late", now=now, kind=late
    )
    tell_authority(request, Permission.RULE_OVERRIDE, "nobody has approved this emergency in time", now=now, kind=late)
    audit.record(SYSTEM, "request:approval_late", request, at=now, approve_by_at=request.approve_by_at)
    return True


@atomic
def send_back(actor: Actor, reference: str, *, now: datetime) -> Request:
    """Send a request back to be changed, as long as no provider was asked.

    Raises NotAllowed, NotFound, or WrongState when it was released or is no longer open.
    """
    request = locked(actor, reference, Move.SEND_BACK, now=now)
    LIFECYCLE.after(request.status, Move.SEND_BACK)
    if request.releases:
        raise WrongState("Providers have been asked already: withdraw it and make a new request")
    request.approved_at = request.approved_by = request.next_tier_at = request.next_tier_hours = None
    move_on(actor, request, Move.SEND_BACK, now=now, event="request:sent_back")
    tell_authority(request, Permission.REQUEST_DRAFT, "was sent back to be changed", now=now)
    return request
