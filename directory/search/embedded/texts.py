"""The words of all documents: the sidecar, with what has changed since laid over it."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence

import numpy as np

from directory.search.embedded.analysis import stem
from directory.search.embedded.arrays import NO_ROWS, NO_SCORES, Mask, Rows, Scores
from directory.search.embedded.overlay import Overlay
from directory.search.embedded.part import Written
from directory.search.embedded.sidecar import Sidecar
from directory.search.embedded.spelling import edits, most_edits, spellable
from directory.search.embedded.weights import idf

MOST_EXPANSIONS = 200
MOST_ALIKE = 50


class Texts:
    """Words by row. Rows below the sidecar's count have their text there, unless a newer one is laid over it."""

    def __init__(self, sidecar: Sidecar | None, overlay: Overlay, dead: Mask) -> None:
        self.sidecar, self.overlay, self.dead = sidecar, overlay, dead
        self._any_dead = bool(dead.any())

    def put(self, rows: Sequence[int], texts: Sequence[Written]) -> None:
        """Lay new texts over these rows."""
        for row in rows:
            self.bury(row)
        self.overlay.put(rows, texts)

    def remove(self, row: int) -> None:
        """Let a row have no text."""
        self.bury(row)
        self.overlay.remove(row)

    def bury(self, row: int) -> None:
        """Let the sidecar's text of a row no longer be found."""
        if row < len(self.dead):
            self.dead[row] = self._any_dead = True

    def dead_rows(self) -> Rows:
        """Give the rows whose text in the sidecar does not count."""
        return np.flatnonzero(self.dead).astype(np.int32) if self._any_dead else NO_ROWS

    def _joined(self, below: tuple[Rows, Scores], above: tuple[Rows, Scores]) -> tuple[Rows, Scores]:
        rows, scores = below
        if self._any_dead and len(rows):
            alive = ~self.dead[rows]
            rows, scores = rows[alive], scores[alive]
        if len(above[0]):
            rows, scores = np.concatenate([rows, above[0]]), np.concatenate([scores, above[1]])
        return rows, scores

    def postings(self, term: str) -> tuple[Rows, Scores]:
        """Give the rows that hold a term, each once, in no order, and what it weighs in each."""
        number = self.sidecar.number(term) if self.sidecar else None
        below = self.sidecar.postings(number) if self.sidecar and number is not None else (NO_ROWS, NO_SCORES)
        return self._joined(below, self.overlay.postings(term))

    def phrase(self, terms: Sequence[str], below: Rows | None = None) -> Rows:
        """Give the rows in which these terms follow each other within one field; ``below``: those of the sidecar."""
        if below is None:
            below = self.sidecar.phrase(terms) if self.sidecar else NO_ROWS
        above = self.overlay.phrase(terms)
        rows, _ = self._joined((below, np.zeros(len(below), np.float32)), (above, np.zeros(len(above), np.float32)))
        return rows

    def rarity(self, terms: Sequence[str], public_rows: Mask | None) -> float:
        """Give how rare these terms are together: among public documents only, where ``public_rows`` is given.

        So the scores that one sees who may see public services tell nothing of the others.
        """
        public = public_rows is not None
        documents = holding = 0
        if self.sidecar:
            numbers = [self.sidecar.number(term) for term in terms]
            documents = self.sidecar.public_documents if public else self.sidecar.documents
            holding = sum(self.sidecar.count(number, public=public) for number in numbers if number is not None)
        held = [self.overlay.postings(term)[0] for term in terms]
        if public_rows is None:
            documents += len(self.overlay)
            holding += sum(len(rows) for rows in held)
        else:
            documents += int(public_rows[self.overlay.rows()].sum())
            holding += sum(int(public_rows[rows].sum()) for rows in held)
        return idf(holding, documents)

    def expand(self, prefix: str, public_rows: Mask | None, own_words: Callable[[], Collection[str]]) -> list[str]:
        """Give the terms of the words that begin so; of more than ``MOST_EXPANSIONS`` words the most frequent.

        Where ``public_rows`` is given, only words of public documents count, and ``own_words``: a word that stands
        in somebody else's hidden document alone would tell that there is one.
        """
        counts: Counter[str] = Counter()
        if public_rows is not None:
            counts.update({word: 0 for word in own_words() if word.startswith(prefix)})
        if self.sidecar:
            numbers = self.sidecar.beginning_with(prefix)
            kept = self.sidecar.word_counts if public_rows is None else self.sidecar.word_public_counts
            counts.update({self.sidecar.words[n]: int(kept[n]) for n in numbers if kept[n]})
        counts.update(self.overlay.beginning_with(prefix, public_rows))
        chosen = sorted(counts, key=lambda word: (-counts[word], word))[:MOST_EXPANSIONS]
        return sorted({stem(word) for word in chosen})

    def spelt_like(self, word: str, public_rows: Mask | None, own_words: Callable[[], Collection[str]]) -> list[str]:
        """Give the terms of this word and of those spelt nearly so: of many the nearest. As safe as ``expand``."""
        found = self.alike(word, public_rows)
        if public_rows is not None:
            most = most_edits(word)
            for other in own_words():
                if spellable(other) and other not in found and 0 < (away := edits(word, other, most)) <= most:
                    found[other] = (away, 0)
        chosen = sorted(found, key=lambda each: (found[each], each))[:MOST_ALIKE]
        return sorted({stem(each) for each in [word, *chosen]})

    def alike(self, word: str, public_rows: Mask | None) -> dict[str, tuple[int, int]]:
        """Give the words near to one: how many edits away, and minus how often they stand in documents."""
        found: dict[str, tuple[int, int]] = {}
        for other, away, times in self.overlay.near(word, public_rows):
            found[other] = (away, found.get(other, (0, 0))[1] - times)
        if self.sidecar:
            counts = self.sidecar.word_counts if public_rows is None else self.sidecar.word_public_counts
            for number, away in self.sidecar.spelling.near(word):
                if counts[number]:
                    other = self.sidecar.words[number]
                    found[other] = (away, found.get(other, (0, 0))[1] - int(counts[number]))
        return found
