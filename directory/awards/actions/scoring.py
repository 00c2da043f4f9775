"""Scoring alone: each evaluator their own answers, until they say that they have finished."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit, notify
from directory.access import Actor, Permission, require
from directory.awards.actions.judging import DECLARE_FIRST, NOT_NOW, Judging, bid_of, words
from directory.awards.case import Case
from directory.awards.models import Evaluation, PanelMember, Score
from directory.awards.queries.case import case_of
from directory.awards.queries.seats import judged_tender, seat_of
from directory.awards.rules.panel import Cell
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.tenders.models import Tender
from directory.tenders.rules import Status


def _seat(actor: Actor, tender_id: UUID) -> tuple[Tender, Case, PanelMember]:
    """Give the actor's own place, held until the action ends. Raises what stands against scoring now."""
    require(actor, Permission.BID_SCORE)
    tender = judged_tender(actor, tender_id)
    member = seat_of(actor, tender_id)
    if member is None:
        raise NotAllowed("You are not on the panel")
    # against one another: an evaluator who finishes and a commissioner who closes the scoring
    db.session.scalar(select(Evaluation).where(Evaluation.tender_id == tender.id).with_for_update(read=True))
    db.session.refresh(member, with_for_update=True)
    case = case_of(actor, tender)
    if tender.status != Status.EVALUATING or case.evaluation is None:
        raise WrongState(NOT_NOW)
    if member.person_id not in case.declarations:
        raise NotAllowed(DECLARE_FIRST)
    if member.finished_at is not None:
        raise WrongState("You have finished scoring")
    if case.evaluation.closed_at is not None:
        raise WrongState("A commissioner closed the scoring")
    return tender, case, member


@atomic
def score(actor: Actor, tender_id: UUID, cell: Cell, *, score: int | None, comment: str, now: datetime) -> Score:
    """Keep one's own score of one answer, with a comment; again, it replaces the one before.

    Raises NotAllowed, NotFound, WrongState, Invalid.
    """
    tender, case, member = _seat(actor, tender_id)
    if cell not in case.to_score(member):
        raise NotFound
    highest = case.notice.criteria[cell.criterion - 1].highest_score
    wrong = {}
    if score is None or not 0 <= score <= highest:
        wrong["score"] = f"Choose a score from 0 to {highest}"
    try:
        comment = words(comment, "comment", "Say why, in a sentence or two")
    except Invalid as refusal:
        wrong |= refusal.fields
    if wrong or score is None:
        raise Invalid(fields=wrong)
    kept = db.session.scalar(
        select(Score).where(
            Score.member_id == member.id,
            Score.bid_id == bid_of(case, cell.bid),
            Score.criterion == cell.criterion,
            Score.lot == cell.lot,
        )
    )
    if kept is None:
        kept = Score(member_id=member.id, bid_id=bid_of(case, cell.bid), criterion=cell.criterion, lot=cell.lot)
        db.session.add(kept)
    kept.score, kept.comment, kept.scored_at = score, comment, now
    # not the score itself: nobody learns it before all have finished, whoever may read the record
    audit.record(actor, "tender:bid_scored", tender, at=now, bid=cell.bid, criterion=cell.criterion, lot=cell.lot)
    return kept


@atomic
def finish(actor: Actor, tender_id: UUID, *, now: datetime) -> PanelMember:
    """Say that one has scored all. Raises NotAllowed, NotFound, WrongState, Invalid where a score is missing."""
    tender, case, member = _seat(actor, tender_id)
    rows = db.session.execute(
        select(Score.bid_id, Score.criterion, Score.lot).where(Score.member_id == member.id).order_by(Score.id)
    )
    done = {(row.bid_id, row.criterion, row.lot) for row in rows}
    left = [cell for cell in case.to_score(member) if (bid_of(case, cell.bid), cell.criterion, cell.lot) not in done]
    if left:
        raise Invalid.field("finish", f"{len(left)} answer{'s are' if len(left) > 1 else ' is'} not scored yet")
    member.finished_at = now
    audit.record(actor, "tender:scoring_finished", tender, at=now)
    if all(one.finished_at for one in case.panel):
        _tell(tender, "All evaluators have finished scoring", now)
    return member


@atomic
def close(actor: Actor, tender_id: UUID, *, reason: str, now: datetime) -> Evaluation:
    """End the scoring though not everybody has finished, with a reason; what was scored is shown and stands."""
    judging = Judging(actor, tender_id)
    db.session.refresh(judging.evaluation, with_for_update=True)
    if judging.case.scores_shown:
        raise WrongState("The scoring is over already")
    if not judging.case.panel:
        raise WrongState("Nobody is on the panel")
    judging.evaluation.closed_reason = words(reason, "reason", "Enter a reason")
    judging.evaluation.closed_by, judging.evaluation.closed_at = judging.person_id, now
    audit.record(actor, "tender:scoring_closed", judging.tender, at=now, reason=judging.evaluation.closed_reason)
    return judging.evaluation


def _tell(tender: Tender, text: str, now: datetime) -> None:
    notify.notice(
        text=f"{text}: {tender.title}"[:300],
        endpoint="awards.evaluation",
        arguments={"tender_id": tender.id},
        organisation_id=tender.authority_id,
        permission=Permission.BID_MODERATE,
        at=now,
    )
