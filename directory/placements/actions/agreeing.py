"""Agreeing a placement, approving and telling of it, starting, changing and ending it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from directory import audit, jobs
from directory.access import Actor, Permission, require
from directory.kit import identifiers
from directory.kit.atomic import atomic
from directory.kit.clock import in_london
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.kit.lifecycle import words
from directory.kit.money import pounds
from directory.notify import notice
from directory.placements.actions.accepting import the_hold
from directory.placements.judging import allow
from directory.placements.models import MOST_PENCE, EndDate, Fee, Placement, Review
from directory.placements.moving import tell_provider, tell_systems
from directory.placements.queries.placing import own_placement
from directory.placements.rules.placing import EndReason, Where
from directory.providers.actions.holding import free_places, occupy_places, return_places
from directory.requests.models import Request
from directory.requests.moving import locked, move_on, tell_authority
from directory.requests.rules.lifecycle import LIFECYCLE, Move, Status, Urgency
from directory.webhooks import Event

LONGEST_TERMS = 10_000
LONGEST_REASON = 1000
SHORTEST_REASON = 10
MOST_REVIEWS = 12
DAYS_BACK = timedelta(days=5)
DAYS_AHEAD = timedelta(days=365)
RUNNING = frozenset({Status.AGREED, Status.PLACED})


@dataclass(frozen=True)
class Agreement:
    """An individual placement agreement. ``weekly_fee_pence`` None: as offered."""

    starts_on: date
    where_it_is: Where
    weekly_fee_pence: int | None = None
    expected_end_on: date | None = None
    review_on: Sequence[date] = ()
    terms: str = ""


def _wrong(said: Agreement, today: date) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not today - DAYS_BACK <= said.starts_on <= today + DAYS_AHEAD:
        faults["starts_on"] = "Enter a start from 5 days ago to a year from today"
    if said.expected_end_on is not None and said.expected_end_on < said.starts_on:
        faults["expected_end_on"] = "Enter an end that is not before the start"
    if said.weekly_fee_pence is not None and not 0 <= said.weekly_fee_pence <= MOST_PENCE:
        faults["weekly_fee_pence"] = f"Enter a weekly fee of at most {pounds(MOST_PENCE)}"
    if len(said.review_on) > MOST_REVIEWS or any(day < said.starts_on for day in said.review_on):
        faults["review_on"] = f"Enter at most {MOST_REVIEWS} reviews, none before the start"
    if len(said.terms) > LONGEST_TERMS:
        faults["terms"] = f"Write at most {LONGEST_TERMS:,} characters"
    elif found := identifiers.find(said.terms, today):
        faults["terms"] = "; ".join(finding.advice for finding in found)
    return faults


def _wrong_area(request: Request, service_area: str | None, said: Where) -> dict[str, str]:
    """Give what is wrong with what was said of the area, where both areas are known."""
    own = request.authority.gss_code
    if own is None or service_area is None:
        return {}
    if said is Where.OWN_AREA and own != service_area:
        return {"where_it_is": "This service is in another authority’s area"}
    if said is not Where.OWN_AREA and own == service_area:
        return {"where_it_is": "This service is in your own area"}
    return {}


@atomic
def agree(actor: Actor, reference: str, *, said: Agreement, override: str = "", now: datetime) -> Request:
    """Agree the placement that is held: its terms, fee, start and reviews.

    Raises NotAllowed, NotFound, WrongState where nothing is held any more or the service may not be used, Invalid.
    """
    request = locked(actor, reference, Move.AGREE, now=now)
    LIFECYCLE.after(request.status, Move.AGREE)
    hold = the_hold(request)
    if faults := _wrong(said, in_london(now).date()) | _wrong_area(
        request, hold.service.authority_gss, said.where_it_is
    ):
        raise Invalid(fields=faults)
    reason = allow(actor, request, hold.service, override=override, settled=bool(hold.override_reason))
    if reason:
        hold.override_reason = reason
        audit.record(actor, "rule:overridden", hold, at=now, request=reference, service=hold.service_id)
    fee = hold.offer.weekly_fee_pence if said.weekly_fee_pence is None else said.weekly_fee_pence
    placement = Placement(
        request_id=request.id,
        hold_id=hold.id,
        service_id=hold.service_id,
        agreed_at=now,
        agreed_by=actor.person_id,
        terms=said.terms.strip(),
        starts_on=said.starts_on,
        expected_end_on=said.expected_end_on,
        where_it_is=said.where_it_is,
        fees=[Fee(from_on=said.starts_on, weekly_fee_pence=fee or 0, said_at=now, said_by=actor.person_id)],
        reviews=[Review(due_on=day) for day in sorted(set(said.review_on))],
    )
    db.session.add(placement)
    facts = {"service": hold.service_id, "starts_on": said.starts_on, "weekly_fee_pence": fee}
    move_on(actor, request, Move.AGREE, now=now, event="placement:agreed", where=said.where_it_is, **facts)
    tell_provider(request, hold.service.organisation_id, "the placement is agreed", now=now)
    if said.where_it_is is Where.AT_A_DISTANCE:
        tell_authority(request, Permission.DISTANCE_APPROVE, "waits for approval at a distance", now=now)
    jobs.later("requests.tell_closed", request_id=request.id)
    return request


def _of(actor: Actor, reference: str, permission: Permission, *, within: frozenset[Status] = RUNNING) -> Placement:
    """Give the placement, its request locked, to who may; raise WrongState where the request is elsewhere."""
    require(actor, permission)
    placement = own_placement(actor, reference, lock=True)
    if placement.request.status not in within:
        raise WrongState(f"This placement is {words(placement.request.status)}, so this cannot be done now")
    return placement


@atomic
def approve_distance(actor: Actor, reference: str, *, reason: str, now: datetime) -> Placement:
    """Approve a placement at a distance. A director's, with a reason. Raises as the others do."""
    placement = _of(actor, reference, Permission.DISTANCE_APPROVE)
    if placement.where_it_is is not Where.AT_A_DISTANCE or placement.distance_approved_at is not None:
        raise WrongState("This placement does not wait for a director’s approval")
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        raise Invalid.field("reason", f"Say why in {SHORTEST_REASON} to {LONGEST_REASON:,} characters")
    placement.distance_approved_at, placement.distance_approved_by = now, actor.person_id
    placement.distance_reason = reason.strip()
    audit.record(actor, "placement:distance_approved", placement, at=now, request=reference)
    tell_authority(placement.request, Permission.PLACEMENT_AGREE, "is approved at a distance", now=now)
    return placement


@atomic
def tell_area(actor: Actor, reference: str, *, told_on: date, now: datetime) -> Placement:
    """Note that the area authority was told of the placement. Raises as the others do."""
    placement = _of(actor, reference, Permission.PLACEMENT_AGREE)
    if placement.where_it_is is Where.OWN_AREA or placement.area_told_on is not None:
        raise WrongState("Nobody waits to be told of this placement")
    today = in_london(now).date()
    if not in_london(placement.agreed_at).date() - DAYS_BACK <= told_on <= today:
        raise Invalid.field("told_on", "Enter the day on which it was told: today or earlier")
    placement.area_told_on, placement.area_told_by = told_on, actor.person_id
    audit.record(actor, "placement:area_told", placement, at=now, request=reference, told_on=told_on)
    return placement


@atomic
def start(actor: Actor, reference: str, *, started_on: date, now: datetime) -> Request:
    """Note that the child has arrived: the held place is occupied from now on.

    Raises NotAllowed, NotFound, WrongState where an approval or a notice is missing, Invalid by field.
    """
    request = locked(actor, reference, Move.PLACE, now=now)
    LIFECYCLE.after(request.status, Move.PLACE)
    placement = own_placement(actor, reference)
    if placement.where_it_is is Where.AT_A_DISTANCE and placement.distance_approved_at is None:
        raise WrongState("A director must approve this placement at a distance before it starts")
    out_of_area = placement.where_it_is is not Where.OWN_AREA
    if out_of_area and placement.area_told_on is None and request.urgency is not Urgency.EMERGENCY:
        raise WrongState("Tell the area authority of this placement before it starts, and note it here")
    today = in_london(now).date()
    if not in_london(placement.agreed_at).date() - DAYS_BACK <= started_on <= today:
        raise Invalid.field("started_on", "Enter the day on which the child arrived: today or a few days ago")
    allow(actor, request, placement.service, override="", settled=True)
    placement.started_on = started_on
    number, age, gender = placement.hold.places, request.age, request.gender
    occupy_places(actor, placement.service_id, number=number, age=age, gender=gender, now=now)
    move_on(actor, request, Move.PLACE, now=now, event="placement:started", started_on=started_on)
    tell_provider(request, placement.service.organisation_id, "the placement has started", now=now)
    return request


@atomic
def change(
    actor: Actor,
    reference: str,
    *,
    reason: str,
    weekly_fee_pence: int | None = None,
    from_on: date | None = None,
    expected_end_on: date | None = None,
    now: datetime,
) -> Placement:
    """Change the fee from a day on, or the expected end, as a dated row. Raises as the others do."""
    placement = _of(actor, reference, Permission.PLACEMENT_AGREE)
    begins = placement.started_on or placement.starts_on
    faults: dict[str, str] = {}
    if weekly_fee_pence is None and expected_end_on is None:
        faults["weekly_fee_pence"] = "Enter a new fee or a new expected end"
    if weekly_fee_pence is not None and not 0 <= weekly_fee_pence <= MOST_PENCE:
        faults["weekly_fee_pence"] = f"Enter a weekly fee of at most {pounds(MOST_PENCE)}"
    if weekly_fee_pence is not None and (from_on is None or not begins <= from_on <= begins + 10 * DAYS_AHEAD):
        faults["from_on"] = "Enter the day from which the new fee is paid: the start or later"
    if expected_end_on is not None and not begins <= expected_end_on <= begins + 20 * DAYS_AHEAD:
        faults["expected_end_on"] = "Enter an end that is not before the start"
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        faults["reason"] = f"Say why, in at most {LONGEST_REASON:,} characters"
    if faults:
        raise Invalid(fields=faults)
    said = {"placement_id": placement.id, "said_at": now, "said_by": actor.person_id, "reason": reason.strip()}
    if weekly_fee_pence is not None:
        db.session.add(Fee(from_on=from_on, weekly_fee_pence=weekly_fee_pence, **said))
    if expected_end_on is not None:
        db.session.add(EndDate(expected_end_on=expected_end_on, **said))
        placement.expected_end_on = expected_end_on
    facts = {"weekly_fee_pence": weekly_fee_pence, "from_on": from_on, "expected_end_on": expected_end_on}
    audit.record(actor, "placement:changed", placement, at=now, request=reference, **facts)
    tell_provider(placement.request, placement.service.organisation_id, "the agreement is changed", now=now)
    return placement


@atomic
def hold_review(actor: Actor, reference: str, review_id: UUID, *, held_on: date, now: datetime) -> Review:
    """Note that a review was held. Raises as the others do."""
    placement = _of(actor, reference, Permission.EPISODE_RECORD)
    review = next((each for each in placement.reviews if each.id == review_id), None)
    if review is None:
        raise NotFound
    if review.held_on is not None:
        raise WrongState("This review is noted already")
    if not placement.agreed_at.date() <= held_on <= in_london(now).date():
        raise Invalid.field("held_on", "Enter the day on which it was held: today or earlier")
    review.held_on = held_on
    audit.record(actor, "placement:reviewed", placement, at=now, request=reference, held_on=held_on)
    return review


@atomic
def end(actor: Actor, reference: str, *, ended_on: date, reason: EndReason, now: datetime) -> Request:
    """End a placement, or an agreement that never started: the place is freed and the provider asked to confirm.

    Raises NotAllowed, NotFound, WrongState, Invalid by field.
    """
    request = locked(actor, reference, Move.END, now=now)
    LIFECYCLE.after(request.status, Move.END)
    placement = own_placement(actor, reference)
    today, begun = in_london(now).date(), placement.started_on
    if (begun is None) != (reason is EndReason.NOT_STARTED):
        words_ = "The child never arrived, so choose that it never started" if begun is None else "The child arrived"
        raise Invalid.field("reason", f"{words_}. Choose another reason" if begun else words_)
    if not (begun or in_london(placement.agreed_at).date()) <= ended_on <= today:
        raise Invalid.field("ended_on", "Enter the day on which it ended: not before it began, and today or earlier")
    placement.ended_on, placement.end_reason = ended_on, reason
    request.closed_at = now
    move_on(actor, request, Move.END, now=now, event="placement:ended", ended_on=ended_on, reason=reason)
    give = free_places if begun else return_places
    number, age, gender = placement.hold.places, request.age, request.gender
    give(actor, placement.service_id, number=number, age=age, gender=gender, now=now)
    tell_provider(request, placement.service.organisation_id, "the placement has ended", now=now)
    if begun is None:
        tell_systems(Event.HOLD_RELEASED, request, placement.service.organisation_id, now=now)
    notice(
        text=f"{request.reference}: a place at {placement.service.name} is free again. Please confirm your places",
        endpoint="capacity.index",
        organisation_id=placement.service.organisation_id,
        permission=Permission.CAPACITY_CHANGE,
        at=now,
    )
    return request
