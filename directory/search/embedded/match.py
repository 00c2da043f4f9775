"""Which rows a text matches, and how well: sets over arrays."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from directory.search.embedded.analysis import stem, words
from directory.search.embedded.arrays import NO_ROWS, NO_SCORES, Mask, Rows, Scores
from directory.search.embedded.texts import Texts
from directory.search.syntax import Clause, Kind, Parsed


@dataclass(frozen=True)
class Atom:
    """One term, several in a row, or a beginning."""

    terms: tuple[str, ...] = ()
    prefix: str = ""


@dataclass(frozen=True)
class Meaning:
    """A text as analysed: of each group one atom must match, of ``excluded`` none may."""

    required: tuple[tuple[Atom, ...], ...]
    excluded: tuple[Atom, ...]

    def __bool__(self) -> bool:
        return bool(self.required or self.excluded)


def _atom(clause: Clause) -> Atom | None:
    if clause.kind is Kind.PREFIX:
        # one word as it is written: a beginning such as "the" may be of a word that counts
        return Atom(prefix=clause.text.lower())
    terms = tuple(stem(word) for word in words(clause.text))
    return Atom(terms) if terms else None


def meaning(parsed: Parsed) -> Meaning:
    """Analyse a text; words that say nothing are left out."""
    groups = (tuple(atom for atom in map(_atom, group) if atom) for group in parsed.required)
    excluded = tuple(atom for atom in map(_atom, parsed.excluded) if atom)
    return Meaning(tuple(group for group in groups if group), excluded)


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
        for rows, scores in found:
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
            return self._prefix(atom.prefix)
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

    def _prefix(self, prefix: str) -> tuple[Rows, Scores]:
        terms = self.texts.expand(prefix, self.public_rows, self.own_words)
        if not terms:
            return NO_ROWS, NO_SCORES
        found = [self.texts.postings(term) for term in terms]
        for rows, impacts in found:
            self.board[rows] = np.maximum(self.board[rows], impacts)
        rows, impacts = self._taken(found)
        return rows, impacts * np.float32(self.texts.rarity(terms, self.public_rows))
