"""What of requests each side may see. Another authority's, or one a provider was not asked about, is not found."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from directory.access import Actor, Permission, require
from directory.codes import Gender
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.providers.models import Service
from directory.requests.models import Match, Offer, Release, Request
from directory.requests.rules.details import EMPTY, Details, for_providers
from directory.requests.rules.lifecycle import (
    ANSWERING,
    BY_THE_CLOCK,
    LIFECYCLE,
    LIVE_ANSWERS,
    OPEN,
    SCREENABLE,
    Move,
    OfferStatus,
    Status,
    Urgency,
    permission_for,
    tiers_left,
)
from directory.requests.rules.particulars import area_for_providers

MOST_LISTED = 200
STANDING = (OfferStatus.OFFERED, OfferStatus.ACCEPTED)

# what features above know to stand in the way of moves: of many requests at once, by id; only what is barred is given
Barred = Callable[[Actor, Sequence[Request]], Mapping[UUID, AbstractSet[Move]]]
BARRED: list[Barred] = []


def _found(statement: Select[Request], *, lock: bool) -> Request:
    if lock:
        statement = statement.with_for_update(of=Request).execution_options(populate_existing=True)
    request = db.session.scalar(statement)
    if request is None:
        raise NotFound
    return request


def own_request(actor: Actor, reference: str, *, lock: bool = False) -> Request:
    """Give a request of the actor's own authority; ``lock`` keeps others from changing it. Raises NotFound."""
    require(actor, Permission.REQUEST_READ)
    return _found(
        select(Request).where(Request.reference == reference.upper(), Request.authority_id == actor.organisation_id),
        lock=lock,
    )


def _still_asked() -> ColumnElement[bool]:
    """Give the condition that a matched service is asked still, or that an offer of it stands."""
    offered = (
        select(Offer.id)
        .where(Offer.request_id == Match.request_id, Offer.service_id == Match.service_id, Offer.status.in_(STANDING))
        .exists()
    )
    return and_(Match.eligible, or_(Match.no_longer_asked_at.is_(None), offered))


def _asked_of(organisation_id: UUID | None) -> ColumnElement[bool]:
    """Give the condition that a request was released to a tier with an eligible service of this organisation."""
    return (
        select(Match.id)
        .join(Service, Service.id == Match.service_id)
        .join(Release, and_(Release.request_id == Match.request_id, Release.tier == Match.tier))
        .where(Match.request_id == Request.id, _still_asked(), Service.organisation_id == organisation_id)
        .exists()
    )


def asked_request(actor: Actor, reference: str, *, lock: bool = False) -> Request:
    """Give a request that was released to one of the actor's own services.

    A provider by its permission to offer; an authority, for its own services, by its permission to read offers.
    """
    own = actor.may(Permission.OFFER_READ)
    if not own:
        require(actor, Permission.OFFER_MAKE)
    statement = select(Request).where(Request.reference == reference.upper(), _asked_of(actor.organisation_id))
    if own and not actor.may(Permission.OFFER_MAKE):
        statement = statement.where(Request.authority_id == actor.organisation_id)
    return _found(statement, lock=lock)


def asked(actor: Actor, *, open_only: bool = False) -> Sequence[Request]:
    """Give the requests released to one of the provider's services, the soonest needed first."""
    require(actor, Permission.OFFER_MAKE)
    statement = select(Request).options(joinedload(Request.authority)).where(_asked_of(actor.organisation_id))
    if open_only:
        statement = statement.where(Request.status.in_(ANSWERING))
    return db.session.scalars(
        statement.order_by(Request.closed_at.is_not(None), Request.needed_by, Request.reference).limit(MOST_LISTED)
    ).all()


def own_count(actor: Actor, *, statuses: Sequence[Status] = tuple(Status)) -> int:
    """Give how many requests the actor's authority has in these states."""
    require(actor, Permission.REQUEST_READ)
    counted = select(func.count()).where(Request.authority_id == actor.organisation_id, Request.status.in_(statuses))
    return db.session.scalar(counted) or 0


def own_requests(
    actor: Actor, *, statuses: Sequence[Status] = tuple(Status), start: int = 0, most: int = MOST_LISTED
) -> Sequence[Request]:
    """Give requests of the actor's authority: open ones first, of those emergencies, then the soonest needed."""
    require(actor, Permission.REQUEST_READ)
    return db.session.scalars(
        select(Request)
        .options(selectinload(Request.releases), selectinload(Request.screenings), joinedload(Request.authority))
        .where(Request.authority_id == actor.organisation_id, Request.status.in_(statuses))
        .order_by(
            Request.closed_at.is_not(None),
            func.coalesce(Request.urgency != Urgency.EMERGENCY, true()),
            func.coalesce(Request.needed_by, date.max),
            Request.created_at.desc(),
            Request.reference,
        )
        .offset(start)
        .limit(most)
    ).all()


@dataclass(frozen=True)
class Question:
    """One of the actor's services that a request was released to: until when it may answer, and what it answered."""

    service: Service
    match: Match
    answer_by_at: datetime
    offer: Offer | None

    def answerable(self, request: Request, now: datetime) -> bool:
        """Say whether an answer may still be given or changed."""
        return request.status in ANSWERING and now <= self.answer_by_at and self.match.asks


def questions_of(actor: Actor, requests: Sequence[Request]) -> dict[UUID, list[Question]]:
    """Give, by request, what is asked of the actor's own services, best match first."""
    ids = [request.id for request in requests]
    rows = db.session.execute(
        select(Match, Service, Release.answer_by_at)
        .join(Service, Service.id == Match.service_id)
        .join(Release, and_(Release.request_id == Match.request_id, Release.tier == Match.tier))
        .where(Match.request_id.in_(ids), _still_asked(), Service.organisation_id == actor.organisation_id)
        .order_by(Match.request_id, Match.rank)
    ).all()
    answers = {
        (offer.request_id, offer.service_id): offer
        for offer in db.session.scalars(
            select(Offer)
            .join(Service, Service.id == Offer.service_id)
            .where(
                Offer.request_id.in_(ids),
                Offer.status.in_(LIVE_ANSWERS),
                Service.organisation_id == actor.organisation_id,
            )
            .order_by(Offer.made_at, Offer.id)
        )
    }
    found: dict[UUID, list[Question]] = {request_id: [] for request_id in ids}
    for match, service, answer_by_at in rows:
        answer = answers.get((match.request_id, service.id))
        found[match.request_id].append(Question(service, match, answer_by_at, answer))
    return found


def questions(actor: Actor, request: Request) -> list[Question]:
    """Give what is asked of the actor's own services about one request, best match first."""
    return questions_of(actor, [request])[request.id]


@dataclass(frozen=True)
class Summary:
    """What a provider sees of a request: no zone, no screening, no sector, and no words once it is closed."""

    reference: str
    authority: str
    status: str
    urgency: Urgency | None
    needed_by: date | None
    age: int | None
    gender: Gender | None
    siblings: int
    service_types: Sequence[str]
    specialisms: Sequence[str]
    languages: Sequence[str]
    area: str
    within: float | None
    summary: str
    detailed: Details


def summary_for_providers(actor: Actor, request: Request) -> Summary:
    """Give the anonymous summary of a request that was released to the actor (``asked_request`` found it)."""
    if not actor.may(Permission.OFFER_READ):
        require(actor, Permission.OFFER_MAKE)
    still_open = request.status in OPEN
    return Summary(
        reference=request.reference,
        authority=request.authority.name,
        status="open" if still_open else "closed",
        urgency=request.urgency,
        needed_by=request.needed_by,
        age=request.age,
        gender=request.gender,
        siblings=request.siblings,
        service_types=request.service_types,
        specialisms=request.specialisms,
        languages=request.languages,
        area=area_for_providers(request.near),
        within=request.within,
        summary=request.summary if still_open else "",
        detailed=for_providers(request.detailed if still_open else EMPTY),
    )


def offers_of(actor: Actor, request: Request) -> Sequence[Offer]:
    """Give the answers to a request of one's own authority: offers by fee, then the rest. Needs offer:read."""
    require(actor, Permission.OFFER_READ)
    if request.authority_id != actor.organisation_id:
        raise NotFound
    return db.session.scalars(
        select(Offer)
        .where(Offer.request_id == request.id)
        .order_by(Offer.status != OfferStatus.OFFERED, Offer.weekly_fee_pence, Offer.made_at, Offer.id)
    ).all()


def own_offer(actor: Actor, request: Request, offer_id: UUID) -> Offer:
    """Give an answer that the actor's organisation gave. Raises NotFound."""
    offer = db.session.scalar(
        select(Offer)
        .join(Service, Service.id == Offer.service_id)
        .where(
            Offer.id == offer_id,
            Offer.request_id == request.id,
            Service.organisation_id == actor.organisation_id,
        )
    )
    if offer is None:
        raise NotFound
    return offer


def _possible(move: Move, request: Request, *, offered: bool) -> bool:
    """Say whether a move that starts from the request's state can be made, by what else is known of the request.

    ``offered``: an offer stands.
    """
    unscreened = bool(request.unaccompanied) and not request.screenings
    if move in (Move.SUBMIT, Move.SUBMIT_TO_SCREENING):
        return unscreened is (move is Move.SUBMIT_TO_SCREENING)
    if move is Move.SEND_BACK:
        return not request.releases
    if move is Move.RELEASE_UNAPPROVED:
        return request.urgency is Urgency.EMERGENCY and not unscreened
    if move is Move.RELEASE:
        return bool(tiers_left(release.tier for release in request.releases))
    if move in (Move.SHORTLIST, Move.ACCEPT):
        return offered
    return move not in BY_THE_CLOCK


def moves_now(actor: Actor, request: Request) -> list[Move]:
    """Give the moves that this actor may make with the request as it is now."""
    return moves_of_all(actor, [request])[request.id]


def moves_of_all(actor: Actor, requests: Sequence[Request]) -> dict[UUID, list[Move]]:
    """Give for each request the moves that this actor may make with it now, in as many statements for any number."""
    own = [request for request in requests if request.authority_id == actor.organisation_id]
    offered, barred, now = _offered(own), [bar(actor, own) for bar in BARRED], clock.now()
    found: dict[UUID, list[Move]] = {request.id: [] for request in requests}
    for request in own:
        against = {move for by_id in barred for move in by_id.get(request.id, ())}
        moves = _by_the_table(actor, request, now, offered=request.id in offered)
        found[request.id] = [move for move in moves if move not in against]
    return found


def _offered(requests: Sequence[Request]) -> AbstractSet[UUID]:
    """Give the ids of those of these requests with an offer that stands."""
    ids = [request.id for request in requests if request.status in ANSWERING]
    if not ids:
        return frozenset()
    chosen = select(Offer.request_id).where(Offer.request_id.in_(ids), Offer.status.in_(STANDING)).distinct()
    return set(db.session.scalars(chosen.order_by(Offer.request_id)))


def _by_the_table(actor: Actor, request: Request, now: datetime, *, offered: bool) -> list[Move]:
    status = request.status_at(now)
    moves = [
        move
        for move in LIFECYCLE.moves_from(status)
        if _possible(move, request, offered=offered) and actor.may(permission_for(move, status))
    ]
    if status in SCREENABLE and Move.SCREEN not in moves and actor.may(Permission.REQUEST_SCREEN):
        moves.append(Move.SCREEN)
    if request.unapproved and actor.may(Permission.REQUEST_APPROVE):
        moves.append(Move.APPROVE)
    return moves
