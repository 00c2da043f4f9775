"""What the pages show in words and drawings: countdowns, the line of dates, values of changed fields."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from directory.kit import clock
from directory.kit.money import pounds
from directory.tenders.models import Tender
from directory.tenders.rules import Criterion, PriceLine, price_line_words, price_points, weight_words
from directory.tenders.rules.areas import area_words
from directory.tenders.rules.words import FIELDS

WIDTH = 340
EDGE = 14


def until(at: datetime, now: datetime) -> str:
    """Give how far away an instant is: "in 3 days", "in 5 hours", "2 days ago"."""
    left = at - now
    past, left = left <= timedelta(0), abs(left)
    if left >= timedelta(hours=48):
        days = abs((clock.in_london(at).date() - clock.in_london(now).date()).days)
        number, unit = days, "day"
    elif left >= timedelta(hours=1):
        number, unit = int(left.total_seconds() // 3600), "hour"
    else:
        number, unit = max(1, int(left.total_seconds() // 60)), "minute"
    said = f"{number} {unit}{'' if number == 1 else 's'}"
    return f"{said} ago" if past else f"in {said}"


@dataclass(frozen=True)
class Point:
    """One date on the line: ``x`` from the left of the drawing; ``past`` when it has come."""

    number: int
    words: str
    at: datetime
    x: float
    past: bool


@dataclass(frozen=True)
class Line:
    """The dates of a tender in order, and where now is (None when outside)."""

    points: tuple[Point, ...]
    now_x: float | None
    width: int = WIDTH


def timeline(tender: Tender, now: datetime) -> Line:
    """Give the dates that a bidder plans by, placed by time between the first and the last."""
    dates = [
        ("Published", tender.published_at),
        ("Questions close", tender.questions_close_at),
        ("Questions are answered by", tender.answers_by_at),
        ("Bids close", tender.closes_at),
    ]
    known = sorted(((said, at) for said, at in dates if at is not None), key=lambda pair: pair[1])
    if not known:
        return Line((), None)
    first, last = known[0][1], known[-1][1]
    span = max((last - first).total_seconds(), 1.0)

    def x(at: datetime) -> float:
        return round(EDGE + (WIDTH - 2 * EDGE) * (at - first).total_seconds() / span, 1)

    points = tuple(Point(i, said, at, x(at), at <= now) for i, (said, at) in enumerate(known, 1))
    return Line(points, x(now) if first <= now <= last else None)


def price_example(criterion: Criterion) -> str:
    """Give the points of a price of £110 when the lowest is £100, to two decimals."""
    if criterion.formula is None:
        return ""
    points = price_points(criterion.formula, price=Decimal(110), lowest=Decimal(100), weight=criterion.weight)
    return f"{points:.2f}"


def display(field: str, value: Any) -> str:
    """Give a field's value, as JSON keeps it or as it is, in words."""
    if value is None or value in ("", [], ()):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return _row(value)
    if isinstance(value, list | tuple):
        return ", ".join(display("item", item) for item in value)
    for ending, show in _SHOWN.items():
        if field.endswith(ending):
            return show(value)
    return _named(str(value))


def _row(kept: dict[str, Any]) -> str:
    """Give a price line, or all that is said of a lot or a criterion that is new."""
    if "quantity" in kept:
        return price_line_words(PriceLine.of(kept))
    said = ((name, value) for name, value in kept.items() if value not in (None, "", [], False))
    return ". ".join(f"{FIELDS[name]}: {display(name, value)}" for name, value in said)


def moment_words(value: datetime | str) -> str:
    """Give a moment as clocks in London show it."""
    there = clock.in_london(datetime.fromisoformat(value) if isinstance(value, str) else value)
    return f"{there:%A} {there.day} {there:%B %Y, %H:%M}"


def _day(value: date | str) -> str:
    on = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{on.day} {on:%B %Y}"


def _named(text: str) -> str:
    """Give the name of an area by its code, a code of ours as words, any other text as it is."""
    named = area_words(text)
    is_code = text.islower() and text.replace("_", "").isalpha()
    return named if named != text or not is_code else text.replace("_", " ")


_SHOWN: dict[str, Callable[[Any], str]] = {
    "weight_hundredths": weight_words,
    "_pence": pounds,
    "_at": moment_words,
    "_on": _day,
}
