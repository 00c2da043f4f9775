"""Inviting members of a framework to a call-off: all of a lot at once, or one after the other in order of rank."""

from datetime import datetime
from uuid import UUID

from directory import audit, jobs, notify
from directory.access import SYSTEM, Actor, Permission, require
from directory.frameworks.models import FrameworkMember
from directory.frameworks.rules.members import InOrder, next_in_order
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.tenders.actions.refusing import reason_given
from directory.tenders.models import Invitation, Tender
from directory.tenders.queries import owned_tender
from directory.tenders.queries.calling_off import members_for, members_invited, public_framework_of
from directory.tenders.rules import Kind, Procedure, takes_bids
from directory.tenders.rules.calling_off import PassedOver, answer_due


def _members(tender: Tender, now: datetime) -> list[tuple[int, FrameworkMember]]:
    """Give the members that may be invited, with the number of the lot of the call-off, best rank first."""
    notice = tender.notice()
    framework = public_framework_of(notice)
    if framework is None:
        raise NotFound
    found = members_for(SYSTEM, tender.authority_id, notice, framework, now)
    return [(number, one) for number, members in enumerate(found, 1) for one in members or ()]


def _invite(tender: Tender, organisation_id: UUID, lots: list[int], rank: int | None, now: datetime) -> Invitation:
    made = Invitation(tender_id=tender.id, organisation_id=organisation_id, lots=lots, rank=rank, invited_at=now)
    db.session.add(made)
    return made


def invite_members(tender: Tender, actor: Actor, now: datetime) -> None:
    """Within the action that publishes a call-off: invite who may bid. They alone see it until its award."""
    require(actor, Permission.CALL_OFF_MAKE)
    there = _members(tender, now)
    if tender.procedure == Procedure.DIRECT:
        turn = _next(tender, there, set(), now)
        if turn is not None:
            _limit(tender, turn, now)
        return
    by_provider: dict[UUID, list[int]] = {}
    for number, member in there:
        lots = by_provider.setdefault(member.provider_id, [])
        if number not in lots:
            lots.append(number)
    for organisation_id, lots in by_provider.items():
        _invite(tender, organisation_id, lots, None, now)


def _next(
    tender: Tender, there: list[tuple[int, FrameworkMember]], passed: set[UUID], now: datetime
) -> Invitation | None:
    """Invite whoever's turn comes; a framework's only member needs no rank."""
    order = [InOrder(member.provider_id, member.rank or 1) for _, member in there]
    turn = next_in_order(order, passed)
    return None if turn is None else _invite(tender, turn.organisation_id, [1], turn.rank, now)


def _limit(tender: Tender, turn: Invitation, now: datetime) -> None:
    """Say until when the member answers whose turn it is, if the authority set a time."""
    if tender.answer_days and tender.closes_at:
        turn.answer_by_at = answer_due(now, tender.answer_days, tender.closes_at)


def follow(tender: Tender, gone: Invitation, now: datetime) -> Invitation | None:
    """Within an action that ended a turn, with the tender locked: invite the next in rank; None where none is left.

    The next has as long as the first had: the deadlines move.
    """
    db.session.flush()
    asked = {one.organisation_id for one in members_invited(SYSTEM, tender)}
    following = _next(tender, _members(tender, now), asked, now)
    if following is None:
        tell_officers(tender, f"No member is left for the call-off {tender.title}: withdraw it", now)
        return None
    for name in ("questions_close_at", "answers_by_at", "closes_at"):
        setattr(tender, name, getattr(tender, name) + (now - gone.invited_at))
    _limit(tender, following, now)
    db.session.flush()
    jobs.later("tenders.tell_matching_providers", tender_id=tender.id)
    return following


def tell_officers(tender: Tender, text: str, now: datetime) -> None:
    """Within an action: leave a notice for the commissioners of the authority whose call-off it is."""
    notify.notice(
        text=text[:300],
        endpoint="tenders.show",
        arguments={"tender_id": tender.id},
        organisation_id=tender.authority_id,
        permission=Permission.CALL_OFF_MAKE,
        at=now,
    )


@atomic
def pass_over(actor: Actor, tender_id: UUID, *, because: PassedOver, reason: str, now: datetime) -> Invitation | None:
    """Record why the member whose turn it is does not get a direct award, and invite the next; give its invitation.

    None is left: the call-off is to be withdrawn or cancelled. Raises NotAllowed, NotFound, WrongState for what is no
    open direct award, Invalid without a reason.
    """
    require(actor, Permission.CALL_OFF_MAKE)
    tender = owned_tender(actor, tender_id, lock=True)
    if tender.kind != Kind.CALL_OFF or tender.procedure != Procedure.DIRECT or not takes_bids(tender.phase(now)):
        raise WrongState("Only while a direct award under a framework takes a bid is a member passed over")
    turn = next((one for one in members_invited(actor, tender) if one.stands), None)
    if turn is None:
        raise WrongState("Every member was passed over: withdraw the call-off")
    if len(reason.strip()) > 2_000:
        raise Invalid.field("reason", "Use 2,000 characters or fewer")
    turn.passed_because, turn.passed_reason = because, reason_given(reason)
    turn.passed_at, turn.passed_by = now, actor.person_id
    audit.record(
        actor, "tender:passed_over", tender, at=now, organisation=turn.organisation_id, rank=turn.rank, because=because
    )
    return follow(tender, turn, now)
