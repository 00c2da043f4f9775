"""What the API gives of placements: whole to their own authority, what was agreed to their provider."""

from collections.abc import Set as AbstractSet
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from directory.access import Actor, Permission
from directory.placements.figures import figures_of
from directory.placements.models import Episode, Placement
from directory.placements.queries.moves import moves_of
from directory.placements.queries.placing import tasks_of
from directory.placements.rules.costs import Stretch, by_stretch, cost_pence, stretches
from directory.placements.rules.lifecycle import ON_PAGES_ONLY, RULES
from directory.placements.rules.placing import EpisodeKind, Interview, Where


class EpisodeShown(BaseModel):
    """A missing episode, without its words."""

    id: UUID
    kind: EpisodeKind
    from_at: datetime
    until_at: datetime | None
    interview: Interview
    interview_on: date | None


class TaskShown(BaseModel):
    """What is due, by when; ``of``: the review or episode it is about."""

    kind: str
    due_at: datetime
    overdue: bool
    of: str


class FeeShown(BaseModel):
    """What is paid a week from a day on."""

    from_on: date
    weekly_fee_pence: int


class PeriodShown(BaseModel):
    """Days at one fee, ``until_on`` not included, and what they add to the cost so far."""

    from_on: date
    until_on: date
    days: int
    weekly_fee_pence: int
    cost_pence: int


class ReviewShown(BaseModel):
    """A review that is due, or was held."""

    id: UUID
    due_on: date
    held_on: date | None


class FiguresShown(BaseModel):
    """What the missing episodes add up to; hours are whole."""

    missing: int
    away: int
    hours: int
    longest_hours: int
    back: int
    interviewed: int
    interviewed_in_time: int
    declined: int
    now: bool


class PlacementAnswer(BaseModel):
    """A placement. To a provider: without tasks, episodes and cost."""

    reference: str
    status: str
    service_id: UUID
    service: str
    authority: str
    places: int
    starts_on: date
    started_on: date | None
    expected_end_on: date | None
    ended_on: date | None
    end_reason: str | None
    reviews: list[ReviewShown]
    fees: list[FeeShown] | None = None
    weekly_fee_pence: int | None = None
    where_it_is: Where | None = None
    approved_at: datetime | None = None
    area_told_on: date | None = None
    cost_so_far_pence: int | None = None
    cost_periods: list[PeriodShown] | None = None
    tasks: list[TaskShown] | None = None
    episodes: list[EpisodeShown] | None = None
    episode_figures: FiguresShown | None = None
    moves: list[str]


class PlacementsAnswer(BaseModel):
    """Placements, those that go on first."""

    total: int
    page: int
    per_page: int
    items: list[PlacementAnswer]


def episode_shown(episode: Episode) -> EpisodeShown:
    """Give an episode without its words."""
    return EpisodeShown.model_validate(episode, from_attributes=True)


def shown(actor: Actor, placement: Placement, packed: AbstractSet[UUID], now: datetime, today: date) -> PlacementAnswer:
    """Give a placement as this actor may see it. ``packed``: of ``with_packs``."""
    request = placement.request
    moves = [move for move in moves_of(actor, placement, packed) if move not in ON_PAGES_ONLY]
    answer = PlacementAnswer(
        reference=request.reference,
        status=request.status.value,
        service_id=placement.service_id,
        service=placement.service.name,
        authority=request.authority.name,
        places=placement.hold.places,
        starts_on=placement.starts_on,
        started_on=placement.started_on,
        expected_end_on=placement.expected_end_on,
        ended_on=placement.ended_on,
        end_reason=placement.end_reason.value if placement.end_reason else None,
        reviews=[ReviewShown.model_validate(each, from_attributes=True) for each in placement.reviews],
        moves=[RULES[move].noun for move in moves],
    )
    ours = actor.may(Permission.PLACEMENT_READ)
    if actor.may(Permission.OFFER_READ) or not ours:
        answer.fees = [FeeShown.model_validate(each, from_attributes=True) for each in placement.fees]
        answer.weekly_fee_pence = placement.fees[-1].weekly_fee_pence
    if ours:
        _for_authority(answer, actor, placement, now)
    if ours and actor.may(Permission.OFFER_READ):
        fees = [(fee.from_on, fee.weekly_fee_pence) for fee in placement.fees]
        parts = stretches(fees, placement.started_on, placement.ended_on, today)
        answer.cost_so_far_pence = cost_pence(parts)
        answer.cost_periods = [_period(part, cost) for part, cost in zip(parts, by_stretch(parts), strict=True)]
    return answer


def _period(part: Stretch, cost: int) -> PeriodShown:
    return PeriodShown(
        from_on=part.from_on,
        until_on=part.until_on,
        days=part.days,
        weekly_fee_pence=part.weekly_fee_pence,
        cost_pence=cost,
    )


def _for_authority(answer: PlacementAnswer, actor: Actor, placement: Placement, now: datetime) -> None:
    answer.where_it_is = placement.where_it_is
    answer.approved_at, answer.area_told_on = placement.distance_approved_at, placement.area_told_on
    answer.tasks = [
        TaskShown(kind=each.kind.value, due_at=each.due_at, overdue=each.overdue, of=each.of)
        for each in tasks_of(actor, placement, now)
    ]
    answer.episodes = [episode_shown(each) for each in placement.episodes]
    answer.episode_figures = FiguresShown.model_validate(figures_of(placement, now), from_attributes=True)
