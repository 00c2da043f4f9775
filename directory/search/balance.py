"""How a balanced order weighs a row. Pure: constants and the worth of single facts, the same in every engine.

A row's worth is the sum of its parts, each from 0 to 1, times their weights. Each part is told by the row's own
published facts and the question alone, so what comes first says nothing of any other row or of a hidden place.
"""

from dataclasses import dataclass

from directory.codes import Freshness, Rating


@dataclass(frozen=True)
class Weights:
    """What each part weighs; together 1."""

    words: float = 0.35
    distance: float = 0.25
    availability: float = 0.15
    freshness: float = 0.10
    assured: float = 0.10
    rating: float = 0.05


WEIGHTS = Weights()
HALVED_EVERY_MILES = 20.0
"""At this distance nearness is worth half, at twice a quarter; what has no place is worth nothing."""
FREE, LATER, NOT_COUNTED = 1.0, 0.5, 0.5
"""A place free now; one expected; where places are not counted. None free, or a stale count: nothing."""
FRESHNESS = {Freshness.CURRENT: 1.0, Freshness.AGEING: 0.5, Freshness.STALE: 0.0}
NOT_CONFIRMED_BY_NATURE = 0.5
"""The freshness of a service whose places are not counted."""
RATING = {
    Rating.OUTSTANDING: 1.0,
    Rating.GOOD: 0.75,
    Rating.NOT_YET_RATED: 0.5,
    Rating.REQUIRES_IMPROVEMENT: 0.25,
    Rating.INADEQUATE: 0.0,
}
STEPS = 1_000_000
"""Worth is told apart in so many steps, so that the last bits of a sum order nothing; the id breaks ties."""


def sentence() -> str:
    """Give the formula in one sentence."""
    parts = (
        (WEIGHTS.words, "how well your words match"),
        (WEIGHTS.distance, f"nearness, which halves every {HALVED_EVERY_MILES:g} miles"),
        (WEIGHTS.availability, "a place free now"),
        (WEIGHTS.freshness, "how lately that was confirmed"),
        (WEIGHTS.assured, "how many of the specialisms you chose are assured"),
        (WEIGHTS.rating, "the rating"),
    )
    told = [f"{round(weight * 100)}% {words}" for weight, words in parts]
    return f"Balanced order adds {', '.join(told[:-1])} and {told[-1]}."
