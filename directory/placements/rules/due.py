"""What a placement needs of whom, and by when: the clocks of the law, as data.

Source: Care Planning, Placement and Case Review (England) Regulations 2010, regs 11 to 13 (placing out of area and
telling the area authority), reg 33 (reviews); statutory guidance on children who run away or go missing from home or
care (DfE 2014), para 32: a return interview within 72 hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from directory.kit.days import LONDON, working_days_after
from directory.placements.rules.placing import Interview, Where

INTERVIEW_HOURS = 72
EMERGENCY_WORKING_DAYS = 5
SOON = timedelta(days=14)


class Kind(StrEnum):
    """What is to be done."""

    MISSING = "missing"
    INTERVIEW = "interview"
    APPROVE_DISTANCE = "approve_distance"
    TELL_AREA = "tell_area"
    START = "start"
    REVIEW = "review"
    END = "end"


@dataclass(frozen=True)
class EpisodeFacts:
    """What the clock of a return interview needs."""

    number: str
    until_at: datetime | None
    interview: Interview


@dataclass(frozen=True)
class Facts:
    """What the clocks of a placement need. Days are London's."""

    starts_on: date
    started_on: date | None
    ended_on: date | None
    expected_end_on: date | None
    emergency: bool
    where: Where
    distance_approved: bool
    area_told_on: date | None
    reviews: Sequence[tuple[str, date]] = ()
    episodes: Sequence[EpisodeFacts] = ()


@dataclass(frozen=True)
class Task:
    """One thing that is due. ``of`` names the review or the episode it is about."""

    kind: Kind
    words: str
    due_at: datetime
    overdue: bool
    of: str = ""


def area_due_on(facts: Facts) -> date:
    """Give the last day to tell the area authority: before the start, or 5 working days after it in an emergency."""
    begins = facts.started_on or facts.starts_on
    return working_days_after(begins, EMERGENCY_WORKING_DAYS) if facts.emergency else begins


def interview_due_at(until_at: datetime) -> datetime:
    """Give when a return interview is due: 72 hours after the child came back."""
    return until_at + timedelta(hours=INTERVIEW_HOURS)


def end_of(day: date) -> datetime:
    """Give the instant at which a day is over in London."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON)


def due(facts: Facts, now: datetime) -> list[Task]:
    """Give what is due, the soonest first; a placement that ended owes its return interviews only."""
    today = now.astimezone(LONDON).date()
    found: list[tuple[Kind, str, datetime, str]] = []
    for episode in facts.episodes:
        if episode.until_at is None:
            found.append((Kind.MISSING, "The child is missing or away: say when they are back", now, episode.number))
        elif episode.interview in (Interview.NOT_OFFERED, Interview.OFFERED):
            words = "Hold" if episode.interview is Interview.OFFERED else "Offer"
            found.append(
                (Kind.INTERVIEW, f"{words} a return interview", interview_due_at(episode.until_at), episode.number)
            )
    if facts.ended_on is None:
        found += _running(facts, today)
    tasks = [Task(kind, words, at, at <= now and kind is not Kind.MISSING, of) for kind, words, at, of in found]
    return sorted(tasks, key=lambda task: task.due_at)


def _running(facts: Facts, today: date) -> list[tuple[Kind, str, datetime, str]]:
    found = []
    if facts.where is Where.AT_A_DISTANCE and not facts.distance_approved:
        found.append((Kind.APPROVE_DISTANCE, "A director approves the placement at a distance", facts.starts_on, ""))
    if facts.where is not Where.OWN_AREA and facts.area_told_on is None:
        found.append((Kind.TELL_AREA, "Tell the area authority", area_due_on(facts), ""))
    if facts.started_on is None:
        found.append((Kind.START, "Say that the child has arrived, or end the agreement", facts.starts_on, ""))
    found += [(Kind.REVIEW, "Hold the review", day, of) for of, day in facts.reviews if day <= today + SOON]
    if facts.expected_end_on is not None and facts.expected_end_on <= today + SOON:
        found.append((Kind.END, "It is expected to end: end it, or change the date", facts.expected_end_on, ""))
    return [(kind, words, end_of(day), of) for kind, words, day, of in found]


def usual_reviews(starts_on: date) -> list[date]:
    """Give when the first two reviews are due at the latest: within 20 working days, then within 3 months of that."""
    first = working_days_after(starts_on, 20)
    return [first, first + timedelta(days=90)]
