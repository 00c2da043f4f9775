"""Found words marked in text: the only markup is ``<mark>``, everything else is escaped."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

SNIPPET = 200
BEFORE = 40

WORD = re.compile(r"\w+")

Span = tuple[int, int]


@dataclass(frozen=True)
class Phrases:
    """Words marked only in a row. ``at``: gives, for a text and a place, the words of the phrase that begins there."""

    at: Callable[[str, int], Sequence[Span]]
    begins: re.Pattern[str]


@dataclass(frozen=True)
class Marker:
    """Which words are marked. ``begins``: finds in text without accents all words that ``matches`` may say yes to."""

    matches: Callable[[str], bool]
    begins: re.Pattern[str] = WORD
    phrases: Phrases | None = None


def beginnings(starts: Iterable[str]) -> re.Pattern[str]:
    """Give what finds the words that begin in one of these ways, in any case."""
    either = "|".join(sorted(re.escape(each) for each in starts))
    return re.compile(rf"\b(?:{either})\w*" if either else r"(?!)", re.IGNORECASE)


def marker(matches: Callable[[str], bool], starts: Iterable[str], phrases: Phrases | None = None) -> Marker:
    """Give a marker that looks closer only at words that begin in one of these ways."""
    return Marker(matches, beginnings(starts), phrases)


def spans(text: str, mark: Marker | None) -> list[Span]:
    """Give where the words are that are marked; None marks none."""
    if mark is None:
        return []
    plain = text.isascii()
    found = [each.span() for each in (mark.begins if plain else WORD).finditer(text) if mark.matches(each.group())]
    if mark.phrases is None:
        return found
    places = (each.start() for each in (mark.phrases.begins if plain else WORD).finditer(text))
    return sorted({*found, *(span for place in places for span in mark.phrases.at(text, place))})


def marked(text: str, found: Sequence[Span]) -> str:
    """Give the text as HTML with those spans marked."""
    parts, at = [], 0
    for start, end in found:
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join([*parts, escape(text[at:])])


def snippet(text: str, found: Sequence[Span], width: int = SNIPPET) -> str:
    """Give as HTML the about ``width`` letters that hold the most of those spans, with whole words."""
    start = _best_start(found, width)
    start = 0 if start <= BEFORE else _word_start(text, start - BEFORE)
    end = min(len(text), start + width)
    if end < len(text):
        space = text.rfind(" ", start + width // 2, end + 1)
        end = space if space > 0 else end
    inside = [(a - start, b - start) for a, b in found if start <= a and b <= end]
    before, after = ("\u2026 " if start else ""), (" \u2026" if end < len(text) else "")
    return before + marked(text[start:end], inside) + after


def _best_start(found: Sequence[Span], width: int) -> int:
    starts = [start for start, _ in found]
    best = max(range(len(starts)), key=lambda i: (bisect_left(starts, starts[i] + width - BEFORE) - i, -i), default=0)
    return starts[best] if starts else 0


def _word_start(text: str, near: int) -> int:
    space = text.find(" ", near, near + BEFORE)
    return space + 1 if space >= 0 else near
