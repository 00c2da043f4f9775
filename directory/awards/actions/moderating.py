"""The meeting: what the panel agrees on for each answer; then quality is closed and prices are opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from directory import audit
from directory.access import Actor
from directory.awards.actions.judging import Judging, bid_of, words
from directory.awards.models import Consensus, Evaluation
from directory.awards.rules.panel import Cell, Ruling, mark
from directory.awards.weighing import unagreed, undecided
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState


@dataclass(frozen=True)
class Agreement:
    """What is agreed on for one answer. ``read`` is the mark of what the writer saw; None does not ask."""

    cell: Cell
    score: int | None
    reason: str
    read: str | None = None


@dataclass(frozen=True)
class Clash:
    """That somebody else agreed on something else meanwhile; theirs stands."""

    cell: Cell
    score: int
    reason: str


@atomic
def agree(
    actor: Actor, tender_id: UUID, agreements: Sequence[Agreement], *, now: datetime
) -> tuple[list[Consensus], list[Clash]]:
    """Keep what was changed of these; give what was written, and what somebody else changed meanwhile.

    What the writer did not touch is left alone, whatever became of it since. Raises NotAllowed, NotFound, WrongState
    before all have finished, and Invalid, by ``score_BID_LOT`` and ``reason_BID_LOT``, with nothing kept.
    """
    judging = Judging(actor, tender_id)
    if not judging.case.scores_shown:
        raise WrongState("Evaluators have not finished scoring")
    written: list[Consensus] = []
    clashes: list[Clash] = []
    wrong: dict[str, str] = {}
    cells = frozenset(judging.case.cells())
    for one in agreements:
        cell = one.cell
        if cell not in cells:
            raise NotFound
        kept = judging.case.consensus.get((bid_of(judging.case, cell.bid), cell.criterion, cell.lot))
        reason = one.reason.replace("\r\n", "\n").strip()
        now_mark = mark(kept.score, kept.reason) if kept else ""
        given = mark(one.score, reason) if one.score is not None or reason else ""
        if given == now_mark or (one.read is not None and given == one.read):
            continue
        if one.read is not None and now_mark != one.read and kept is not None:
            clashes.append(Clash(cell, kept.score, kept.reason))
            continue
        wrong |= _wrong(judging, one)
        if not wrong:
            judging.may_judge(cell)
            written.append(_write(actor, judging, one, kept, now))
    if wrong:
        raise Invalid(fields=wrong)
    if written:
        db.session.flush()
    return written, clashes


def _wrong(judging: Judging, one: Agreement) -> dict[str, str]:
    """Give what is wrong with an agreement, by field."""
    at = f"{one.cell.bid}_{one.cell.lot}"
    highest = judging.case.notice.criteria[one.cell.criterion - 1].highest_score
    wrong = {}
    if one.score is None or not 0 <= one.score <= highest:
        wrong[f"score_{at}"] = f"Bid {one.cell.bid}: enter the agreed score, a whole number from 0 to {highest}"
    try:
        words(one.reason, f"reason_{at}", f"Bid {one.cell.bid}: enter the reason, which the bidder will read")
    except Invalid as refusal:
        wrong |= refusal.fields
    return wrong


def _write(actor: Actor, judging: Judging, one: Agreement, kept: Consensus | None, now: datetime) -> Consensus:
    cell = one.cell
    before = kept.score if kept else None
    if kept is None:
        kept = Consensus(
            tender_id=judging.tender.id,
            bid_id=bid_of(judging.case, cell.bid),
            criterion=cell.criterion,
            lot=cell.lot,
        )
        db.session.add(kept)
    kept.score, kept.reason = one.score or 0, words(one.reason, "reason", "Enter the reason")
    kept.agreed_by, kept.agreed_at = judging.person_id, now
    kept.after_prices = judging.case.priced
    audit.record(
        actor,
        "tender:score_agreed",
        judging.tender,
        at=now,
        bid=cell.bid,
        criterion=cell.criterion,
        lot=cell.lot,
        before=before,
        after=kept.score,
        after_prices=kept.after_prices,
    )
    return kept


@atomic
def open_prices(actor: Actor, tender_id: UUID, *, now: datetime) -> Evaluation:
    """Close quality and show the prices to those who judge. Raises WrongState where something is not agreed yet."""
    judging = Judging(actor, tender_id)
    case = judging.case
    if case.priced:
        raise WrongState("The prices are open already")
    if not case.scores_shown:
        raise WrongState("Evaluators have not finished scoring")
    if any(one.ruling == Ruling.PENDING for said in case.declarations.values() for one in said.interests):
        raise WrongState("A declared interest waits for a decision")
    if any(undecided(case, one, lot) for one in case.bids for lot in one.bid.lots):
        raise WrongState("A condition of participation waits for a decision")
    left = sum(unagreed(case, one, lot) for one in case.bids for lot in one.bid.lots)
    if left:
        raise WrongState("Not every answer has an agreed score")
    judging.evaluation.prices_opened_by, judging.evaluation.prices_opened_at = judging.person_id, now
    audit.record(actor, "tender:prices_opened", judging.tender, at=now)
    return judging.evaluation
