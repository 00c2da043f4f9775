"""How a document found is shown: its distance, and where its words are. The same for every engine."""

from collections.abc import Callable, Collection, Sequence
from functools import cache

from directory.search.embedded.analysis import folded, plain, stem, words
from directory.search.embedded.chord import shown_miles
from directory.search.highlight import WORD, Marker, Phrases, Span, beginnings, marked, snippet, spans
from directory.search.meaning import Meaning
from directory.search.port import Document, Near


def distance(near: Near | None, document: Document) -> float | None:
    """Give the miles from a point; None where either has no place."""
    if near is None or document.latitude is None or document.longitude is None:
        return None
    return shown_miles(near.latitude, near.longitude, document.latitude, document.longitude)


def marker_of(meant: Meaning, alike: Callable[[str], Collection[str]] | None = None) -> Marker | None:
    """Give what marks the words that a text asked for; None where it asked for none.

    A synonym of several words is marked only where they stand in a row. ``alike``: the stems that a word spelt
    nearly so stands for.
    """
    atoms = [atom for group in meant.required for atom in group]
    if not atoms:
        return None
    phrases = [atom.terms for atom in atoms if atom.added and len(atom.terms) > 1]
    stems = {term for atom in atoms if not (atom.added and len(atom.terms) > 1) for term in atom.terms}
    if alike:
        stems.update(term for atom in atoms if atom.like for term in alike(atom.like))
    prefixes = tuple(atom.prefix for atom in atoms if atom.prefix)

    @cache
    def matches(word: str) -> bool:
        bare = folded(word)
        return stem(bare) in stems or (bool(prefixes) and bare.startswith(prefixes))

    begins = beginnings([*prefixes, *map(_beginning, stems)])
    return Marker(matches, begins, _marker_of_phrases(phrases), plain)


def _beginning(term: str) -> str:
    # a stem may end in another letter than its words: "famili" of family, "disabl" of disability
    return term[:-1] if len(term) > 2 else term


def _marker_of_phrases(phrases: Sequence[tuple[str, ...]]) -> Phrases | None:
    if not phrases:
        return None

    def ends(text: str, start: int) -> list[Span]:
        places: list[Span] = []
        terms: list[str] = []
        longest = max(len(phrase) for phrase in phrases)
        for found in WORD.finditer(text, start):
            term = [stem(word) for word in words(found.group())]
            if not terms and not term:
                return []
            if term:
                places.append(found.span())
                terms += term
            if len(terms) >= longest:
                break
        lengths = [len(phrase) for phrase in phrases if tuple(terms[: len(phrase)]) == phrase]
        return places[: max(lengths, default=0)]

    return Phrases(ends, beginnings([_beginning(phrase[0]) for phrase in phrases]))


def highlights(document: Document, mark: Marker | None) -> dict[str, str]:
    """Give the fields of a document with the words marked, the description cut to where they are."""
    shown = {
        "name": marked(document.name, spans(document.name, mark)),
        "description": snippet(document.description, spans(document.description, mark)),
    }
    organisation = spans(document.organisation_name, mark)
    if organisation:
        shown["organisation_name"] = marked(document.organisation_name, organisation)
    return shown
