"""What people type for a place, looked up in the gazetteer."""

import difflib
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from directory.codes import LANGUAGES, REGIONS, ServiceType, Specialism, label
from directory.finder.rules.understanding import Name, PlaceTable
from directory.geo.authorities import light
from directory.geo.gazetteer import Gazetteer, Located
from directory.search import Near
from directory.search.embedded.spelling import Spelling, deletion_table

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
    """Give names that may be meant: those spelt nearly so, else those that begin alike, the likeliest first."""
    names = _names(gazetteer)
    near = sorted((away, number) for number, away in names.spelling.near(_key(text)))
    if near:
        return [names.labels[number] for _, number in near[:MOST_SUGGESTIONS]]
    for length in (len(text), 4, 3, 2):
        alike = gazetteer.suggest(text[:length], 40) if length <= len(text) else []
        close = difflib.get_close_matches(text.title(), alike, MOST_SUGGESTIONS, 0.6) or (
            alike[:MOST_SUGGESTIONS] if length == len(text) else []
        )
        if close:
            return close
    return []


def large_near(text: str, gazetteer: Gazetteer) -> str | None:
    """Give the town of some size or authority that is one slip away from ``text``; None where there is none."""
    names, known = _names(gazetteer), names_of(gazetteer).names
    for number, away in names.spelling.near(_key(text)):
        label = names.labels[number]
        if away == 1 and (name := known.get(light(label))) and name.large:
            return label
    return None


LARGE = 10_000
"""A town of so many people is meant by its name alone; a village needs "near" or "in" before it."""


SHORT_NAMES = {
    "bham": "Birmingham", "brum": "Birmingham", "mcr": "Manchester", "lpool": "Liverpool", "soton": "Southampton",
    "mboro": "Middlesbrough", "pboro": "Peterborough", "stoke": "Stoke-on-Trent", "ncl": "Newcastle upon Tyne",
    "n yorks": "North Yorkshire", "herts": "Hertfordshire", "bucks": "Buckinghamshire", "cambs": "Cambridgeshire",
    "lincs": "Lincolnshire", "notts": "Nottinghamshire", "lancs": "Lancashire", "leics": "Leicestershire",
    "staffs": "Staffordshire", "wilts": "Wiltshire", "oxon": "Oxfordshire", "hants": "Hampshire",
    "glos": "Gloucestershire", "shrops": "Shropshire", "worcs": "Worcestershire", "warks": "Warwickshire",
    "derbys": "Derbyshire", "e sussex": "East Sussex", "w sussex": "West Sussex", "e yorks": "East Riding of Yorkshire",
}  # fmt: skip
"""How people shorten names, in plain words: places to keep away from are written so too, and must not be missed."""

COUNTIES = {
    "bedfordshire": ("Bedford", "Central Bedfordshire", "Luton"),
    "berkshire": (
        "Bracknell Forest", "Reading", "Slough", "West Berkshire", "Windsor and Maidenhead", "Wokingham",
    ),
    "cheshire": ("Cheshire East", "Cheshire West and Chester", "Halton", "Warrington"),
    "cumbria": ("Cumberland", "Westmorland and Furness"),
    "humberside": ("East Riding of Yorkshire", "Kingston upon Hull", "North Lincolnshire", "North East Lincolnshire"),
    "merseyside": ("Knowsley", "Liverpool", "Sefton", "St. Helens", "Wirral"),
    "middlesex": ("Barnet", "Brent", "Ealing", "Enfield", "Haringey", "Harrow", "Hillingdon", "Hounslow"),
    "northamptonshire": ("North Northamptonshire", "West Northamptonshire"),
    "south yorkshire": ("Barnsley", "Doncaster", "Rotherham", "Sheffield"),
    "sussex": ("Brighton and Hove", "East Sussex", "West Sussex"),
    "teesside": ("Hartlepool", "Middlesbrough", "Redcar and Cleveland", "Stockton-on-Tees"),
    "the black country": ("Dudley", "Sandwell", "Walsall", "Wolverhampton"),
    "the midlands": ("East Midlands", "West Midlands"),
    "tyne and wear": ("Gateshead", "Newcastle upon Tyne", "North Tyneside", "South Tyneside", "Sunderland"),
    "west yorkshire": ("Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield"),
}  # fmt: skip
"""Counties that no one authority is, and the authorities there: kept away from one by one."""

SHORT_COUNTIES = {
    "beds": "bedfordshire", "berks": "berkshire", "ches": "cheshire", "middx": "middlesex",
    "northants": "northamptonshire", "s yorks": "south yorkshire", "w yorks": "west yorkshire",
    "black country": "the black country", "midlands": "the midlands",
}  # fmt: skip

_OF_CODES = frozenset(
    word
    for name in (*LANGUAGES.values(), *map(label, ServiceType), *map(label, Specialism), *REGIONS)
    for word in light(name).split()
)


def no_persons_name(words: str, gazetteer: Gazetteer | None) -> bool:
    """Say whether words in small letters are known as a place, a language or something of our lists."""
    return words in _OF_CODES or light(words) in names_of(gazetteer).names


@lru_cache(maxsize=2)
def names_of(gazetteer: Gazetteer | None) -> PlaceTable:
    """Give the names that the search box understands, made once for each gazetteer."""
    if gazetteer is None:
        return PlaceTable()
    names: dict[str, Name] = {}
    councils: dict[str, str] = {}
    for written, whole in SHORT_NAMES.items():
        if gazetteer.locate(whole):
            names[written] = Name(whole, large=True)
    for authority in gazetteer.authorities():
        short = authority.short_name
        for name in (short, authority.name, *authority.other_names):
            names.setdefault(light(name), Name(short, large=True))
        for formal in (authority.name, f"{short} council", f"{short} local authority", f"london borough of {short}"):
            if light(formal) != light(short) and gazetteer.authority_named(formal) == authority:
                councils[light(formal)] = authority.gss
    for place in gazetteer.places():
        key = light(place.name)
        if key not in names or names[key].label == place.name:
            names.setdefault(key, Name(place.name, large=place.population >= LARGE))
    known = {name: all_of for name, all_of in COUNTIES.items() if all(map(gazetteer.locate, all_of))}
    known |= {short: known[name] for short, name in SHORT_COUNTIES.items() if name in known}
    return PlaceTable(names, _longest(names), councils, _longest(councils), known, partial(_located, gazetteer))


def _longest(names: Mapping[str, object]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for name in names:
        first, *more = name.split()
        longest[first] = max(longest.get(first, 0), len(more) + 1)
    return longest


def _located(gazetteer: Gazetteer, text: str) -> str | None:
    """Give the label of a postcode or of "place, authority"."""
    found = gazetteer.locate(text)
    return found.label if found else None


class _Names(NamedTuple):
    """Names of places and authorities, most inhabitants first, and what they become when letters are left out."""

    labels: Sequence[str]
    spelling: Spelling


def _key(name: str) -> str:
    return light(name).replace(" ", "")


@lru_cache(maxsize=2)
def _names(gazetteer: Gazetteer) -> _Names:
    labels: dict[str, str] = {}
    for name in (*(place.name for place in gazetteer.places()), *(each.short_name for each in gazetteer.authorities())):
        labels.setdefault(_key(name), name)
    keys = list(labels)
    return _Names(list(labels.values()), Spelling(keys, *deletion_table(keys)))
