"""Which rows come first."""

from collections.abc import Sequence

import numpy as np

from directory.kit import clock
from directory.search.embedded.arrays import Array, Longs
from directory.search.embedded.balanced import balanced
from directory.search.embedded.columns import NO_DAY
from directory.search.embedded.filters import STALE, Rows
from directory.search.port import SearchQuery, Sort

FEW = 256


def first(keys: Sequence[Array], count: int) -> Longs:
    """Give the places of the ``count`` smallest, in order, by the first key, ties by the next and so on."""
    places = np.arange(len(keys[0]))
    chosen: list[Array] = []
    need = count
    for key in keys:
        if len(places) <= max(FEW, 4 * need):
            break
        values = key[places]
        limit = np.partition(values, need - 1)[need - 1]
        chosen.append(places[values < limit])
        need -= len(chosen[-1])
        places = places[values == limit]
    places = np.concatenate([*chosen, places])
    order = np.lexsort([key[places] for key in reversed(keys)])
    best: Longs = places[order][:count]
    return best


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
    free = np.where((freshness != STALE) & ((starts <= today) | (starts == NO_DAY)), take(c.available), 0)
    if query.sort is Sort.BALANCED:
        return [-balanced(found, query, free), *ids]
    if query.sort is Sort.AVAILABILITY:
        soonest = np.where((freshness != STALE) & (free <= 0), starts, NO_DAY)
        return [-np.maximum(free, 0), soonest, -take(c.confirmed), *ids]
    if found.scores is not None:
        return [-found.scores, *ids]
    return [(free <= 0).astype(np.uint8) * np.uint8(4) + freshness, take(c.name_rank), *ids]
