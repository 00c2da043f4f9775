"""Towns and villages by name: which is meant, and what to call it so that it is understood again."""

import json
from collections.abc import Iterator
from functools import cached_property

from directory.geo.authorities import authority_named, by_code, light
from directory.geo.places import Place


class PlaceNames:
    """The places of the gazetteer; ``text`` is their file, read when first asked."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    def __bool__(self) -> bool:
        return len(self._text) > len(b"[]")

    @cached_property
    def all(self) -> tuple[Place, ...]:
        """Give every place, most inhabitants first."""
        return tuple(Place(*row) for row in json.loads(self._text))

    @cached_property
    def _keyed(self) -> list[tuple[str, Place]]:
        return [(light(place.name), place) for place in self.all]

    @cached_property
    def _by_name(self) -> dict[str, list[Place]]:
        table: dict[str, list[Place]] = {}
        for key, place in self._keyed:
            table.setdefault(key, []).append(place)
        return table

    def called(self, text: str) -> list[Place]:
        """Find places by name, most inhabitants first, or the one of ``name, authority``."""
        places = self._by_name.get(light(text), [])
        name, comma, where = text.rpartition(",")
        if places or not comma:
            return places
        authority = authority_named(where)
        named = self._by_name.get(light(name), [])
        return [place for place in named if authority and place.authority_gss == authority.gss]

    def label(self, place: Place) -> str:
        """Give the name alone where it means this place, else with its authority."""
        if self._by_name[light(place.name)][0] == place or not place.authority_gss:
            return place.name
        return f"{place.name}, {by_code()[place.authority_gss].short_name}"

    def starting(self, start: str) -> Iterator[str]:
        """Give labels of places whose plain name begins with ``start``, most inhabitants first."""
        return (self.label(place) for key, place in self._keyed if key.startswith(start))
