"""What each bidder is told of how its bid was judged: figures that stay, and words that an officer may better.

Source: Procurement Act 2023, s50(3) to (5), read in guidance; Procurement Regulations 2024 (SI 2024/692), reg 31, of
which we read paragraphs (2) and (3)(a) to (c) on legislation.gov.uk, in the draft as laid and not as made: the criteria
with their weight and how they were scored, the bid's score for each with an explanation, the total, why the contract is
not awarded to it, and the same of the winning bid.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from directory.awards.rules.standing import LotResult, Standing
from directory.tenders.rules import Criterion, CriterionKind, Kind, PriceFormula, numbered, weight_words
from directory.tenders.rules.words import words as words_of

HUNDREDTH = Decimal("0.01")


class Outcome(StrEnum):
    """What became of a bid in a lot."""

    WON = "won"
    LOST = "lost"
    FAILED = "failed"
    NOT_AWARDED = "not_awarded"


OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.WON: "Awarded to you",
    Outcome.LOST: "Not awarded to you",
    Outcome.FAILED: "Your bid did not pass",
    Outcome.NOT_AWARDED: "Not awarded to anybody",
}


@dataclass(frozen=True)
class Line:
    """One criterion as it was judged. ``score`` is "" for a price; ``points`` and ``weight`` are of 100, in words."""

    criterion: int
    name: str
    weight: str
    highest: int
    score: str
    points: str


@dataclass(frozen=True)
class Side:
    """One bid in one lot. ``bid`` is its number, which nobody outside the authority is shown."""

    bid: int
    name: str
    total: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class LotFigures:
    """What is told of one lot. ``rank`` is said of a place on a ranked framework only."""

    lot: int
    title: str
    outcome: Outcome
    rank: int | None
    own: Side
    winners: tuple[Side, ...]


def as_json(lots: Iterable[LotFigures]) -> list[dict[str, Any]]:
    """Give figures as JSON keeps them."""

    def side(one: Side) -> dict[str, Any]:
        return {**one.__dict__, "lines": [line.__dict__ for line in one.lines]}

    return [
        {**one.__dict__, "outcome": one.outcome.value, "own": side(one.own), "winners": [side(w) for w in one.winners]}
        for one in lots
    ]


def of_json(kept: Sequence[Mapping[str, Any]]) -> tuple[LotFigures, ...]:
    """Give the figures that JSON keeps."""

    def side(one: Mapping[str, Any]) -> Side:
        return Side(**{**one, "lines": tuple(Line(**line) for line in one["lines"])})

    return tuple(
        LotFigures(
            **{
                **one,
                "outcome": Outcome(one["outcome"]),
                "own": side(one["own"]),
                "winners": tuple(side(w) for w in one["winners"]),
            }
        )
        for one in kept
    )


def why_path(lot: int) -> str:
    """Give where the words stand that say why a bid won a lot or did not."""
    return f"{lot}.why"


def own_path(lot: int, criterion: int) -> str:
    """Give where the words stand about a bid's own score."""
    return f"{lot}.{criterion}"


def winner_path(lot: int, bid: int, criterion: int) -> str:
    """Give where the words stand about a winner's score."""
    return f"{lot}.{bid}.{criterion}"


def _points(points: Decimal) -> str:
    """Give points in words, with two decimals at most. The total is rounded once, from what is exact."""
    return f"{points.quantize(HUNDREDTH, ROUND_HALF_UP).normalize():f}"


def _side(one: Standing) -> Side:
    lines = tuple(
        Line(
            each.criterion,
            each.name,
            weight_words(each.weight_hundredths),
            each.highest_score,
            "" if each.score is None else f"{each.score}",
            _points(each.points),
        )
        for each in one.judged
    )
    return Side(one.number, one.organisation_name, f"{one.total}", lines)


def figures(result: LotResult, own: Standing, winners: Sequence[Standing], *, ranked: bool) -> LotFigures:
    """Give what the bidder ``own`` is told of a lot, the others' scores left out but for the winners'."""
    place = next((n for n, one in enumerate(winners, 1) if one.bid_id == own.bid_id), None)
    if own.failures:
        outcome = Outcome.FAILED
    elif place is not None:
        outcome = Outcome.WON
    else:
        outcome = Outcome.LOST if winners else Outcome.NOT_AWARDED
    told = () if place is not None else tuple(_side(one) for one in winners)
    return LotFigures(result.lot, result.title, outcome, place if ranked else None, _side(own), told)


PRICE_FORMULA = {
    PriceFormula.LOWEST_OVER_PRICE: "lowest price ÷ this price × weight",
    PriceFormula.DISTANCE_FROM_LOWEST: "weight × (1 − how far above the lowest price), never below 0",
}


def reason(criterion: Criterion, said: str) -> str:
    """Give the first words about a score: what the panel agreed on; of a price the formula, and nobody's price."""
    if criterion.kind != CriterionKind.PRICE or criterion.formula is None:
        return said
    return f"Reckoned by the formula of the notice: {PRICE_FORMULA[criterion.formula]}."


def reasons(criteria: Sequence[Criterion], one: Standing) -> dict[int, str]:
    """Give the first words about each score of a bid, by criterion."""
    return {each.criterion: reason(criteria[each.criterion - 1], each.reason) for each in one.judged}


def why(kind: Kind, told: LotFigures, own: Standing, nobody_because: str) -> str:
    """Give the first words of why a bid won a lot or did not: no figures, so that these cannot be changed with them."""
    names = " and ".join(one.name for one in told.winners)
    gets = "are awarded a place on the framework" if kind == Kind.FRAMEWORK else "are awarded the contract"
    if told.outcome == Outcome.WON:
        return f"You {gets} for this lot: your bid scored best under the criteria of the notice."
    if told.outcome == Outcome.FAILED:
        failed = "\n".join(own.failures)
        ending = f"\n\nNobody is awarded this lot: {nobody_because}" if nobody_because else ""
        return f"Your bid was not considered for this lot, because:\n{failed}{ending}"
    if told.outcome == Outcome.NOT_AWARDED:
        return f"Nobody is awarded this lot: {nobody_because}"
    best = "those bids" if len(told.winners) > 1 else "that bid"
    same = any(one.total == told.own.total for one in told.winners)
    how = f"{best} scored more points" if not same else f"{best} came first by the rule of the notice for equal points"
    return f"This lot is awarded to {names}: {how} under the criteria of the notice. The tables show both."


def criteria_words(criteria: Sequence[Criterion]) -> list[tuple[str, str]]:
    """Give each criterion's name with its weight and how it was scored, for whoever reads a summary."""
    return [(one.name, f"{weight_words(one.weight_hundredths)} of 100. {_how(one)}") for _, one in numbered(criteria)]


def _how(criterion: Criterion) -> str:
    if criterion.kind == CriterionKind.PRICE and criterion.formula:
        return f"{words_of(criterion.kind)}, by the formula: {PRICE_FORMULA[criterion.formula]}"
    least = f"; below {criterion.minimum_score} a bid fails" if criterion.minimum_score is not None else ""
    return f"{words_of(criterion.kind)}, scored from 0 to {criterion.highest_score}{least}"


def paths(told: Sequence[LotFigures]) -> tuple[str, ...]:
    """Give every path of the words of a summary, in the order of the page."""
    found: list[str] = []
    for one in told:
        found.append(why_path(one.lot))
        found += [own_path(one.lot, line.criterion) for line in one.own.lines]
    return tuple(found)


def unknown(given: Collection[str], known: Collection[str]) -> list[str]:
    """Give the paths that no summary has."""
    return sorted(set(given) - set(known))
