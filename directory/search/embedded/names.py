"""The order of names, kept as numbers so that rows are sorted by name without reading names."""

from bisect import bisect_left

import numpy as np

from directory.search.embedded.arrays import Floats

Key = tuple[str, bytes]


class NameOrder:
    """Gives each row a number that rises with (name without case, id)."""

    def __init__(self) -> None:
        self._keys: list[Key] = []
        self._of_id: dict[bytes, Key] = {}
        self._ranks: list[float] = []
        self._loading = False

    def load(self, names: dict[bytes, str]) -> dict[bytes, float]:
        """Take all names at once; give each id's rank."""
        self._of_id = {each: (name.casefold(), each) for each, name in names.items()}
        self._keys = sorted(self._of_id.values())
        return self._number()

    def _number(self) -> dict[bytes, float]:
        self._ranks = [float(place) for place in range(len(self._keys))]
        return {key[1]: rank for key, rank in zip(self._keys, self._ranks, strict=True)}

    def put(self, service_id: bytes, name: str) -> dict[bytes, float]:
        """Place one name; give the ranks that are new: nearly always its own only, none if it stays."""
        key = (name.casefold(), service_id)
        known = self._of_id.get(service_id)
        if known == key:
            return {}
        if known is not None:
            place = bisect_left(self._keys, known)
            del self._keys[place], self._ranks[place]
        place = bisect_left(self._keys, key)
        self._of_id[service_id] = key
        self._keys.insert(place, key)
        below = self._ranks[place - 1] if place else -1.0
        above = self._ranks[place] if place < len(self._ranks) else below + 2.0
        if place == 0:
            below = above - 2.0
        middle = (below + above) / 2
        self._ranks.insert(place, middle)
        return {service_id: middle} if below < middle < above else self._number()


def fill(ranks: Floats, rows: dict[bytes, int], new: dict[bytes, float]) -> None:
    """Write new ranks to their rows."""
    if len(new) == 1:
        ((service_id, rank),) = new.items()
        ranks[rows[service_id]] = rank
        return
    places = np.fromiter((rows[each] for each in new), np.int64, len(new))
    ranks[places] = np.fromiter(new.values(), np.float64, len(new))
