"""What stands of a tender's decisions: what is still to be decided, who is out, what every bidder will be told."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from directory.awards.case import Case
from directory.awards.models import Award, Contract, DecidedLot, Decision, Summary
from directory.awards.rules.contract import ContractStatus
from directory.awards.rules.deciding import Choice, in_turn
from directory.awards.rules.standing import LotResult, Standing
from directory.awards.rules.summary import as_json, figures, own_path, reasons, why, why_path, winner_path
from directory.awards.weighing import price_of, weighed
from directory.kit.db import db
from directory.tenders.models import Tender
from directory.tenders.rules import Kind

KEPT = (ContractStatus.SIGNED, ContractStatus.ENDED)


def contracts_of(tender: Tender) -> Sequence[Contract]:
    """Give all contracts that a tender's awards led to, by lot, oldest first."""
    return db.session.scalars(
        select(Contract)
        .join(Award, Award.id == Contract.award_id)
        .where(Contract.tender_id == tender.id)
        .order_by(Contract.lot, Award.rank, Contract.id)
    ).all()


def decisions_of(tender: Tender) -> Sequence[Decision]:
    """Give a tender's decisions, the latest first."""
    return db.session.scalars(
        select(Decision).where(Decision.tender_id == tender.id).order_by(Decision.number.desc())
    ).all()


def standing_decision(tender: Tender) -> Decision | None:
    """Give the decision that stands: proposed, approved or announced, and not reopened since."""
    return next((one for one in decisions_of(tender) if one.reopened_at is None), None)


@dataclass(frozen=True)
class Ahead:
    """What is to be decided: how those lots stand, and which bids gave up which lot."""

    results: tuple[LotResult, ...]
    out: Mapping[int, frozenset[UUID]]

    def able(self, result: LotResult) -> tuple[Standing, ...]:
        """Give the bids that may be awarded a lot, best first."""
        return in_turn(result, self.out.get(result.lot, frozenset()))


def ahead(case: Case) -> Ahead:
    """Give what is to be decided now: the lots without a signed contract."""
    made = contracts_of(case.tender)
    settled = {one.lot for one in made if one.status in KEPT}
    out: dict[int, set[UUID]] = {}
    for one in made:
        if one.status == ContractStatus.GIVEN_UP:
            out.setdefault(one.lot, set()).add(one.award.bid_id)
    results = tuple(one for one in weighed(case) if one.lot not in settled)
    return Ahead(results, {lot: frozenset(ids) for lot, ids in out.items()})


def value_of(case: Case, bid_id: UUID, lot: int) -> int | None:
    """Give what a notice says a lot is worth with this bid: its price, or the highest value that the notice named."""
    asked = case.notice.lots[lot - 1]
    opened = next(one for one in case.bids if one.id == bid_id)
    price = price_of(case, opened, lot) if asked.price_lines else None
    if case.notice.details.kind == Kind.FRAMEWORK or price is None:
        return asked.value_maximum_pence or price
    return price


def decide(case: Case, decision: Decision, choices: Sequence[Choice], now_ahead: Ahead) -> list[Summary]:
    """Fill a decision with what was chosen; give a summary for each bid that was judged for one of its lots."""
    chosen = {one.lot: one for one in choices}
    winner_words: dict[str, str] = {}
    told: dict[UUID, list[tuple[LotResult, Standing, tuple[Standing, ...], str]]] = {}
    for result in now_ahead.results:
        choice = chosen[result.lot]
        winners = now_ahead.able(result)[: choice.winners]
        decision.lots.append(DecidedLot(lot=result.lot, winners=len(winners), reason=choice.reason.strip()))
        for rank, one in enumerate(winners, 1):
            decision.awards.append(
                Award(
                    tender_id=case.tender.id,
                    lot=result.lot,
                    bid_id=one.bid_id,
                    organisation_id=one.organisation_id,
                    rank=rank,
                )
            )
            for criterion, said in reasons(case.notice.criteria, one).items():
                winner_words[winner_path(result.lot, one.number, criterion)] = said
        for one in result.standings:
            told.setdefault(one.bid_id, []).append((result, one, winners, "" if winners else choice.reason.strip()))
    decision.winner_words = json.dumps(winner_words)
    return [_summary(case, decision, said) for said in told.values()]


def _summary(
    case: Case, decision: Decision, said: Sequence[tuple[LotResult, Standing, tuple[Standing, ...], str]]
) -> Summary:
    details = case.notice.details
    ranked = details.kind == Kind.FRAMEWORK and details.ranked
    lots, words = [], {}
    for result, own, winners, nobody in said:
        one = figures(result, own, winners, ranked=ranked)
        lots.append(one)
        words[why_path(result.lot)] = why(details.kind, one, own, nobody)
        for criterion, text in reasons(case.notice.criteria, own).items():
            words[own_path(result.lot, criterion)] = text
    first = said[0][1]
    return Summary(
        decision_id=decision.id,
        tender_id=case.tender.id,
        bid_id=first.bid_id,
        organisation_id=first.organisation_id,
        figures=json.dumps(as_json(lots)),
        words=json.dumps(words),
    )
