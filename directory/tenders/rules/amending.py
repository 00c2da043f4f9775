"""What may change after publication, and how much more time it gives."""

from collections.abc import Iterator
from datetime import datetime

from directory.kit.days import days_later
from directory.tenders.rules.check import Problem, Section
from directory.tenders.rules.sections import Deadlines

MATERIAL_DAYS = 10
SOURCE = (
    "Procurement Act 2023, sections 31 and 54(1): time limits have regard to the nature of a modification; "
    f"{MATERIAL_DAYS} days is Fairhaven's own rule"
)


def amendment_problems(
    old: Deadlines, new: Deadlines, *, changed: bool, material: bool, now: datetime
) -> list[Problem]:
    """Give what stands against an amendment made at ``now``."""
    found = [] if changed else [_wrong("reason", "Nothing was changed")]
    return [*found, *_moved(old, new, now), *_order(new), *(_more_time(old, new, now) if material else ())]


def leaves_time(closes_at: datetime | None, now: datetime) -> bool:
    """Say whether bidders have as much time left as a material change must leave them."""
    return closes_at is None or closes_at >= days_later(now, MATERIAL_DAYS)


def _wrong(field: str, words: str, source: str = "") -> Problem:
    return Problem(Section.DEADLINES, field, words, source)


def _moved(old: Deadlines, new: Deadlines, now: datetime) -> Iterator[Problem]:
    for field, what in (("questions_close_at", "questions"), ("answers_by_at", "answers"), ("closes_at", "bids")):
        before, after = getattr(old, field), getattr(new, field)
        if before and after < before:
            yield _wrong(field, f"The deadline for {what} can only move later: providers plan by it")
        elif before and before < after <= now:
            yield _wrong(field, f"The deadline for {what} has passed: choose a later one")


def _order(new: Deadlines) -> Iterator[Problem]:
    questions, answers, closes = new.questions_close_at, new.answers_by_at, new.closes_at
    if questions and answers and answers < questions:
        yield _wrong("answers_by_at", "Answers cannot be due before the deadline for questions")
    if answers and closes and answers >= closes:
        yield _wrong("answers_by_at", "Questions must be answered before bids close")


def _more_time(old: Deadlines, new: Deadlines, now: datetime) -> Iterator[Problem]:
    if not new.closes_at or not old.closes_at:
        return
    if new.closes_at <= old.closes_at:
        yield _wrong("closes_at", "A material change gives bidders more time: move the deadline for bids later", SOURCE)
    elif not leaves_time(new.closes_at, now):
        yield _wrong("closes_at", f"A material change leaves at least {MATERIAL_DAYS} days from today", SOURCE)
