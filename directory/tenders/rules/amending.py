"""What may change after publication, and how much more time it gives.

The terms of a procurement (the notice and its documents: requirements, conditions of participation, award criteria) may
be changed before bids close, and are published anew. Source: Procurement Act 2023, s31(1) and (5), read in Ward
Hadaway's summary of the Cabinet Office's guidance on modifying a competitive procurement, not in the act itself.
What the act leaves open and a sealed bid would not survive is refused by rules of our own, which say so.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from directory.kit.days import days_later
from directory.tenders.rules.check import Problem, Section
from directory.tenders.rules.sections import Criterion, Deadlines, Kind, Lot, Notice, PriceLine
from directory.tenders.rules.terms import Terms

MATERIAL_DAYS = 10
OPEN_ONLY = "Procurement Act 2023, section 31(1)"
OWN_RULE = "Fairhaven's own rule: sealed bids answer what was asked, and nobody may open them to ask again"
INVITED_BY = "Fairhaven's own rule: the members of its framework were invited by these lots"
AGREED_TO = "Fairhaven's own rule: each authority agreed before publication to what it buys"
# what only says better what was meant; everything else changes who bids, what they bid or how they are judged
SAYS_BETTER = frozenset({"title", "description", "name", "guide"})
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


def is_material(fields: Iterable[str]) -> bool:
    """Say whether a change of these fields of terms (by path) is material whatever its author thinks."""
    return any(path.rsplit(".", 1)[-1] not in SAYS_BETTER for path in fields)


def terms_problems(notice: Notice, after: Terms) -> list[Problem]:
    """Give what may not be changed in a published notice, with what forbids it."""
    return [
        *_lots(notice.lots, after.lots, fixed=notice.details.kind == Kind.CALL_OFF),
        *_criteria(notice.criteria, after.criteria),
    ]


def _lots(before: tuple[Lot, ...], after: tuple[Lot, ...], *, fixed: bool) -> Iterator[Problem]:
    def wrong(number: int, field: str, words: str, source: str) -> Problem:
        return Problem(Section.LOTS, field, f"Lot {number}: {words}", source, number)

    if len(after) < len(before):
        yield Problem(Section.LOTS, "lots", "A lot keeps its number: mark it as taken away", OWN_RULE)
        return
    for number, new in enumerate(after, 1):
        old = before[number - 1] if number <= len(before) else None
        if fixed and (old is None or _covers(old) != _covers(new)):
            yield wrong(number, "service_types", "a call-off keeps its lots, their services and areas", INVITED_BY)
        if old is None:
            continue
        if old.removed and new != old:
            yield wrong(number, "title", "it was taken away. Add another lot instead", OWN_RULE)
        if not _same_prices(old.price_lines, new.price_lines):
            words = "the prices asked for stay; only how many are reckoned with, and a higher most, can change"
            yield wrong(number, "price_lines", f"{words}. Take the lot away and add another instead", OWN_RULE)
        if old.joint_buyers != new.joint_buyers:
            yield wrong(number, "joint_buyers", "who buys together cannot change any more", AGREED_TO)


def _covers(lot: Lot) -> tuple[object, ...]:
    return lot.service_types, lot.areas, lot.removed


def _same_prices(before: tuple[PriceLine, ...], after: tuple[PriceLine, ...]) -> bool:
    """Say whether prices that were given for the lines before are prices for those after, and none is too high."""
    return len(before) == len(after) and all(
        (old.description, old.unit) == (new.description, new.unit)
        and (new.most_pence is None or (old.most_pence is not None and new.most_pence >= old.most_pence))
        for old, new in zip(before, after, strict=True)
    )


def _criteria(before: tuple[Criterion, ...], after: tuple[Criterion, ...]) -> Iterator[Problem]:
    def wrong(number: int, field: str, words: str) -> Problem:
        return Problem(Section.CRITERIA, field, f"Criterion {number}: {words}", OWN_RULE, number)

    if len(after) < len(before):
        yield Problem(Section.CRITERIA, "criteria", "A criterion keeps its number: mark it as taken away", OWN_RULE)
        return
    for number, (old, new) in enumerate(zip(before, after, strict=False), 1):
        if old.removed and new != old:
            yield wrong(number, "name", "it was taken away. Add another criterion instead")
        elif old.kind != new.kind:
            yield wrong(number, "kind", "what it judges stays. Take it away and add another instead")
        elif old.word_limit and (new.word_limit or 0) < old.word_limit:
            yield wrong(number, "word_limit", f"the word limit can only rise from {old.word_limit:,}")
