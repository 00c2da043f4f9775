"""Did you mean: the text with words that nobody wrote, or hardly anybody, put right. The same for every engine."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from directory.search.embedded.analysis import WORD, folded, stem, words
from directory.search.field_words import field_words, field_words_like
from directory.search.synonyms import Synonyms
from directory.search.syntax import Kind, Parsed

MOST_CANDIDATES = 10
MOST_EDITS = 2
FEW = 2
"""So few documents may all hold the same mistake: of six letters or more, and by one edit."""
LONG = 6
MANY_MORE = 20
"""So many times as much must be found for one to have meant something else."""

Held = Callable[[str], int]
Alike = Callable[[str], Mapping[str, tuple[int, int]]]


def enough(total: int) -> int:
    """Give how much a corrected text must find, to be worth proposing to one who found ``total``."""
    return max(1, total * MANY_MORE)


def corrected(parsed: Parsed, held: Held, alike: Alike, synonyms: Synonyms) -> str | None:
    """Give the text with each word put right that no visible document holds, or few where many hold one like it.

    ``held``: in how many documents that the viewer may see a stem stands; ``alike``: the words of such documents
    that are spelt nearly so, with (edits, minus how often). None where there is nothing to put right. Only words of
    those documents and public words of the field are ever given; the words of the field are always right.
    """
    replaced: list[tuple[int, int, str]] = []
    held, alike = cache(held), cache(alike)  # a word that is said again is asked for once
    for clause in (clause for group in parsed.required for clause in group):
        if clause.kind not in (Kind.WORDS, Kind.QUOTED):
            continue
        for found in WORD.finditer(clause.text):
            word = folded(found.group())
            if not words(word) or word in field_words() or (times := held(stem(word))) > FEW:
                continue
            if times and len(word) < LONG:
                continue
            meant = _candidates(word, alike, most=1 if times else MOST_EDITS)
            better = next((each for each in meant if _more(each, times, held, synonyms)), None)
            if better is not None:
                replaced.append((clause.start + found.start(), clause.start + found.end(), better))
    if not replaced:
        return None
    text = parsed.text
    for start, end, better in sorted(replaced, reverse=True):
        text = text[:start] + better + text[end:]
    return text


def _candidates(word: str, alike: Alike, most: int) -> Sequence[str]:
    """Give words that may be meant: with fewest edits, of the field, then the most frequent."""
    known = field_words()
    found = {other: (away, -1) for other, away in field_words_like(word)} | dict(alike(word))

    def key(other: str) -> tuple[object, ...]:
        away, less = found[other]
        return away, other not in known, other[0] != word[0], less, other

    meant = (each for each, (away, _) in found.items() if away <= most and stem(each) != stem(word))
    return sorted(meant, key=key)[:MOST_CANDIDATES]


def _more(word: str, than: int, held: Held, synonyms: Synonyms) -> bool:
    """Say whether many more documents hold a word, or what says the same, than held the one typed."""
    own = held(stem(word))
    if own >= enough(than):
        return True
    return not than and any(all(map(held, other.stems)) for other in synonyms.of((stem(word),)))
