"""Did you mean: the text with words that nobody wrote put right."""

from collections.abc import Callable, Sequence

from directory.search.embedded.analysis import WORD, folded, stem, words
from directory.search.syntax import Kind, Parsed

MOST_CANDIDATES = 10


def corrected(parsed: Parsed, seen: Callable[[str], bool], near: Callable[[str], Sequence[str]]) -> str | None:
    """Give the text with each word that no visible document holds replaced by a near one that some do hold.

    ``seen``: says of a stem whether a document visible to the viewer holds it; ``near``: words like one, best first.
    None where there is nothing to put right. Only words of documents visible to this viewer are ever given.
    """
    replaced: list[tuple[int, int, str]] = []
    for clause in (clause for group in parsed.required for clause in group if clause.kind is Kind.WORDS):
        for found in WORD.finditer(clause.text):
            word = folded(found.group())
            if not words(word) or seen(stem(word)):
                continue
            better = next((each for each in near(word)[:MOST_CANDIDATES] if seen(stem(each))), None)
            if better is not None:
                replaced.append((clause.start + found.start(), clause.start + found.end(), better))
    if not replaced:
        return None
    text = parsed.text
    for start, end, better in sorted(replaced, reverse=True):
        text = text[:start] + better + text[end:]
    return text
