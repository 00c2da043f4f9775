"""The demonstration's offers compared, holds and placements, made by the same actions as on the pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from directory.access import Actor, Role
from directory.cli.demo.asks import HOUR, actor, said
from directory.cli.demo.papers import add_papers
from directory.kit import clock
from directory.kit.db import db
from directory.placements import actions
from directory.placements.models import Placement
from directory.placements.rules.placing import EndReason, EpisodeKind, Where
from directory.placements.rules.scoring import DEFAULT, Score
from directory.providers.models import Capacity
from directory.requests import actions as requests
from directory.requests.actions.offers import Terms
from directory.requests.models import Request
from directory.requests.queries.requests import asked_request, questions
from directory.requests.rules.lifecycle import Tier, Urgency

DAY = timedelta(days=1)
PROVIDER = "Harbour Light Care"
SCORES = (5, 3, 4, 4)


@dataclass(frozen=True)
class People:
    """Who does what."""

    worker: Actor
    manager: Actor
    director: Actor
    provider: Actor


def add_placements(now: datetime) -> int:
    """Make a request in each state from an offer to an end; give how many. Needs services with free places."""
    people = People(
        actor(Role.SOCIAL_WORKER, "Northmoor Council"),
        actor(Role.PLACEMENTS_MANAGER, "Northmoor Council"),
        actor(Role.DIRECTOR, "Northmoor Council"),
        actor(Role.PROVIDER_ADMIN, PROVIDER),
    )
    stages = (_shortlisted, _held, _lapsed, _agreed, _placed, _ended)
    return sum(stage(people, now) for stage in stages)


def _offered(people: People, at: datetime, *, urgency: Urgency = Urgency.PLANNED) -> tuple[str, UUID] | None:
    """Give a request released at ``at`` and an offer of a service with a free place; None where there is none."""
    day = clock.in_london(at).date()
    wanted = said(at, urgency=urgency, needed_by=day + 3 * DAY, within=None)
    reference = requests.draft(people.worker, said=wanted, now=at).reference
    requests.submit(people.worker, reference, now=at)
    requests.approve(people.manager, reference, now=at)
    requests.release(people.manager, reference, tier=Tier.WIDER, now=at)
    for question in questions(people.provider, asked_request(people.provider, reference)):
        places = db.session.get(Capacity, question.service.id)
        if places is not None and places.confirmed_at is not None and places.available > 0:
            staffing = "Two carers, one of them at home all day; somebody awake at night in the first week."
            words = ("One room of its own", "Transport to school.", "Calm carers with time.", staffing)
            terms = Terms(880_00, day + DAY, *words)
            service_id = question.service.id
            made = requests.offer(people.provider, reference, service_id=service_id, terms=terms, now=at + HOUR)
            return reference, made.id
    return None


def _accepted(people: People, at: datetime, *, urgency: Urgency = Urgency.PLANNED) -> str:
    """Give the reference of a request for which a place was held at ``at``; empty where none is free."""
    found = _offered(people, at - 3 * HOUR, urgency=urgency)
    if found is None:
        return ""
    actions.accept(people.manager, found[0], offer_id=found[1], now=at)
    return found[0]


def _shortlisted(people: People, now: datetime) -> bool:
    found = _offered(people, now - 20 * HOUR)
    if found is None:
        return False
    points = iter(SCORES)
    scores = [Score(passed=True) if each.gate else Score(points=next(points), comment="") for each in DEFAULT]
    actions.shortlist(people.manager, found[0], offer_id=found[1], scores=scores, now=now - 2 * HOUR)
    return True


def _held(people: People, now: datetime) -> bool:
    return bool(_accepted(people, now - HOUR, urgency=Urgency.EMERGENCY))


def _lapsed(people: People, now: datetime) -> bool:
    reference = _accepted(people, now - 3 * DAY)
    if reference:
        request = db.session.query(Request).filter_by(reference=reference).one()
        actions.lapse_if_due(request.id, now=now - DAY)
    return bool(reference)


def _agreement(at: datetime, where: Where) -> actions.Agreement:
    day = clock.in_london(at).date()
    return actions.Agreement(
        starts_on=day + 2 * DAY,
        where_it_is=where,
        review_on=[day + 26 * DAY, day + 110 * DAY],
        expected_end_on=day + 180 * DAY,
        terms="Placement support at any hour. 28 days of notice on both sides. Contact every second week.",
    )


def _agreed(people: People, now: datetime) -> bool:
    reference = _accepted(people, now - DAY)
    if reference:
        at = now - 4 * HOUR
        actions.agree(people.manager, reference, said=_agreement(at, Where.AT_A_DISTANCE), now=at)
        placement = db.session.query(Placement).join(Request).filter(Request.reference == reference).one()
        add_papers(people.provider, people.manager, placement, now - 3 * HOUR)
    return bool(reference)


def _start(people: People, begun: datetime) -> str:
    """Give the reference of a placement that started two days after ``begun``; empty where no place is free."""
    reference = _accepted(people, begun)
    if reference:
        actions.agree(people.manager, reference, said=_agreement(begun, Where.OWN_AREA), now=begun + HOUR)
        arrived = begun + 2 * DAY
        day = clock.in_london(arrived).date()
        actions.start(people.manager, reference, started_on=day, now=arrived)
    return reference


def _placed(people: People, now: datetime) -> bool:
    begun = now - 40 * DAY
    reference = _start(people, begun)
    if not reference:
        return False
    fee_from = clock.in_london(now).date() - 10 * DAY
    why = "One-to-one hours in the evening"
    actions.change(people.manager, reference, weekly_fee_pence=950_00, from_on=fee_from, reason=why, now=now - 11 * DAY)
    placement = db.session.query(Placement).join(Request).filter(Request.reference == reference).one()
    review, held_on = placement.reviews[0].id, clock.in_london(now).date() - 14 * DAY
    actions.hold_review(people.worker, reference, review, held_on=held_on, now=now - 13 * DAY)
    gone = now - 5 * DAY
    episode = actions.Said(
        kind=EpisodeKind.MISSING,
        from_at=gone,
        until_at=gone + 9 * HOUR,
        safety_plan="A phone to keep, and a call at eight each evening.",
        notes="Found at a bus station. The police were told at once.",
    )
    actions.record_episode(people.worker, reference, said=episode, now=gone + 10 * HOUR)
    return True


def _ended(people: People, now: datetime) -> bool:
    reference = _start(people, now - 90 * DAY)
    if reference:
        day = clock.in_london(now).date() - 7 * DAY
        at = now - 7 * DAY
        actions.end(people.manager, reference, ended_on=day, reason=EndReason.FAMILY, now=at)
    return bool(reference)
