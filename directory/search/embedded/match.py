"""Which rows a text matches, and how well: sets over arrays."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

import numpy as np

from directory.search.embedded.arrays import NO_ROWS, NO_SCORES, Ints, Mask, Scores
from directory.search.embedded.columns import Columns
from directory.search.embedded.frequent import Frequent
from directory.search.embedded.rows import FEW, Rows
from directory.search.embedded.scored import Either, Listed, Scored, Weighed
from directory.search.embedded.tally import View
from directory.search.embedded.texts import Texts
from directory.search.meaning import Atom, Meaning


class Matcher:
    """Matches within one state of the texts. Uses ``board`` (rows,) float32, all zero before and after.

    Scores are summed up in the order in which words were typed, whichever way rows are found: so they are the same
    to the last bit whatever else is in the index.
    """

    def __init__(
        self,
        texts: Texts,
        frequent: Frequent,
        board: Scores,
        public_rows: Mask | None,
        own_words: Callable[[], Collection[str]],
    ) -> None:
        self.texts, self.frequent, self.board = texts, frequent, board
        self.public_rows, self.own_words = public_rows, own_words
        self._count = 0

    def match(self, meant: Meaning, columns: Columns, view: View, now: datetime) -> Rows:
        """Give the rows of the view that match, and their scores if any word must be there."""
        self._count = columns.count
        found = Rows(columns, now, None, view.mask)
        if meant.required:
            found = self._all([self._any(group) for group in meant.required], found)
        for atom in meant.excluded:
            there = self._atom(atom)
            if found.numbers is None and isinstance(there, Listed):
                without = np.ones(self._count, np.bool_)
                without[there.rows] = False
            else:
                without = (there.whole() if found.numbers is None else there.at(found.numbers)) == 0
            found = found.keep(without)
        return found

    def _all(self, groups: Sequence[Scored], seen: Rows) -> Rows:
        """Give those of the rows seen that every group finds."""
        order = sorted(range(len(groups)), key=lambda place: groups[place].size)
        if groups[order[0]].size * FEW >= self._count:
            return self._all_frequent(groups, seen)
        rows, scores = groups[order[0]].listed()
        if seen.mask is not None:
            there = seen.mask.take(rows)
            rows, scores = rows[there], scores[there]
        got = {order[0]: scores}
        for place in order[1:]:
            got[place] = groups[place].at(rows)
            both = got[place] > 0
            rows, got = rows[both], {each: scores[both] for each, scores in got.items()}
        total = got[0]
        for place in range(1, len(groups)):
            total = total + got[place]
        return Rows(seen.columns, seen.now, rows.astype(np.int64), None, total)

    def _all_frequent(self, groups: Sequence[Scored], seen: Rows) -> Rows:
        total = groups[0].whole()
        mask = total > 0
        for group in groups[1:]:
            scores = group.whole()
            mask &= scores > 0
            total = total + scores
        if seen.mask is not None:
            mask &= seen.mask
        return Rows(seen.columns, seen.now, None, mask, total).settled()

    def _any(self, group: Sequence[Atom]) -> Scored:
        parts = [(self._atom(atom), atom.weight if atom.added else 1.0) for atom in group]
        if len(parts) == 1 and not group[0].added:
            return parts[0][0]
        return Either(parts, self.board, self._count)

    def _atom(self, atom: Atom) -> Scored:
        if atom.prefix:
            return self._each(self.texts.expand(atom.prefix, self.public_rows, self.own_words))
        if atom.like:
            return self._each(self.texts.spelt_like(atom.like, self.public_rows, self.own_words))
        if len(atom.terms) == 1:
            return self._term(atom.terms[0])
        below = self.frequent.phrase(self.texts.sidecar, atom.terms) if atom.added else None
        return self._phrase(atom.terms, below)

    def _term(self, term: str) -> Scored:
        sidecar = self.texts.sidecar
        number = sidecar.number(term) if sidecar else None
        rarity = np.float32(self.texts.rarity([term], self.public_rows))
        if sidecar is not None and number is not None:
            weights = self.frequent.weights(sidecar, number)
            if weights is not None:
                dead, above = self.texts.dead_rows(), self.texts.overlay.postings(term)
                return Weighed(weights, rarity, dead, above, self._count)
        rows, impacts = self.texts.postings(term)
        return Listed(rows, impacts * rarity, self.board, self._count)

    def _phrase(self, terms: Sequence[str], below: Ints | None) -> Scored:
        rows = self.texts.phrase(terms, below)
        scores = np.zeros(len(rows), np.float32)
        if len(rows):
            for term in sorted(set(terms)):
                scores += self._term(term).at(rows)
        return Listed(rows, scores, self.board, self._count)

    def _each(self, terms: Sequence[str]) -> Scored:
        """Give the rows that hold any of the terms that one word stands for, as if they were one term."""
        if not terms:
            return Listed(NO_ROWS, NO_SCORES, self.board, self._count)
        found = [self.texts.postings(term) for term in terms]
        for rows, impacts in found:
            self.board[rows] = np.maximum(self.board[rows], impacts)
        if sum(len(rows) for rows, _ in found) * 12 > len(self.board):
            held = np.flatnonzero(self.board).astype(np.int32)  # many: looking at all is cheaper than sorting them
        else:
            held = np.unique(np.concatenate([rows for rows, _ in found]))
        impacts = self.board[held]
        self.board[held] = 0
        return Listed(held, impacts * np.float32(self.texts.rarity(terms, self.public_rows)), self.board, self._count)
