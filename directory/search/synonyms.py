"""Words of the field that say the same, or nearly: reviewed by people, each group with its source. Pure.

``synonyms.csv`` holds ours; the operator adds and retires groups (``directory.search.wording``).
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from uuid import UUID, uuid5

from directory.search.embedded.analysis import stem, words

MOST_WORDS = 8
"""A longer phrase is no synonym but a sentence."""
MOST_IN_GROUP = 12
MOST_OTHERS = 12
"""What one word or phrase may stand for, the closest first: so that no search grows without bound."""

Stems = tuple[str, ...]

_NAMED = UUID("5b7f4a3e-2c1d-4f8e-9a60-7d3c1e5b9f24")


class Strength(StrEnum):
    """How near the words of a group are."""

    SAME = "same"
    WEAKER = "weaker"


WEIGHTS: Mapping[Strength, float] = {Strength.SAME: 0.8, Strength.WEAKER: 0.3}
"""How much of a word found in its place counts: measured on judged searches (``python -m bench.quality``)."""


@dataclass(frozen=True)
class Group:
    """Words and phrases, each of which may stand for each other one.

    ``codes``: what of our code lists they name, as ``type:advocacy``, ``specialism:trauma`` or ``language:vie``.
    """

    words: tuple[str, ...]
    strength: Strength
    source: str
    reviewed_on: date
    codes: tuple[str, ...] = ()

    @property
    def id(self) -> UUID:
        """Give what names it everywhere: the same for the same words, in whatever order they stand."""
        return uuid5(_NAMED, "|".join(sorted(word.casefold() for word in self.words)))


@dataclass(frozen=True)
class Other:
    """What may stand in the place of a word: its stems, how much it counts, and how it is written."""

    stems: Stems
    weight: float
    written: str


def stems_of(text: str) -> Stems:
    """Give the stems of a word or phrase."""
    return tuple(stem(word) for word in words(text))


@cache
def built_in() -> tuple[Group, ...]:
    """Give the groups that come with this site."""
    with (Path(__file__).parent / "synonyms.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Group(
                words=tuple(row["words"].split("|")),
                strength=Strength(row["strength"]),
                source=row["source"],
                reviewed_on=date.fromisoformat(row["reviewed_on"]),
                codes=tuple(row["codes"].split()),
            )
            for row in csv.DictReader(file)
        )


class Synonyms:
    """What each word and phrase of some groups may stand for."""

    def __init__(self, groups: Iterable[Group]) -> None:
        found: dict[Stems, dict[Stems, Other]] = {}
        self.groups = tuple(groups)
        for group in self.groups:
            stemmed = {stems_of(each): each for each in reversed(group.words)}
            weight = WEIGHTS[group.strength]
            for own in stemmed:
                others = found.setdefault(own, {})
                for stems, written in stemmed.items():
                    if 0 < len(stems) <= MOST_WORDS and not set(own) <= set(stems):
                        known = others.get(stems)
                        if known is None or known.weight < weight:
                            others[stems] = Other(stems, weight, written)
        self._others = {own: _closest(others.values()) for own, others in found.items() if own and others}
        self.longest = max((len(own) for own in self._others), default=0)

    def of(self, stems: Sequence[str]) -> tuple[Other, ...]:
        """Give what may stand for these stems in a row, the closest first."""
        return self._others.get(tuple(stems), ())


def _closest(others: Iterable[Other]) -> tuple[Other, ...]:
    """Leave out what is found already where a shorter one, as close, is looked for."""
    kept: list[Other] = []
    for other in sorted(others, key=lambda each: (-each.weight, len(each.stems), each.stems)):
        if not any(set(each.stems) <= set(other.stems) for each in kept):
            kept.append(other)
    return tuple(kept[:MOST_OTHERS])


NONE = Synonyms(())


@cache
def ours() -> Synonyms:
    """Give the synonyms that come with this site."""
    return Synonyms(built_in())
