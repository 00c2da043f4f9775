"""How the bids of a lot stand: what judging gives and what a decision is made from."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from directory.tenders.rules import CriterionKind


@dataclass(frozen=True)
class Judged:
    """One criterion of one bid. ``score`` is the consensus (None for a price), ``reason`` what the bidder will be told.

    ``points`` are exact where decimals can be, and rounded to six of them where not (a third of 20): totals are
    reckoned from fractions. ``sum`` is how they came about, in words.
    """

    criterion: int
    name: str
    kind: CriterionKind
    weight_hundredths: int
    highest_score: int
    score: Decimal | None
    points: Decimal
    reason: str
    sum: str = ""


@dataclass(frozen=True)
class Standing:
    """One bid in one lot. A bid that failed (``failures`` says why, in words) has no rank.

    ``price_pence`` is the sum over the lot's price lines of pence x quantity. ``total`` is rounded half up to two
    decimals, once, from the exact points. Bids with one ``rank`` are tied and the tie is not decided yet.
    """

    bid_id: UUID
    number: int
    organisation_id: UUID
    organisation_name: str
    judged: tuple[Judged, ...]
    price_pence: int | None
    total: Decimal
    rank: int | None
    failures: tuple[str, ...] = ()


@dataclass(frozen=True)
class LotResult:
    """How a lot stands: the best first, those that failed last. ``missing`` says what is still to be judged."""

    lot: int
    title: str
    standings: tuple[Standing, ...]
    missing: tuple[str, ...] = ()
