"""Which rows come first."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from directory.kit import clock
from directory.search.embedded import apart
from directory.search.embedded.arrays import Array, Longs, Scores
from directory.search.embedded.balanced import balanced
from directory.search.embedded.columns import NO_DAY
from directory.search.embedded.rows import STALE, Rows
from directory.search.port import SearchQuery, Sort

FEW = 256
BLOCK = 64


def best(found: Rows, query: SearchQuery, count: int) -> tuple[Longs, Scores | None]:
    """Give the numbers of the ``count`` rows that come first, in their order, and their scores if they have any."""
    if found.numbers is None and found.mask is not None:
        by_score = found.scores is not None and query.sort is Sort.RELEVANCE
        found = _promising(found, count) if by_score else found.numbered()
    places = first(keys(found, query), count)
    numbers = places if found.numbers is None else found.numbers.take(places)
    return numbers, None if found.scores is None else found.scores.take(places)


def _promising(found: Rows, count: int) -> Rows:
    """Give those rows whose score may be among the best, without looking at the others by number."""
    if found.scores is None or found.mask is None:
        return found
    worst = np.where(found.mask, -found.scores, np.float32(np.inf))
    return found.keep(worst <= _bound(worst, min(count, found.size))).numbered()


def first(keys: Sequence[Array], count: int) -> Longs:
    """Give the places of the ``count`` smallest, in order, by the first key, ties by the next and so on."""
    places: Array | None = None
    chosen: list[Array] = []
    need = count
    for key in keys:
        if (len(key) if places is None else len(places)) <= max(FEW, 4 * need):
            break
        values = key if places is None else key[places]
        near = np.flatnonzero(values <= _bound(values, need))
        if len(near) > need:
            limit = np.partition(values[near], need - 1)[need - 1]
            below, equal = near[values[near] < limit], near[values[near] == limit]
        else:
            below, equal = near, near[:0]
        chosen.append(below if places is None else places[below])
        places = equal if places is None else places[equal]
        need -= len(below)
    left = np.arange(len(keys[0])) if places is None else places
    best: Longs = np.concatenate([*chosen, left])
    order = np.lexsort([key[best] for key in reversed(keys)])
    return best[order][:count]


def _bound(values: Array, count: int) -> Any:
    """Give what at least ``count`` of the values do not exceed, by looking at each about once.

    That many blocks have a smallest value no greater than it.
    """
    blocks = len(values) // BLOCK
    if blocks < 4 * count:
        return np.partition(values, count - 1)[count - 1]
    smallest = values[: blocks * BLOCK].reshape(blocks, BLOCK).min(axis=1)
    return np.partition(smallest, count - 1)[count - 1]


def keys(found: Rows, query: SearchQuery) -> list[Array]:
    """Give the keys of the order asked for, smallest first; the id breaks every tie.

    relevance: the score; without text, places free now first, then the fresher, then by name. distance: nearest,
    those without a place last; without a point, as relevance. availability: most places free now, then soonest
    free, then last confirmed; a stale count is none. freshness: last confirmed. balanced: ``search.balance``.
    """
    c, take = found.columns, found.take
    ids = [take(c.id_high), take(c.id_low)]
    if query.sort is Sort.DISTANCE and query.near is not None:
        return [np.nan_to_num(found.miles(query.near), nan=np.inf), *ids]
    if query.sort is Sort.FRESHNESS:
        return [-take(c.confirmed), *ids]
    today = clock.in_london(found.now).date().toordinal()
    freshness, starts = found.freshness(), take(c.available_from)
    begun = apart.kept_apart(found) | (starts <= today) | (starts == NO_DAY)
    free = np.where((freshness != STALE) & begun, apart.free_by(found, query, today), 0)
    if query.sort is Sort.BALANCED:
        return [-balanced(found, query, free), *ids]
    if query.sort is Sort.AVAILABILITY:
        soonest = np.where((freshness != STALE) & (free <= 0), starts, NO_DAY)
        return [-np.maximum(free, 0), soonest, -take(c.confirmed), *ids]
    if found.scores is not None:
        return [-found.scores, *ids]
    return [(free <= 0).astype(np.uint8) * np.uint8(4) + freshness, take(c.name_rank), *ids]
