"""Names of places, which nobody should take for a person's."""

from functools import lru_cache

from directory.geo.gazetteer import Gazetteer
from directory.geo.here import gazetteer_if_built


def public_is_a_place(words: str) -> bool:
    """Say whether words in small letters name a place or an authority."""
    known = gazetteer_if_built()
    return known is not None and words in _names(known)


@lru_cache(maxsize=2)
def _names(gazetteer: Gazetteer) -> frozenset[str]:
    authorities = (name for each in gazetteer.authorities() for name in (each.short_name, each.name, *each.other_names))
    return frozenset(name.lower() for name in (*authorities, *(place.name for place in gazetteer.places())))
