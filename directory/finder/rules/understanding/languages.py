"""Which language is wished, from its name or a nationality. Pure.

A nationality says little of a language, so it says why it was taken for one. The words for languages that the
search knows as synonyms are used here too; ``nationalities.csv`` holds what it lacks.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from directory.codes import LANGUAGES, language_label
from directory.finder.rules.understanding.spans import Level, Span
from directory.finder.rules.understanding.tokens import Line, line_of, word_set
from directory.search.synonyms import Strength, built_in

_SPEAK = word_set("speak speaks speaking spoken speaker speakers")
_AFTER = word_set("speaking speaker speakers language speak")
_FROM = ("from", "originally from", "born in", "comes from", "come from", "came from", "arrived from")
_NOT_BARE = frozenset(["eng", "cym", "gle", "gla"])
_AND = frozenset(["and", "or"])


@dataclass
class _Word:
    codes: tuple[str, ...]
    own: bool
    """The language's own name, not a nationality."""


@cache
def table() -> tuple[dict[str, _Word], int]:
    """Give languages by plain name or nationality, and how many words the longest has."""
    found: dict[str, _Word] = {}

    def add(words: str, codes: tuple[str, ...], *, own: bool) -> None:
        line = line_of(words)
        known = found.setdefault(line.phrase(0, len(line)), _Word((), own))
        known.codes = tuple(dict.fromkeys((*known.codes, *codes)))

    for code, label in LANGUAGES.items():
        add(label.partition(" (")[0], (code,), own=True)
    for group in built_in():
        codes = tuple(each.removeprefix("language:") for each in group.codes if each.startswith("language:"))
        for number, words in enumerate(group.words if codes else ()):
            add(words, codes, own=number == 0 or group.strength is Strength.SAME)
    with (Path(__file__).parent / "nationalities.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for words in row["words"].split("|"):
                add(words, tuple(row["codes"].split()), own=False)
    return found, max(len(words.split()) for words in found)


def spoken(line: Line, first: int) -> Span | None:
    """Find "speaks Vietnamese", "Vietnamese-speaking", "from Eritrea" or "Vietnamese" at a word."""
    place = first
    while line.at(place) in ("fluent", "who", "that", "can") and line.at(place + 1) in (*_SPEAK, "in"):
        place += 1
    verb = line.at(place) in _SPEAK or (place > first and line.at(place) == "in")
    if verb:
        place += 1 + (line.at(place + 1) in ("only", "mainly"))
        return _said(line, first, place)
    for cue in _FROM:
        length = len(cue.split())
        if line.phrase(first, first + length) == cue:
            named = _name(line, first + length)
            if named and not named[0].own:
                return _span(line, first, named, first + length, origin=True)
    named = _name(line, first)
    if named is None:
        return None
    if line.at(named[1]) in _AFTER or (line.at(named[1]) in _AND and _follows(line, named[1] + 1)):
        return _said(line, first, first)
    if _NOT_BARE & set(named[0].codes) and named[0].own:
        return None
    return _span(line, first, named, first)


def _name(line: Line, first: int) -> tuple[_Word, int] | None:
    found, longest = table()
    for last in range(min(first + longest, len(line)), first, -1):
        word = found.get(line.phrase(first, last))
        if word and line.joined(first, last):
            return word, last
    return None


def _follows(line: Line, first: int) -> bool:
    named = _name(line, first)
    return named is not None and line.at(named[1]) in _AFTER


def _said(line: Line, first: int, place: int) -> Span | None:
    """Read languages after "speaks" or before "speaking", as many as are named."""
    codes: list[str] = []
    start = last = place
    while (named := _name(line, place)) is not None:
        codes += named[0].codes
        last = named[1]
        place = last + (line.at(last) in _AND)
    if not codes:
        return None
    end = last + (line.at(last) in _AFTER)
    given = tuple(("language", code) for code in dict.fromkeys(codes))
    return Span(first, end, given, Level.STRONG, "", (start, last))


def _span(line: Line, first: int, named: tuple[_Word, int], start: int, *, origin: bool = False) -> Span:
    word, last = named
    because = ""
    if not word.own:
        written = line.written(start, last).title()
        who = f"children from {written}" if origin else f"{written} children"
        because = f"{who} often speak {' or '.join(language_label(code) for code in word.codes)}"
    given = tuple(("language", code) for code in word.codes)
    return Span(first, last, given, Level.COMPANY, because, (start, last))
