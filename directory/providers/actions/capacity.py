"""A provider says how many places it has: the index hears of it in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import Actor, Permission, require
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, Stale, WrongState
from directory.providers.models import Capacity, CapacityChange, Registration, Service, Status, Way
from directory.providers.rules import Numbers, wrong_places
from directory.providers.rules.groups import Group, free_from, keeping_held, wrong_days, wrong_groups, wrong_sums
from directory.providers.rules.places import MOST_PLACES, explained, passed, to_come, wrong_terms
from directory.providers.rules.words import ClosedFor
from directory.providers.search import put


@dataclass
class Confirmed:
    """How many services were confirmed, and the words for each that somebody changed meanwhile."""

    number: int = 0
    stale: list[tuple[UUID, str, str]] = field(default_factory=list)


@atomic
def confirm(actor: Actor, service_id: UUID, *, version: int, way: Way = Way.PAGE, now: datetime) -> Capacity:
    """Say that the places of ``version`` are still right.

    Raises NotFound for another provider's service, Stale where the places were changed since, WrongState where
    nobody has said the numbers yet or the service is withdrawn.
    """
    require(actor, Permission.CAPACITY_CHANGE)
    capacity = _own(actor, service_id)
    _refuse_stale(capacity, version, strict=way is Way.API)
    _confirm(actor, capacity, way, now)
    return capacity


@atomic
def confirm_all(actor: Actor, *, versions: Mapping[UUID, int], way: Way = Way.PAGE, now: datetime) -> Confirmed:
    """Say of many services at once that their places are still right; those changed since are left and named.

    Raises NotFound, and confirms none, where one of them is another provider's.
    """
    require(actor, Permission.CAPACITY_CHANGE)
    done = Confirmed()
    for service_id in sorted(versions):
        capacity = _own(actor, service_id)
        try:
            _refuse_stale(capacity, versions[service_id], strict=False)
        except Stale as refusal:
            done.stale.append((service_id, capacity.service.name, refusal.detail))
            continue
        _confirm(actor, capacity, way, now)
        done.number += 1
    return done


@atomic
def change(
    actor: Actor,
    service_id: UUID,
    *,
    staffed: int,
    occupied: int,
    closed: int,
    available_from: date | None,
    version: int | None,
    way: Way = Way.PAGE,
    now: datetime,
    confirmed: bool = True,
    note: str = "",
    closed_for: Mapping[ClosedFor, int] | None = None,
    emergency: bool | None = None,
    by_assessment_only: bool | None = None,
    groups: Sequence[Group] | None = None,
) -> Capacity:
    """Say what the places are. Held places are not the provider's to change.

    ``version`` None takes whatever is there. ``confirmed`` False corrects numbers without saying that all is right.
    Of the others None leaves what is there: reasons as far as so many places are closed. ``groups``: for whom places
    are kept apart, from now on; the numbers are their sums, what is held stays where it was; an empty list ends it.
    Raises NotFound, Stale, WrongState as ``confirm``; Invalid, by field, where the numbers are impossible.
    """
    require(actor, Permission.CAPACITY_CHANGE)
    capacity = _own(actor, service_id)
    if version is not None:
        _refuse_stale(capacity, version, strict=way is Way.API)
    if max(staffed, occupied, closed) > MOST_PLACES:
        raise Invalid("Enter a smaller number", {"staffed": f"Enter numbers of up to {MOST_PLACES:,}"})
    reasons = (
        explained({each.column: getattr(capacity, each.column) for each in ClosedFor}, closed)
        if closed_for is None
        else {each.column: closed_for.get(each, 0) for each in ClosedFor}
    )
    numbers = Numbers(capacity.registered, staffed, occupied, capacity.held, closed, **reasons)
    terms = {
        "emergency": capacity.emergency if emergency is None else emergency,
        "by_assessment_only": capacity.by_assessment_only if by_assessment_only is None else by_assessment_only,
    }
    today = clock.in_london(now).date()
    before = capacity.kept_apart()
    apart = before if groups is None else keeping_held(groups, before, capacity.held)
    service = capacity.service
    wrong = (
        wrong_groups(apart, (service.age_minimum, service.age_maximum), service.gender) if groups is not None else {}
    )
    wrong |= wrong_days(apart, before, today) or wrong_places(numbers) or wrong_sums(apart, numbers)
    wrong |= wrong_terms(terms)
    day = free_from(apart, today) if apart else available_from
    if available_from not in (None, day, capacity.available_from):
        wrong["available_from"] = "This service says by group when a place is free. Say it there"
    elif too_late := passed(available_from, before=capacity.available_from, today=today):
        wrong["available_from"] = too_late
    if wrong:
        raise Invalid(fields=wrong)
    if capacity.confirmed_at is None and not confirmed:
        raise Invalid.field("confirmed", "The first time you say the numbers you confirm them: send true")
    capacity.count(numbers, apart)
    capacity.available_from = to_come(day, today)
    for name, value in terms.items():
        setattr(capacity, name, value)
    if confirmed:
        capacity.confirmed_at, capacity.confirmed_by = now, actor.person_id
    note_said(actor, capacity, "capacity:changed", way, now, confirmed=confirmed, note=note)
    return capacity


def _confirm(actor: Actor, capacity: Capacity, way: Way, now: datetime) -> None:
    if capacity.confirmed_at is None:
        raise WrongState("Nobody has said yet how many of these places are taken. Enter the numbers first")
    capacity.confirmed_at, capacity.confirmed_by = now, actor.person_id
    note_said(actor, capacity, "capacity:confirmed", way, now)


def _own(actor: Actor, service_id: UUID) -> Capacity:
    """Give the capacity of a service of the actor's organisation, its row locked until the action ends."""
    capacity = db.session.scalar(
        select(Capacity)
        .join(Service)
        .where(Capacity.service_id == service_id, Service.organisation_id == actor.organisation_id)
        .with_for_update(of=Capacity)
        .execution_options(populate_existing=True)
    )
    if capacity is None or actor.organisation_id is None:
        raise NotFound
    service = capacity.service
    if service.status is Status.WITHDRAWN or service.registration is Registration.GONE:
        raise WrongState("This service is no longer in use, so its places are not counted")
    return capacity


def _refuse_stale(capacity: Capacity, version: int, *, strict: bool) -> None:
    """Raise Stale with both numbers, where somebody changed the places since ``version``.

    A person who reads the same numbers as before is not stopped because somebody else confirmed them; ``strict`` is.
    """
    if capacity.version == version:
        return
    seen = db.session.scalar(
        select(CapacityChange)
        .where(CapacityChange.service_id == capacity.service_id, CapacityChange.version == version)
        .order_by(CapacityChange.at.desc())
        .limit(1)
    )
    if seen and seen.told == capacity.told and not strict:
        return
    you_saw = f"You saw {seen.in_words()}. " if seen else ""
    raise Stale(
        f"Somebody changed these places while you were reading. {you_saw}"
        f"They now say {capacity.in_words()}. Check them and press again"
    )


def note_said(
    actor: Actor, capacity: Capacity, event: str, way: Way, now: datetime, *, confirmed: bool = True, note: str = ""
) -> None:
    """Keep what was said in the history, record it and tell the index."""
    db.session.flush()
    change = CapacityChange.of(capacity, actor.person_id, way, now, confirmed=confirmed, note=note)
    db.session.add(change)
    said = {name: getattr(change, name) for name in (*change.COUNTED, *change.TERMS)}
    audit.record(actor, event, capacity.service, at=now, way=way, **said)
    put(capacity.service)
