"""Did you mean: the text with words that nobody wrote put right."""

from directory.search.embedded.analysis import WORD, folded, stem, words
from directory.search.embedded.arrays import Mask
from directory.search.embedded.texts import Texts
from directory.search.syntax import Kind, Parsed

MOST_CANDIDATES = 10


def corrected(parsed: Parsed, texts: Texts, visible: Mask, public_rows: Mask | None) -> str | None:
    """Give the text with each word that no visible document holds replaced by a near one that some do hold.

    None where there is nothing to put right. Only words of documents visible to this viewer are ever given.
    """

    def seen(word: str) -> bool:
        rows, _ = texts.postings(stem(word))
        return bool(visible[rows].any())

    replaced: list[tuple[int, int, str]] = []
    for clause in (clause for group in parsed.required for clause in group if clause.kind is Kind.WORDS):
        for found in WORD.finditer(clause.text):
            word = folded(found.group())
            if not words(word) or seen(word):
                continue
            near = texts.near(word, public_rows)[:MOST_CANDIDATES]
            better = next((each for each in near if seen(each)), None)
            if better is not None:
                replaced.append((clause.start + found.start(), clause.start + found.end(), better))
    if not replaced:
        return None
    text = parsed.text
    for start, end, better in sorted(replaced, reverse=True):
        text = text[:start] + better + text[end:]
    return text
