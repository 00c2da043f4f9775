"""Which rows a text matches, and how well: sets over arrays."""

from collections.abc import Callable, Collection, Sequence

import numpy as np

from directory.search.embedded.arrays import NO_ROWS, NO_SCORES, Mask, Rows, Scores
from directory.search.embedded.texts import Texts
from directory.search.meaning import Atom, Meaning


class Matcher:
    """Matches within one state of the texts. Uses ``board`` (rows,) float32, all zero before and after."""

    def __init__(
        self, texts: Texts, board: Scores, public_rows: Mask | None, own_words: Callable[[], Collection[str]]
    ) -> None:
        self.texts, self.board, self.public_rows, self.own_words = texts, board, public_rows, own_words

    def match(self, meant: Meaning, visible: Mask) -> tuple[Rows, Scores]:
        """Give the visible rows that match, each once, and their scores."""
        if meant.required:
            rows, scores = self._all([self._any(group) for group in meant.required])
            seen = visible[rows]
            rows, scores = rows[seen], scores[seen]
        else:
            rows = np.flatnonzero(visible).astype(np.int32)
            scores = np.zeros(len(rows), np.float32)
        for atom in meant.excluded:
            there, _ = self._atom(atom)
            self.board[there] = 1
            without = self.board[rows] == 0
            self.board[there] = 0
            rows, scores = rows[without], scores[without]
        return rows, scores

    def _all(self, groups: list[tuple[Rows, Scores]]) -> tuple[Rows, Scores]:
        groups.sort(key=lambda group: len(group[0]))
        rows, scores = groups[0]
        for there, weights in groups[1:]:
            if not len(rows):
                break
            got = self._look(there, weights, rows)
            both = got > 0
            rows, scores = rows[both], scores[both] + got[both]
        return rows, scores

    def _look(self, there: Rows, weights: Scores, rows: Rows) -> Scores:
        """Give what ``weights`` of ``there`` are for ``rows``; 0 where a row is not there."""
        self.board[there] = weights
        got = self.board[rows]
        self.board[there] = 0
        return got

    def _any(self, group: Sequence[Atom]) -> tuple[Rows, Scores]:
        found = [self._atom(atom) for atom in group]
        if len(found) == 1:
            return found[0]
        # what was typed adds up; a synonym counts where it says more
        for atom, (rows, scores) in zip(group, found, strict=True):
            if atom.added:
                self.board[rows] = np.maximum(self.board[rows], scores * np.float32(atom.weight))
            else:
                self.board[rows] += scores
        return self._taken(found)

    def _taken(self, found: Sequence[tuple[Rows, Scores]]) -> tuple[Rows, Scores]:
        """Take from the board what was written at the rows of ``found``."""
        if sum(len(rows) for rows, _ in found) * 12 > len(self.board):
            rows = np.flatnonzero(self.board).astype(np.int32)  # many: looking at all is cheaper than sorting them
        else:
            rows = np.unique(np.concatenate([rows for rows, _ in found]))
        scores = self.board[rows]
        self.board[rows] = 0
        return rows, scores

    def _atom(self, atom: Atom) -> tuple[Rows, Scores]:
        if atom.prefix:
            return self._each(self.texts.expand(atom.prefix, self.public_rows, self.own_words))
        if atom.like:
            return self._each(self.texts.spelt_like(atom.like, self.public_rows, self.own_words))
        if len(atom.terms) == 1:
            return self._term(atom.terms[0])
        return self._phrase(atom.terms)

    def _term(self, term: str) -> tuple[Rows, Scores]:
        rows, impacts = self.texts.postings(term)
        if not len(rows):
            return NO_ROWS, NO_SCORES
        return rows, impacts * np.float32(self.texts.rarity([term], self.public_rows))

    def _phrase(self, terms: Sequence[str]) -> tuple[Rows, Scores]:
        rows = self.texts.phrase(terms)
        scores = np.zeros(len(rows), np.float32)
        if len(rows):
            for term in sorted(set(terms)):
                scores += self._look(*self._term(term), rows)
        return rows, scores

    def _each(self, terms: Sequence[str]) -> tuple[Rows, Scores]:
        """Give the rows that hold any of the terms that one word stands for, as if they were one term."""
        if not terms:
            return NO_ROWS, NO_SCORES
        found = [self.texts.postings(term) for term in terms]
        for rows, impacts in found:
            self.board[rows] = np.maximum(self.board[rows], impacts)
        rows, impacts = self._taken(found)
        return rows, impacts * np.float32(self.texts.rarity(terms, self.public_rows))
