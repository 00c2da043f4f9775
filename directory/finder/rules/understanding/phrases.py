"""Everyday words for what may be filtered by, as reviewed data (``phrases.csv``), and how they are found. Pure.

Words that stand for a code are in the data, ``(s)`` for words with and without it; what has a number, a date, a
place or a language in it is in the modules beside.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from directory.finder.rules.understanding.spans import Given, Level, Span
from directory.finder.rules.understanding.tokens import Line, line_of, word_set

_CUES = word_set(
    "with has have having who experiencing around experienced needs need affected specialist specialising"
    " specialised specialises understands understanding including plus suffering diagnosed victim victims"
    " survivor survivors for"
)
_OF = word_set("experience experiences risk history victim victims survivor survivors signs knowledge")
_AFTER = word_set("experience experienced specialist specialists specialism needs risk concerns diagnosis")
_AND = frozenset(["and", "or"])
_STAFF = word_set(
    "carer carers foster fostering therapist therapists worker workers staff advocate advocates interpreter"
    " interpreters counsellor social mentor household single host hosts"
)
_GENDERS = frozenset(["male", "female"])


@dataclass(frozen=True)
class Phrase:
    """What some words stand for."""

    given: Given
    level: Level
    why: str


@cache
def table() -> tuple[dict[str, Phrase], dict[str, int]]:
    """Give phrases by their plain words, and how many words the longest has that begins with each word."""
    found: dict[str, Phrase] = {}
    longest: dict[str, int] = {}
    with (Path(__file__).parent / "phrases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            given = tuple((one.split("=")[0], one.split("=")[1]) for one in row["given"].split())
            phrase = Phrase(given, Level[row["level"].upper()], row["why"])
            for words in row["words"].split("|"):
                for one in {words.replace("(s)", ""), words.replace("(s)", "s")}:
                    line = line_of(one)
                    plain = line.phrase(0, len(line))
                    if found.setdefault(plain, phrase) != phrase:
                        raise ValueError(f"{plain!r} stands for two things")
                    longest[line.at(0)] = max(longest.get(line.at(0), 0), len(line))
    return found, longest


def named(line: Line, first: int) -> Span | None:
    """Find the longest phrase that begins at a word."""
    found, longest = table()
    for length in range(min(longest.get(line.at(first), 0), len(line) - first), 0, -1):
        last = first + length
        phrase = found.get(line.phrase(first, last))
        if phrase is None or not line.joined(first, last):
            continue
        if phrase.level is Level.CUED:
            return Span(first, last, phrase.given, Level.COMPANY) if _cued(line, first, last) else None
        if line.at(first) in _GENDERS and line.at(last) in _STAFF:
            return Span(first, last, (), Level.TEXT)  # of the carer, not of the child
        return Span(first, last, phrase.given, phrase.level, phrase.why)
    return None


def _cued(line: Line, first: int, last: int) -> bool:
    """Say whether the words beside tell of a need: "with trauma", "experience of trauma", "trauma specialist"."""
    before = line.at(first - 1)
    if before in _AND and first >= 2:  # "with self-harm and trauma"
        return any(line.at(place) in _CUES for place in range(max(first - 5, 0), first - 1))
    return before in _CUES or (before in ("of", "in") and line.at(first - 2) in _OF) or line.at(last) in _AFTER
