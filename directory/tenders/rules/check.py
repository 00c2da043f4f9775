"""What is still missing or unlawful before a tender may be approved and published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from directory.codes import TYPES_WITH_PLACES
from directory.kit.days import LONDON, holidays_known_until, is_working_day
from directory.tenders.rules.deadlines import minimum, window_is_long_enough
from directory.tenders.rules.sections import (
    Criterion,
    CriterionKind,
    Deadlines,
    Details,
    Kind,
    Lot,
    Notice,
    Procedure,
    Regime,
    Shortening,
    numbered,
)
from directory.tenders.rules.weights import FULL_HUNDREDTHS, total_hundredths, weight_words

OFFICE_OPENS, OFFICE_CLOSES = 9, 17


class Section(StrEnum):
    """The parts in which a tender is drafted."""

    DETAILS = "details"
    LOTS = "lots"
    CRITERIA = "criteria"
    CONDITIONS = "conditions"
    DEADLINES = "deadlines"
    DOCUMENTS = "documents"


@dataclass(frozen=True)
class Problem:
    """One thing that stands in the way, the field it is about, and the law where there is one."""

    section: Section
    field: str
    words: str
    source: str = ""
    number: int = 0
    """Which lot or criterion, from 1; 0 where it is about the section."""


def problems(notice: Notice, now: datetime) -> list[Problem]:
    """Give all that stands in the way of publishing at ``now``, in the order of the sections; empty means ready."""
    return [
        *_details(notice.details),
        *_lots(notice.lots),
        *_criteria(notice.criteria),
        *_prices(notice),
        *_deadlines(notice.deadlines, notice.details, now),
    ]


def _details(details: Details) -> Iterator[Problem]:
    present = {
        "title": (bool(details.title.strip()), "Enter a title"),
        "description": (bool(details.description.strip()), "Describe what is needed"),
        "cpv_codes": (bool(details.cpv_codes), "Give at least one CPV code"),
        "value_maximum_pence": (details.value_maximum_pence is not None, "Give the highest value of the contract"),
        "starts_on": (details.starts_on is not None, "Say when the contract starts"),
        "ends_on": (details.ends_on is not None, "Say when the contract ends"),
    }
    for field, (given, words) in present.items():
        if not given:
            yield Problem(Section.DETAILS, field, words)
    # under a framework its own mechanism selects the supplier: no ground of section 41 is needed
    if details.procedure == Procedure.DIRECT and details.kind != Kind.CALL_OFF:
        source = "Procurement Act 2023, sections 41 to 44 and Schedule 5"
        if details.ground is None:
            yield Problem(Section.DETAILS, "ground", "Choose the ground that allows a direct award", source)
        if not details.justification.strip():
            yield Problem(Section.DETAILS, "justification", "Explain why a direct award is justified", source)
    if details.procedure == Procedure.LIMITED and not details.justification.strip():
        words = "Say why not every provider may bid, and how those who may are chosen: everybody reads it"
        yield Problem(Section.DETAILS, "justification", words, "Procurement Act 2023, section 20")
    shortened = details.shortening != Shortening.NONE and details.regime == Regime.STANDARD
    if shortened and not details.shortening_reason.strip():
        source = "Procurement Act 2023, section 54"
        yield Problem(Section.DETAILS, "shortening_reason", "Explain what allows the shorter time", source)


def _lots(lots: tuple[Lot, ...]) -> Iterator[Problem]:
    if not any(numbered(lots)):
        yield Problem(Section.LOTS, "lots", "Add at least one lot")
    for number, lot in numbered(lots):
        if not lot.service_types:
            yield Problem(
                Section.LOTS, "service_types", f"Lot {number}: choose at least one service type", number=number
            )
        elif lot.places is None and lot.weekly_hours is None:
            housed = bool(TYPES_WITH_PLACES.intersection(lot.service_types))
            field, counted = ("places", "places") if housed else ("weekly_hours", "hours a week")
            yield Problem(Section.LOTS, field, f"Lot {number}: say how many {counted}", number=number)
        if not lot.areas:
            yield Problem(Section.LOTS, "areas", f"Lot {number}: say in which area", number=number)


def _criteria(criteria: tuple[Criterion, ...]) -> Iterator[Problem]:
    if not any(numbered(criteria)):
        yield Problem(Section.CRITERIA, "criteria", "Add the criteria that bids are judged by")
        return
    source = "Procurement Act 2023, section 23"
    total = total_hundredths(criteria)
    if total != FULL_HUNDREDTHS:
        words = f"The weights add to {weight_words(total)}, and must add to exactly 100"
        yield Problem(Section.CRITERIA, "weight", words, source)
    for number, criterion in numbered(criteria):
        named = f"{criterion.name or f'Criterion {number}'}: "
        if criterion.kind == CriterionKind.PRICE:
            if criterion.formula is None:
                words = named + "choose the formula by which prices become points"
                yield Problem(Section.CRITERIA, "formula", words, source, number)
            continue
        if not criterion.question.strip():
            yield Problem(Section.CRITERIA, "question", named + "write the question that bidders answer", "", number)
        if criterion.word_limit is None:
            yield Problem(Section.CRITERIA, "word_limit", named + "set a word limit", "", number)
        if not criterion.guide.strip():
            words = named + "write the scoring guide: what earns which score"
            yield Problem(Section.CRITERIA, "guide", words, source, number)


def _prices(notice: Notice) -> Iterator[Problem]:
    if not any(criterion.kind == CriterionKind.PRICE for _, criterion in numbered(notice.criteria)):
        return
    for number, lot in numbered(notice.lots):
        if not lot.price_lines:
            words = f"Lot {number}: say which prices bidders give, for a criterion judges price"
            yield Problem(Section.LOTS, "price_lines", words, number=number)
        elif notice.details.joinable and any(line.most_pence is None for line in lot.price_lines):
            words = f"Lot {number}: say the most that may be asked for, as who joins later gives prices without a rival"
            yield Problem(Section.LOTS, "price_lines", words, number=number)


def _deadlines(deadlines: Deadlines, details: Details, now: datetime) -> Iterator[Problem]:
    def wrong(field: str, words: str, source: str = "") -> Problem:
        return Problem(Section.DEADLINES, field, words, source)

    questions, answers, closes = deadlines.questions_close_at, deadlines.answers_by_at, deadlines.closes_at
    if questions is None:
        yield wrong("questions_close_at", "Say until when providers may ask questions")
    elif questions <= now:
        yield wrong("questions_close_at", "The deadline for questions has passed: choose a later one")
    if answers is None:
        yield wrong("answers_by_at", "Say by when questions are answered")
    elif questions and answers < questions:
        yield wrong("answers_by_at", "Answers cannot be due before the deadline for questions")
    if closes is None:
        yield wrong("closes_at", "Say when bids close")
        return
    if closes <= now:
        yield wrong("closes_at", "The deadline for bids has passed: choose a later one")
    elif not window_is_long_enough(now, closes, details):
        least = minimum(details)
        words = f"Bids must stay open for at least {least.days} days from publication"
        yield wrong("closes_at", words, least.source)
    if answers and answers >= closes:
        yield wrong("answers_by_at", "Questions must be answered before bids close")


def warnings(notice: Notice) -> list[Problem]:
    """Give what is lawful and yet worth a second look."""
    return list(_warnings(notice))


def _warnings(notice: Notice) -> Iterator[Problem]:
    for field, what in (("questions_close_at", "Questions"), ("closes_at", "Bids")):
        at: datetime | None = getattr(notice.deadlines, field)
        if at is None:
            continue
        there = at.astimezone(LONDON)
        if not is_working_day(there.date()):
            words = f"{what} close on a weekend or bank holiday, when nobody may be there to help"
            yield Problem(Section.DEADLINES, field, words)
        elif not OFFICE_OPENS <= there.hour < OFFICE_CLOSES:
            yield Problem(
                Section.DEADLINES, field, f"{what} close outside office hours, when nobody may be there to help"
            )
        if there.date() > holidays_known_until():
            words = f"Bank holidays are known until {holidays_known_until():%Y}: check this day yourself"
            yield Problem(Section.DEADLINES, field, words)
    if notice.details.procedure != Procedure.DIRECT and notice.criteria:
        kinds = {criterion.kind for criterion in notice.criteria}
        if CriterionKind.QUALITY not in kinds:
            yield Problem(Section.CRITERIA, "criteria", "No criterion judges quality: the lowest price alone would win")
