"""Placements as their authority and their provider may see them, and what is due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from directory.access import Actor, Permission, require
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.kit.needs import Need
from directory.placements.facts import facts_said
from directory.placements.models import Episode, Hold, Placement
from directory.placements.rules.due import Facts, Kind, Task, due, last_day, order
from directory.placements.rules.holds import HoldStatus
from directory.placements.rules.placing import Interview
from directory.providers.models import Service
from directory.requests.models import Request
from directory.requests.rules.lifecycle import Status, Urgency

MOST_LISTED = 200
MINUTE = timedelta(minutes=1)
STATES = (Status.AGREED, Status.PLACED, Status.ENDED)
OWED = (Interview.NOT_OFFERED, Interview.OFFERED)


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


def own_placements(
    actor: Actor,
    *,
    statuses: Collection[Status] = STATES,
    among: Collection[UUID] | None = None,
    start: int = 0,
    most: int = MOST_LISTED,
) -> Sequence[Placement]:
    """Give placements of the actor's authority in these states: those that go on first, then the last ended.

    ``among``: only these.
    """
    require(actor, Permission.PLACEMENT_READ)
    listed = _listed(Request.authority_id == actor.organisation_id).where(Request.status.in_(statuses))
    if among is not None:
        listed = listed.where(Placement.id.in_(among))
    return db.session.scalars(listed.offset(start).limit(most)).all()


def provided_placements(
    actor: Actor, *, statuses: Collection[Status] = STATES, start: int = 0, most: int = MOST_LISTED
) -> Sequence[Placement]:
    """Give placements in the actor's own services, those that go on first."""
    require(actor, Permission.OFFER_MAKE)
    listed = _listed(Service.organisation_id == actor.organisation_id).where(Request.status.in_(statuses))
    return db.session.scalars(listed.offset(start).limit(most)).all()


def own_counts(actor: Actor) -> dict[Status, int]:
    """Give how many placements the actor's authority has in each state."""
    require(actor, Permission.PLACEMENT_READ)
    return _counted(Request.authority_id == actor.organisation_id)


def provided_counts(actor: Actor) -> dict[Status, int]:
    """Give how many placements there are in the actor's own services in each state."""
    require(actor, Permission.OFFER_MAKE)
    return _counted(Service.organisation_id == actor.organisation_id)


def _counted(whose: ColumnElement[bool]) -> dict[Status, int]:
    rows = db.session.execute(
        select(Request.status, func.count())
        .join(Placement, Placement.request_id == Request.id)
        .join(Service, Service.id == Placement.service_id)
        .where(whose)
        .group_by(Request.status)
        .order_by(Request.status)
    ).all()
    return {**dict.fromkeys(STATES, 0), **{status: number for status, number in rows if status in STATES}}


def _listed(whose: ColumnElement[bool]) -> Select[Placement]:
    return (
        select(Placement)
        .join(Placement.request)
        .join(Placement.service)
        .where(whose)
        .options(
            contains_eager(Placement.request).joinedload(Request.authority),
            contains_eager(Placement.service).joinedload(Service.organisation),
            joinedload(Placement.hold),
            selectinload(Placement.fees),
            selectinload(Placement.reviews),
            selectinload(Placement.episodes),
        )
        .order_by(Placement.ended_on.is_not(None), Placement.ended_on.desc(), Placement.starts_on, Request.reference)
    )


def tasks_of(actor: Actor, placement: Placement, now: datetime) -> list[Task]:
    """Give what is due for a placement, to its own authority: what this actor may do, and what others must."""
    if placement.request.authority_id != actor.organisation_id:
        return []
    return due(facts_of(actor, placement), now)


def facts_of(actor: Actor, placement: Placement) -> Facts:
    """Give what the clocks need."""
    require(actor, Permission.PLACEMENT_READ)
    return facts_said(placement)


@dataclass(frozen=True)
class Due:
    """A task of one placement."""

    placement: Placement
    task: Task


NEEDED: dict[Kind, Permission] = {
    Kind.MISSING: Permission.EPISODE_RECORD,
    Kind.INTERVIEW: Permission.EPISODE_RECORD,
    Kind.APPROVE_AREA: Permission.PLACEMENT_AGREE,
    Kind.APPROVE_DISTANCE: Permission.DISTANCE_APPROVE,
    Kind.TELL_AREA: Permission.PLACEMENT_AGREE,
    Kind.START: Permission.PLACEMENT_AGREE,
    Kind.REVIEW: Permission.EPISODE_RECORD,
    Kind.END: Permission.PLACEMENT_END,
}


def all_due(actor: Actor, now: datetime) -> list[Due]:
    """Give what is due for all placements of the actor's authority, the soonest first."""
    require(actor, Permission.PLACEMENT_READ)
    owing = or_(Placement.ended_on.is_(None), Placement.episodes.any(Episode.interview.in_(OWED)))
    listed = _listed(Request.authority_id == actor.organisation_id).where(owing)
    rows = db.session.scalars(listed).all()
    found = [Due(each, task) for each in rows for task in tasks_of(actor, each, now)]
    return sorted(found, key=lambda one: order(one.task))


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
                # of what is due by a day the last minute, for people read midnight as the day after
                due_at=one.task.due_at - (MINUTE if last_day(one.task) else timedelta()),
                urgent=one.task.overdue or one.task.kind is Kind.MISSING,
            )
            for one in all_due(actor, now)
            if actor.may(NEEDED[one.task.kind])
        ]
    return found
