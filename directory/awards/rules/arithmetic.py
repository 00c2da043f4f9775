"""From agreed scores and prices to points, totals and ranks: exact fractions, rounded once, the same in any order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from directory.awards.rules.standing import Judged, Standing
from directory.kit.money import pounds
from directory.tenders.rules import Criterion, CriterionKind, TieBreak, numbered, price_points, weight_words

PLACES = 2
SHOWN_PLACES = 6


@dataclass(frozen=True)
class Agreed:
    """What the panel agreed on for one criterion of one bid."""

    score: int
    reason: str


@dataclass(frozen=True)
class Entry:
    """One bid in one lot, as it is judged. ``agreed`` is by the criterion's number, from 1.

    ``failures`` say in words which condition it does not meet; ``price_pence`` is the sum over the lot's price lines.
    """

    bid_id: UUID
    number: int
    organisation_id: UUID
    organisation_name: str
    agreed: Mapping[int, Agreed] = field(default_factory=dict)
    price_pence: int | None = None
    failures: tuple[str, ...] = ()


def rounded(value: Fraction, places: int = PLACES) -> Decimal:
    """Give a fraction (0 or more) rounded half up to so many decimals."""
    scale = 10**places
    return Decimal((value * scale + Fraction(1, 2)).__floor__()).scaleb(-places)


def shown(value: Fraction) -> Decimal:
    """Give a fraction as a decimal: exactly where that is possible, else with six decimals, half up."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return rounded(value, SHOWN_PLACES)
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    return Decimal(int(value * 10**places)).scaleb(-places)


def weight_of(criterion: Criterion) -> Fraction:
    """Give a criterion's share of the 100 points."""
    return Fraction(criterion.weight_hundredths, 100)


def score_points(criterion: Criterion, score: int) -> Fraction:
    """Give the points of a score: weight x score / highest score. Raises ValueError for an impossible score."""
    if not 0 <= score <= criterion.highest_score:
        raise ValueError(f"a score is from 0 to {criterion.highest_score}")
    return weight_of(criterion) * score / criterion.highest_score


def points_of_price(criterion: Criterion, price_pence: int, lowest_pence: int) -> Fraction:
    """Give the points of a price by the notice's formula. Of a free bid: all points, and none for those that cost."""
    if criterion.formula is None:
        raise ValueError("a price is judged by a formula")
    weight = weight_of(criterion)
    if lowest_pence == 0:
        return weight if price_pence == 0 else Fraction(0)
    return price_points(criterion.formula, price=Fraction(price_pence), lowest=Fraction(lowest_pence), weight=weight)


def score_failures(criteria: Sequence[Criterion], entry: Entry) -> tuple[str, ...]:
    """Give in words which agreed scores are below the lowest that passes."""
    found = []
    for number, criterion in numbered(criteria):
        agreed = entry.agreed.get(number)
        least = criterion.minimum_score
        if agreed is not None and least is not None and agreed.score < least:
            found.append(f"{criterion.name}: scored {agreed.score}, and the lowest score that passes is {least}")
    return tuple(found)


@dataclass(frozen=True)
class _Sum:
    """One bid's points on their way to a rank."""

    entry: Entry
    judged: tuple[Judged, ...]
    exact: Fraction
    quality: Fraction
    failures: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        return rounded(self.exact)


def standings(
    criteria: Sequence[Criterion],
    entries: Iterable[Entry],
    tie_break: TieBreak,
    *,
    drawn: Sequence[Sequence[UUID]] = (),
    complete: bool = True,
) -> tuple[Standing, ...]:
    """Give how the bids of one lot stand: the best first, those that failed last, each group by number.

    Prices are compared over the bids that passed. ``drawn`` are the orders in which tied bids were drawn; a bid that
    neither the notice's rule nor a draw tells from another shares its rank. None has a rank unless ``complete``.
    """
    ordered = sorted(entries, key=lambda entry: entry.number)
    failures = {entry.bid_id: (*entry.failures, *score_failures(criteria, entry)) for entry in ordered}
    prices = [e.price_pence for e in ordered if not failures[e.bid_id] and e.price_pence is not None]
    sums = [_sum(criteria, entry, failures[entry.bid_id], min(prices, default=None)) for entry in ordered]
    passed = [one for one in sums if not one.failures]
    ranks = _ranks(passed, tie_break, drawn) if complete else {}
    best = sorted(passed, key=lambda one: (ranks.get(one.entry.bid_id, 0), one.entry.number))
    return tuple(
        Standing(
            bid_id=one.entry.bid_id,
            number=one.entry.number,
            organisation_id=one.entry.organisation_id,
            organisation_name=one.entry.organisation_name,
            judged=one.judged,
            price_pence=one.entry.price_pence,
            total=one.total,
            rank=ranks.get(one.entry.bid_id),
            failures=one.failures,
        )
        for one in [*best, *(one for one in sums if one.failures)]
    )


def ties(found: Iterable[Standing]) -> list[tuple[Standing, ...]]:
    """Give the groups of bids that share a rank, best first."""
    groups: dict[int, list[Standing]] = {}
    for one in found:
        if one.rank is not None:
            groups.setdefault(one.rank, []).append(one)
    return [tuple(group) for _, group in sorted(groups.items()) if len(group) > 1]


def _sum(criteria: Sequence[Criterion], entry: Entry, failures: tuple[str, ...], lowest: int | None) -> _Sum:
    judged: list[Judged] = []
    exact = quality = Fraction(0)
    for number, criterion in numbered(criteria):
        if criterion.kind == CriterionKind.PRICE:
            made = _of_price(criterion, entry, failures, lowest)
        else:
            made = _of_score(criterion, entry.agreed.get(number))
        if made is None:
            continue
        points, score, reason, words = made
        exact += points
        quality += points if criterion.kind == CriterionKind.QUALITY else 0
        judged.append(
            Judged(
                criterion=number,
                name=criterion.name,
                kind=criterion.kind,
                weight_hundredths=criterion.weight_hundredths,
                highest_score=criterion.highest_score,
                score=score,
                points=shown(points),
                reason=reason,
                sum=words,
            )
        )
    return _Sum(entry, tuple(judged), exact, quality, failures)


Made = tuple[Fraction, Decimal | None, str, str]


def _of_score(criterion: Criterion, agreed: Agreed | None) -> Made | None:
    if agreed is None:
        return None
    points = score_points(criterion, agreed.score)
    weight = weight_words(criterion.weight_hundredths)
    words = f"{weight} × {agreed.score} ÷ {criterion.highest_score} = {in_words(points)}"
    return points, Decimal(agreed.score), agreed.reason, words


def _of_price(criterion: Criterion, entry: Entry, failures: tuple[str, ...], lowest: int | None) -> Made | None:
    if failures or entry.price_pence is None or lowest is None:
        return None
    points = points_of_price(criterion, entry.price_pence, lowest)
    weight, low, price = weight_words(criterion.weight_hundredths), pounds(lowest), pounds(entry.price_pence)
    if lowest == 0:
        sum_words = "the lowest price is nothing"
    elif criterion.formula == "lowest_over_price":
        sum_words = f"{weight} × {low} ÷ {price}"
    else:
        sum_words = f"{weight} × (1 − ({price} − {low}) ÷ {low}), never below 0"
    reason = "The lowest price" if entry.price_pence == lowest else f"The price is {price}; the lowest is {low}"
    return points, None, reason, f"{sum_words} = {in_words(points)}"


def in_words(value: Fraction) -> str:
    """Give points as people read them, with the fraction itself where no decimal is exact."""
    decimal = shown(value)
    text = f"{decimal.normalize():f}"
    return text if Fraction(decimal) == value else f"{value.numerator}/{value.denominator}, about {text}"


def _ranks(passed: Sequence[_Sum], tie_break: TieBreak, drawn: Sequence[Sequence[UUID]]) -> dict[UUID, int]:
    """Give the rank of each bid, from 1; those that cannot be told apart share one."""

    def notice_key(one: _Sum) -> Fraction | int:
        if tie_break == TieBreak.HIGHEST_QUALITY:
            return -one.quality
        if tie_break == TieBreak.LOWEST_PRICE:
            return one.entry.price_pence or 0
        return 0

    groups: dict[tuple[Decimal, Fraction | int], list[UUID]] = {}
    for one in passed:
        groups.setdefault((-one.total, notice_key(one)), []).append(one.entry.bid_id)
    ranks: dict[UUID, int] = {}
    next_rank = 1
    for _, tied in sorted(groups.items()):
        order = next((order for order in reversed(drawn) if set(order) == set(tied)), None)
        for place, bid_id in enumerate(order or tied):
            ranks[bid_id] = next_rank + (place if order else 0)
        next_rank += len(tied)
    return ranks
