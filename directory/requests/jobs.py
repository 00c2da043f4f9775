"""What is told later: to providers that were asked, and to those whose answer is no longer needed.

Handlers may run twice: a notice of the same words about the same request is left once.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit, jobs
from directory.access import SYSTEM, Permission
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.notify import notice
from directory.notify.models import Notice
from directory.providers.models import Service
from directory.requests.models import Match, Release, Request
from directory.requests.rules.lifecycle import ANSWERING, Tier, Urgency
from directory.webhooks import Event, emit


def _path(request: Request) -> str:
    return f"/requests/{request.reference}"


def _asked(request_id: UUID, tiers: Iterable[Tier]) -> list[UUID]:
    rows = db.session.scalars(
        select(Service.organisation_id)
        .join(Match, Match.service_id == Service.id)
        .where(Match.request_id == request_id, Match.eligible, Match.tier.in_(list(tiers)))
        .distinct()
        .order_by(Service.organisation_id)
    )
    return list(rows)


def _tell(request: Request, organisations: Iterable[UUID], words: str, now: datetime) -> list[UUID]:
    told: list[UUID] = []
    for organisation_id in organisations:
        permission = Permission.OFFER_READ if organisation_id == request.authority_id else Permission.OFFER_MAKE
        known = select(Notice.id).where(Notice.organisation_id == organisation_id, Notice.text == words)
        if db.session.scalar(known.limit(1)) is not None:
            continue
        notice(
            text=words,
            endpoint="requests.show",
            arguments={"reference": request.reference},
            organisation_id=organisation_id,
            permission=permission,
            at=now,
        )
        told.append(organisation_id)
    return told


@jobs.handler("requests.tell_providers")
@atomic
def tell_providers(request_id: str, tier: str) -> None:
    """Leave a notice for every provider with a service in the tier. No child's detail."""
    request = db.session.get(Request, UUID(request_id))
    if request is None or request.status not in ANSWERING:
        return
    now = clock.now()
    kind = "An emergency request" if request.urgency is Urgency.EMERGENCY else "A placement request"
    told = _tell(request, _asked(request.id, [Tier(tier)]), f"{kind}, {request.reference}, waits for your answer", now)
    for organisation_id in told:
        emit(Event.REQUEST_MATCHED, organisation_id, at=now, reference=request.reference, path=_path(request))
    if told:
        audit.record(SYSTEM, "request:providers_told", request, at=now, tier=tier, organisations=len(told))


@jobs.handler("requests.tell_closed")
@atomic
def tell_closed(request_id: str) -> None:
    """Tell every provider that was asked that the request is closed."""
    request = db.session.get(Request, UUID(request_id))
    if request is None:
        return
    now = clock.now()
    tiers = db.session.scalars(select(Release.tier).where(Release.request_id == request.id).order_by(Release.tier))
    told = _tell(
        request, _asked(request.id, tiers.all()), f"{request.reference} is closed: no answer is needed any more", now
    )
    if told:
        audit.record(SYSTEM, "request:closing_told", request, at=now, organisations=len(told))
