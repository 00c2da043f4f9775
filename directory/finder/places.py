"""What people type for a place, looked up in the gazetteer."""

import difflib

from directory.geo.gazetteer import Gazetteer, Located
from directory.search import Near

MOST_SUGGESTIONS = 3


def as_near(place: Located) -> Near:
    """Give a place as the search wants it."""
    return Near(place.label, place.point.latitude, place.point.longitude, place.kind)


def looked_up(name: str, text: str, gazetteer: Gazetteer | None, wrong: dict[str, str]) -> Located | None:
    """Find a place; note under ``name`` what is wrong where it is not known."""
    if gazetteer is None:
        wrong[name] = "cannot be looked up: this site has no list of postcodes and places yet"
        return None
    found = gazetteer.locate(text)
    if found is None:
        meant = suggestions(text, gazetteer)
        wrong[name] = f"“{text}” is not a place we know" + (f". Did you mean {' or '.join(meant)}?" if meant else "")
    return found


def suggestions(text: str, gazetteer: Gazetteer) -> list[str]:
    """Give names that may be meant: those that begin alike, the most alike first."""
    for length in (len(text), 4, 3, 2):
        alike = gazetteer.suggest(text[:length], 40) if length <= len(text) else []
        close = difflib.get_close_matches(text.title(), alike, MOST_SUGGESTIONS, 0.6) or (
            alike[:MOST_SUGGESTIONS] if length == len(text) else []
        )
        if close:
            return close
    return []
