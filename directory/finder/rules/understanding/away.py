"""Places to keep away from, in what people write: a fact about a child, so never in an address or a log. Pure.

When in doubt this takes words for a place to keep away from: a place too many is seen and taken out again, one
too few stands in an address for good.
"""

from dataclasses import dataclass

from directory.finder.rules.understanding.days import DAY_WORDS
from directory.finder.rules.understanding.phrases import table as phrases
from directory.finder.rules.understanding.tokens import Cues, Line, word_set
from directory.finder.rules.understanding.where import PlaceTable, capitals_tell, distance, place_at

UNLESS_SAID_MILES = 20.0
OUTSIDE_MILES = 10.0

_SURE = (
    "well away from", "far away from", "kept away from", "keep away from", "stay away from", "away from", "not near",
    "not too near", "nowhere near", "not anywhere near", "not close to", "not too close to", "far from",
    "a long way from", "must not be near", "not be near", "cannot be near", "cant be near", "not to be near",
    "no closer to", "not within reach of", "not around", "exclusion zone around", "exclusion zone", "not safe in",
    "unsafe in", "at a distance from", "not placed near", "not go near", "not living near", "dont want near",
)  # fmt: skip
_IF_KNOWN = (
    "anywhere outside of", "anywhere outside", "outside of", "outside", "out of", "not be placed in", "not placed in",
    "not be in", "cannot be in", "cant be in", "cannot live in", "cant live in", "cannot return to", "cant return to",
    "must not be in", "not return to", "not go back to", "not to be in",
    "not back in", "not back to", "not anywhere in",
    "not in", "anywhere but", "anywhere except", "not in or near", "not in or around", "not in and around",
    "other than", "apart from", "except for", "except", "excluding", "exclude", "excludes", "avoiding", "avoid",
    "avoids", "not the", "not", "no", "never in", "at risk in", "in danger in", "known in", "but not",
)  # fmt: skip
_CUES = Cues(_SURE + _IF_KNOWN)
# after these a name with a capital letter is a place, even one that is not known
_OF_PLACES = frozenset(cue for cue in _IF_KNOWN if cue.split()[-1] in {"in", "near", "around", "outside", "of", "to"})
_OF_PLACES |= {"anywhere but", "anywhere except"}
_AT_LEAST = Cues(
    [
        "at least",
        "more than",
        "over",
        "minimum of",
        "minimum",
        "min",
        "not within",
        "no closer than",
        "a minimum of",
        "not less than",
        "no less than",
        "not closer than",
        "greater than",
        "further than",
        "not in",
    ]
)
_FROM = frozenset(["from", "to", "of", "outside"])
_NO_PLACE = word_set(
    "home care family families gang gangs school the a an his her their its this that any other others drugs peers"
    " traffickers trafficker exploiters perpetrators people men adults parents mother father siblings brother"
    " sister offenders main roads road traffic risk where which who area local town city centre home's my our"
    " county transport station schools pubs shops children young danger harm abuse exploitation violence"
)
_MOST_UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class Away:
    """Places to keep away from, as (place, miles), and the words they stand in."""

    first: int
    last: int
    zones: tuple[tuple[str, float], ...]


def kept_away(line: Line, first: int, places: PlaceTable) -> Away | None:
    """Find places to keep away from, named from a word on."""
    start, miles, cue = _cue(line, first)
    if start == first:
        return None
    sure = cue in _SURE
    place = start + (line.at(start) == "the")
    while line.at(place) in ("in", "near", "around"):
        miles = UNLESS_SAID_MILES if line.at(place) == "near" else miles
        place += 1
    zones: list[tuple[str, float]] = []
    last = place
    while (named := _places(line, place, places, sure=sure and not zones, cue=cue)) is not None:
        zones += [(name, miles) for name in named[0]]
        last = place = named[1]
        if line.at(place) in ("and", "or", "nor"):
            place += 1
        elif place >= len(line) or not (line.tokens[place].breaks and line.tokens[place].capital):
            break
    if not zones:
        return None
    if miles_after := _miles_after(line, last):
        zones, last = [(name, miles_after[1]) for name, _ in zones], miles_after[0]
    return Away(first, last, tuple(zones))


def _cue(line: Line, first: int) -> tuple[int, float, str]:
    """Give where the words of the cue end, the miles, and the cue; one of ``_SURE`` where a place must follow."""
    word = line.at(first)
    if not word:
        return first, 0.0, ""
    _, place = _AT_LEAST.at(line, first)
    end, miles = distance(line, place + (line.at(place) in ("a", "of")))
    if miles is not None:
        end += line.at(end) in ("radius", "plus", "or")
        away = line.at(end) in ("away", "clear")
        end += away
        end += line.at(end) == "more"
        least = place > first or away or line.at(end - 1) == "plus"
        return (end + 1, miles, _SURE[0]) if least and line.at(end) in _FROM else (first, 0.0, "")
    cue, last = _CUES.at(line, first)
    return last, UNLESS_SAID_MILES if cue in _SURE or "near" in cue else OUTSIDE_MILES, cue


def _places(line: Line, first: int, places: PlaceTable, *, sure: bool, cue: str) -> tuple[tuple[str, ...], int] | None:
    """Give what is named there, several where it is a county of several authorities, and where its words end."""
    if first >= len(line) or not line.at(first):
        return None
    capital = line.tokens[first].capital
    found = place_at(line, first, places, near=True)
    for last in range(min(first + _MOST_UNKNOWN, len(line)), max(first, found.last - 1 if found else 0), -1):
        county = places.counties.get(line.phrase(first, last)) if line.joined(first, last) else None
        # "no Beds available" speaks of beds, "not Beds" of Bedfordshire
        if county and (line.phrase(first, last) not in phrases()[1] or (capital and cue != "no")):
            return county, last + (line.at(last) == "area")
    if found and (not found.word or capital) and (sure or found.large or capital):
        return (found.given[0][1],), found.last + (line.at(found.last) in ("area", "town", "city", "centre"))
    if sure or (cue in _OF_PLACES and capital and capitals_tell(line)):
        return _unknown(line, first)
    return _after_a_side(line, first, places) if capital else None


def _after_a_side(line: Line, first: int, places: PlaceTable) -> tuple[tuple[str, ...], int] | None:
    """Take "not Gtr Manchester": a word that is not known between "not" and a place belongs to the place."""
    found = place_at(line, first + 1, places, near=True) if line.joined(first, first + 2) else None
    if found is None or not found.large or line.at(first) in phrases()[1]:
        return None
    return (found.given[0][1],), found.last


def _unknown(line: Line, first: int) -> tuple[tuple[str, ...], int] | None:
    """Take the words after "away from" for a place that is not known: it is asked for again, and not searched."""
    last = first
    while last < min(first + _MOST_UNKNOWN, len(line)) and line.joined(first, last + 1):
        word = line.at(last)
        if (
            word in _NO_PLACE
            or word in DAY_WORDS
            or word in phrases()[1]
            or not word
            or word in ("and", "or", "for", "with", "near", "in")
        ):
            break
        last += 1
    return ((line.written(first, last),), last) if last > first else None


def _miles_after(line: Line, last: int) -> tuple[int, float] | None:
    """Read "away from Luton by 30 miles", "not near Luton (20 miles)"."""
    place = last + (line.at(last) in ("by", "within"))
    place += 2 if line.phrase(place, place + 2) == "at least" else 0
    end, miles = distance(line, place)
    if miles is None or line.at(end) in ("of", "from", "around"):
        return None
    return end + (line.at(end) in ("radius", "away")), miles
