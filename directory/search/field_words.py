"""Words that are right whoever wrote them: of code lists, of our synonyms, names of authorities."""

from collections.abc import Iterator, Sequence
from functools import cache

from directory.codes import LANGUAGES, REGIONS, ServiceType, Specialism, label
from directory.geo.authorities import all_authorities
from directory.search.embedded.analysis import words
from directory.search.embedded.spelling import Spelling, deletion_table
from directory.search.synonyms import built_in


def _texts() -> Iterator[str]:
    yield from (label(each) for codes in (ServiceType, Specialism) for each in codes)
    yield from LANGUAGES.values()
    yield from REGIONS
    yield from (authority.short_name for authority in all_authorities())
    yield from (phrase for group in built_in() for phrase in group.words)


@cache
def field_words() -> frozenset[str]:
    """Give them."""
    return frozenset(word for text in _texts() for word in words(text))


@cache
def _spelling() -> Spelling:
    known = sorted(field_words())
    return Spelling(known, *deletion_table(known))


def field_words_like(word: str) -> Sequence[tuple[str, int]]:
    """Give (word, edits) of those spelt nearly as this one."""
    spelling = _spelling()
    return [(spelling.words[number], away) for number, away in spelling.near(word)]
