"""Which rows come first."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from directory.geo.rules import Point
from directory.kit import clock
from directory.search.embedded import apart
from directory.search.embedded.ageing import STALE
from directory.search.embedded.arrays import Array, Longs, Scores
from directory.search.embedded.balanced import balanced
from directory.search.embedded.columns import NO_DAY
from directory.search.embedded.rows import Rows
from directory.search.port import SearchQuery, Sort

FEW = 256
BLOCK = 64

Key: TypeAlias = Callable[[Array | None], Array]
"""Gives what to order by, smallest first: of all rows found, or of those at some places among them."""


def best(found: Rows, query: SearchQuery, count: int) -> tuple[Longs, Scores | None]:
    """Give the numbers of the ``count`` rows that come first, in their order, and their scores if they have any."""
    if found.numbers is None and found.mask is not None:
        by_score = found.scores is not None and query.sort is Sort.RELEVANCE
        found = _promising(found, count) if by_score else found.numbered()
    places = first(keys(found, query), found.size, count)
    numbers = places if found.numbers is None else found.numbers.take(places)
    return numbers, None if found.scores is None else found.scores.take(places)


def _promising(found: Rows, count: int) -> Rows:
    """Give those rows whose score may be among the best, without looking at the others by number."""
    if found.scores is None or found.mask is None:
        return found
    # what is not found scores 0, what is found more
    scores = found.scores * found.mask
    least = -_bound(-scores, min(count, found.size))
    numbers = np.flatnonzero(scores >= least) if least > 0 else np.flatnonzero(scores)
    return Rows(found.columns, found.now, numbers, None, scores.take(numbers))


def first(keys: Sequence[Key], size: int, count: int) -> Longs:
    """Give the places (of ``size``) of the ``count`` smallest, in order, by the first key, ties by the next and so on.

    A later key is asked only of those that the former ones do not tell apart.
    """
    places: Array | None = None
    chosen: list[Array] = []
    need = count
    for key in keys:
        if (size if places is None else len(places)) <= max(FEW, 4 * need):
            break
        values = key(places)
        near = np.flatnonzero(values <= _bound(values, need))
        if len(near) > need:
            limit = np.partition(values[near], need - 1)[need - 1]
            below, equal = near[values[near] < limit], near[values[near] == limit]
        else:
            below, equal = near, near[:0]
        chosen.append(below if places is None else places[below])
        places = equal if places is None else places[equal]
        need -= len(below)
    if places is None:
        return np.lexsort([key(None) for key in reversed(keys)])[:count]
    best: Longs = np.concatenate([*chosen, places])
    order = np.lexsort([key(best) for key in reversed(keys)])
    return best[order][:count]


def _bound(values: Array, count: int) -> Any:
    """Give what at least ``count`` of the values do not exceed, by looking at each about once.

    That many blocks have a smallest value no greater than it.
    """
    blocks = len(values) // BLOCK
    if blocks < 4 * count:
        return np.partition(values, count - 1)[count - 1]
    # a block is every so-manieth value: so many are compared at once
    smallest = values[: blocks * BLOCK].reshape(BLOCK, blocks).min(axis=0)
    return np.partition(smallest, count - 1)[count - 1]


def keys(found: Rows, query: SearchQuery) -> list[Key]:
    """Give the keys of the order asked for; the id breaks every tie.

    relevance: the score; without text, places free now first, then the fresher, then by name. distance: nearest,
    those without a place last; without a point, as relevance. availability: most places free now, then soonest
    free, then last confirmed; a stale count is none. freshness: last confirmed. balanced: ``search.balance``.
    """
    c = found.columns

    def of(column: Array) -> Key:
        return lambda places: found.at(column, places)

    def latest(places: Array | None) -> Array:
        return -found.at(c.confirmed, places)

    ids = [of(c.id_high), of(c.id_low)]
    if query.sort is Sort.DISTANCE and query.near is not None:
        # the straight line puts them in the same order as the way over ground
        away = found.squared(Point(query.near.latitude, query.near.longitude))
        return [_given(np.nan_to_num(away, nan=np.inf)), *ids]
    if query.sort is Sort.FRESHNESS:
        return [latest, *ids]
    if query.sort is not Sort.BALANCED and query.sort is not Sort.AVAILABILITY and found.scores is not None:
        return [_given(-found.scores), *ids]
    today = clock.in_london(found.now).date().toordinal()
    freshness, starts = found.freshness(), found.take(c.available_from)
    begun = apart.kept_apart(found) | (starts <= today) | (starts == NO_DAY)
    free = apart.free_by(found, query, today) * ((freshness != STALE) & begun)
    if query.sort is Sort.BALANCED:
        return [_given(-balanced(found, query, free)), *ids]
    if query.sort is Sort.AVAILABILITY:
        soonest = np.where((freshness != STALE) & (free <= 0), starts, NO_DAY)
        return [_given(-np.maximum(free, 0)), _given(soonest), latest, *ids]
    return [_given((free <= 0).view(np.uint8) * np.uint8(4) + freshness), of(c.name_rank), *ids]


def _given(values: Array) -> Key:
    return lambda places: values if places is None else values.take(places)
