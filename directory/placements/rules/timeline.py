"""A placement drawn as a line of days: stretches of fees, reviews, episodes. The table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 600, 70
LEFT, RIGHT = 10, 590


@dataclass(frozen=True)
class Mark:
    """A moment on the line: its words, day and place. ``kind`` is a class of the style sheet."""

    words: str
    on: date
    x: float
    kind: str


@dataclass(frozen=True)
class Band:
    """A stretch of the line."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True)
class Drawing:
    """What is drawn in a view box of WIDTH by HEIGHT."""

    marks: tuple[Mark, ...]
    bands: tuple[Band, ...]
    begins: date
    ends: date


def drawn(
    moments: Sequence[tuple[str, date, str]], stretches: Sequence[tuple[date, date, str]], today: date
) -> Drawing:
    """Give the drawing of moments (words, day, kind) and stretches (from, until, kind), from the first to the last."""
    days = [day for _, day, _ in moments] + [day for begin, end, _ in stretches for day in (begin, end)] + [today]
    begins, ends = min(days), max(days)
    span = max((ends - begins).days, 1)

    def x(day: date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (day - begins).days / span, 1)

    marks = tuple(Mark(words, day, x(day), kind) for words, day, kind in sorted(moments, key=lambda each: each[1]))
    bands = tuple(Band(x(begin), round(max(x(end) - x(begin), 2), 1), kind) for begin, end, kind in stretches)
    return Drawing(marks, bands, begins, ends)
