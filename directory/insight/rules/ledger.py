"""The ledger of unmet need, counted: by what, within which limits, over which months."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from directory.codes import REGIONS, ServiceType, Specialism, label
from directory.requests.rules.lifecycle import UNMET_LABELS, UnmetReason

NO_REGION = "not_known"
NO_SPECIALISM = "none"
MOST_MONTHS = 36


@dataclass(frozen=True)
class Entry:
    """A request that closed without a placement: what was sought, where, for how long. It names no child."""

    authority_id: UUID
    closed_on: date
    service_types: tuple[str, ...]
    specialisms: tuple[str, ...]
    region: str | None
    days_searched: int
    reason: UnmetReason


class Dimension(StrEnum):
    """By what needs are counted."""

    TYPE = "type"
    SPECIALISM = "specialism"
    REGION = "region"
    MONTH = "month"
    DAYS = "days"
    REASON = "reason"


DIMENSION_LABELS: dict[Dimension, str] = {
    Dimension.TYPE: "Kind of service sought",
    Dimension.SPECIALISM: "Specialism sought",
    Dimension.REGION: "Region searched in",
    Dimension.MONTH: "Month in which it closed",
    Dimension.DAYS: "How long it was searched for",
    Dimension.REASON: "Why no place was found",
}
# one need may ask for several of these, and then counts for each
SEVERAL = frozenset({Dimension.TYPE, Dimension.SPECIALISM})

# the last day of each band; None is open
DAYS: dict[str, tuple[str, int | None]] = {
    "same_day": ("Less than a day", 0),
    "1_to_2": ("1 or 2 days", 2),
    "3_to_7": ("3 to 7 days", 7),
    "8_to_28": ("8 to 28 days", 28),
    "longer": ("More than 28 days", None),
}


def band_of(days: int) -> str:
    """Give the band in which so many days of searching lie."""
    return next(band for band, (_, last) in DAYS.items() if last is None or days <= last)


def month_of(day: date) -> str:
    """Give a day's month, "2026-11"."""
    return f"{day:%Y-%m}"


def month_words(month: str) -> str:
    """Give "2026-11" as "November 2026"."""
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


def months_back(month: str, number: int) -> str:
    """Give the month that lies ``number`` months before."""
    year, place = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 - number, 12)
    return f"{year:04}-{place + 1:02}"


def months_between(since: str, until: str) -> list[str]:
    """Give the months from ``since`` to ``until``, both counted."""
    months = []
    while since <= until:
        months.append(since)
        since = months_back(since, -1)
    return months


@dataclass(frozen=True)
class Limits:
    """Which entries are counted: those of these months that have each of these values."""

    since: str
    until: str
    type: ServiceType | None = None
    specialism: Specialism | None = None
    region: str | None = None
    reason: UnmetReason | None = None

    def hold(self, entry: Entry) -> bool:
        """Say whether an entry lies within them."""
        return (
            self.since <= month_of(entry.closed_on) <= self.until
            and (self.type is None or self.type.value in entry.service_types)
            and (self.specialism is None or self.specialism.value in entry.specialisms)
            and (self.region is None or entry.region == self.region)
            and (self.reason is None or entry.reason is self.reason)
        )


def values_of(entry: Entry, dimension: Dimension) -> Sequence[str]:
    """Give what an entry counts for."""
    match dimension:
        case Dimension.TYPE:
            return entry.service_types
        case Dimension.SPECIALISM:
            return entry.specialisms or (NO_SPECIALISM,)
        case Dimension.REGION:
            return (entry.region or NO_REGION,)
        case Dimension.MONTH:
            return (month_of(entry.closed_on),)
        case Dimension.DAYS:
            return (band_of(entry.days_searched),)
        case Dimension.REASON:
            return (entry.reason.value,)


def order_of(dimension: Dimension, limits: Limits) -> dict[str, str]:
    """Give every value that can be, in its order, with its words."""
    match dimension:
        case Dimension.TYPE:
            return {each.value: label(each) for each in ServiceType}
        case Dimension.SPECIALISM:
            return {each.value: label(each) for each in Specialism} | {NO_SPECIALISM: "None was asked for"}
        case Dimension.REGION:
            return {region: region for region in REGIONS} | {NO_REGION: "Not known"}
        case Dimension.MONTH:
            return {month: month_words(month) for month in months_between(limits.since, limits.until)}
        case Dimension.DAYS:
            return {band: words for band, (words, _) in DAYS.items()}
        case Dimension.REASON:
            return {each.value: UNMET_LABELS[each] for each in UnmetReason}


@dataclass(frozen=True)
class Line:
    """How many needs have one value. ``number`` None: too few to be told."""

    value: str
    words: str
    number: int | None


# months, days and reasons are few and have an order of their own, so that a gap is seen; the others come by number
IN_ORDER = frozenset({Dimension.MONTH, Dimension.DAYS, Dimension.REASON})


def in_lines(
    dimension: Dimension, numbers: Mapping[str, int | None], limits: Limits, *, absent: int | None
) -> list[Line]:
    """Give a line for each value; of kinds, specialisms and regions only those counted, the most first.

    ``absent``: what is said of a value that nothing was counted for.
    """
    lines = [Line(value, words, numbers.get(value, absent)) for value, words in order_of(dimension, limits).items()]
    if dimension in IN_ORDER:
        return lines
    return sorted((line for line in lines if line.number), key=lambda line: -(line.number or 0))


def counted(entries: Iterable[Entry], dimension: Dimension) -> Counter[str]:
    """Give how many entries have each value."""
    return Counter(value for entry in entries for value in values_of(entry, dimension))


def half_searched_days(entries: Sequence[Entry]) -> int | None:
    """Give for how many days half of the needs were searched, or longer (the upper median); None of no needs."""
    days = sorted(entry.days_searched for entry in entries)
    return days[len(days) // 2] if days else None
