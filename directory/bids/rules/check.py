"""What may stand in a part at all, and what a bid still lacks before it can be submitted."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from directory.bids.rules.content import Answer, Bid
from directory.bids.rules.parts import Cover, Lots, Part, Prices
from directory.kit.money import pounds
from directory.tenders.rules import Criterion, CriterionKind, Lot, Notice, Policy, numbered

MOST_PENCE = 100_000_000_00
MOST_COVER_PENCE = 10_000_000_000_00
LONGEST_ANSWER = 20_000
CHARACTERS_A_WORD = 12
MOST_FILES = 10
MOST_FILE_BYTES = 5 * 1024 * 1024
COVERS = {
    "public_liability_pence": "public liability insurance",
    "employers_liability_pence": "employer's liability insurance",
    "professional_indemnity_pence": "professional indemnity insurance",
}


class Section(StrEnum):
    """The pages on which a bid is written."""

    LOTS = "lots"
    ANSWER = "answer"
    PRICES = "prices"
    COVER = "cover"
    REGISTRATIONS = "registrations"


@dataclass(frozen=True)
class Problem:
    """One thing that the bid lacks, and where to put it right. ``number``: the criterion's, where it is an answer.

    What only may lead to a refusal by the authority is ``advice``: it does not keep anybody from submitting.
    """

    section: Section
    words: str
    number: int = 0
    advice: bool = False


def words_in(text: str) -> int:
    """Count words as the browser's counter does: what stands between spaces."""
    return len(text.split())


def questions(notice: Notice) -> list[tuple[int, Criterion]]:
    """Give the criteria that are answered in words, with their numbers."""
    return [(number, one) for number, one in numbered(notice.criteria) if one.kind != CriterionKind.PRICE]


def check_part(part: Part, notice: Notice) -> dict[str, str]:
    """Give what is wrong by field; nothing where the part may be kept, complete or not."""
    if isinstance(part, Answer):
        return _check_answer(part, notice)
    if isinstance(part, Prices):
        return _check_prices(part, notice)
    if isinstance(part, Cover):
        return _check_cover(part)
    if isinstance(part, Lots) and set(part.numbers) - set(dict(numbered(notice.lots))):
        return {"lots": "Choose from the lots of this tender"}
    return {}


def _check_answer(part: Answer, notice: Notice) -> dict[str, str]:
    asked = dict(questions(notice)).get(part.criterion)
    if asked is None and not part.text and 1 <= part.criterion <= len(notice.criteria):
        return {}  # an answer may always be taken away, also to a question that was
    if asked is None or not 0 <= part.lot <= len(notice.lots):
        return {"answers": f"The tender asks no question {part.criterion}"}
    most = max(LONGEST_ANSWER, CHARACTERS_A_WORD * (asked.word_limit or 0))
    return {"answer": f"Use {most:,} characters or fewer; this has {len(part.text):,}"} if len(part.text) > most else {}


def _check_prices(part: Prices, notice: Notice) -> dict[str, str]:
    wrong: dict[str, str] = {}
    lots = dict[int, Lot](numbered(notice.lots))
    for one in part.prices:
        lines = lots[one.lot].price_lines if one.lot in lots else ()
        if not 1 <= one.line <= len(lines):
            wrong["prices"] = f"The tender asks no price {one.line} for lot {one.lot}"
        elif not 0 < one.pence <= MOST_PENCE:
            wrong[f"price_{one.lot}_{one.line}"] = f"Enter a price above £0, up to {pounds(MOST_PENCE)}"
        elif one.pence > (most := lines[one.line - 1].most_pence or MOST_PENCE):
            wrong[f"price_{one.lot}_{one.line}"] = f"The tender allows {pounds(most)} at most"
    if len({(one.lot, one.line) for one in part.prices}) < len(part.prices):
        wrong["prices"] = "Give each price once"
    return wrong


def _check_cover(part: Cover) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for name in COVERS:
        amount = getattr(part.insurance, name)
        if amount is not None and not 0 <= amount <= MOST_COVER_PENCE:
            wrong[name] = f"Enter an amount from £0 to {pounds(MOST_COVER_PENCE)}"
    if set(part.policies) - set(Policy):
        wrong["policies"] = "Choose from the policies that are listed"
    return wrong


def problems(bid: Bid, notice: Notice) -> list[Problem]:
    """Give what the bid lacks, in the order of its pages; first what keeps it from being submitted in each."""
    return [*_lots(bid), *_answers(bid, notice), *_prices(bid, notice), *_cover(bid, notice)]


def _lots(bid: Bid) -> Iterator[Problem]:
    if not bid.lots:
        yield Problem(Section.LOTS, "Choose at least one lot")


def _answers(bid: Bid, notice: Notice) -> Iterator[Problem]:
    for number, asked in questions(notice):
        for lot in bid.lots or (0,):
            text = bid.answer(number, lot)
            if not text.strip():
                yield Problem(Section.ANSWER, f"Answer the question {asked.name}", number)
                break
            if asked.word_limit and (count := words_in(text)) > asked.word_limit:
                words = f"{asked.name}: use {asked.word_limit:,} words or fewer; this has {count:,}"
                yield Problem(Section.ANSWER, words, number)
                break


def _prices(bid: Bid, notice: Notice) -> Iterator[Problem]:
    given = {(one.lot, one.line) for one in bid.prices}
    for number in bid.lots:
        lines = notice.lots[number - 1].price_lines
        for line, asked in enumerate(lines, 1):
            if (number, line) not in given:
                yield Problem(Section.PRICES, f"Lot {number}: give the price for {asked.description}")


def _cover(bid: Bid, notice: Notice) -> Iterator[Problem]:
    for name, words in COVERS.items():
        asked, has = getattr(notice.conditions, name), getattr(bid.insurance, name)
        if asked is None:
            continue
        if has is None:
            yield Problem(Section.COVER, f"Say how much {words} you have")
        elif has < asked:
            said = f"The tender asks for {pounds(asked)} of {words}, and you have {pounds(has)}"
            yield Problem(Section.COVER, f"{said}: the authority may refuse your bid", advice=True)
    if set(notice.conditions.policies) - set(bid.policies):
        words = "The tender asks for policies that you have not said you have: the authority may refuse your bid"
        yield Problem(Section.COVER, words, advice=True)
    if (notice.conditions.needs_active_registration or notice.conditions.refuses_inadequate) and not bid.registrations:
        words = "Name your services that would do the work, where they must be registered"
        yield Problem(Section.REGISTRATIONS, words, advice=True)
