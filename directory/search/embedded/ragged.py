"""Lists of different lengths, one after the other in one array."""

import numpy as np

from directory.search.embedded.arrays import Array, Longs


def spread(starts: Array, sizes: Array) -> Longs:
    """Give the places of all items of these lists, list after list."""
    ends = np.cumsum(sizes, dtype=np.int64)
    if not len(ends) or not ends[-1]:
        return np.empty(0, np.int64)
    places: Longs = np.arange(ends[-1])
    places += np.repeat(starts - (ends - sizes), sizes)
    return places
