"""What searches look for again and again, kept while there is room.

Frequent terms as one weight for every document: such are added and compared at once. Synonyms of several words: there
are few, each stands for every word that has it.
"""

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from directory.search.embedded.arrays import NO_ROWS, Rows, Scores
from directory.search.embedded.sidecar import Sidecar

ONE_IN = 24
"""A term is frequent if one document in so many holds it."""
MOST_BYTES = 64_000_000
MOST_PHRASE_BYTES = 16_000_000


class Frequent:
    """Weights of frequent terms and rows of phrases of one sidecar. Not safe for threads by itself."""

    def __init__(self) -> None:
        self._sidecar: Sidecar | None = None
        self._kept: OrderedDict[int, Scores] = OrderedDict()
        self._phrases: OrderedDict[tuple[str, ...], Rows] = OrderedDict()
        self._phrase_bytes = 0

    def weights(self, sidecar: Sidecar, number: int) -> Scores | None:
        """Give (documents,) what a term weighs in each, 0 where it is not; None for a term that is not frequent."""
        self._turn_to(sidecar)
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

    def phrase(self, sidecar: Sidecar | None, terms: Sequence[str]) -> Rows:
        """Give the rows of a sidecar in which these terms follow each other within one field."""
        if sidecar is None:
            return NO_ROWS
        self._turn_to(sidecar)
        named = tuple(terms)
        rows = self._phrases.get(named)
        if rows is None:
            rows = self._phrases[named] = sidecar.phrase(named)
            self._phrase_bytes += rows.nbytes
            while self._phrase_bytes > MOST_PHRASE_BYTES:
                self._phrase_bytes -= self._phrases.popitem(last=False)[1].nbytes
        else:
            self._phrases.move_to_end(named)
        return rows

    def _turn_to(self, sidecar: Sidecar) -> None:
        if sidecar is not self._sidecar:
            self._sidecar, self._kept, self._phrases, self._phrase_bytes = sidecar, OrderedDict(), OrderedDict(), 0
