"""What the API gives of requests: whole to their own authority, an anonymous summary to providers."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from directory.access import Actor, Permission
from directory.codes import Gender
from directory.kit import clock
from directory.requests import queries, search
from directory.requests.actions.drafting import still_missing
from directory.requests.actions.offers import groups_for
from directory.requests.models import Offer, Request
from directory.requests.queries.due import due_of
from directory.requests.rules.due import Duty
from directory.requests.rules.lifecycle import Status, Tier, Urgency
from directory.requests.rules.particulars import SectionState, section_states


class ZoneShown(BaseModel):
    """A zone, to its own authority."""

    near: str
    within: float


class ReleaseShown(BaseModel):
    """A tier that is open."""

    tier: Tier
    released_at: datetime
    answer_by_at: datetime
    asked: int


class MatchShown(BaseModel):
    """A service as it matched when the request was first released."""

    service_id: UUID
    name: str
    tier: Tier
    rank: int
    eligible: bool
    distance_miles: float | None
    reasons: list[str]
    why_not: list[str]


class GroupShown(BaseModel):
    """A group of places that the child fits, by its code."""

    code: str
    words: str
    available: int


class ServiceAsked(BaseModel):
    """One of your services that is asked, and what you answered."""

    service_id: UUID
    name: str
    answer_by_at: datetime
    answer: str | None
    offer_id: UUID | None
    groups: list[GroupShown]


class OfferShown(BaseModel):
    """An offer or a decline."""

    id: UUID
    service_id: UUID
    service: str
    status: str
    weekly_fee_pence: int | None
    available_on: date | None
    place: str
    place_group: str | None
    staffing: str
    inclusions: str
    matching_statement: str
    decline_reason: str | None
    made_at: datetime


class RiskShown(BaseModel):
    """How great a risk is, with a note."""

    level: str
    note: str


class DetailsShown(BaseModel):
    """What else is said of the need. Legal status, highest fee and time to answer stay with the authority."""

    siblings_together: str | None
    sibling_age_bands: list[str]
    interpreter: bool | None
    culture: str
    faith: str
    legal_status: str | None
    specialisms_preferred: list[str]
    suitability: dict[str, str]
    alongside: dict[str, bool]
    adult_ratio: str | None
    health_needs: str
    education_needs: str
    risks: dict[str, RiskShown]
    fee_ceiling_pence: int | None
    answer_within_hours: int | None


class TaskDue(BaseModel):
    """What is due, by when."""

    kind: Duty
    due_at: datetime
    overdue: bool


class RequestAnswer(BaseModel):
    """A request. To a provider: the anonymous summary, with what is asked of its own services.

    Of a draft: how far each of its ``sections`` is, and what is ``missing`` before it may be submitted, by field.
    """

    reference: str
    status: str
    urgency: Urgency | None
    needed_by: date | None
    age: int | None
    gender: Gender | None
    siblings: int
    unaccompanied: bool | None = None
    service_types: list[str]
    specialisms: list[str]
    languages: list[str]
    near: str
    within: float | None
    avoid: list[ZoneShown] | None = None
    summary: str
    details: DetailsShown | None = None
    authority: str
    screened: bool | None = None
    releases: list[ReleaseShown] | None = None
    matches: list[MatchShown] | None = None
    offers: list[OfferShown] | None = None
    next_tier_at: datetime | None = None
    sections: dict[str, SectionState] | None = None
    missing: dict[str, str] | None = None
    held_until_at: datetime | None = None
    approve_by_at: datetime | None = None
    tasks: list[TaskDue] | None = None
    services: list[ServiceAsked] | None = None
    moves: list[str]


class ListAnswer(BaseModel):
    """Requests, open ones first, then emergencies, then the soonest needed."""

    total: int
    page: int
    per_page: int
    items: list[RequestAnswer]


def offer_shown(offer: Offer) -> OfferShown:
    """Give an answer of a provider, to whoever may read it."""
    return OfferShown(
        id=offer.id,
        service_id=offer.service_id,
        service=offer.service.name,
        status=offer.status.value,
        weekly_fee_pence=offer.weekly_fee_pence,
        available_on=offer.available_on,
        place=offer.place,
        place_group=offer.place_group,
        staffing=offer.staffing or "",
        inclusions=offer.inclusions,
        matching_statement=offer.matching_statement,
        decline_reason=offer.decline_reason.value if offer.decline_reason else None,
        made_at=offer.made_at,
    )


def for_authority(actor: Actor, request: Request, *, whole: bool, moves: Sequence[str] | None = None) -> RequestAnswer:
    """Give a request as its own authority sees it; ``whole`` with zones, matches and offers.

    ``moves``: those of ``queries.nouns_of_all``, where many are shown.
    """
    moves = queries.nouns_now(actor, request) if moves is None else moves
    shown = RequestAnswer(
        reference=request.reference,
        status=request.status_at(clock.now()).value,
        approve_by_at=request.approve_by_at if request.unapproved else None,
        next_tier_at=request.next_tier_at if request.status_at(clock.now()) is Status.SEARCHING else None,
        held_until_at=request.held_until_at if request.status_at(clock.now()) is Status.HELD else None,
        urgency=request.urgency,
        needed_by=request.needed_by,
        age=request.age,
        gender=request.gender,
        siblings=request.siblings,
        unaccompanied=request.unaccompanied,
        service_types=request.service_types,
        specialisms=request.specialisms,
        languages=request.languages,
        near=request.near,
        within=request.within,
        summary=request.summary,
        authority=request.authority.name,
        screened=bool(request.screenings),
        releases=[ReleaseShown.model_validate(each, from_attributes=True) for each in request.opened],
        moves=list(moves),
    )
    if whole and request.status is Status.DRAFT:
        shown.missing = dict(still_missing(request, clock.now()))
        shown.sections = section_states(request.sections_saved, shown.missing)
    if whole:
        shown.details = DetailsShown.model_validate(request.detailed)
        due = due_of(actor, [request], clock.now())[request.id]
        shown.tasks = [TaskDue(kind=each.duty, due_at=each.due_at, overdue=each.overdue) for each in due]
        shown.avoid = [ZoneShown(**zone) for zone in search.zones_said(request)]
        shown.matches = [
            MatchShown(
                name=match.service.name,
                **{name: getattr(match, name) for name in MatchShown.model_fields if name != "name"},
            )
            for match in request.matches
        ]
        if actor.may(Permission.OFFER_READ):
            shown.offers = [offer_shown(each) for each in queries.offers_of(actor, request)]
    return shown


def for_provider(actor: Actor, request: Request, questions: Sequence[queries.Question]) -> RequestAnswer:
    """Give the anonymous summary of a request, with what is asked of the provider's own services."""
    seen = queries.summary_for_providers(actor, request)
    now = clock.now()
    may_answer = any(question.answerable(request, now) for question in questions)
    return RequestAnswer(
        reference=seen.reference,
        status=seen.status,
        urgency=seen.urgency,
        needed_by=seen.needed_by,
        age=seen.age,
        gender=seen.gender,
        siblings=seen.siblings,
        service_types=list(seen.service_types),
        specialisms=list(seen.specialisms),
        languages=list(seen.languages),
        near=seen.area,
        within=seen.within,
        summary=seen.summary,
        details=DetailsShown.model_validate(seen.detailed),
        authority=seen.authority,
        services=[
            ServiceAsked(
                service_id=question.service.id,
                name=question.service.name,
                answer_by_at=question.answer_by_at,
                answer=question.offer.status.value if question.offer else None,
                offer_id=question.offer.id if question.offer else None,
                groups=[
                    GroupShown(code=each.code, words=each.words(), available=each.available)
                    for each in groups_for(request, question.service)
                ],
            )
            for question in questions
        ],
        moves=["offers", "declines"] if may_answer else [],
    )
