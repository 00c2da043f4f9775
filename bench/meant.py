"""A text as our engine understands it (stems, phrases, synonyms), so that all engines look for the same."""

from directory.search import SearchQuery
from directory.search.meaning import Meaning, meaning
from directory.search.synonyms import ours
from directory.search.syntax import parse


def understood(query: SearchQuery) -> Meaning:
    return meaning(parse(query.text), ours())
