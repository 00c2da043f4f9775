"""Where something should be, from what people write: "near Leeds", "within 20 miles of LS1", "in the North West". Pure.

The longest name wins. A name that is also an English word counts only with a capital letter or after words like
"near". Without words before it a place must be a town of some size, and the text must ask for something else too.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from directory.codes import REGIONS
from directory.finder.rules.understanding.spans import Given, Level, Span
from directory.finder.rules.understanding.tokens import Cues, Line, line_of, word_set

_NEAR = (
    "in or near", "in and around", "in or around", "in and near", "within reach of", "within easy reach of",
    "close to", "closest to", "nearest to", "next to", "local to", "not far from", "commutable to", "near to",
    "commutable from", "near", "nr", "around", "round", "closer to", "accessible from", "nearby",
)  # fmt: skip
_IN = (
    "based in", "located in", "living in", "placed in", "available in", "anywhere in", "somewhere in", "from within",
    "covering", "across", "throughout", "within", "in", "at", "by", "inside", "serving",
)  # fmt: skip
_SIDES = word_set("north south east west central inner outer greater northern southern eastern western mid")
_CUES = Cues(_NEAR + _IN)
_MOST = Cues(["up to", "less than", "no more than", "not more than", "at most", "max", "maximum", "under", "about"])
_MILES = word_set("mile miles mi")
_KILOMETRES = word_set("km kms kilometre kilometres")
_MILES_A_KILOMETRE = 0.621371
_FURTHEST = 600.0
_POSTCODE = re.compile(r"[a-z]{1,2}[0-9][a-z0-9]?")
_INWARD = re.compile(r"[0-9][a-z]{2}")
_WHOLE = re.compile(r"[a-z]{1,2}[0-9][a-z0-9]?[0-9][a-z]{2}")

ALSO_WORDS = word_set(
    "ash banks bath battle beer bow bowling box bridge broadway bury church cooling cove coven dale deal dollar"
    " downside eagle eye fleet flushing ford forth grain hale hay hermitage hill hook hope hose hurst law lea lee"
    " lizard locking march mark martin mere mold moss nelson over par pool poplar quarter rake reading ridge rock"
    " rye sale sandwich send settle shaw sheering stock stone stow street sway tong valley wall ware wash wells wing"
    " wool worth rugby barking hatch ham down speke read rest staple steeple stoke nash"
)
_HURT = word_set(
    "over send mark law par quarter street hope stock church bridge valley eye stone wall box bow hill down read rest"
    " settle deal pool rock wing worth school sale hook sway"
)
_REGIONS = {
    "west mids": "West Midlands", "east mids": "East Midlands", "w yorks": "Yorkshire and The Humber",
    "s yorks": "Yorkshire and The Humber", "yorkshire": "Yorkshire and The Humber", "yorks": "Yorkshire and The Humber",
    "yorkshire and humber": "Yorkshire and The Humber", "the humber": "Yorkshire and The Humber",
    "yorkshire and humberside": "Yorkshire and The Humber", "humberside": "Yorkshire and The Humber",
    "west yorkshire": "Yorkshire and The Humber", "south yorkshire": "Yorkshire and The Humber",
    "greater manchester": "North West", "merseyside": "North West", "cumbria": "North West",
    "north west england": "North West", "northwest": "North West", "the north west": "North West",
    "north east england": "North East", "northeast": "North East", "tyne and wear": "North East",
    "teesside": "North East", "tyneside": "North East", "wearside": "North East",
    "south west england": "South West", "southwest": "South West", "the west country": "South West",
    "avon": "South West", "south east england": "South East", "southeast": "South East",
    "east anglia": "East of England", "east england": "East of England", "eastern england": "East of England",
    "the black country": "West Midlands", "black country": "West Midlands",
    "northamptonshire": "East Midlands", "north wales": "Wales", "south wales": "Wales", "mid wales": "Wales",
    "west wales": "Wales", "greater london": "London", "gtr london": "London",
    "gtr manchester": "North West", "gmr": "North West", "london boroughs": "London", "london borough": "London",
    "a london borough": "London", "bedfordshire": "East of England", "berkshire": "South East", "sussex": "South East",
    "cheshire": "North West", "middlesex": "London", "northants": "East Midlands",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A place by name: what to search near, and whether it is large enough to be meant without "near"."""

    label: str
    large: bool


@dataclass(frozen=True)
class PlaceTable:
    """The names of the gazetteer by their plain words; ``longest``: how many words, by the first.

    ``council``: GSS codes by the formal names of authorities. ``counties``: what to keep away from where a county that
    no one authority is should be kept away from. ``located`` gives the label of a postcode or of
    "place, authority", None where it is not known.
    """

    names: Mapping[str, Name] = field(default_factory=dict)
    longest: Mapping[str, int] = field(default_factory=dict)
    council: Mapping[str, str] = field(default_factory=dict)
    council_longest: Mapping[str, int] = field(default_factory=dict)
    counties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    located: Callable[[str], str | None] = lambda _text: None


@dataclass(frozen=True, slots=True)
class Found:
    """A place in the text, and where its words end. ``word``: its name is a word of the language too."""

    given: Given
    last: int
    large: bool
    word: bool = False
    code: bool = False


@cache
def _regions() -> dict[str, str]:
    found = {line_of(name).phrase(0, len(line_of(name))): name for name in REGIONS}
    return found | _REGIONS


def placed(line: Line, first: int, places: PlaceTable) -> Span | None:
    """Find where it should be, from a word on."""
    start, miles = _distance(line, first)
    if miles is not None:
        return _within(line, first, start, miles, places)
    cue, start = _cue(line, first)
    if council := _council(line, start, places, cue):
        return Span(first, council[1], council[0], Level.STRONG if council[0] else Level.TEXT, "", (start, council[1]))
    found = place_at(line, start, places, near=cue in _NEAR)
    if found is None or not _meant(line, start, found, cue):
        return None
    last = _tail(line, found.last)
    whole = first == 0 and last == len(line)
    level = Level.STRONG if cue or whole or (found.code and found.last - start > 1) else Level.COMPANY
    radius, end = _radius_after(line, last)
    given = (*found.given, ("within", radius)) if radius and found.given[0][0] == "near" else found.given
    return Span(first, end if radius else last, given, level, "", (start, found.last))


def _cue(line: Line, first: int) -> tuple[str, int]:
    cue, last = _CUES.at(line, first)
    return cue, last + bool(cue and line.at(last) == "the" and line.phrase(last, last + 2) not in _regions())


def place_at(line: Line, first: int, places: PlaceTable, *, near: bool = False) -> Found | None:
    """Find the longest region, place or code that begins at a word, after "north" and the like."""
    found = _code(line, first, places) or _named(line, first, places, near=near)
    if found is None and line.at(first) in _SIDES:
        start = first + 1 + (line.at(first + 1) in _SIDES)
        found = _named(line, start, places, near=near)
    return found


def _named(line: Line, first: int, places: PlaceTable, *, near: bool) -> Found | None:
    regions = _regions()
    for last in range(min(first + max(places.longest.get(line.at(first), 0), 4), len(line)), first, -1):
        if not line.joined(first, last):
            continue
        plain = line.phrase(first, last)
        name = places.names.get(plain)
        if plain in regions and not (near and name):
            return Found((("region", regions[plain]),), last, large=True)
        if name:
            return _in_authority(line, first, last, name, places)
    return None


def _in_authority(line: Line, first: int, last: int, name: Name, places: PlaceTable) -> Found:
    """Take "Richmond, North Yorkshire" together; a county after a comma only tells which place is meant."""
    word = last - first == 1 and line.at(first) in ALSO_WORDS
    if last < len(line) and line.tokens[last].breaks and line.text[line.tokens[last - 1].end] == ",":
        for end in range(min(last + 4, len(line)), last, -1):
            plain = line.phrase(last, end)
            if not line.joined(last, end) or (plain not in _regions() and plain not in places.names):
                continue
            label = places.located(f"{line.written(first, last)}, {line.written(last, end)}")
            if label or plain in _regions():
                return Found((("near", label or name.label),), end, large=True, word=word)
    return Found((("near", name.label),), last, name.large, word)


def _code(line: Line, first: int, places: PlaceTable) -> Found | None:
    word = line.at(first)
    if (not _POSTCODE.fullmatch(word) and not _WHOLE.fullmatch(word)) or not line.tokens[first].lone:
        return None
    inward = line.at(first + 1)
    if _INWARD.fullmatch(inward) and (label := places.located(f"{word} {inward}")):
        return Found((("near", label),), first + 2, large=True, code=True)
    label = places.located(word)
    return Found((("near", label),), first + 1, large=True, code=True) if label else None


def _meant(line: Line, start: int, found: Found, cue: str) -> bool:
    """Say whether a name stands for the place."""
    if found.code:
        return True
    capital = line.tokens[start].capital and capitals_tell(line)
    if found.word:
        if cue in _NEAR:
            return capital or line.at(start) not in _HURT
        last_word = found.last == len(line) or line.tokens[found.last].breaks
        return capital and (bool(cue) or (found.large and start > 0 and last_word))
    if cue in _NEAR:
        return True
    if cue:
        return found.large or capital
    return found.large and not _part_of_name(line, found.last)


def capitals_tell(line: Line) -> bool:
    """Say whether capital letters mean anything in this text: they do not where nearly every word has one."""
    words = [token for token in line.tokens if token.plain.isalpha()]
    return len(words) < 3 or sum(token.capital for token in words) * 3 <= len(words) * 2


def _part_of_name(line: Line, last: int) -> bool:
    """Say whether a name goes on after the place: "Lincoln House"."""
    going_on = last < len(line) and line.tokens[last].capital and not line.tokens[last].breaks
    return going_on and line.at(last) in ("house", "lodge", "trust", "hospital", "road", "street", "centre", "court")


def _tail(line: Line, last: int) -> int:
    return last + (line.at(last) in ("area", "region", "boroughs", "borough", "way", "postcode", "postcodes"))


def _council(line: Line, first: int, places: PlaceTable, cue: str) -> tuple[Given, int] | None:
    """Find an authority by its formal name; without "in" before it, it is somebody's name and stays text."""
    for last in range(min(first + places.council_longest.get(line.at(first), 0), len(line)), first, -1):
        gss = places.council.get(line.phrase(first, last))
        if gss and line.joined(first, last):
            return ((("authority", gss),) if cue and cue not in ("at", "by") else ()), last + (line.at(last) == "area")
    return None


def distance(line: Line, first: int) -> tuple[int, float | None]:
    """Read "20 miles" or "30 km"; give where it ends and the miles."""
    word, unit = line.at(first), line.at(first + 1)
    try:
        number = float(word) if word[:1].isdigit() else float(line.number(first) or 0)
    except ValueError:
        return first, None
    miles = number if unit in _MILES else round(number * _MILES_A_KILOMETRE, 1) if unit in _KILOMETRES else 0.0
    return (first + 2, miles) if 0 < miles <= _FURTHEST else (first, None)


def _distance(line: Line, first: int) -> tuple[int, float | None]:
    """Read "within 20 miles", "up to 20 miles", "20 mile radius"."""
    place = first + (line.at(first) in ("within", "in"))
    _, place = _MOST.at(line, place)
    place += line.at(place) in ("a", "of")
    place, miles = distance(line, place)
    return (place + (line.at(place) == "radius"), miles) if miles is not None else (first, None)


def _within(line: Line, first: int, start: int, miles: float, places: PlaceTable) -> Span:
    """Give the distance, with the place if one follows."""
    place = start + (line.at(start) in ("of", "from", "around", "round", "radius", "away"))
    place += line.at(place) in ("of", "from")
    found = place_at(line, place + (line.at(place) == "the"), places, near=True) if place > start else None
    if found and found.given[0][0] == "near":
        return Span(first, found.last, (*found.given, ("within", f"{miles:g}")), Level.STRONG, "", (place, found.last))
    return Span(first, start, (("within", f"{miles:g}"),), Level.COMPANY)


def _radius_after(line: Line, last: int) -> tuple[str, int]:
    """Read "Leeds within 20 miles", "Leeds 20 miles", "Leeds (10 mile radius)"."""
    if line.at(last) in ("at", "over", "minimum", "more"):
        return "", last
    end, miles = _distance(line, last)
    if miles is None or line.at(end) in ("of", "from", "away"):
        return "", last
    return f"{miles:g}", end
