"""What becomes of a contract once it is awarded, when its notices are due, which changes are substantial.

Source: Procurement Act 2023, s53 (contract details notice within 30 days beginning with the day of the contract, 120
for light touch), s74(3) (substantial modifications), s75 (contract change notices; not for light touch contracts),
s80 (contract termination notice within 30 days), s71 (performance assessed at least once in twelve months where key
performance indicators are set). We read 74(3), 75 and guidance on the others.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from directory.kit.lifecycle import Lifecycle
from directory.tenders.rules import Regime

NOTICE_DAYS = {Regime.STANDARD: 30, Regime.LIGHT_TOUCH: 120}
TERMINATION_DAYS = 30
REVIEW_MONTHS = 12
EXTENSION_NOTICE_MONTHS = 3
PERCENT_OF_TERM = 10
PERCENT_OF_VALUE = 10


class ContractStatus(StrEnum):
    """What is stored of where a contract stands."""

    AWARDED = "awarded"
    SIGNED = "signed"
    ENDED = "ended"
    GIVEN_UP = "given_up"
    WITHDRAWN = "withdrawn"


class ContractMove(StrEnum):
    """What an authority may do to a contract."""

    SIGN = "sign"
    PUBLISH = "publish"
    VARY = "vary"
    EXTEND = "extend"
    REVIEW = "review"
    END = "end"
    GIVE_UP = "give_up"
    WITHDRAW = "withdraw"


S = ContractStatus
M = ContractMove

CONTRACT_LIFECYCLE: Lifecycle[ContractStatus, ContractMove] = Lifecycle(
    {
        M.SIGN: (frozenset({S.AWARDED}), S.SIGNED),
        M.PUBLISH: (frozenset({S.SIGNED}), S.SIGNED),
        M.VARY: (frozenset({S.SIGNED}), S.SIGNED),
        M.EXTEND: (frozenset({S.SIGNED}), S.SIGNED),
        M.REVIEW: (frozenset({S.SIGNED}), S.SIGNED),
        M.END: (frozenset({S.SIGNED}), S.ENDED),
        M.GIVE_UP: (frozenset({S.AWARDED}), S.GIVEN_UP),
        M.WITHDRAW: (frozenset({S.AWARDED}), S.WITHDRAWN),
    }
)

STATUS_WORDS: dict[ContractStatus, str] = {
    S.AWARDED: "To be signed",
    S.SIGNED: "Signed",
    S.ENDED: "Ended",
    S.GIVEN_UP: "Given up before it was signed",
    S.WITHDRAWN: "Award withdrawn",
}


class Rating(StrEnum):
    """How a provider performs, in the words of contract performance notices (Procurement Regulations 2024)."""

    GOOD = "good"
    APPROACHING_TARGET = "approaching_target"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"
    OTHER = "other"


RATING_WORDS: dict[Rating, str] = {
    Rating.GOOD: "Good",
    Rating.APPROACHING_TARGET: "Approaching target",
    Rating.REQUIRES_IMPROVEMENT: "Requires improvement",
    Rating.INADEQUATE: "Inadequate",
    Rating.OTHER: "Other",
}


class Ending(StrEnum):
    """How a contract came to its end."""

    COMPLETED = "completed"
    AGREED = "agreed"
    BY_AUTHORITY = "by_authority"
    BY_PROVIDER = "by_provider"


ENDING_WORDS: dict[Ending, str] = {
    Ending.COMPLETED: "It ran its course",
    Ending.AGREED: "Ended early by agreement",
    Ending.BY_AUTHORITY: "Terminated by the authority",
    Ending.BY_PROVIDER: "Terminated by the provider",
}


class Permitted(StrEnum):
    """Why the law permits a substantial change. Source: Procurement Act 2023, Schedule 8."""

    PROVIDED_FOR = "provided_for"
    URGENCY = "urgency"
    UNFORESEEABLE = "unforeseeable"
    KNOWN_RISK = "known_risk"
    ADDITIONAL = "additional"
    RESTRUCTURING = "restructuring"


PERMITTED_WORDS: dict[Permitted, str] = {
    Permitted.PROVIDED_FOR: "The contract and the notice provide for it, without doubt",
    Permitted.URGENCY: "Urgency and the protection of life",
    Permitted.UNFORESEEABLE: "Circumstances that could not be foreseen",
    Permitted.KNOWN_RISK: "A known risk has come about",
    Permitted.ADDITIONAL: "Additional services that another provider could not give without great trouble",
    Permitted.RESTRUCTURING: "The provider's business was transferred in a restructuring",
}


def months_later(day: date, months: int) -> date:
    """Give the same day so many months later (or earlier); the last of the month where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end_after(ends_on: date, months: int) -> date:
    """Give the end of a term that is ``months`` longer; one that ends with a month still does."""
    return months_later(ends_on + timedelta(days=1), months) - timedelta(days=1)


def notice_due_on(signed_on: date, regime: Regime) -> date:
    """Give the last day for the contract details notice: the day of signing is day 1."""
    return signed_on + timedelta(days=NOTICE_DAYS[regime] - 1)


def termination_due_on(ended_on: date) -> date:
    """Give the last day for the contract termination notice: the day of the end is day 1."""
    return ended_on + timedelta(days=TERMINATION_DAYS - 1)


def review_due_on(signed_on: date, reviewed_on: date | None) -> date:
    """Give when performance should be looked at again: a year after the last time (our own rule: every contract)."""
    return months_later(reviewed_on or signed_on, REVIEW_MONTHS)


def extension_due_on(ends_on: date) -> date:
    """Give when an extension that is left should be decided: three months before the end (our own rule)."""
    return months_later(ends_on, -EXTENSION_NOTICE_MONTHS)


@dataclass(frozen=True)
class Terms:
    """A contract's dates and value (pence, over the whole term)."""

    starts_on: date
    ends_on: date
    value_pence: int


@dataclass(frozen=True)
class Change:
    """What a variation makes of the terms, and what the officer says of it."""

    ends_on: date
    value_pence: int
    scope_changed: bool = False
    favours_provider: bool = False


def substantial(awarded: Terms, extension_months: int, change: Change, now: Terms) -> tuple[str, ...]:
    """Give why a change is substantial, in words with the rule; nothing where it is not.

    The term is compared with what was awarded, extensions included; the value with what was awarded, so that small
    changes one after the other add up.
    """
    return tuple(_substantial(awarded, extension_months, change, now))


def _substantial(awarded: Terms, extension_months: int, change: Change, now: Terms) -> Iterator[str]:
    longest = (end_after(awarded.ends_on, extension_months) - awarded.starts_on).days + 1
    moved = abs((change.ends_on - now.ends_on).days)
    beyond = (change.ends_on - end_after(awarded.ends_on, extension_months)).days
    if max(moved, beyond) * 100 > longest * PERCENT_OF_TERM:
        yield (
            f"The term changes by more than {PERCENT_OF_TERM}% of the longest term awarded "
            "(Procurement Act 2023, section 74(3)(a))"
        )
    if change.scope_changed:
        yield "The scope changes materially (Procurement Act 2023, section 74(3)(b))"
    if change.favours_provider:
        yield "The economic balance changes in favour of the provider (Procurement Act 2023, section 74(3)(c))"
    if awarded.value_pence and Fraction(abs(change.value_pence - awarded.value_pence), awarded.value_pence) > Fraction(
        PERCENT_OF_VALUE, 100
    ):
        yield (
            f"The value changes by more than {PERCENT_OF_VALUE}% of what was awarded, all changes together: "
            "publish a contract change notice first (Procurement Act 2023, section 75(2)(a))"
        )


def as_markdown() -> str:
    """Give ``docs/lifecycles/contract.md``: the table as a diagram, and what each move asks."""
    return "\n".join(
        [
            "# The lifecycle of a contract",
            "",
            "Generated from `directory/awards/rules/contract.py` by `flask docs lifecycles`; a test compares the two.",
            "",
            "```mermaid",
            CONTRACT_LIFECYCLE.mermaid().rstrip(),
            "```",
            "",
            "A contract, one for each lot and winner, is there from the announcement of the award. All moves need",
            "`contract:sign`; reviews are read by the authority that wrote them and, once shared, by the provider.",
            "",
            "| move | when |",
            "|---|---|",
            "| `sign` | from the end of the standstill (the server's clock), by another than who proposed the award |",
            "| `give_up` | until it is signed, with a reason: the next in rank may be chosen after judging again |",
            "| `withdraw` | made by judging again what was announced |",
            "| `publish` | the contract details notice: 30 days from the signing, 120 for light touch |",
            "| `vary`, `extend` | with a reason; a substantial change is flagged with the rule |",
            "| `end` | with a reason; when the last contract of a tender ends, so does the tender |",
            "",
        ]
    )
