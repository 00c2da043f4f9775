"""What a placement needs of whom, and by when: the clocks of the law, as data.

Source: Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959): reg 11(1) (approval of a
placement out of area), reg 13(4) (telling the area authority), both as amended by SI 2013/3239, regs 18 and 19; reg
11(4) (none of that approval for one's own foster parents) as LG Inform Plus quotes it (duty 3621, modified in February
2022); reg 33 (reviews). Of reg 11(3) (emergencies) only what authorities' procedures say of it could be read: paragraph
(2) does not apply, the approval still does, and the area authority is told afterwards, within five working days.
Statutory guidance on children who run away or go missing from home or care (DfE, January 2014): a return
interview within 72 hours (read in authorities' own procedures; its paragraph was not verified).
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from directory.kit.days import LONDON, working_days_after
from directory.placements.rules.placing import Interview, Where

INTERVIEW_HOURS = 72
EMERGENCY_WORKING_DAYS = 5
FIRST_REVIEW_WORKING_DAYS = 20
MONTHS_TO_SECOND_REVIEW = 3
MONTHS_BETWEEN_REVIEWS = 6
SOON = timedelta(days=14)


class Kind(StrEnum):
    """What is to be done."""

    MISSING = "missing"
    INTERVIEW = "interview"
    TELL_AREA = "tell_area"
    APPROVE_AREA = "approve_area"
    APPROVE_DISTANCE = "approve_distance"
    START = "start"
    REVIEW = "review"
    END = "end"


KIND_LABELS: dict[Kind, str] = {
    Kind.MISSING: "Missing or away now",
    Kind.INTERVIEW: "A return interview",
    Kind.TELL_AREA: "Telling the area authority",
    Kind.APPROVE_AREA: "An approval outside our area",
    Kind.APPROVE_DISTANCE: "A director’s approval at a distance",
    Kind.START: "An arrival",
    Kind.REVIEW: "A review",
    Kind.END: "An expected end",
}


@dataclass(frozen=True)
class EpisodeFacts:
    """What the clock of a return interview needs."""

    number: str
    until_at: datetime | None
    interview: Interview
    from_at: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """What the clocks of a placement need. Days are London's. ``own_carers``: of ``needs_approval``."""

    starts_on: date
    started_on: date | None
    ended_on: date | None
    expected_end_on: date | None
    emergency: bool
    where: Where
    approved: bool
    area_told_on: date | None
    own_carers: bool = False
    reviews: Sequence[tuple[str, date]] = ()
    episodes: Sequence[EpisodeFacts] = ()


@dataclass(frozen=True)
class Task:
    """One thing that is due. ``of`` names the review or the episode it is about.

    A child who is missing comes before all else; its ``due_at`` is since when.
    """

    kind: Kind
    words: str
    due_at: datetime
    overdue: bool
    of: str = ""


def must_be_told_first(*, emergency: bool) -> bool:
    """Say whether the area authority is told before a placement out of area is approved and starts."""
    return not emergency


def needs_approval(where: Where, *, own_carers: bool) -> bool:
    """Say whether a placement is approved before it starts: out of area, unless with the authority's own carers.

    Those are the foster parents whom the responsible authority itself has approved: reg 11(4)(b). A connected person
    (reg 11(4)(a)) is no service of anybody and is not placed with here.
    """
    return where is not Where.OWN_AREA and not own_carers


def waits_for(where: Where, *, emergency: bool, approved: bool, told: bool, own_carers: bool = False) -> str:
    """Give what the law wants of a placement out of area before it starts, in words; empty where nothing is."""
    if where is Where.OWN_AREA:
        return ""
    if must_be_told_first(emergency=emergency) and not told:
        return "Tell the area authority of this placement before it starts, and note it here"
    if approved or not needs_approval(where, own_carers=own_carers):
        return ""
    who = "A director must approve this placement at a distance" if where is Where.AT_A_DISTANCE else "Approve it"
    return f"{who} before it starts"


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
    """Give what is due, who is missing first, then the soonest; what has ended owes its return interviews only."""
    today = now.astimezone(LONDON).date()
    found: list[tuple[Kind, str, datetime, str]] = []
    for episode in facts.episodes:
        if episode.until_at is None:
            since = episode.from_at or now
            found.append((Kind.MISSING, "The child is missing or away: say when they are back", since, episode.number))
        elif episode.interview in (Interview.NOT_OFFERED, Interview.OFFERED):
            words = "Hold" if episode.interview is Interview.OFFERED else "Offer"
            found.append(
                (Kind.INTERVIEW, f"{words} a return interview", interview_due_at(episode.until_at), episode.number)
            )
    if facts.ended_on is None:
        found += _running(facts, today)
    tasks = [Task(kind, words, at, at <= now and kind is not Kind.MISSING, of) for kind, words, at, of in found]
    return sorted(tasks, key=order)


TIMED = frozenset({Kind.MISSING, Kind.INTERVIEW})


def last_day(task: Task) -> date | None:
    """Give the last day of what is due by a day, in London; None for what is due at an hour."""
    return None if task.kind in TIMED else (task.due_at - timedelta(seconds=1)).astimezone(LONDON).date()


def order(task: Task) -> tuple[bool, datetime]:
    """Give the place of a task among others."""
    return task.kind is not Kind.MISSING, task.due_at


def _running(facts: Facts, today: date) -> list[tuple[Kind, str, datetime, str]]:
    found = []
    if facts.where is not Where.OWN_AREA and facts.area_told_on is None:
        found.append((Kind.TELL_AREA, "Tell the area authority", area_due_on(facts), ""))
    waits = needs_approval(facts.where, own_carers=facts.own_carers) and not facts.approved
    if facts.where is Where.AT_A_DISTANCE and waits:
        words = "A director approves the placement at a distance"
        found.append((Kind.APPROVE_DISTANCE, words, facts.starts_on, ""))
    if facts.where is Where.ADJOINING and waits:
        found.append((Kind.APPROVE_AREA, "Approve the placement outside your area", facts.starts_on, ""))
    if facts.started_on is None:
        found.append((Kind.START, "Say that the child has arrived, or end the agreement", facts.starts_on, ""))
    found += [(Kind.REVIEW, "Hold the review", day, of) for of, day in facts.reviews if day <= today + SOON]
    if facts.expected_end_on is not None and facts.expected_end_on <= today + SOON:
        found.append((Kind.END, "It is expected to end: end it, or change the date", facts.expected_end_on, ""))
    return [(kind, words, end_of(day), of) for kind, words, day, of in found]


def months_after(day: date, months: int) -> date:
    """Give the same day so many months later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def usual_reviews(starts_on: date) -> list[date]:
    """Give when the first two reviews are due at the latest, for a child who is looked after from ``starts_on`` on.

    Within 20 working days of that, then within three months of the first. A child who was looked after before keeps
    the days of their own reviews.
    """
    first = working_days_after(starts_on, FIRST_REVIEW_WORKING_DAYS)
    return [first, months_after(first, MONTHS_TO_SECOND_REVIEW)]


def next_review(held_on: date, *, first: bool) -> date:
    """Give when the review after one that was held is due at the latest: in three months, later ones in six."""
    return months_after(held_on, MONTHS_TO_SECOND_REVIEW if first else MONTHS_BETWEEN_REVIEWS)
