"""What a call-off keeps to: a framework that its authority may use, that runs, whose lots cover it, and its criteria.

Source: Procurement Act 2023, s45 (who may use a framework, how a supplier is selected) and s46(8) and (9) (criteria
may be refined, not added). s46(8) does not bind light touch call-offs; that theirs keep to them too is our own rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from directory.kit.days import LONDON, london_instant, working_days_after
from directory.tenders.rules.check import Problem, Section
from directory.tenders.rules.sections import Kind, Notice, Procedure, Regime, numbered

BUYERS = "Procurement Act 2023, section 45(5)(f)"
SELECTION = "Procurement Act 2023, section 45(4)"
CRITERIA = "Procurement Act 2023, section 46(8)"
OWN_RULE = "Fairhaven's own rule, as section 46(8) of the Procurement Act 2023 has it for standard ones"


class PassedOver(StrEnum):
    """Why the member whose turn it is does not get a direct award."""

    DECLINED = "declined"
    NO_CAPACITY = "no_capacity"
    CONFLICT = "conflict"


PASSED_WORDS: dict[PassedOver, str] = {
    PassedOver.DECLINED: "It declined",
    PassedOver.NO_CAPACITY: "It has no capacity, or did not answer in time",
    PassedOver.CONFLICT: "A conflict of interest stands against it",
}


class Declined(StrEnum):
    """Why a member does not take a call-off, or does not bid for it. Chosen by the member."""

    NO_PLACES = "no_places"
    NEEDS = "needs"
    AREA = "area"
    DATES = "dates"
    PRICES = "prices"
    CONFLICT = "conflict"
    OTHER = "other"


DECLINED_WORDS: dict[Declined, str] = {
    Declined.NO_PLACES: "No places or staff are free in time",
    Declined.NEEDS: "It cannot meet these needs well",
    Declined.AREA: "It is too far from where it works",
    Declined.DATES: "The dates do not suit",
    Declined.PRICES: "It cannot be done at the agreed prices",
    Declined.CONFLICT: "A conflict of interest",
    Declined.OTHER: "Another reason",
}
LONGEST_WORDS = 1_000
ANSWER_HOUR = time(17)


def answer_due(invited_at: datetime, days: int, closes_at: datetime) -> datetime:
    """Give the instant (UTC) by which a member says whether it takes a direct call-off, never after bids close.

    17:00 in London on the last of so many working days (England and Wales); the day of the invitation is not counted.
    """
    due = london_instant(working_days_after(invited_at.astimezone(LONDON).date(), days), ANSWER_HOUR)
    return min(due, closes_at)


@dataclass(frozen=True)
class Under:
    """A framework, as far as it decides about a call-off.

    ``members``: for each lot of the call-off how many current members may be invited; None where no lot of the
    framework that the authority may use covers it.
    """

    reference: str
    may_use: bool
    starts_on: date
    last_on: date
    ranked: bool
    criteria: tuple[str, ...]
    members: tuple[int | None, ...]


def call_off_problems(notice: Notice, under: Under | None, today: date) -> list[Problem]:
    """Give what stands in the way of a call-off; nothing for what is none. ``under`` None: no such framework."""
    return list(_problems(notice, under, today)) if notice.details.kind == Kind.CALL_OFF else []


def _problems(notice: Notice, under: Under | None, today: date) -> Iterator[Problem]:
    def wrong(words: str, source: str = "") -> Problem:
        return Problem(Section.DETAILS, "framework_reference", words, source)

    if under is None:
        yield wrong("Choose the framework: none has this reference")
        return
    if not under.may_use:
        yield wrong("Your authority may not use this framework: it does not name yours as a buyer", BUYERS)
        return
    if today > under.last_on:
        yield wrong(f"This framework ended on {under.last_on.day} {under.last_on:%B %Y}")
    elif today < under.starts_on:
        yield wrong(f"This framework starts on {under.starts_on.day} {under.starts_on:%B %Y}")
    yield from _lots(under)
    yield from _criteria(notice, under)
    if notice.details.procedure == Procedure.DIRECT:
        yield from _direct(notice, under, today)


def _lots(under: Under) -> Iterator[Problem]:
    for number, members in enumerate(under.members, 1):
        if members is None:
            words = f"Lot {number}: no lot of the framework that you may use covers these services in these areas"
            yield Problem(Section.LOTS, "service_types", words, BUYERS, number)
        elif not members:
            words = f"Lot {number}: the framework has no current member to invite"
            yield Problem(Section.LOTS, "service_types", words, "", number)


def _criteria(notice: Notice, under: Under) -> Iterator[Problem]:
    known = {one.strip().casefold() for one in under.criteria}
    source = CRITERIA if notice.details.regime == Regime.STANDARD else OWN_RULE
    for number, criterion in numbered(notice.criteria):
        if criterion.name.strip().casefold() not in known:
            words = (
                f"{criterion.name or f'Criterion {number}'}: this is no criterion of the framework. "
                f"Its criteria are {', '.join(under.criteria) or 'not recorded'}; you may refine them"
            )
            yield Problem(Section.CRITERIA, "name", words, source, number)


def _direct(notice: Notice, under: Under, today: date) -> Iterator[Problem]:
    if len(notice.lots) > 1:
        words = "A direct award has one lot: turns are taken lot by lot"
        yield Problem(Section.DETAILS, "procedure", words)
    alone = under.members == (1,)
    if not under.ranked and not alone:
        words = "Members of this framework have no ranks, so there is no order to award in: choose a mini-competition"
        yield Problem(Section.DETAILS, "procedure", words, SELECTION)
    days, closes_at = notice.details.answer_days, notice.deadlines.closes_at
    if days and closes_at and working_days_after(today, days) >= closes_at.astimezone(LONDON).date():
        words = f"A member has {days} working days to answer, and bids close before: let it answer sooner"
        yield Problem(Section.DETAILS, "answer_days", words)
