"""What a text asks for, the same for every engine: stems, phrases, beginnings, near words, and their synonyms. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from directory.search.embedded.analysis import folded, stem, words
from directory.search.embedded.spelling import spellable
from directory.search.port import LONGEST_TEXT
from directory.search.synonyms import NONE, Other, Synonyms
from directory.search.syntax import Clause, Kind, Parsed

MOST_ADDED = 60
"""Synonyms in one search, all words together."""


@dataclass(frozen=True)
class Atom:
    """One term, several in a row, a beginning, or a word spelt nearly so. ``weight``: below 1 for a synonym.

    A synonym of several words counts as much as one of one word: each of its terms ``weight`` / their number.
    """

    terms: tuple[str, ...] = ()
    prefix: str = ""
    like: str = ""
    weight: float = 1.0

    @property
    def added(self) -> bool:
        """Say whether this was not typed but stands for what was."""
        return self.weight < 1.0


Group = tuple[Atom, ...]


@dataclass(frozen=True)
class Meaning:
    """A text as analysed: of each group one atom must match, of ``excluded`` none may.

    ``also``: the synonyms that are looked for too, as they are written. ``exactly``: the text that asks for the
    words typed and no others; None where no other is looked for, or it would be too long.
    """

    required: tuple[Group, ...]
    excluded: tuple[Atom, ...]
    also: tuple[str, ...] = ()
    exactly: str | None = None

    def __bool__(self) -> bool:
        return bool(self.required or self.excluded)


def _atom(clause: Clause) -> Atom | None:
    if clause.kind is Kind.PREFIX:
        # one word as it is written: a beginning such as "the" may be of a word that counts
        return Atom(prefix=clause.text.lower())
    if clause.kind is Kind.LIKE and spellable(like := folded(clause.text)):
        return Atom(like=like)
    terms = tuple(stem(word) for word in words(clause.text))
    return Atom(terms) if terms else None


def meaning(parsed: Parsed, synonyms: Synonyms = NONE) -> Meaning:
    """Analyse a text; words that say nothing are left out.

    A word, or words in a row, that have synonyms may be there as one of those instead: since (a and b) or c is
    (a or c) and (b or c), each of their groups takes the synonyms in. Quoted words, beginnings, near words and
    what may not be there stand for themselves alone.
    """
    read = [[(clause, atom) for clause in group if (atom := _atom(clause))] for group in parsed.required]
    read = [group for group in read if group]
    groups: list[Group] = [tuple(atom for _, atom in group) for group in read]
    excluded = tuple(atom for atom in map(_atom, parsed.excluded) if atom)
    also: dict[str, None] = {}
    exact: set[tuple[int, int]] = set()
    room = MOST_ADDED
    for first, last, every in _spans(read, synonyms):
        others = every[: room // (last - first)]
        room -= len(others) * (last - first)
        if others:
            also.update(dict.fromkeys(other.written for other in others))
            clauses = (clause for group in read[first:last] for clause, _ in group)
            exact.update((clause.start, clause.end) for clause in clauses if clause.kind is Kind.WORDS)
        for place in range(first, last):
            groups[place] += tuple(_added(other) for other in others)
    return Meaning(tuple(map(_once, groups)), excluded, tuple(also), _quoted(parsed.text, exact) if exact else None)


def _spans(
    read: Sequence[Sequence[tuple[Clause, Atom]]], synonyms: Synonyms
) -> Iterator[tuple[int, int, tuple[Other, ...]]]:
    """Give (first group, the one after the last, what may stand for them), longest first at each place."""
    for first, group in enumerate(read):
        if len(group) > 1:
            # an OR: each of its words by itself
            others = [other for clause, atom in group if clause.kind is Kind.WORDS for other in synonyms.of(atom.terms)]
            if others:
                yield first, first + 1, tuple(others)
            continue
        stems: tuple[str, ...] = ()
        found: list[tuple[int, tuple[Other, ...]]] = []
        for last in range(first, len(read)):
            (clause, atom), *more = read[last]
            stems += atom.terms
            if more or clause.kind is not Kind.WORDS or len(stems) > synonyms.longest:
                break
            if others_here := synonyms.of(stems):
                found.append((last + 1, others_here))
        for last, others_here in reversed(found):
            yield first, last, others_here


def _added(other: Other) -> Atom:
    return Atom(other.stems, weight=other.weight / len(other.stems))


def _once(group: Group) -> Group:
    """Give each atom once, with its greatest weight; what was typed needs no synonym that holds it."""
    if len(group) == 1:
        return group
    best: dict[tuple[tuple[str, ...], str, str], Atom] = {}
    for atom in group:
        plain = (atom.terms, atom.prefix, atom.like)
        known = best.get(plain)
        if known is None or known.weight < atom.weight:
            best[plain] = atom
    return tuple(best.values())


def _quoted(text: str, clauses: set[tuple[int, int]]) -> str | None:
    """Give the text with these parts in quotes; None where that is longer than a text may be."""
    for start, end in sorted(clauses, reverse=True):
        text = f'{text[:start]}"{text[start:end]}"{text[end:]}'
    return text if len(text) <= LONGEST_TEXT else None
