"""By when a place is needed: the last day that the words allow, so that nothing that would do is lost. Pure."""

from calendar import monthrange
from datetime import date, timedelta

from directory.finder.rules.understanding.spans import Level, Span
from directory.finder.rules.understanding.tokens import Line, word_set

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = {name: n + 1 for n, name in enumerate(_MONTHS)} | {name[:3]: n + 1 for n, name in enumerate(_MONTHS)}
_MONTH |= {"sept": 9}
_DAY = {name: n for n, name in enumerate(_DAYS)} | {name[:3]: n for n, name in enumerate(_DAYS) if name[:3] != "sun"}
_DAY |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3, "sun": 6}
DAY_WORDS = frozenset(_DAY)
_CUE = word_set("by from before on until for starting start needed available free this available")
_UNITS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14, "fortnights": 14}
FURTHEST_DAYS = 730


def by_when(line: Line, first: int, today: date) -> Span | None:
    """Find a day that begins at a word, with "by", "from", "on" or "in" before it."""
    place = first
    cued = False
    while line.at(place) in _CUE or (place > first and line.at(place) in ("of", "the")):
        cued = True
        place += 1
    found = _relative(line, place, today) or _weekday(line, place, today, cued=cued) or _dated(line, place, today)
    found = found or (None if cued else _in_some_time(line, place, today))
    if found is None and cued and line.at(first) == "for":
        return None
    if found is None:
        return None
    day, last = found
    if not (today <= day <= today + timedelta(days=FURTHEST_DAYS)):
        return None
    given = (("by", day.isoformat()), ("places", "1")) if day == today else (("by", day.isoformat()),)
    return Span(first, last, given, Level.STRONG, "", (place, last))


def _relative(  # noqa: PLR0911  # a table in words
    line: Line, place: int, today: date
) -> tuple[date, int] | None:
    one, two = line.at(place), line.at(place + 1)
    sunday = today + timedelta(days=6 - today.weekday())
    if one == "tomorrow":
        return today + timedelta(days=1), place + 1 + (two in ("night", "morning", "evening"))
    if one == "day" and two == "after" and line.at(place + 2) == "tomorrow":
        return today + timedelta(days=2), place + 3
    if one == "weekend" or (one in ("this", "the") and two == "weekend"):
        return sunday, place + (1 if one == "weekend" else 2)
    if place and line.at(place - 1) == "this" and one in ("week", "month"):  # taken for a cue: "free this week"
        return (sunday if one == "week" else _month_end(today.year, today.month)), place + 1
    if (one == "this" and two == "week") or (one == "end" and line.phrase(place, place + 3) == "end of week"):
        return sunday, place + (2 if one == "this" else 3)
    if one == "next" and two in ("week", "weekend"):
        return sunday + timedelta(days=7), place + 2
    if one == "end" and line.phrase(place, place + 4) in ("end of the week", "end of this week", "end of next week"):
        return sunday + timedelta(days=7 * (line.at(place + 2) == "next")), place + 4
    if (one == "this" and two == "month") or line.phrase(place, place + 4) in ("end of the month", "end of this month"):
        return _month_end(today.year, today.month), place + (2 if one == "this" else 4)
    if one == "next" and two == "month":
        year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
        return _month_end(year, month), place + 2
    return None


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _weekday(line: Line, place: int, today: date, *, cued: bool) -> tuple[date, int] | None:
    """Read "Monday", "this Friday", "next Friday" (of next week). Today's own name means a week from today."""
    following = line.at(place) == "next"
    start = place + (line.at(place) in ("next", "this", "coming"))
    word = line.at(start)
    if word not in _DAY or (len(word) < 6 and not cued and start == place):
        return None
    if following:
        return today + timedelta(days=7 - today.weekday() + _DAY[word]), start + 1
    last = start + 1 + (line.at(start + 1) in ("night", "morning", "evening", "afternoon"))
    return today + timedelta(days=(_DAY[word] - today.weekday()) % 7 or 7), last


def _in_some_time(  # noqa: PLR0911  # a table in words
    line: Line, place: int, today: date
) -> tuple[date, int] | None:
    """Read "in two weeks", "within 3 days", "in the next fortnight", "in a month"."""
    if line.at(place) not in ("in", "within"):
        return None
    at = place + 1
    if line.at(at) in ("the", "about") or line.at(at) == "next":
        at += 1 + (line.at(at) == "the" and line.at(at + 1) == "next")
    number = 1 if line.at(at) in ("a", "an") else line.number(at)
    if number is None and line.at(at) == "fortnight":
        return today + timedelta(days=14), at + 1
    unit = line.at(at + 1)
    if number is None or line.at(at + 2) in ("of", "old", "drive"):
        return None
    last = at + 2 + (line.at(at + 2) == "time")
    if unit in _UNITS:
        return today + timedelta(days=number * _UNITS[unit]), last
    if unit in ("month", "months") and number <= 24:
        months = today.month - 1 + number
        year, month = today.year + months // 12, months % 12 + 1
        return date(year, month, min(today.day, monthrange(year, month)[1])), last
    if unit in ("hour", "hours") and number in (24, 48, 72):
        return today + timedelta(days=number // 24), last
    return None


def _dated(line: Line, place: int, today: date) -> tuple[date, int] | None:
    """Read "1 December", "1st of Dec 2026", "December 1", "01/12/2026" and "2026-12-01"."""
    one, two, three = line.at(place), line.at(place + 1), line.at(place + 2)
    if len(one) == 4 and one.isdecimal() and two.isdecimal() and three.isdecimal() and _tight(line, place, "-"):
        return _day(int(one), int(two), int(three), place + 3)
    short = len(one) <= 2 and len(two) <= 2 and len(three) in (2, 4)
    if short and (one + two + three).isdecimal() and (_tight(line, place, "/") or _tight(line, place, ".")):
        return _day(int(three) + (2000 if len(three) == 2 else 0), int(two), int(one), place + 3)
    day = _ordinal(one)
    at = place + 1 + (two == "of")
    if day is not None and line.at(at) in _MONTH:
        return _coming(line, today, _MONTH[line.at(at)], day, at + 1)
    if one in _MONTH and (day := _ordinal(two)) is not None:
        return _coming(line, today, _MONTH[one], day, place + 2)
    return None


def _tight(line: Line, place: int, sign: str) -> bool:
    return all(line.text[line.tokens[n].end : line.tokens[n + 1].start] == sign for n in (place, place + 1))


def _ordinal(word: str) -> int | None:
    for ending in ("st", "nd", "rd", "th"):
        word = word.removesuffix(ending)
    return int(word) if word.isdecimal() and word.isascii() and len(word) <= 2 else None


def _coming(line: Line, today: date, month: int, day: int, last: int) -> tuple[date, int] | None:
    """Give the day in the year said, else the next time that it comes."""
    year = line.at(last)
    if len(year) == 4 and year.isdecimal():
        return _day(int(year), month, day, last + 1)
    this = _day(today.year, month, day, last)
    return this if this and this[0] >= today else _day(today.year + 1, month, day, last)


def _day(year: int, month: int, day: int, last: int) -> tuple[date, int] | None:
    try:
        return date(year, month, day), last
    except ValueError:
        return None
