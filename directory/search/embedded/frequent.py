"""Frequent terms as one weight for every document, kept while there is room: such are added and compared at once."""

from collections import OrderedDict

import numpy as np

from directory.search.embedded.arrays import Scores
from directory.search.embedded.sidecar import Sidecar

ONE_IN = 24
"""A term is frequent if one document in so many holds it."""
MOST_BYTES = 64_000_000


class Frequent:
    """Weights of frequent terms of one sidecar. Not safe for threads by itself."""

    def __init__(self) -> None:
        self._sidecar: Sidecar | None = None
        self._kept: OrderedDict[int, Scores] = OrderedDict()

    def weights(self, sidecar: Sidecar, number: int) -> Scores | None:
        """Give (documents,) what a term weighs in each, 0 where it is not; None for a term that is not frequent."""
        if sidecar is not self._sidecar:
            self._sidecar, self._kept = sidecar, OrderedDict()
        kept = self._kept.get(number)
        if kept is not None:
            self._kept.move_to_end(number)
            return kept
        if sidecar.count(number, public=False) * ONE_IN < sidecar.documents:
            return None
        while self._kept and (len(self._kept) + 1) * sidecar.documents * 4 > MOST_BYTES:
            self._kept.popitem(last=False)
        weights = np.zeros(sidecar.documents, np.float32)
        rows, impacts = sidecar.postings(number)
        weights[rows] = impacts
        self._kept[number] = weights
        return weights
