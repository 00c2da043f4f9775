"""The balanced order over arrays."""

import numpy as np

from directory.codes import Rating
from directory.kit import clock
from directory.search import balance
from directory.search.balance import WEIGHTS
from directory.search.embedded.ageing import FRESHNESS, STALE
from directory.search.embedded.arrays import Array, Floats, Longs
from directory.search.embedded.columns import NO_DAY, NOT_COUNTED, RATINGS
from directory.search.embedded.rows import Rows
from directory.search.port import SearchQuery

HALF_SCORE = 8.0
"""The BM25F score at which words are worth half: about that of two middling words in a description."""

_RATING = np.array([balance.RATING[Rating(each)] for each in RATINGS])
_FRESHNESS = np.array([balance.FRESHNESS[each] for each in FRESHNESS])


def balanced(found: Rows, query: SearchQuery, free: Array) -> Longs:
    """Give each row's worth in steps (``search.balance``). ``free``: its places free now, 0 where stale or later."""
    worth = WEIGHTS.rating * _RATING[found.take(found.columns.rating)]
    worth += _places(found, free)
    if query.near is not None:
        near = np.exp2(-found.miles(query.near) / balance.HALVED_EVERY_MILES)
        worth += WEIGHTS.distance * np.nan_to_num(near, nan=0.0)
    if found.scores is not None:
        scores = found.scores.astype(np.float64)
        worth += WEIGHTS.words * scores / (scores + HALF_SCORE)
    if query.specialisms:
        today = clock.in_london(found.now).date()
        assured = [found.columns.assured(each.value, today, found.places()) for each in query.specialisms]
        worth += WEIGHTS.assured * np.sum(assured, axis=0) / len(assured)
    return np.rint(worth * balance.STEPS).astype(np.int64)


def _places(found: Rows, free: Array) -> Floats:
    """Give what free places and their freshness are worth."""
    c, take = found.columns, found.take
    freshness = found.freshness()
    later = (freshness != STALE) & (take(c.available_from) != NO_DAY)
    availability = np.where(free > 0, balance.FREE, np.where(later, balance.LATER, 0.0))
    counted = take(c.available) != NOT_COUNTED
    worth: Floats = np.where(
        counted,
        WEIGHTS.availability * availability + WEIGHTS.freshness * _FRESHNESS[freshness],
        WEIGHTS.availability * balance.NOT_COUNTED + WEIGHTS.freshness * balance.NOT_CONFIRMED_BY_NATURE,
    )
    return worth
