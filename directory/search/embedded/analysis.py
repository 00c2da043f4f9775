"""Words and their stems, the same for documents, queries and highlights: Whoosh's analysis."""

import re
from functools import lru_cache

from whoosh.analysis import STOP_WORDS, CharsetFilter, LowercaseFilter, RegexTokenizer, StopFilter
from whoosh.lang.porter import stem as porter
from whoosh.support.charset import accent_map

LONGEST_WORD = 40

# the plurals of the field that no rule of the stemmer knows
_SINGULAR = {"children": "child", "women": "woman", "men": "man"}
# the ends of "children's" and "don't" say nothing
_STOP = frozenset(STOP_WORDS) | {"s", "t"}

WORD = re.compile(r"\w+")
_plain = RegexTokenizer(WORD) | LowercaseFilter() | CharsetFilter(accent_map)
_analysis = _plain | StopFilter(stoplist=_STOP, minsize=1)


def words(text: str) -> list[str]:
    """Give the words of a text in lower case, without accents and without those that say nothing."""
    return [word for found in WORD.findall(text) for word in _analysed(found)]


@lru_cache(maxsize=200_000)
def _analysed(found: str) -> tuple[str, ...]:
    # Whoosh analyses word by word, and slowly; texts are made of the same words again and again
    return tuple(token.text[:LONGEST_WORD] for token in _analysis(found))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Give the stem of a word as ``words`` gives it."""
    return str(porter(_SINGULAR.get(word, word)))


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """Give one written word in the form in which ``words`` gives it."""
    return next((str(token.text)[:LONGEST_WORD] for token in _plain(word)), "")


def plain(text: str) -> str:
    """Give a text without case and accents, each letter in its place."""
    return text.lower().translate(accent_map)
