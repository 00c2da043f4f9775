from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import Actor, Permission
from directory.kit import identifiers
from directory.kit.atomic import atomic
from directory.kit.clock import in_london
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.kit.money import pounds
from directory.providers.models import Service
from directory.providers.rules.groups import Group
from directory.requests.models import Offer, Request
from directory.requests.moving import let_lapse, move_on, tell_authority, tell_systems_of_authority
from directory.requests.queries import Question, asked_request, own_offer, questions
from directory.requests.rules.lifecycle import (
    ANSWERING,
    OFFER_LIFECYCLE,
    DeclineReason,
    Move,
    OfferMove,
    OfferStatus,
)
from directory.webhooks import Event

MOST_PENCE = 50_000_00
LONGEST_TEXT = 3000
LONGEST_PLACE = 100


@dataclass(frozen=True)
class Terms:
    """What is offered. The fee in pence a week; ``place`` says which one, not where, ``place_group`` of which group."""

    weekly_fee_pence: int
    available_on: date
    place: str
    inclusions: str
    matching_statement: str
    staffing: str = ""
    place_group: str | None = None


def _open_question(actor: Actor, request: Request, service_id: UUID, now: datetime) -> Question:
    """Give what is asked of this service; raise NotFound if nothing is, WrongState when it is too late."""
    let_lapse(request, now=now)
    question = next((q for q in questions(actor, request) if q.service.id == service_id), None)
    if question is None:
        raise NotFound
    if request.status not in ANSWERING:
        raise WrongState("This request is closed. Thank you for looking at it; no answer is needed any more")
    if not question.match.asks:
        raise WrongState("This service is not asked about this request any more. The authority can tell you more")
    if now > question.answer_by_at:
        raise WrongState("The time to answer this request is over, by this site’s clock")
    return question


def groups_for(request: Request, service: Service) -> list[Group]:
    """Give the groups of a service's places that such a child fits; none where it keeps no places apart."""
    apart = service.capacity.kept_apart() if service.capacity else []
    return [each for each in apart if each.fits(request.age, request.gender)]


def _checked(terms: Terms, request: Request, service: Service, now: datetime) -> Terms:
    """Give the terms tidied; raise Invalid where one cannot be or its words may identify somebody."""
    today = in_london(now).date()
    faults: dict[str, str] = {}
    if not 0 < terms.weekly_fee_pence <= MOST_PENCE:
        faults["weekly_fee_pence"] = f"Enter a weekly fee of more than £0 and at most {pounds(MOST_PENCE)}"
    if terms.available_on < today:
        faults["available_on"] = "Enter the date from which the place is free: today or later"
    long = ("inclusions", "staffing", "matching_statement")
    texts: Mapping[str, int] = {"place": LONGEST_PLACE, **dict.fromkeys(long, LONGEST_TEXT)}
    for field, longest in texts.items():
        text = getattr(terms, field)
        if len(text) > longest:
            faults[field] = f"Write at most {longest:,} characters"
        elif found := identifiers.find(text, today):
            faults[field] = "; ".join(finding.advice for finding in found)
    if not terms.matching_statement.strip():
        faults["matching_statement"] = "Say how this place suits the child and those who live there"
    if terms.place_group is not None and terms.place_group not in {each.code for each in groups_for(request, service)}:
        faults["place_group"] = "Choose one of the groups of places of this service that the child fits"
    if faults:
        raise Invalid(fields=faults)
    return terms


def _write(offer: Offer, terms: Terms, now: datetime) -> None:
    for field, value in asdict(terms).items():
        setattr(offer, field, value.strip() if isinstance(value, str) else value)
    offer.changed_at = now


@atomic
def offer(actor: Actor, reference: str, *, service_id: UUID, terms: Terms, now: datetime) -> Offer:
    """Offer a place in one of the actor's own services that was asked; one live offer for each service.

    Raises NotAllowed, NotFound where the service was not asked, WrongState when it is too late or an offer stands
    already, Invalid by field.
    """
    request = asked_request(actor, reference, lock=True)
    question = _open_question(actor, request, service_id, now)
    terms = _checked(terms, request, question.service, now)
    made = question.offer
    if made is None:
        made = Offer(request_id=request.id, service_id=service_id, made_at=now, made_by=actor.person_id)
        made.status = OfferStatus.OFFERED
        db.session.add(made)
    else:
        if made.status is not OfferStatus.DECLINED:
            raise WrongState("You have offered this place already: change or withdraw that offer")
        made.status = OFFER_LIFECYCLE.after(made.status, OfferMove.OFFER_AFTER_ALL)
        made.decline_reason = None
    _write(made, terms, now)
    db.session.flush()
    audit.record(actor, "offer:made", made, at=now, request=request.reference, service_id=service_id)
    tell_authority(request, Permission.OFFER_READ, "has an offer to read", now=now)
    tell_systems_of_authority(Event.OFFER_MADE, request, now=now)
    return made


@atomic
def change_offer(actor: Actor, reference: str, *, offer_id: UUID, terms: Terms, now: datetime) -> Offer:
    """Change one's own offer while answers are taken.

    Raises NotAllowed, NotFound, WrongState when it is too late or the offer does not stand, Invalid.
    """
    request = asked_request(actor, reference, lock=True)
    made = own_offer(actor, request, offer_id)
    question = _open_question(actor, request, made.service_id, now)
    made.status = OFFER_LIFECYCLE.after(made.status, OfferMove.CHANGE)
    _write(made, _checked(terms, request, question.service, now), now)
    audit.record(actor, "offer:changed", made, at=now, request=request.reference)
    tell_authority(request, Permission.OFFER_READ, "has a changed offer", now=now)
    tell_systems_of_authority(Event.OFFER_CHANGED, request, now=now)
    return made


@atomic
def withdraw_offer(actor: Actor, reference: str, *, offer_id: UUID, now: datetime) -> Offer:
    """Withdraw one's own offer, at any time while the request takes answers; a place held by it is given back.

    Raises NotAllowed, NotFound, or WrongState when the request is closed or the offer does not stand.
    """
    request = asked_request(actor, reference, lock=True)
    made = own_offer(actor, request, offer_id)
    let_lapse(request, now=now)
    if request.status not in ANSWERING:
        raise WrongState("This request is closed, so nothing stands to be withdrawn")
    accepted = made.status is OfferStatus.ACCEPTED
    made.status = OFFER_LIFECYCLE.after(made.status, OfferMove.WITHDRAW)
    made.changed_at = now
    if accepted:
        move_on(actor, request, Move.GIVE_BACK, now=now, event="hold:released", by="provider")
    audit.record(actor, "offer:withdrawn", made, at=now, request=request.reference)
    tell_authority(request, Permission.OFFER_READ, "has an offer withdrawn", now=now)
    tell_systems_of_authority(Event.OFFER_WITHDRAWN, request, now=now)
    return made


@atomic
def decline(actor: Actor, reference: str, *, service_id: UUID, reason: DeclineReason, now: datetime) -> Offer:
    """Decline for one service, with a reason from the list. One may still offer later, in time.

    Raises NotAllowed, NotFound, WrongState when it is too late or an answer stands already.
    """
    request = asked_request(actor, reference, lock=True)
    question = _open_question(actor, request, service_id, now)
    if question.offer is not None:
        raise WrongState(
            "You have offered this place: withdraw that offer first"
            if question.offer.status is not OfferStatus.DECLINED
            else "You have declined this request already"
        )
    made = Offer(
        request_id=request.id,
        service_id=service_id,
        status=OfferStatus.DECLINED,
        decline_reason=reason,
        made_at=now,
        made_by=actor.person_id,
        changed_at=now,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(actor, "offer:declined", made, at=now, request=request.reference, reason=reason)
    tell_systems_of_authority(Event.OFFER_DECLINED, request, now=now)
    _tell_where_all_declined(request, now)
    return made


def _tell_where_all_declined(request: Request, now: datetime) -> None:
    """Tell who may ask more providers once every service that is asked has declined."""
    opened = {release.tier for release in request.releases}
    asked = {match.service_id for match in request.matches if match.asks and match.tier in opened}
    declined = select(Offer.service_id).where(Offer.request_id == request.id, Offer.status == OfferStatus.DECLINED)
    if asked and asked <= set(db.session.scalars(declined.order_by(Offer.service_id))):
        tell_authority(request, Permission.REQUEST_RELEASE, "everybody who was asked has declined", now=now)
