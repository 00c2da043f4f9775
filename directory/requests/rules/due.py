"""What a request needs of its authority, and by when: the clocks of a search and of a screening, as data.

Sources: Modern Slavery Act 2015, section 52 (a local authority notifies the Secretary of State of a suspected victim;
it names no time, so it is due on the day of the screening); the five working days of a reasonable grounds decision
and what could not be verified of them: ``rules.protection``. The plan for the first 72 hours is practice, not law: it
is due before the child arrives.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from directory.access import Permission
from directory.kit.days import london_instant, working_days_after
from directory.requests.rules.lifecycle import ANSWERING, SCREENABLE, Status
from directory.requests.rules.protection import DAYS_TO_REASONABLE, Protection, Referral
from directory.requests.rules.screening import Level, Seen, Strength

CLOSE_OF_WORK, END_OF_DAY = time(17), time(23, 59)
# a child is there or is still sought, so that what protects them may be said and is asked for
RUNNING = SCREENABLE


class Duty(StrEnum):
    """What is to be done."""

    REFER = "refer"
    REASONABLE = "reasonable"
    PLAN = "plan"
    ANSWERS = "answers"
    NEEDED = "needed"


DUTY_LABELS: dict[Duty, str] = {
    Duty.REFER: "Refer the child to the National Referral Mechanism",
    Duty.REASONABLE: "Record the reasonable grounds decision; if there is none yet, call the competent authority",
    Duty.PLAN: "Write the plan for the first 72 hours",
    Duty.ANSWERS: "Nobody has offered in time: ask more providers, or close without a placement",
    Duty.NEEDED: "Find a place by the day on which it is needed",
}
OF_SCREENINGS = frozenset({Duty.REFER, Duty.REASONABLE, Duty.PLAN})


def needed_for(duty: Duty) -> Permission:
    """Give what somebody needs to do it."""
    return Permission.REQUEST_SCREEN if duty in OF_SCREENINGS else Permission.REQUEST_RELEASE


@dataclass(frozen=True)
class Screened:
    """What the last screening says, as far as clocks need it."""

    on: date
    level: Level
    seen: Mapping[str, Seen]
    protection: Protection


@dataclass(frozen=True)
class Facts:
    """What the clocks need of a request. ``answers_end_at``: when the last open tier's time to answer ends."""

    status: Status
    needed_by: date | None
    fears_missing: bool
    screened: Screened | None = None
    answers_end_at: datetime | None = None
    next_tier_at: datetime | None = None
    offers: int = 0


@dataclass(frozen=True)
class Task:
    """One thing that is due."""

    duty: Duty
    due_at: datetime
    overdue: bool

    @property
    def words(self) -> str:
        """Give what is to be done."""
        return DUTY_LABELS[self.duty]

    @property
    def mark(self) -> str:
        """Give what tells this reminder from every other of its request."""
        return f"{self.duty.value} {self.due_at.isoformat()}"


_OF_MISSING = ("missing_before", "wants_to_leave", "found_by")


def fears_missing(risks: Mapping[str, Any], seen: Mapping[str, Seen]) -> bool:
    """Say whether somebody has judged the child likely to go missing: as a risk, or by a sign of the screening."""
    said = risks.get("missing")
    signs = [seen[sign].strength for sign in _OF_MISSING if sign in seen]
    return (said is not None and said["level"] == "high") or any(
        strength in (Strength.STRONG, Strength.MODERATE) for strength in signs
    )


def _by(day: date) -> datetime:
    return london_instant(day, END_OF_DAY)


def _of_screening(facts: Facts) -> list[tuple[Duty, datetime]]:
    found: list[tuple[Duty, datetime]] = []
    screened = facts.screened
    planned = screened is not None and bool(screened.protection.measures or screened.protection.safety_plan.strip())
    endangered = facts.fears_missing or (screened is not None and screened.level is Level.HIGH)
    if endangered and not planned and facts.needed_by is not None and facts.status is not Status.DRAFT:
        found.append((Duty.PLAN, _by(facts.needed_by)))
    if screened is None:
        return found
    protection = screened.protection
    if protection.referral is Referral.TO_REFER:
        found.append((Duty.REFER, _by(screened.on)))
    if protection.referral is Referral.REFERRED and protection.referred_on is not None:
        day = working_days_after(protection.referred_on, DAYS_TO_REASONABLE)
        found.append((Duty.REASONABLE, london_instant(day, CLOSE_OF_WORK)))
    return found


def _of_search(facts: Facts) -> list[tuple[Duty, datetime]]:
    found: list[tuple[Duty, datetime]] = []
    nobody = facts.status is Status.SEARCHING and not facts.offers and facts.next_tier_at is None
    if nobody and facts.answers_end_at is not None:
        found.append((Duty.ANSWERS, facts.answers_end_at))
    if facts.status in ANSWERING and facts.needed_by is not None:
        found.append((Duty.NEEDED, _by(facts.needed_by)))
    return found


def due(facts: Facts, now: datetime) -> Sequence[Task]:
    """Give what is due, the soonest first; nothing of a request that is over.

    That nobody has offered is a task only once the time for it is over; a tier that opens by itself comes first.
    """
    if facts.status not in RUNNING:
        return []
    tasks = [Task(duty, at, overdue=now > at) for duty, at in (*_of_screening(facts), *_of_search(facts))]
    return sorted((task for task in tasks if task.duty is not Duty.ANSWERS or task.overdue), key=lambda t: t.due_at)
