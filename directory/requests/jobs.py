"""What is told later: to providers that were asked, and to those whose answer is no longer needed.

Handlers may run twice: a notice of the same words about the same request is left once.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
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
from directory.requests import actions
from directory.requests.models import Match, Release, Request
from directory.requests.queries.due import to_remind
from directory.requests.rules.lifecycle import ANSWERING, Tier, Urgency
from directory.webhooks import Event, emit


def _emit(event: Event, organisation_id: UUID, request: Request, state: str, now: datetime) -> None:
    reference = request.reference
    emit(event, organisation_id, at=now, reference=reference, path=f"/requests/{reference}", state=state)


def _emit_closed(told: Iterable[UUID], request: Request, now: datetime) -> None:
    """Tell providers' systems as a provider sees it; the authority's own are told what became of it, by the move."""
    for organisation_id in told:
        if organisation_id != request.authority_id:
            _emit(Event.REQUEST_CLOSED, organisation_id, request, "closed", now)


def _asked(request_id: UUID, tiers: Iterable[Tier]) -> list[UUID]:
    rows = db.session.scalars(
        select(Service.organisation_id)
        .join(Match, Match.service_id == Service.id)
        .where(
            Match.request_id == request_id,
            Match.eligible,
            Match.no_longer_asked_at.is_(None),
            Match.tier.in_(list(tiers)),
        )
        .distinct()
        .order_by(Service.organisation_id)
    )
    return list(rows)


def _tell(
    request: Request,
    organisations: Iterable[UUID],
    words: str,
    now: datetime,
    *,
    endpoint: str = "requests.show",
    since: datetime | None = None,
) -> list[UUID]:
    """Leave a notice for each that has none of these words yet; with ``since``, none that is newer."""
    told: list[UUID] = []
    for organisation_id in organisations:
        permission = Permission.OFFER_READ if organisation_id == request.authority_id else Permission.OFFER_MAKE
        known = select(Notice.id).where(Notice.organisation_id == organisation_id, Notice.text == words)
        if since is not None:
            known = known.where(Notice.at >= since)
        if db.session.scalar(known.limit(1)) is not None:
            continue
        notice(
            text=words,
            endpoint=endpoint,
            arguments={"reference": request.reference} if endpoint == "requests.show" else None,
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
        _emit(Event.REQUEST_MATCHED, organisation_id, request, "open", now)
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
    _emit_closed(told, request, now)
    if told:
        audit.record(SYSTEM, "request:closing_told", request, at=now, organisations=len(told))


@jobs.handler("requests.tell_no_longer_asked")
@atomic
def tell_no_longer_asked(request_id: str, at_iso: str) -> None:
    """Tell the providers of services that are asked no more since then; never why."""
    request = db.session.get(Request, UUID(request_id))
    if request is None or request.status not in ANSWERING:
        return
    organisations = db.session.scalars(
        select(Service.organisation_id)
        .join(Match, Match.service_id == Service.id)
        .join(Release, (Release.request_id == Match.request_id) & (Release.tier == Match.tier))
        .where(Match.request_id == request.id, Match.no_longer_asked_at == datetime.fromisoformat(at_iso))
        .distinct()
        .order_by(Service.organisation_id)
    ).all()
    words = f"{request.reference}: one of your services is not asked any more"
    at = datetime.fromisoformat(at_iso)
    told = _tell(request, organisations, words, clock.now(), endpoint="requests.index", since=at)
    still = _asked(request.id, [release.tier for release in request.releases])
    _emit_closed([each for each in told if each not in still], request, clock.now())
    if told:
        audit.record(SYSTEM, "request:no_longer_asked_told", request, at=clock.now(), organisations=len(told))


@jobs.handler("requests.open_next_tier")
def open_next_tier(request_id: str) -> None:
    """Open the next tier of one request, if its time has come and nobody has stopped it."""
    actions.open_by_timer(UUID(request_id), now=clock.now())


@jobs.every(timedelta(minutes=5), "requests.by_the_clock")
def by_the_clock() -> None:
    """Open every tier that is due and whose own job was lost, and tell of every approval that is late."""
    now = clock.now()
    due = select(Request.id).where(Request.next_tier_at <= now).order_by(Request.next_tier_at, Request.id)
    for request_id in db.session.scalars(due).all():
        actions.open_by_timer(request_id, now=now)
    late = select(Request.id).where(
        Request.approve_by_at < now,
        Request.approved_at.is_(None),
        Request.late_told_at.is_(None),
        Request.closed_at.is_(None),
    )
    for request_id in db.session.scalars(late.order_by(Request.approve_by_at, Request.id)).all():
        actions.tell_late(request_id, now=now)


@jobs.every(timedelta(minutes=15), "requests.remind")
def remind() -> None:
    """Tell of everything that is overdue and nobody was told of."""
    now = clock.now()
    for request_id in to_remind(SYSTEM, now):
        actions.remind(request_id, now=now)
