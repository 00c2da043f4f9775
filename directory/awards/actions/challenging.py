"""A challenge to an award stops its standstill; when all are over, the rest of it runs or it ends."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import Actor, Permission, require
from directory.awards.actions.judging import acting, words
from directory.awards.deciding import standing_decision
from directory.awards.models import Challenge, Decision
from directory.awards.rules.challenge import ClaimKind, Lifting
from directory.awards.rules.standstill import ends, left_after, london_day
from directory.awards.telling import tell_officers
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.tenders.models import Tender
from directory.tenders.queries import owned_tender
from directory.tenders.rules import Status


def _resting(actor: Actor, tender_id: UUID) -> tuple[Tender, Decision]:
    """Give an announced tender of the own authority, held, and its decision. Raises NotFound, WrongState."""
    require(actor, Permission.AWARD_PROPOSE)
    tender = owned_tender(actor, tender_id, lock=True)
    decision = standing_decision(tender) if tender.status == Status.STANDSTILL else None
    if decision is None or decision.announced_at is None:
        raise WrongState("No award of this tender is in its standstill")
    return tender, decision


def open_challenges(decision: Decision) -> list[Challenge]:
    """Give the challenges that are not over, oldest first."""
    return list(
        db.session.scalars(
            select(Challenge)
            .where(Challenge.decision_id == decision.id, Challenge.lifted_at.is_(None))
            .order_by(Challenge.recorded_at, Challenge.id)
        )
    )


@atomic
def challenge(
    actor: Actor, tender_id: UUID, *, kind: ClaimKind, notified_at: datetime | None, what: str, now: datetime
) -> Challenge:
    """Record that the authority was told of a challenge during the standstill, which then stands still.

    It may be recorded after the end, while nothing is signed: what counts is when the authority was told.
    Source: Procurement Act 2023, s101(1). Raises NotAllowed, NotFound, WrongState, Invalid.
    """
    tender, decision = _resting(actor, tender_id)
    announced_at = decision.announced_at or now
    if decision.standstill_from_on is None or decision.standstill_left is None:
        raise WrongState("This award has no standstill, so a challenge suspends nothing by itself")
    what = words(what, "what", "Say who challenges the award, and why")
    if notified_at is None or not announced_at <= notified_at <= now:
        raise Invalid.field("notified_at", "Enter when the authority was told: after the announcement, and not to come")
    ends_at = tender.standstill_ends_at
    if ends_at is not None and notified_at >= ends_at:
        raise Invalid.field(
            "notified_at",
            "The standstill was over then, so this suspends nothing by itself "
            "(Procurement Act 2023, section 101). Take advice before you sign",
        )
    made = Challenge(
        decision_id=decision.id,
        kind=kind,
        notified_at=notified_at,
        what=what,
        recorded_by=acting(actor),
        recorded_at=now,
    )
    db.session.add(made)
    if ends_at is not None:
        decision.standstill_left = left_after(
            decision.standstill_from_on, decision.standstill_left, london_day(notified_at)
        )
        tender.standstill_ends_at = None
    audit.record(
        actor,
        "tender:award_challenged",
        tender,
        at=now,
        kind=kind,
        notified_at=notified_at,
        left=decision.standstill_left,
    )
    tell_officers(
        tender,
        "The award is challenged: nothing may be signed",
        Permission.CONTRACT_SIGN,
        endpoint="awards.standstill",
        now=now,
    )
    db.session.flush()
    return made


@atomic
def lift(
    actor: Actor, tender_id: UUID, challenge_id: UUID, *, lifting: Lifting, reason: str, now: datetime
) -> Challenge:
    """Record that a challenge is over, and what follows once no other is open.

    It resumes: today is the first of the working days that were left. Or it ends: now, never before the end that was
    announced. Raises NotAllowed, NotFound, WrongState, Invalid.
    """
    tender, decision = _resting(actor, tender_id)
    found = db.session.get(Challenge, challenge_id)
    if found is None or found.decision_id != decision.id:
        raise NotFound
    if found.lifted_at is not None:
        raise WrongState("This challenge is over already")
    found.lifted_reason = words(reason, "reason", "Say how the challenge ended")
    found.lifting, found.lifted_by, found.lifted_at = lifting, acting(actor), now
    db.session.flush()
    first_end = decision.first_ends_at or now
    if not open_challenges(decision) and decision.standstill_left is not None:
        if lifting == Lifting.RESUMES:
            decision.standstill_from_on = london_day(now)
            tender.standstill_ends_at = max(ends(decision.standstill_from_on, decision.standstill_left), first_end)
        else:
            tender.standstill_ends_at = max(now, first_end)
    audit.record(actor, "tender:challenge_lifted", tender, at=now, lifting=lifting, ends_at=tender.standstill_ends_at)
    return found
