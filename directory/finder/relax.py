"""What to relax when a search finds little: each way with what it would really find."""

from collections.abc import Callable
from dataclasses import dataclass

from directory.finder.rules import parameters as rules
from directory.finder.rules.parameters import SearchParameters
from directory.kit.understand import takes_several, understood
from directory.search import SearchQuery

MOST_RELAXATIONS = 16


@dataclass(frozen=True)
class Relaxation:
    """One way to find more: ``drop`` is what goes (``language=vie``), ``total`` what is found after ``change``."""

    drop: str
    change: str
    total: int


def what_to_relax(
    asked: SearchParameters,
    query: SearchQuery,
    total: int,
    count: Callable[[SearchQuery], int],
    says_itself: Callable[[SearchParameters], bool],
) -> list[Relaxation]:
    """Give what could be relaxed with what it would really find, most first; last to look for no words at all.

    Left out is what does not ``says_itself``: words that the box would read as something else once another is gone.
    """
    found = []
    for drop, change in rules.relaxations(asked, query.within_miles)[:MOST_RELAXATIONS]:
        given: dict[str, object] = {}
        for name, value in rules.changed(asked.pairs(), change):
            if takes_several(SearchParameters.model_fields[name].annotation):
                given.setdefault(name, []).append(value)  # type: ignore[attr-defined]
            else:
                given[name] = value
        other = understood(SearchParameters, given)
        if not says_itself(other):
            continue
        near = query.near if other.near else None
        within = other.within or query.within_miles
        more = count(rules.as_query(other, near, within, query.avoid))
        if more > total:
            found.append(Relaxation(drop, change, more))
    return sorted(found, key=lambda one: (one.change == f"drop:q={asked.q}", -one.total))
