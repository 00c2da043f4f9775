"""Of what is due people are reminded: once before it is due, and once when it is overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from directory.kit.days import LONDON
from directory.placements.rules.due import Kind, Task, last_day


class Stage(StrEnum):
    """How far it is."""

    SOON = "soon"
    OVERDUE = "overdue"


DAY = timedelta(days=1)
# how long before it is due: what takes arranging a week, an interview as soon as nearly a day is gone, the rest a day
BEFORE: dict[Kind, timedelta] = {Kind.INTERVIEW: 2 * DAY, Kind.REVIEW: 7 * DAY, Kind.END: 7 * DAY}
# of a child who is gone people are told when the episode is recorded; that they are still gone, a day after they went
STILL_MISSING_AFTER = DAY


@dataclass(frozen=True)
class Reminding:
    """What is to be said: of which thing, in which stage, in words that say nothing of the child."""

    kind: Kind
    about: str
    due_at: datetime
    stage: Stage
    words: str


def remindings(tasks: Sequence[Task], now: datetime) -> list[Reminding]:
    """Give what is to be said now of what is due, the soonest first; what was said already is for others to know.

    Of what is overdue already nobody is told that it is due soon.
    """
    found = []
    for task in tasks:
        stage = _stage(task, now)
        if stage is not None:
            found.append(Reminding(task.kind, task.of, task.due_at, stage, _words(task, stage)))
    return found


def _stage(task: Task, now: datetime) -> Stage | None:
    if task.kind is Kind.MISSING:
        return Stage.OVERDUE if now >= task.due_at + STILL_MISSING_AFTER else None
    if task.overdue:
        return Stage.OVERDUE
    return Stage.SOON if now >= task.due_at - BEFORE.get(task.kind, DAY) else None


def _words(task: Task, stage: Stage) -> str:
    if task.kind is Kind.MISSING:
        return "a child is still missing or away after 24 hours"
    said = task.words[0].lower() + task.words[1:]
    if stage is Stage.OVERDUE:
        return f"overdue: {said}"
    last = last_day(task) or task.due_at.astimezone(LONDON)
    return f"{said}, by {last.day} {last:%B %Y}"
