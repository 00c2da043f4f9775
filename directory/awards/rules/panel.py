"""Who judges what: lots of one answer, declared interests and what was decided of them, scores that are missing."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from directory.bids.rules.content import Bid
from directory.tenders.rules import Criterion, CriterionKind, numbered

ALL_LOTS = 0


class Ruling(StrEnum):
    """What a commissioner decides of an interest that an evaluator declared."""

    PENDING = "pending"
    NOT_THIS_BID = "not_this_bid"
    NOT_ITS_LOTS = "not_its_lots"
    NOT_AT_ALL = "not_at_all"
    MAY_GO_ON = "may_go_on"


RULING_WORDS: dict[Ruling, str] = {
    Ruling.PENDING: "To be decided",
    Ruling.NOT_THIS_BID: "Does not judge this bid",
    Ruling.NOT_ITS_LOTS: "Does not judge any bid in the lots of this bid",
    Ruling.NOT_AT_ALL: "Does not judge this tender at all",
    Ruling.MAY_GO_ON: "May go on",
}


@dataclass(frozen=True, order=True)
class Cell:
    """One answer to be scored: a bid's, to one criterion; ``lot`` 0 where the same words are for all lots."""

    bid: int
    criterion: int
    lot: int = ALL_LOTS


@dataclass(frozen=True)
class Interest:
    """An interest in one bidder, and what was decided."""

    bid_id: UUID
    lots: tuple[int, ...]
    ruling: Ruling


def scored_criteria(criteria: Sequence[Criterion]) -> tuple[int, ...]:
    """Give the numbers of the criteria that people score: all but prices."""
    return tuple(number for number, one in numbered(criteria) if one.kind != CriterionKind.PRICE)


def lots_apart(bid: Bid, criterion: int) -> tuple[int, ...]:
    """Give the lots whose answers are judged apart, in order: (0,) where one answer is said for all lots."""
    own = {one.lot for one in bid.answers if one.criterion == criterion and one.lot in bid.lots}
    if not own:
        return (ALL_LOTS,)
    return tuple(sorted(own)) if own == set(bid.lots) else (ALL_LOTS, *sorted(own))


def lot_judged(bid: Bid, criterion: int, lot: int) -> int:
    """Give under which lot the answer for ``lot`` is scored: its own, or 0."""
    return lot if lot in lots_apart(bid, criterion) else ALL_LOTS


def excluded(interests: Iterable[Interest], bid_id: UUID, lots: Sequence[int]) -> bool:
    """Say whether somebody with these interests must not judge a bid in these lots. What is not decided excludes."""
    for one in interests:
        if one.ruling == Ruling.NOT_AT_ALL:
            return True
        if one.ruling in {Ruling.NOT_THIS_BID, Ruling.PENDING} and one.bid_id == bid_id:
            return True
        if one.ruling == Ruling.NOT_ITS_LOTS and (one.bid_id == bid_id or set(one.lots) & set(lots)):
            return True
    return False


def lots_of(bid: Bid, cell_lot: int) -> tuple[int, ...]:
    """Give the lots for which a scored answer counts."""
    return bid.lots if cell_lot == ALL_LOTS else (cell_lot,)


def spread(scores: Sequence[int]) -> int:
    """Give how far apart scores are; 0 for none."""
    return max(scores) - min(scores) if scores else 0


def mark(score: int | None, reason: str) -> str:
    """Give a short fingerprint of an agreed score: another one means that it was changed since it was read."""
    return hashlib.sha256(f"{score}\n{reason}".encode()).hexdigest()[:12] if score is not None else ""
