"""Texts changed since the sidecar was written: a small index in memory, searched beside it."""

from collections.abc import Sequence

import numpy as np

from directory.search.embedded.analysis import stem
from directory.search.embedded.arrays import NO_ROWS, NO_SCORES, Rows, Scores
from directory.search.embedded.weights import FIELDS, weigh

Text = Sequence[Sequence[str]]


class Overlay:
    """Documents by row, with their words by field."""

    def __init__(self) -> None:
        self.texts: dict[int, Text] = {}
        self._stems: dict[int, list[list[str]]] = {}
        self._postings: dict[str, dict[int, float]] = {}
        self.words: dict[str, set[int]] = {}

    def put(self, row: int, text: Text) -> None:
        """Hold the words of a row, instead of what was held before."""
        self.remove(row)
        self.texts[row] = text
        stems = self._stems[row] = [[stem(word) for word in words] for words in text]
        terms = sorted({term for field in stems for term in field})
        number = {term: place for place, term in enumerate(terms)}
        tokens = np.array([number[term] for field in stems for term in field], np.int32)
        lengths = np.array([[len(field) for field in stems]])
        fields = np.repeat(np.arange(len(FIELDS)), lengths[0])
        order = np.argsort(tokens, kind="stable")
        weighed = weigh(tokens[order], np.zeros(len(tokens), np.int32), fields[order], lengths, len(terms))
        for term, impact in zip(terms, weighed.impacts.tolist(), strict=True):
            self._postings.setdefault(term, {})[row] = impact
        for word in {word for words in text for word in words}:
            self.words.setdefault(word, set()).add(row)

    def remove(self, row: int) -> None:
        """Forget a row; nothing happens if it is not held."""
        text = self.texts.pop(row, None)
        if text is None:
            return
        for term in {term for field in self._stems.pop(row) for term in field}:
            rows = self._postings[term]
            del rows[row]
            if not rows:
                del self._postings[term]
        for word in {word for words in text for word in words}:
            self.words[word].discard(row)
            if not self.words[word]:
                del self.words[word]

    def postings(self, term: str) -> tuple[Rows, Scores]:
        """Give the rows that hold a term and what it weighs in each."""
        held = self._postings.get(term)
        if not held:
            return NO_ROWS, NO_SCORES
        return np.fromiter(held, np.int32, len(held)), np.fromiter(held.values(), np.float32, len(held))

    def phrase(self, terms: Sequence[str]) -> Rows:
        """Give the rows in which these terms follow each other within one field."""
        held = [self._postings.get(term) for term in terms]
        if not all(held):
            return NO_ROWS
        wanted, length = list(terms), len(terms)
        rows = set.intersection(*(set(each) for each in held if each))
        found = [
            row
            for row in rows
            if any(
                field[at : at + length] == wanted for field in self._stems[row] for at in range(len(field) - length + 1)
            )
        ]
        return np.array(found, np.int32)
