"""The balanced order in SQL: the same worth as the embedded engine's, but for what makes words relevant."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Double, and_, case, cast, func, literal

from directory.codes import Freshness, Rating
from directory.geo.rules import MILE_METRES
from directory.kit import clock
from directory.search import balance
from directory.search.balance import WEIGHTS
from directory.search.port import SearchQuery
from directory.search.postgresql.filters import freshness, metres, not_stale, until
from directory.search.postgresql.table import d

HALF_SCORE = 0.3
"""The ts_rank at which words are worth half."""


def balanced(
    query: SearchQuery, free: ColumnElement[Any], score: ColumnElement[Any] | None, now: datetime
) -> ColumnElement[Any]:
    """Give a row's worth in steps. ``free``: its places free now; ``score``: how well its words match, if any."""
    worth = _worth({each.value: balance.RATING[each] for each in Rating}, d.rating) * WEIGHTS.rating
    worth += _places(free, now)
    if query.near is not None:
        halvings = metres(query.near) / (MILE_METRES * balance.HALVED_EVERY_MILES)
        worth += func.coalesce(func.power(literal(0.5, Double), halvings), 0.0) * WEIGHTS.distance
    if score is not None:
        worth += score / (score + HALF_SCORE) * WEIGHTS.words
    if query.specialisms:
        today = clock.in_london(now).date().isoformat()
        assured = [case((until(each).collate("C") >= today, 1.0), else_=0.0) for each in query.specialisms]
        worth += sum(assured[1:], assured[0]) / len(assured) * WEIGHTS.assured
    return cast(func.round(worth * balance.STEPS), BigInteger)


def _worth(worths: dict[str, float], value: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(case(worths, value=value, else_=0.0), Double)


def _places(free: ColumnElement[Any], now: datetime) -> ColumnElement[Any]:
    """Give what free places and their freshness are worth."""
    later = and_(not_stale(now), d.available_from.is_not(None))
    availability = case((free > 0, balance.FREE), (later, balance.LATER), else_=0.0)
    fresh = _worth({each.value: balance.FRESHNESS[each] for each in Freshness}, freshness(now))
    uncounted = WEIGHTS.availability * balance.NOT_COUNTED + WEIGHTS.freshness * balance.NOT_CONFIRMED_BY_NATURE
    counted = cast(availability, Double) * WEIGHTS.availability + fresh * WEIGHTS.freshness
    return cast(case((d.available.is_(None), uncounted), else_=counted), Double)
