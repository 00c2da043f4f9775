"""Searches of the field and how well each of some invented services answers them.

The services are written as providers write: in abbreviations or whole, in other words than those searched for, and
with look-alikes of other trades. What each is for is said beside it, not in its words; so is what a search means.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
AT = 10

Ranker = Callable[[str], Sequence[int]]
"""Gives the numbers of services, best first."""


@dataclass(frozen=True)
class Judged:
    """A service: what it is for, and what it does in passing."""

    name: str
    core: frozenset[str]
    passing: frozenset[str]
    description: str


@dataclass(frozen=True)
class Asked:
    """A search: what is typed, and all that is meant."""

    text: str
    meant: frozenset[str]


def _rows(file: str) -> list[list[str]]:
    lines = (FOLDER / file).read_text(encoding="utf-8").splitlines()
    return [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]


SERVICES = tuple(
    Judged(name, frozenset(core.split()), frozenset(passing.split()), description)
    for name, core, passing, description in _rows("services.txt")
)
SEARCHES = tuple(Asked(text, frozenset(meant.split())) for text, meant in _rows("queries.txt"))


def relevance(service: Judged, asked: Asked) -> int:
    """Give 3 where a service is for all that is meant, 2 where it does some of it in passing only, 1 for half, else 0.

    What is done in passing counts half; 1 is for at least half of all together.
    """
    if asked.meant <= service.core:
        return 3
    if asked.meant <= service.core | service.passing:
        return 2
    worth = len(asked.meant & service.core) + len(asked.meant & service.passing) / 2
    return int(worth >= len(asked.meant) / 2)


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:AT]))


def ndcg(found: Sequence[int], asked: Asked) -> float:
    """Give how near the first ten come to the best possible ten: 0 to 1."""
    best = sorted((relevance(service, asked) for service in SERVICES), reverse=True)
    return _gain([relevance(SERVICES[number], asked) for number in found]) / _gain(best)


def quality(ranker: Ranker) -> dict[str, float]:
    """Give nDCG@10 of each search."""
    return {asked.text: ndcg(list(ranker(asked.text))[:AT], asked) for asked in SEARCHES}


def mean(scores: dict[str, float]) -> float:
    """Give the mean of some scores."""
    return sum(scores.values()) / len(scores)
