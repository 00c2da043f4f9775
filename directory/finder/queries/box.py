"""What the search box asks for, beside what was chosen: parameters, and places to keep away from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from directory.access import Actor
from directory.finder.places import names_of
from directory.finder.rules.parameters import MOST_ZONES, Avoid, SearchParameters
from directory.finder.rules.understanding import Reading, read
from directory.geo.gazetteer import Gazetteer
from directory.kit import clock
from directory.kit.understand import NotUnderstood, takes_several, understood

_NOT_ASKED = frozenset(["q", "sort", "page", "per_page"])


@dataclass(frozen=True)
class Meant:
    """A search as it is meant: ``asked`` says it all without the box, whose rest is its ``q``."""

    asked: SearchParameters
    avoid: tuple[Avoid, ...]
    reading: Reading

    def in_an_address(self) -> Self:
        """Give what stood in an address. Raises NamesKeepAway where its words name a place to keep away from."""
        if self.reading.zones:
            raise NamesKeepAway(self)
        return self


class NamesKeepAway(NotUnderstood):
    """The box of a search in an address names places to keep away from. It is not searched; they go in a body."""

    def __init__(self, meant: Meant) -> None:
        said = "names a place to keep away from, which must not stand in an address. Send it in a body"
        right = "POST /api/v1/services/search with avoid: [{near, within}], or with the same q"
        super().__init__({"q": said}, {"q": right})
        self.meant = meant


def meant_by(
    actor: Actor,
    asked: SearchParameters,
    avoid: Sequence[Avoid] = (),
    *,
    gazetteer: Gazetteer | None,
    now: datetime,
) -> Meant:
    """Read the box. Explicit parameters beat it. Raises NotUnderstood where it names too many zones."""
    if not asked.q:
        return Meant(asked, tuple(avoid), Reading(""))
    explicit: dict[str, tuple[str, ...]] = {}
    for name, value in asked.pairs():
        if name not in _NOT_ASKED:
            explicit[name] = (*explicit.get(name, ()), value)
    reading = read(
        asked.q,
        today=clock.in_london(now).date(),
        places=names_of(gazetteer),
        explicit=explicit,
        own=actor.organisation_id is not None,
    )
    if not reading.given and reading.rest == asked.q:
        return Meant(asked, tuple(avoid), reading)
    zones = dict.fromkeys([*avoid, *(Avoid(near=place, within=miles) for place, miles in reading.zones)])
    if len(zones) > MOST_ZONES:
        raise NotUnderstood({"avoid": f"has {len(zones)} values, at most {MOST_ZONES} are taken"})
    return Meant(_with(asked, reading), tuple(zones), reading)


def _with(asked: SearchParameters, reading: Reading) -> SearchParameters:
    """Give what was asked with what was understood."""
    given: dict[str, Any] = {}
    for name, values in reading.parameters().items():
        several = takes_several(SearchParameters.model_fields[name].annotation)
        given[name] = [*getattr(asked, name), *values] if several else values[0]
    added = understood(SearchParameters, given)
    return asked.model_copy(update={"q": reading.rest} | {name: getattr(added, name) for name in given})
