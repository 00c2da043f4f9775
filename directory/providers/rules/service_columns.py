"""The columns of our own file of services, and how each cell is read. A reader raises ValueError in words."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from directory.codes import LANGUAGES, Gender, ServiceType, Specialism, label
from directory.kit.located import shown
from directory.kit.tables import Cell, plain
from directory.providers.rules.facts import LONGEST_DESCRIPTION, LONGEST_NAME, MOST_REGISTERED, OLDEST
from directory.providers.rules.register_values import one_line
from directory.providers.rules.register_values import urn as read_urn

E = TypeVar("E", bound=StrEnum)

LONGEST_REFERENCE = 100
_BETWEEN = re.compile(r"[;,\n]")
_YES = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is for people, an example, and its reader."""

    words: str
    example: str
    read: Callable[[str], Any]


def _text(most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        given = plain(text.strip())
        if len(given) > most:
            raise ValueError(f"is longer than {most:,} characters")
        if any(unicodedata.category(each) == "Cc" and each not in "\n\r\t" for each in given):
            raise ValueError("holds a character that cannot be shown")
        return given.replace("\r\n", "\n")

    return read


def _line(most: int) -> Callable[[str], str]:
    read = _text(most)
    return lambda text: one_line(read(text))


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower().replace("'", "").replace("\u2019", "")).strip()


def _one_of(values: type[E], what: str) -> Callable[[str], E]:
    known = {_key(name): value for value in values for name in (value.value, label(value))}

    def read(text: str) -> E:
        found = known.get(_key(text))
        if found is None:
            raise ValueError(f"{shown(text)} is not {what}. See flask import services --columns")
        return found

    return read


def _several(read: Callable[[str], str]) -> Callable[[str], list[str]]:
    def read_all(text: str) -> list[str]:
        return sorted({read(each.strip()) for each in _BETWEEN.split(text) if each.strip()})

    return read_all


_LANGUAGES = {_key(name): code for code, words in LANGUAGES.items() for name in (code, words)}


def _language(text: str) -> str:
    code = _LANGUAGES.get(_key(text))
    if code is None:
        raise ValueError(f"{shown(text)} is not a language that we know: give its ISO 639-3 code, such as vie")
    return code


def _number(most: int, what: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        given = one_line(text)
        if not (given.isascii() and given.isdigit()) or len(given) > 9 or int(given) > most:
            raise ValueError(f"{shown(text)} is not {what} from 0 to {most:,}")
        return int(given)

    return read


def _yes_or_no(text: str) -> bool:
    found = _YES.get(_key(text))
    if found is None:
        raise ValueError(f"{shown(text)} is neither yes nor no")
    return found


service_type = _one_of(ServiceType, "a type of service that we know")
specialism = _one_of(Specialism, "a specialism that we know")

COLUMNS: Mapping[str, Column] = {
    "urn": Column("Ofsted's reference. This or reference is needed", "2590934", read_urn),
    "reference": Column(
        "What the provider calls it: the same reference is the same service", "LW-014", _line(LONGEST_REFERENCE)
    ),
    "organisation": Column("Whose it is, unless --organisation says it", "Harbour Care Ltd", _line(LONGEST_NAME)),
    "name": Column("Its name; for carers a reference, never a person", "Household LW-014", _line(LONGEST_NAME)),
    "type": Column("Its type, as a code or in words", "foster_care", service_type),
    "description": Column("What it offers, to whom", "A quiet house.", _text(LONGEST_DESCRIPTION)),
    "age_minimum": Column("Youngest age in years", "11", _number(OLDEST, "an age")),
    "age_maximum": Column("Oldest age in years", "17", _number(OLDEST, "an age")),
    "gender": Column("any, female or male", "any", _one_of(Gender, "any, female or male")),
    "languages": Column("Languages spoken there, with ; between", "eng; vie", _several(_language)),
    "specialisms": Column(
        "Specialisms that the provider claims, with ; between. Unassured until an assurer has looked at them",
        "trafficking; trauma",
        _several(lambda text: specialism(text).value),
    ),
    "registered": Column("Registered places", "2", _number(MOST_REGISTERED, "a whole number of places")),
    "confidential": Column("yes or no; empty: as usual for the type", "yes", _yes_or_no),
    "postcode": Column(
        "Its postcode; of a confidential service the first half is enough, and all that is kept", "SE13", _line(10)
    ),
    "address": Column("Its address, only if everybody may know it", "", _text(500)),
    "telephone": Column("A public telephone number", "020 7946 0000", _line(40)),
    "email": Column("A public email address", "office@example.org", _line(254)),
    "website": Column("A public web address", "https://example.org", _line(300)),
}


def template() -> Iterator[tuple[Cell, ...]]:
    """Give the rows of an empty file with one example in it."""
    yield tuple(COLUMNS)
    yield tuple(column.example for column in COLUMNS.values())
