"""Weights are hundredths of a point, so that they add to exactly 100; points are exact decimals."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TypeVar

from directory.tenders.rules.sections import Criterion, PriceFormula

FULL_HUNDREDTHS = 100_00
N = TypeVar("N", Decimal, Fraction)


def hundredths(text: str) -> int:
    """Read "12.5" as 1250; raise ValueError unless it is above 0, at most 100, with two decimals at most."""
    try:
        weight = Decimal(str(text).strip().removesuffix("%").strip()) * 100
    except InvalidOperation:
        raise ValueError("Enter a weight as a number, like 30 or 12.5") from None
    if not weight.is_finite() or weight != weight.to_integral_value() or not 0 < weight <= FULL_HUNDREDTHS:
        raise ValueError("Enter a weight above 0 and up to 100, with two decimals at most")
    return int(weight)


def weight_words(weight_hundredths: int) -> str:
    """Give a weight as people read it: 1250 as "12.5"."""
    whole, rest = divmod(weight_hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


def total_hundredths(criteria: Iterable[Criterion]) -> int:
    """Give the sum of the weights; a tender may be published at exactly ``FULL_HUNDREDTHS``."""
    return sum(criterion.weight_hundredths for criterion in criteria if not criterion.removed)


def price_points(formula: PriceFormula, *, price: N, lowest: N, weight: N) -> N:
    """Give the points of a price, not rounded (exact in fractions), from 0 to ``weight``.

    ``lowest_over_price``: weight x lowest / price. ``distance_from_lowest``: weight x (1 - (price - lowest) / lowest),
    never below 0. Raises ValueError for a price that is not above 0 or below the lowest.
    """
    if not 0 < lowest <= price:
        raise ValueError("prices are above 0, and the lowest is the lowest")
    if formula == PriceFormula.LOWEST_OVER_PRICE:
        return weight * lowest / price
    return max(weight * 0, weight * (1 - (price - lowest) / lowest))
