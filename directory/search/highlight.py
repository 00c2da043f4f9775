"""Found words marked in text: the only markup is ``<mark>``, everything else is escaped."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

SNIPPET = 200
BEFORE = 40

WORD = re.compile(r"\w+")
_MARKUP = re.compile("[&<>\"']")

Span = tuple[int, int]


@dataclass(frozen=True)
class Phrases:
    """Words marked only in a row. ``at``: gives, for a text and a place, the words of the phrase that begins there.

    ``begins``: how their first words begin.
    """

    at: Callable[[str, int], Sequence[Span]]
    begins: Sequence[str]


@dataclass(frozen=True)
class Marker:
    """Which words are marked. ``begins``: how all words begin that ``matches`` may say yes to; None: any way.

    ``plain``: takes case and accents away, as they are taken away from ``begins``.
    """

    matches: Callable[[str], bool]
    begins: Sequence[str] | None = None
    phrases: Phrases | None = None
    plain: Callable[[str], str] = str.lower


def beginnings(starts: Iterable[str]) -> Sequence[str]:
    """Leave out what begins with another."""
    kept: list[str] = []
    for each in sorted(starts):
        if not kept or not each.startswith(kept[-1]):
            kept.append(each)
    return kept


def spans(text: str, mark: Marker | None) -> list[Span]:
    """Give where the words are that are marked; None marks none."""
    if mark is None:
        return []
    plain = text.lower() if text.isascii() else _plain(text, mark.plain)
    found = {span for span in _beginning(text, plain, mark.begins) if mark.matches(text[slice(*span)])}
    if mark.phrases is not None:
        for start, _ in _beginning(text, plain, mark.phrases.begins):
            found.update(mark.phrases.at(text, start))
    return sorted(found)


def _beginning(text: str, plain: str, starts: Sequence[str] | None) -> Iterator[Span]:
    """Give where the words are that begin so. To look for each by itself is faster than one expression of all."""
    if starts is None or len(plain) != len(text):
        yield from (word.span() for word in WORD.finditer(text))
        return
    for begin in starts:
        place = plain.find(begin)
        while place >= 0:
            end = place + 1
            before = text[place - 1] if place else " "
            if not (before.isalnum() or before == "_") and (word := WORD.match(text, place)):
                end = word.end()
                yield place, end
            place = plain.find(begin, end)


@lru_cache(maxsize=4_000)
def _plain(text: str, plain: Callable[[str], str]) -> str:
    return plain(text)


def marked(text: str, found: Sequence[Span]) -> str:
    """Give the text as HTML with those spans marked."""
    plain = _MARKUP.search(text) is None
    if not found:
        return text if plain else escape(text)
    parts, at = [], 0
    for start, end in found:
        parts += [text[at:start], "<mark>", text[start:end], "</mark>"]
        at = end
    parts.append(text[at:])
    if not plain:
        parts = [part if place % 2 else escape(part) for place, part in enumerate(parts)]
    return "".join(parts)


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
