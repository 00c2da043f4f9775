"""Missing episodes beside each other: none overlaps another, and what they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from directory.kit.days import LONDON
from directory.placements.rules.due import interview_due_at
from directory.placements.rules.placing import EpisodeKind, Interview


@dataclass(frozen=True)
class Span:
    """An episode: from, until (None: not back yet), what it was and what became of its interview."""

    from_at: datetime
    until_at: datetime | None
    kind: EpisodeKind = EpisodeKind.MISSING
    interview: Interview = Interview.NOT_OFFERED
    interview_on: date | None = None


def overlap(one: Span, other: Span) -> bool:
    """Say whether two episodes share any time. One may begin when the other is over."""
    starts_before = other.until_at is None or one.from_at < other.until_at
    ends_after = one.until_at is None or other.from_at < one.until_at
    return (starts_before and ends_after) or one.from_at == other.from_at


@dataclass(frozen=True)
class Figures:
    """What the episodes of a placement add up to. ``hours`` are whole; interviews are of the children who are back."""

    missing: int
    away: int
    hours: int
    longest_hours: int
    back: int
    interviewed: int
    interviewed_in_time: int
    declined: int
    now: bool

    @property
    def total(self) -> int:
        """Give how many there were."""
        return self.missing + self.away


def figures(spans: Sequence[Span], now: datetime) -> Figures:
    """Give the figures; an episode that goes on is counted until now.

    An interview counts as in time on or before the day on which the 72 hours end, for only its day is known.
    """
    gone = [max((span.until_at or now) - span.from_at, timedelta()) for span in spans]
    back = [span for span in spans if span.until_at is not None]
    done = [span for span in back if span.interview is Interview.DONE]
    return Figures(
        missing=sum(span.kind is EpisodeKind.MISSING for span in spans),
        away=sum(span.kind is EpisodeKind.AWAY for span in spans),
        hours=_hours(sum(gone, timedelta())),
        longest_hours=_hours(max(gone, default=timedelta())),
        back=len(back),
        interviewed=len(done),
        interviewed_in_time=sum(_in_time(span) for span in done),
        declined=sum(span.interview is Interview.DECLINED for span in back),
        now=len(back) < len(spans),
    )


def _hours(time: timedelta) -> int:
    return int(time.total_seconds() // 3600)


def _in_time(span: Span) -> bool:
    if span.until_at is None or span.interview_on is None:
        return False
    return span.interview_on <= interview_due_at(span.until_at).astimezone(LONDON).date()
