"""Placements as their authority and their provider may see them, and what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from directory.access import Actor, Permission, require
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.kit.needs import Need
from directory.placements.models import Hold, Placement
from directory.placements.rules.due import EpisodeFacts, Facts, Kind, Task, due
from directory.placements.rules.holds import HoldStatus
from directory.providers.models import Service
from directory.requests.models import Request
from directory.requests.rules.lifecycle import Urgency

MOST_LISTED = 200


def own_placement(actor: Actor, reference: str, *, lock: bool = False) -> Placement:
    """Give a placement of the actor's own authority; ``lock`` locks its request. Raises NotFound."""
    require(actor, Permission.PLACEMENT_READ)
    if lock:
        locking = select(Request).where(Request.reference == reference.upper()).with_for_update(of=Request)
        db.session.scalar(locking.execution_options(populate_existing=True))
    return _found(
        select(Placement)
        .join(Placement.request)
        .where(Request.reference == reference.upper(), Request.authority_id == actor.organisation_id)
    )


def provided_placement(actor: Actor, reference: str) -> Placement:
    """Give a placement in one of the actor's own services. Raises NotFound."""
    require(actor, Permission.OFFER_MAKE)
    return _found(
        select(Placement)
        .join(Placement.request)
        .join(Placement.service)
        .where(Request.reference == reference.upper(), Service.organisation_id == actor.organisation_id)
    )


def _found(statement: object) -> Placement:
    placement = db.session.scalar(statement)  # type: ignore[call-overload]
    if placement is None:
        raise NotFound
    return placement  # type: ignore[no-any-return]


def own_placements(actor: Actor) -> Sequence[Placement]:
    """Give the placements of the actor's authority, those that go on first, then the last ended."""
    require(actor, Permission.PLACEMENT_READ)
    return _listed(Request.authority_id == actor.organisation_id)


def provided_placements(actor: Actor) -> Sequence[Placement]:
    """Give the placements in the actor's own services, those that go on first."""
    require(actor, Permission.OFFER_MAKE)
    return _listed(Service.organisation_id == actor.organisation_id)


def _listed(whose: object) -> Sequence[Placement]:
    return db.session.scalars(
        select(Placement)
        .join(Placement.request)
        .join(Placement.service)
        .where(whose)  # type: ignore[arg-type]
        .options(
            contains_eager(Placement.request).joinedload(Request.authority),
            contains_eager(Placement.service).joinedload(Service.organisation),
            joinedload(Placement.hold),
            selectinload(Placement.fees),
            selectinload(Placement.reviews),
            selectinload(Placement.episodes),
        )
        .order_by(Placement.ended_on.is_not(None), Placement.ended_on.desc(), Placement.starts_on, Request.reference)
        .limit(MOST_LISTED)
    ).all()


def tasks_of(actor: Actor, placement: Placement, now: datetime) -> list[Task]:
    """Give what is due for a placement, to its own authority: what this actor may do, and what others must."""
    if placement.request.authority_id != actor.organisation_id:
        return []
    return due(facts_of(actor, placement), now)


def facts_of(actor: Actor, placement: Placement) -> Facts:
    """Give what the clocks need."""
    require(actor, Permission.PLACEMENT_READ)
    return Facts(
        starts_on=placement.starts_on,
        started_on=placement.started_on,
        ended_on=placement.ended_on,
        expected_end_on=placement.expected_end_on,
        emergency=placement.request.urgency is Urgency.EMERGENCY,
        where=placement.where_it_is,
        distance_approved=placement.distance_approved_at is not None,
        area_told_on=placement.area_told_on,
        reviews=[(str(each.id), each.due_on) for each in placement.reviews if each.held_on is None],
        episodes=[EpisodeFacts(str(each.id), each.until_at, each.interview) for each in placement.episodes],
    )


@dataclass(frozen=True)
class Due:
    """A task of one placement."""

    placement: Placement
    task: Task


NEEDED: dict[Kind, Permission] = {
    Kind.MISSING: Permission.EPISODE_RECORD,
    Kind.INTERVIEW: Permission.EPISODE_RECORD,
    Kind.APPROVE_DISTANCE: Permission.DISTANCE_APPROVE,
    Kind.TELL_AREA: Permission.PLACEMENT_AGREE,
    Kind.START: Permission.PLACEMENT_AGREE,
    Kind.REVIEW: Permission.EPISODE_RECORD,
    Kind.END: Permission.PLACEMENT_END,
}


def all_due(actor: Actor, now: datetime) -> list[Due]:
    """Give what is due for all placements of the actor's authority, the soonest first."""
    found = [Due(each, task) for each in own_placements(actor) for task in tasks_of(actor, each, now)]
    return sorted(found, key=lambda one: one.task.due_at)


def live_holds(actor: Actor, now: datetime) -> Sequence[Hold]:
    """Give the holds of the actor's authority that are live by the clock, the first to lapse first."""
    require(actor, Permission.REQUEST_READ)
    return db.session.scalars(
        select(Hold)
        .join(Hold.request)
        .where(Request.authority_id == actor.organisation_id, Hold.status == HoldStatus.LIVE, Hold.expires_at > now)
        .options(contains_eager(Hold.request), joinedload(Hold.service))
        .order_by(Hold.expires_at, Hold.id)
    ).all()


def needs(actor: Actor, now: datetime) -> list[Need]:
    """Give what of holds and placements waits for this actor, for the home page."""
    found: list[Need] = []
    if actor.may(Permission.PLACEMENT_AGREE):
        found += [
            Need(
                text=f"Agree {hold.request.reference}, or give the place back",
                endpoint="placements.agreement",
                arguments={"reference": hold.request.reference},
                hint=f"Held at {hold.service.name}",
                due_at=hold.expires_at,
                urgent=hold.request.urgency is Urgency.EMERGENCY,
            )
            for hold in live_holds(actor, now)
        ]
    if actor.may(Permission.PLACEMENT_READ):
        found += [
            Need(
                text=f"{one.task.words}: {one.placement.request.reference}",
                endpoint="placements.show",
                arguments={"reference": one.placement.request.reference},
                hint="Overdue" if one.task.overdue else "",
                due_at=one.task.due_at,
                urgent=one.task.overdue or one.task.kind is Kind.MISSING,
            )
            for one in all_due(actor, now)
            if actor.may(NEEDED[one.task.kind])
        ]
    return found
