"""Which rows come first: the same keys as the embedded engine's, but for what makes words relevant."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, cast, func, or_
from sqlalchemy.dialects.postgresql import ARRAY, REAL

from directory.codes import Freshness
from directory.kit import clock
from directory.search.embedded.weights import FIELDS
from directory.search.port import SearchQuery, Sort
from directory.search.postgresql import apart
from directory.search.postgresql.balanced import balanced
from directory.search.postgresql.filters import as_tsquery, freshness, metres, not_stale
from directory.search.postgresql.table import d

_MOST = max(field.boost for field in FIELDS)
# PostgreSQL takes them from D to A, the greatest being 1
_BOOSTS = [field.boost / _MOST for field in reversed(FIELDS)]


class Key(NamedTuple):
    """What to order by; rows where it is null come last."""

    value: ColumnElement[Any]
    descending: bool = False

    def of(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Order a column that holds this value."""
        return (column.desc() if self.descending else column.asc()).nulls_last()


def score(required: str, stems: ColumnElement[Any] = d.stems) -> ColumnElement[Any]:
    """Give how well a row's words match: its own words alone count, so nothing is told of hidden documents."""
    return func.ts_rank(cast(_BOOSTS, ARRAY(REAL)), stems, as_tsquery(required), type_=REAL)


def keys(query: SearchQuery, required: str, now: datetime) -> list[Key]:
    """Give what to order by; ``required``: the words that say what is relevant, as a tsquery. The id comes last."""
    if query.sort is Sort.DISTANCE and query.near is not None:
        return [Key(metres(query.near))]
    if query.sort is Sort.FRESHNESS:
        return [Key(d.confirmed_at, descending=True)]
    today = clock.in_london(now).date()
    current = not_stale(now)
    begun = or_(apart.kept_apart, d.available_from.is_(None), d.available_from <= today)
    free = case((and_(current, begun), func.coalesce(apart.free_by(query, today), 0)), else_=0)
    if query.sort is Sort.BALANCED:
        return [Key(balanced(query, free, score(required) if required else None, now), descending=True)]
    if query.sort is Sort.AVAILABILITY:
        soonest = case((and_(current, free <= 0), d.available_from))
        return [Key(free, descending=True), Key(soonest), Key(d.confirmed_at, descending=True)]
    if required:
        return [Key(score(required), descending=True)]
    fresh = case({each.value: place for place, each in enumerate(Freshness)}, value=freshness(now))
    return [Key(free <= 0), Key(fresh), Key(d.name_folded)]
