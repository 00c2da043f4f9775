"""Near misses: services that fail one thing asked for and meet all the rest, each found by a real search.

Every search is made as the viewer may see, with one criterion loosened; what is kept away from is never loosened.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice, zip_longest

from directory.finder.rules.parameters import wider
from directory.finder.shortfalls import CRITERIA, Short, beyond, unclaimed
from directory.search import Hit, SearchPage, SearchQuery
from directory.search.port import Sort

MOST = 5
MOST_SEARCHES = 8
LOOKED_AT = 10
_UNASKED = SearchQuery()

Fails = Callable[[Hit], Short | None]


@dataclass(frozen=True)
class Miss:
    """A service and the one thing it fails, in words."""

    hit: Hit
    reason: str


def near_misses(query: SearchQuery, search: Callable[[SearchQuery], SearchPage], now: datetime) -> list[Miss]:
    """Give the services that fail one criterion, the closest of each criterion in turn."""
    found = [_missing(search(without), fails) for without, fails in islice(_loosened(query, now), MOST_SEARCHES)]
    in_turn = chain.from_iterable(zip_longest(*found))
    once = {miss.hit.document.service_id: miss for miss in in_turn if miss}
    return list(islice(once.values(), MOST))


def _missing(page: SearchPage, fails: Fails) -> list[Miss]:
    """Give those of a page that fail, by how much."""
    short = [(hit, fails(hit)) for hit in page.hits]
    failing = sorted(((hit, each) for hit, each in short if each), key=lambda one: one[1].by)
    return [Miss(hit, each.words) for hit, each in failing]


def _loosened(query: SearchQuery, now: datetime) -> Iterator[tuple[SearchQuery, Fails]]:
    """Give each search that asks for one thing less, and what tells how a service fails it.

    Not the words, which say what is looked for; nor whose services they are; never an exclusion zone.
    """
    plain = replace(query, sort=Sort.BALANCED, page=1, per_page=LOOKED_AT)
    if query.near and query.within_miles and (more := wider(query.within_miles)):
        yield replace(plain, within_miles=more, sort=Sort.DISTANCE), lambda hit: beyond(hit, query)
    for names, judge in CRITERIA.items():
        loose = {name: getattr(_UNASKED, name) for name in names}
        if any(getattr(query, name) != value for name, value in loose.items()):
            yield replace(plain, **loose), lambda hit, judge=judge: judge(hit.document, query, now)  # type: ignore[misc]
    for code in query.specialisms:
        others = tuple(each for each in query.specialisms if each is not code)
        yield replace(plain, specialisms=others), lambda hit, code=code: unclaimed(hit.document, code)  # type: ignore[misc]
