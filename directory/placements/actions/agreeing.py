"""Agreeing the placement for which a place is held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from directory import audit, jobs
from directory.access import Actor, Permission
from directory.kit import identifiers
from directory.kit.atomic import atomic
from directory.kit.clock import in_london
from directory.kit.db import db
from directory.kit.errors import Invalid
from directory.kit.money import pounds
from directory.placements.actions.accepting import the_hold
from directory.placements.facts import own_carers
from directory.placements.judging import allow
from directory.placements.models import MOST_PENCE, EndDate, Fee, Placement, Review
from directory.placements.moving import tell_provider, tell_systems
from directory.placements.rules.due import must_be_told_first, needs_approval
from directory.placements.rules.placing import Where
from directory.requests.models import Request
from directory.requests.moving import locked, move_on, tell_authority
from directory.requests.rules.lifecycle import LIFECYCLE, Move, Urgency
from directory.webhooks import Event

LONGEST_TERMS = 10_000
MOST_REVIEWS = 12
DAYS_BACK = timedelta(days=5)
DAYS_AHEAD = timedelta(days=365)


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
        end_dates=[EndDate(expected_end_on=said.expected_end_on, said_at=now, said_by=actor.person_id)],
        reviews=[Review(due_on=day) for day in sorted(set(said.review_on))],
    )
    db.session.add(placement)
    facts = {"service": hold.service_id, "starts_on": said.starts_on, "weekly_fee_pence": fee}
    move_on(actor, request, Move.AGREE, now=now, event="placement:agreed", where=said.where_it_is, **facts)
    tell_provider(request, hold.service.organisation_id, "the placement is agreed", now=now)
    tell_systems(Event.PLACEMENT_AGREED, request, hold.service.organisation_id, now=now)
    emergency = request.urgency is Urgency.EMERGENCY
    waits = needs_approval(said.where_it_is, own_carers=own_carers(request, hold.service))
    if waits and said.where_it_is is Where.AT_A_DISTANCE and not must_be_told_first(emergency=emergency):
        tell_authority(request, Permission.DISTANCE_APPROVE, "waits for approval at a distance", now=now)
    jobs.later("requests.tell_closed", request_id=request.id)
    return request
