"""By what offers are judged, for an authority's own system: scores are sent in this order."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field, StrictInt

from directory.access import Permission, current_actor, guarded
from directory.api.operations import answered, body, described
from directory.api.views import v1
from directory.kit import clock
from directory.kit.understand import Given
from directory.placements import actions
from directory.placements.queries.comparing import Compared, compared
from directory.placements.queries.scoring import criteria_for, scored
from directory.placements.rules.scoring import LONGEST_WORDS, MOST_CRITERIA, Criterion
from directory.requests.queries import own_request

WEEKS = 12


class CriterionBody(Given):
    """What offers are judged by; a gate has no weight, the other weights add to 100."""

    words: str = Field(min_length=1, max_length=LONGEST_WORDS, description="what is judged")
    weight: StrictInt | None = Field(default=None, ge=1, le=100, description="null: a gate, which is passed or not")


class MatrixBody(Given):
    """By what the offers for one request are judged."""

    criteria: list[CriterionBody] = Field(min_length=1, max_length=MOST_CRITERIA, description="in their order")


class CriterionShown(BaseModel):
    """A criterion."""

    words: str
    weight: int | None


class MatrixAnswer(BaseModel):
    """By what offers are judged, in order; `scored`: an offer is scored already, so they stand."""

    criteria: list[CriterionShown]
    scored: bool


class ComparedShown(BaseModel):
    """An offer as it is now. ``total_pence`` over twelve weeks; ``score_tenths`` out of 1000."""

    offer_id: UUID
    service_id: UUID
    service: str
    weekly_fee_pence: int | None
    total_pence: int
    distance: str
    places_free: int | None
    freshness: str
    rating: str
    assured: list[str]
    group: str
    forbidden: list[str]
    for_a_director: list[str]
    held: bool
    score_tenths: int | None


class ComparisonAnswer(BaseModel):
    """The offers that stand: the highest score first, then by fee."""

    weeks: int
    items: list[ComparedShown]


def _matrix(reference: str, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    request = own_request(actor, reference)
    criteria = [CriterionShown(words=each.words, weight=each.weight) for each in criteria_for(actor, request)]
    return answered(MatrixAnswer(criteria=criteria, scored=scored(actor, request)), status)


def _compared(row: Compared) -> ComparedShown:
    return ComparedShown(
        offer_id=row.offer.id,
        service_id=row.offer.service_id,
        service=row.offer.service.name,
        weekly_fee_pence=row.offer.weekly_fee_pence,
        total_pence=row.total_pence,
        distance=row.distance,
        places_free=row.free,
        freshness=row.freshness.value,
        rating=row.offer.service.rating.value,
        assured=list(row.assured),
        group=row.group,
        forbidden=list(row.guards.forbidden),
        for_a_director=list(row.guards.for_a_director),
        held=row.held,
        score_tenths=row.shortlisting.total_tenths if row.shortlisting else None,
    )


@v1.get("/requests/<reference>/comparison")
@guarded(Permission.OFFER_READ)
@described("Compare the offers", answer=ComparisonAnswer)
def get_comparison(reference: str) -> ResponseReturnValue:
    """Give the offers that stand, side by side as they are now: distance, freshness, rating, claims, cost, score."""
    actor = current_actor()
    rows = compared(actor, own_request(actor, reference), weeks=WEEKS, now=clock.now())
    return answered(ComparisonAnswer(weeks=WEEKS, items=[_compared(row) for row in rows]))


@v1.get("/requests/<reference>/criteria")
@guarded(Permission.OFFER_SHORTLIST)
@described("Read by what offers are judged", answer=MatrixAnswer)
def get_criteria(reference: str) -> ResponseReturnValue:
    """Give the criteria of a request, in the order in which `shortlisting` takes the scores."""
    return _matrix(reference)


@v1.post("/requests/<reference>/criteria")
@guarded(Permission.OFFER_SHORTLIST)
@described("Say by what offers are judged", body=MatrixBody, answer=MatrixAnswer, status=201)
def post_criteria(reference: str) -> ResponseReturnValue:
    """Say by what the offers for one request are judged, before the first is scored."""
    criteria = [Criterion(each.words, each.weight) for each in body(MatrixBody).criteria]
    actions.save_matrix(current_actor(), reference=reference, criteria=criteria, now=clock.now())
    return _matrix(reference, 201)
