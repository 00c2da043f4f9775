from datetime import datetime
from uuid import UUID

from directory import audit, jobs
from directory.access import Actor, Permission, require
from directory.kit.atomic import atomic
from directory.kit.errors import Invalid
from directory.tenders.actions.inviting import invite_members
from directory.tenders.actions.refusing import reason_given, refuse, refuse_problems
from directory.tenders.models import Tender
from directory.tenders.queries import problems_of, ready
from directory.tenders.rules import LIFECYCLE, Deadlines, Kind, Move, check_section


@atomic
def submit(actor: Actor, tender_id: UUID, *, now: datetime) -> Tender:
    """Say that the draft is ready for a second person. Raises Invalid where something is missing or unlawful."""
    require(actor, Permission.TENDER_DRAFT)
    tender = ready(actor, tender_id, Move.SUBMIT, now, lock=True)
    refuse_problems(problems_of(actor, tender, now))
    tender.status = LIFECYCLE.after(tender.status, Move.SUBMIT)
    tender.submitted_by, tender.submitted_at, tender.return_reason = actor.person_id, now, ""
    audit.record(actor, "tender:submitted", tender, at=now)
    return tender


@atomic
def approve(actor: Actor, tender_id: UUID, *, now: datetime) -> Tender:
    """Approve as a second person what another drafted.

    Raises NotAllowed for whoever drafted it, changed it last or asked for approval; Invalid where something
    is missing or would be unlawful if it were published now.
    """
    require(actor, Permission.TENDER_APPROVE)
    tender = ready(actor, tender_id, Move.APPROVE, now, lock=True)
    refuse_problems(problems_of(actor, tender, now))
    tender.status = LIFECYCLE.after(tender.status, Move.APPROVE)
    tender.approved_by, tender.approved_at, tender.return_reason = actor.person_id, now, ""
    audit.record(actor, "tender:approved", tender, at=now, version=tender.version)
    return tender


@atomic
def give_back(actor: Actor, tender_id: UUID, *, reason: str, now: datetime) -> Tender:
    """Make it a draft again, with what should change; an approval is lost with it."""
    require(actor, Permission.TENDER_DRAFT)
    tender = ready(actor, tender_id, Move.RETURN, now, lock=True)
    tender.return_reason = reason_given(reason)
    tender.status = LIFECYCLE.after(tender.status, Move.RETURN)
    tender.submitted_by = tender.submitted_at = tender.approved_by = tender.approved_at = None
    audit.record(actor, "tender:returned", tender, at=now, reason=tender.return_reason)
    return tender


@atomic
def publish(actor: Actor, tender_id: UUID, *, closes_at: datetime | None = None, now: datetime) -> Tender:
    """Open an approved tender to all, for good. ``closes_at`` may give bidders more time than was approved, not less.

    Raises Invalid where the time left is too short by now.
    Source: Procurement Act 2023, s54 (time limits).
    """
    require(actor, Permission.TENDER_PUBLISH)
    tender = ready(actor, tender_id, Move.PUBLISH, now, lock=True)
    if closes_at is not None and tender.closes_at is not None:
        refuse(check_section(Deadlines(closes_at=closes_at)))
        if closes_at < tender.closes_at:
            raise Invalid.field(
                "closes_at", "This is earlier than what was approved: give the tender back to change it"
            )
        tender.closes_at = closes_at
    refuse_problems(problems_of(actor, tender, now))
    tender.status = LIFECYCLE.after(tender.status, Move.PUBLISH)
    tender.published_by, tender.published_at = actor.person_id, now
    audit.record(actor, "tender:published", tender, at=now, closes_at=tender.closes_at, version=tender.version)
    if tender.kind == Kind.CALL_OFF:
        invite_members(tender, actor, now)
    jobs.later("tenders.tell_matching_providers", tender_id=tender.id)
    jobs.later("bids.prepare", tender_id=tender.id)  # before anybody bids, so that what is made then tells nothing
    return tender


@atomic
def withdraw(actor: Actor, tender_id: UUID, *, reason: str, now: datetime) -> Tender:
    """Take the tender back before bids close; a published one stays public with the reason."""
    return _end(actor, tender_id, Move.WITHDRAW, reason=reason, now=now)


@atomic
def cancel(actor: Actor, tender_id: UUID, *, reason: str, now: datetime) -> Tender:
    """End a published tender without an award; it stays public with the reason.

    Source: Procurement Act 2023, s55 (procurement termination notices).
    """
    return _end(actor, tender_id, Move.CANCEL, reason=reason, now=now)


def _end(actor: Actor, tender_id: UUID, move: Move, *, reason: str, now: datetime) -> Tender:
    require(actor, Permission.TENDER_PUBLISH)
    tender = ready(actor, tender_id, move, now, lock=True)
    tender.ended_reason = reason_given(reason)
    tender.status = LIFECYCLE.after(tender.status, move)
    tender.ended_by, tender.ended_at = actor.person_id, now
    audit.record(actor, f"tender:{tender.status.value}", tender, at=now, reason=tender.ended_reason)
    if tender.published_at is not None:
        jobs.later("tenders.tell_ended", tender_id=tender.id)
        jobs.later("awards.tell_ended", tender_id=tender.id)  # whoever bid, where the bids were opened
    return tender
