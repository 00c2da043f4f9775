from datetime import datetime

from directory import jobs
from directory.access import Actor
from directory.kit.atomic import atomic
from directory.kit.clock import in_london
from directory.kit.db import db
from directory.requests.models import Request, UnmetNeed
from directory.requests.moving import locked, move_on
from directory.requests.rules.lifecycle import Move, OfferStatus, UnmetReason, WithdrawalReason
from directory.requests.search import region_of


@atomic
def withdraw(actor: Actor, reference: str, *, reason: WithdrawalReason, now: datetime) -> Request:
    """Withdraw an open request. Providers that were asked are told, and can answer no more.

    Raises NotAllowed (a social worker once providers are asked), NotFound or WrongState.
    """
    request = locked(actor, reference, Move.WITHDRAW, now=now)
    request.closed_at, request.withdrawal_reason = now, reason
    move_on(actor, request, Move.WITHDRAW, now=now, event="request:withdrawn", reason=reason)
    if request.releases:
        jobs.later("requests.tell_closed", request_id=request.id)
    return request


@atomic
def close_unmet(actor: Actor, reference: str, *, reason: UnmetReason, now: datetime) -> Request:
    """Close a request for which no place was found, and write the ledger of unmet need (no child, no reference).

    Raises NotAllowed, NotFound or WrongState.
    """
    request = locked(actor, reference, Move.CLOSE_UNMET, now=now)
    request.closed_at = now
    move_on(actor, request, Move.CLOSE_UNMET, now=now, event="request:closed_unmet", reason=reason)
    since = min([release.released_at for release in request.releases], default=request.approved_at or now)
    db.session.add(
        UnmetNeed(
            authority_id=request.authority_id,
            closed_on=in_london(now).date(),
            service_types=list(request.service_types),
            specialisms=list(request.specialisms),
            region=region_of(request),
            days_searched=(in_london(now).date() - in_london(since).date()).days,
            asked=sum(release.asked for release in request.releases),
            offers=sum(offer.status is OfferStatus.OFFERED for offer in request.offers),
            reason=reason,
        )
    )
    if request.releases:
        jobs.later("requests.tell_closed", request_id=request.id)
    return request
