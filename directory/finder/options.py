"""What may be chosen in each filter: what would find something, most first, and what is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.codes import LANGUAGES, REGIONS, Freshness, Gender, Rating, ServiceType, Specialism
from directory.finder.panel import FRESH, GENDERS
from directory.finder.shapes import value_label
from directory.geo.authorities import all_authorities

CODES: Mapping[str, Sequence[str]] = {
    "type": list(ServiceType),
    "specialism": list(Specialism),
    "language": list(LANGUAGES),
    "gender": list(Gender),
    "rating": list(Rating),
    "freshness": list(Freshness),
    "region": REGIONS,
    "authority": [authority.gss for authority in all_authorities()],
}
KNOWN = {name: frozenset(map(str, codes)) for name, codes in CODES.items()}
AT_FIRST = 6
"""So many options are shown before "Show all"; a list that is hardly longer is shown whole."""
HARDLY_LONGER = 2
IN_THEIR_ORDER = frozenset({"freshness", "rating"})
"""Steps of a scale are shown in its order; all else most found first."""


@dataclass(frozen=True)
class Option:
    """One thing to choose. ``count`` is None where it is not known."""

    value: str
    text: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Options:
    """The options of one filter: those shown at first, and the others."""

    first: Sequence[Option]
    more: Sequence[Option] = ()

    def __len__(self) -> int:
        return len(self.first) + len(self.more)


def options(name: str, chosen: Sequence[str], facet: Sequence[tuple[str, int]] | None) -> list[Option]:
    """Give the values to choose from: those that would find something and those chosen; all where nothing is known."""
    wanted = KNOWN[name].intersection(chosen)
    if facet is None:
        return [Option(value, words(name, value), None, value in wanted) for value in CODES[name]]
    found = [Option(value, words(name, value), count, value in wanted) for value, count in facet]
    missing = sorted(wanted.difference(value for value, _ in facet)) if wanted else ()
    found += [Option(value, words(name, value), 0, chosen=True) for value in missing]
    return sorted(found, key=lambda one: CODES[name].index(one.value)) if name in IN_THEIR_ORDER else found


def folded(every: Sequence[Option]) -> Options:
    """Put the first few and what is chosen before "Show all"; the order stays, so that nothing jumps about."""
    if len(every) <= AT_FIRST + HARDLY_LONGER:
        return Options(every)
    first = [option for place, option in enumerate(every) if place < AT_FIRST or option.chosen]
    return Options(first, [option for place, option in enumerate(every) if place >= AT_FIRST and not option.chosen])


def words(name: str, value: str) -> str:
    """Give the words for one value of a filter."""
    if name == "gender":
        return GENDERS[value]
    return FRESH[value] if name == "freshness" else value_label(name, value)
