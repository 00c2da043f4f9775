"""Found words marked in text: the only markup is ``<mark>``, everything else is escaped."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

SNIPPET = 200
BEFORE = 40

WORD = re.compile(r"\w+")

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
    found = _beginning(text, plain, mark.begins, mark.matches)
    if mark.phrases is not None:
        phrased: set[Span] = set()
        for start, _ in _beginning(text, plain, mark.phrases.begins):
            phrased.update(mark.phrases.at(text, start))
        found += phrased.difference(found)
    found.sort()
    return found


def _beginning(
    text: str, plain: str, starts: Sequence[str] | None, matches: Callable[[str], bool] | None = None
) -> list[Span]:
    """Give where the words are that begin so, and match. To look for each by itself is faster than one expression."""
    if starts is None or len(plain) != len(text):
        return [word.span() for word in WORD.finditer(text) if matches is None or matches(word.group())]
    found: list[Span] = []
    find, word_at = plain.find, WORD.match
    for begin in starts:
        place = find(begin)
        while place >= 0:
            end = place + 1
            before = text[place - 1] if place else " "
            if not before.isalnum() and before != "_" and (word := word_at(text, place)):
                end = word.end()
                if matches is None or matches(text[place:end]):
                    found.append((place, end))
            place = find(begin, end)
    return found


@lru_cache(maxsize=4_000)
def _plain(text: str, plain: Callable[[str], str]) -> str:
    return plain(text)


def marked(text: str, found: Sequence[Span]) -> str:
    """Give the text as HTML with those spans marked."""
    escaped = escape(text)
    if not found:
        return escaped
    parts, at = [], 0
    for start, end in found:
        parts += [text[at:start], "<mark>", text[start:end], "</mark>"]
        at = end
    parts.append(text[at:])
    if escaped != text:
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
    """Give where the first of the most spans begins that begin within a width."""
    best = most = after = 0
    for place, (start, _) in enumerate(found):
        while after < len(found) and found[after][0] < start + width - BEFORE:
            after += 1
        if after - place > most:
            best, most = start, after - place
    return best


def _word_start(text: str, near: int) -> int:
    space = text.find(" ", near, near + BEFORE)
    return space + 1 if space >= 0 else near
