"""Beginning to judge: who is on the panel, and in whom they have an interest."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit, notify
from directory.access import Actor, Permission, require
from directory.awards.actions.judging import Judging, acting, words
from directory.awards.models import Declaration, DeclaredInterest, Evaluation, PanelMember
from directory.awards.queries.case import case_of
from directory.awards.queries.seats import candidates, judged_tender
from directory.awards.rules.panel import Ruling
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.tenders.models import Tender
from directory.tenders.moving import move_on
from directory.tenders.queries import owned_tender
from directory.tenders.rules import Move, Status


@atomic
def begin(actor: Actor, tender_id: UUID, *, now: datetime) -> Evaluation:
    """Begin to judge the opened bids. Raises NotAllowed, NotFound, WrongState."""
    require(actor, Permission.BID_MODERATE)
    tender = owned_tender(actor, tender_id, lock=True)
    move_on(actor, tender, Move.EVALUATE, now=now, event="tender:judging_begun")
    made = Evaluation(tender_id=tender.id, began_by=acting(actor), began_at=now)
    db.session.add(made)
    db.session.flush()
    return made


@atomic
def appoint(actor: Actor, tender_id: UUID, *, person_id: UUID, criteria: Sequence[int], now: datetime) -> PanelMember:
    """Put somebody on the panel for these criteria, or change for which; they are told.

    Raises NotAllowed, NotFound, WrongState once scores are shown or they have finished, Invalid.
    """
    judging = Judging(actor, tender_id)
    case = judging.case
    if case.scores_shown:
        raise WrongState("The scoring is over, and scores have been seen")
    if person_id not in {one.id for one in candidates(actor, judging.tender)}:
        raise Invalid.field("person", "Choose somebody of your authority or of a joint buyer who may score bids")
    if not criteria or not set(criteria) <= set(case.scored):
        raise Invalid.field("criteria", "Choose at least one criterion that people score")
    member = next((one for one in case.members if one.person_id == person_id), None)
    if member is not None and member.finished_at:
        raise WrongState("They have finished scoring")
    if member is None:
        member = PanelMember(tender_id=judging.tender.id, person_id=person_id)
        db.session.add(member)
    member.criteria = sorted(set(criteria))
    member.appointed_by, member.appointed_at = judging.person_id, now
    member.left_at, member.left_reason = None, ""
    audit.record(
        actor, "tender:evaluator_appointed", judging.tender, at=now, evaluator=person_id, criteria=member.criteria
    )
    notify.notice(
        text=f"You are asked to score bids for {judging.tender.title}"[:300],
        endpoint="awards.evaluation",
        arguments={"tender_id": tender_id},
        person_id=person_id,
        at=now,
    )
    return member


@atomic
def take_off(actor: Actor, tender_id: UUID, member_id: UUID, *, reason: str, now: datetime) -> PanelMember:
    """Take somebody off the panel; their scores stay in the record and count no more."""
    judging = Judging(actor, tender_id)
    member = next((one for one in judging.case.panel if one.id == member_id), None)
    if member is None:
        raise NotFound
    member.left_reason = words(reason, "reason", "Enter a reason")[:2000]
    member.left_at = now
    audit.record(
        actor,
        "tender:evaluator_left",
        judging.tender,
        at=now,
        evaluator=member.person_id,
        reason=member.left_reason,
    )
    return member


@atomic
def declare(actor: Actor, tender_id: UUID, interests: Mapping[int, str], *, now: datetime) -> Declaration:
    """Say in which bidders, by number, one has an interest and which; an empty mapping says in none.

    Said again, it adds what was found later. What was said is never taken back. Raises NotAllowed, NotFound,
    WrongState, Invalid.
    """
    require(actor, Permission.BID_SCORE)
    tender = db.session.scalar(
        select(Tender).where(Tender.id == judged_tender(actor, tender_id).id).with_for_update(of=Tender)
    )
    # whoever approves an award declares too, if only then
    if tender is None or tender.status not in {Status.EVALUATING, Status.AWARD_PROPOSED}:
        raise WrongState("Bids of this tender are not being judged now")
    case = case_of(actor, tender)
    declared = case.declarations.get(acting(actor))
    if declared is None:
        declared = Declaration(tender_id=tender.id, person_id=acting(actor), declared_at=now, interests=[])
        db.session.add(declared)
    known = {one.bid_number for one in declared.interests}
    for number, said in sorted(interests.items()):
        one = case.opened(number)
        if one is None:
            raise Invalid.field(f"words_{number}", "There is no such bid")
        if number not in known:
            text = words(said, f"words_{number}", "Say what your interest is")
            declared.interests.append(
                DeclaredInterest(bid_id=one.id, bid_number=number, words=text, ruling=Ruling.PENDING)
            )
    bids = sorted(set(interests) - known)
    audit.record(actor, "tender:interests_declared", tender, at=now, bids=bids)
    if bids:
        notify.notice(
            text=f"Somebody on the panel for {tender.title} declared an interest: decide about it"[:300],
            endpoint="awards.panel",
            arguments={"tender_id": tender_id},
            organisation_id=tender.authority_id,
            permission=Permission.BID_MODERATE,
            at=now,
        )
    return declared


@atomic
def rule(
    actor: Actor, tender_id: UUID, interest_id: UUID, *, ruling: Ruling, reason: str, now: datetime
) -> DeclaredInterest:
    """Decide what a declared interest means. Nobody decides about their own.

    Raises NotAllowed, NotFound, WrongState, Invalid.
    """
    judging = Judging(actor, tender_id)
    found = [
        (said, one) for said in judging.case.declarations.values() for one in said.interests if one.id == interest_id
    ]
    if not found:
        raise NotFound
    said, interest = found[0]
    if said.person_id == judging.person_id:
        raise NotAllowed("Somebody else decides about your own interest")
    if ruling == Ruling.PENDING:
        raise Invalid.field("ruling", "Choose what follows from the interest")
    interest.reason = words(reason, "reason", "Enter a reason")
    interest.ruling, interest.decided_by, interest.decided_at = ruling, judging.person_id, now
    audit.record(
        actor,
        "tender:interest_decided",
        judging.tender,
        at=now,
        of=said.person_id,
        bid=interest.bid_number,
        ruling=ruling,
    )
    return interest
