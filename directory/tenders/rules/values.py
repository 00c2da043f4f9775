"""What may stand in a section at all, even in a draft: wrong values are refused, missing ones are not."""

from directory.kit.money import pounds
from directory.tenders.rules.cpv import cpv_code
from directory.tenders.rules.sections import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Conditions,
    Criterion,
    CriterionKind,
    Deadlines,
    Details,
    Kind,
    Lot,
    Procedure,
)
from directory.tenders.rules.terms import Terms
from directory.tenders.rules.weights import FULL_HUNDREDTHS

MOST_PENCE = 10_000_000_000_00
MOST_MONTHS = 120
MOST_CODES = 20
MOST_WORDS = 10_000
MOST_PLACES = 5_000
MOST_LINES = 20
MOST_QUANTITY = 10_000_000
MOST_SCORE = 100
MOST_ROWS = 40
MOST_ANSWER_DAYS = 30


def _texts(wrong: dict[str, str], **texts: str) -> None:
    for name, text in texts.items():
        longest = LONGEST_TITLE if name in {"title", "name"} else LONGEST_TEXT
        if len(text) > longest:
            wrong[name] = f"Use {longest:,} characters or fewer; this has {len(text):,}"


def _amounts(wrong: dict[str, str], **amounts: int | None) -> None:
    for name, amount in amounts.items():
        if amount is not None and not 0 <= amount <= MOST_PENCE:
            wrong[name] = f"Enter an amount from £0 to {pounds(MOST_PENCE)}"


def _whole(wrong: dict[str, str], most: int, **numbers: int | None) -> None:
    for name, number in numbers.items():
        if number is not None and not 1 <= number <= most:
            wrong[name] = f"Enter a whole number from 1 to {most:,}"


def check_section(section: Details | Deadlines | Conditions) -> dict[str, str]:
    """Give what is wrong by field; nothing where the section may be kept."""
    if isinstance(section, Details):
        return _check_details(section)
    wrong: dict[str, str] = {}
    if isinstance(section, Conditions):
        _amounts(
            wrong,
            public_liability_pence=section.public_liability_pence,
            employers_liability_pence=section.employers_liability_pence,
            professional_indemnity_pence=section.professional_indemnity_pence,
        )
        return wrong
    for name in ("questions_close_at", "answers_by_at", "closes_at"):
        value = getattr(section, name)
        if value is not None and value.tzinfo is None:
            wrong[name] = "Say which time zone: add Z or an offset such as +01:00"
    return wrong


def _check_details(details: Details) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not details.title.strip():
        wrong["title"] = "Enter a title"
    _texts(
        wrong,
        title=details.title,
        description=details.description,
        justification=details.justification,
        shortening_reason=details.shortening_reason,
    )
    lowest, highest = details.value_minimum_pence, details.value_maximum_pence
    _amounts(wrong, value_minimum_pence=lowest, value_maximum_pence=highest)
    if lowest is not None and highest is not None and lowest > highest:
        wrong["value_maximum_pence"] = "The highest value must be the same as the lowest or more"
    if details.starts_on and details.ends_on and details.ends_on <= details.starts_on:
        wrong["ends_on"] = "The contract must end after it starts"
    if (details.kind == Kind.CALL_OFF) != bool(details.framework_reference):
        wrong["framework_reference"] = "Say under which framework a call-off is, and only for a call-off"
    if details.open_scheme and (details.kind != Kind.FRAMEWORK or details.joinable):
        wrong["open_scheme"] = "Only a framework that is not joined in between is competed for again"
    if details.earlier_framework and not details.open_scheme:
        wrong["earlier_framework"] = "Only an open framework follows an earlier one"
    _answering(wrong, details)
    if not 0 <= details.extension_months <= MOST_MONTHS:
        wrong["extension_months"] = f"Enter a number of months from 0 to {MOST_MONTHS}"
    if len(details.cpv_codes) > MOST_CODES:
        wrong["cpv_codes"] = f"Give {MOST_CODES} codes at most"
    _codes(wrong, details.cpv_codes)
    return wrong


def _answering(wrong: dict[str, str], details: Details) -> None:
    _whole(wrong, MOST_ANSWER_DAYS, answer_days=details.answer_days)
    if details.answer_days and (details.kind, details.procedure) != (Kind.CALL_OFF, Procedure.DIRECT):
        wrong["answer_days"] = "Only in a direct call-off has a member a time to answer"


def _codes(wrong: dict[str, str], codes: tuple[str, ...]) -> None:
    for code in codes:
        try:
            right = cpv_code(code)
        except ValueError as refusal:
            wrong["cpv_codes"] = str(refusal)
        else:
            if right != code:
                wrong["cpv_codes"] = f"Write {right} for {code}"


def check_lot(lot: Lot) -> dict[str, str]:
    """Give what is wrong by field."""
    wrong: dict[str, str] = {}
    if not lot.title.strip():
        wrong["title"] = "Enter a title for the lot"
    _texts(wrong, title=lot.title, description=lot.description)
    _amounts(wrong, value_maximum_pence=lot.value_maximum_pence)
    _whole(wrong, MOST_PLACES, places=lot.places, weekly_hours=lot.weekly_hours)
    _lines(wrong, lot)
    return wrong


def _lines(wrong: dict[str, str], lot: Lot) -> None:
    if len(lot.price_lines) > MOST_LINES:
        wrong["price_lines"] = f"Ask for {MOST_LINES} prices at most"
    for line in lot.price_lines:
        if not line.description.strip():
            wrong["price_lines"] = "Say what each price is for"
        elif len(line.description) > LONGEST_TITLE:
            wrong["price_lines"] = f"Use {LONGEST_TITLE} characters or fewer for what a price is for"
        elif line.most_pence is not None and not 0 < line.most_pence <= MOST_PENCE:
            wrong["price_lines"] = "The most that may be asked for is above £0"
        elif not 1 <= line.quantity <= MOST_QUANTITY:
            wrong["price_lines"] = f"Enter a quantity from 1 to {MOST_QUANTITY:,}"


def check_criterion(criterion: Criterion) -> dict[str, str]:
    """Give what is wrong by field."""
    wrong: dict[str, str] = {}
    if not criterion.name.strip():
        wrong["name"] = "Enter a name for the criterion"
    _texts(wrong, name=criterion.name, question=criterion.question, guide=criterion.guide)
    if not 0 < criterion.weight_hundredths <= FULL_HUNDREDTHS:
        wrong["weight"] = "Enter a weight above 0 and up to 100"
    _whole(wrong, MOST_WORDS, word_limit=criterion.word_limit)
    if criterion.formula and criterion.kind != CriterionKind.PRICE:
        wrong["formula"] = "Only a price is judged by a formula"
    if not 1 <= criterion.highest_score <= MOST_SCORE:
        wrong["highest_score"] = f"Enter a whole number from 1 to {MOST_SCORE}"
    elif criterion.minimum_score is not None and not 1 <= criterion.minimum_score <= criterion.highest_score:
        wrong["minimum_score"] = f"Enter a whole number from 1 to {criterion.highest_score}, or leave it empty"
    return wrong


def wrong_terms(terms: Terms) -> dict[str, str]:
    """Give what is wrong anywhere by path: ``lots.1.title``."""
    wrong = check_section(terms.conditions)
    for number, lot in enumerate(terms.lots, 1):
        wrong |= {f"lots.{number}.{name}": words for name, words in check_lot(lot).items()}
    for number, criterion in enumerate(terms.criteria, 1):
        wrong |= {f"criteria.{number}.{name}": words for name, words in check_criterion(criterion).items()}
    for name, rows in (("lots", terms.lots), ("criteria", terms.criteria)):
        if len(rows) > MOST_ROWS:
            wrong[name] = f"A tender has {MOST_ROWS} of these at most"
    return wrong
