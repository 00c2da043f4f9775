"""How long a tender must stay open, and the dates we suggest."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from directory.kit.days import LONDON, days_later, london_instant, working_day_from, working_days_before
from directory.tenders.rules.sections import Details, Kind, Procedure, Regime, Shortening

NOON = time(12)
STANDARD_DAYS = 25
SHORT_DAYS = 10
CALL_OFF_DAYS = 5
SUGGESTED_DAYS = 25
DAYS_TO_ASK = timedelta(days=2)


@dataclass(frozen=True)
class Minimum:
    """The fewest days between publication and the deadline, and where that is written."""

    days: int
    source: str


def minimum(details: Details) -> Minimum:
    """Give the shortest time a tender of this kind may be open.

    Law: s54(1) has every time limit fit the nature and complexity of what is bought, and s54(4) sets the fewest days:
    25, ten after a qualifying planned procurement notice or in a state of urgency, none for light touch contracts. It
    asks for more where bids come on paper or documents after the notice: here bids come electronically and documents
    with the notice; one that is published afterwards is an amendment (``rules.amending``).
    Ours: ten days for light touch contracts, and noon, working days and the time to ask that ``suggest`` keeps.
    Source: Procurement Act 2023, s54; Cabinet Office guidance on time periods, 3 December 2024, paragraphs 4 to 7.
    """
    if details.kind == Kind.CALL_OFF:
        return Minimum(
            1 if details.procedure == Procedure.DIRECT else CALL_OFF_DAYS,
            "Fairhaven's own rule: the Procurement Act 2023, section 54, is about competitive tendering, and a "
            "call-off is selected as its framework says",
        )
    if details.procedure == Procedure.DIRECT:
        return Minimum(0, "Procurement Act 2023, section 41: a direct award has no tendering period")
    if details.regime == Regime.LIGHT_TOUCH:
        return Minimum(
            SHORT_DAYS,
            "Fairhaven's own rule: the Procurement Act 2023, section 54, sets no minimum for light touch contracts, "
            "and asks for a time that fits their nature and complexity",
        )
    if details.shortening == Shortening.URGENCY:
        return Minimum(SHORT_DAYS, "Procurement Act 2023, section 54(4): a state of urgency")
    if details.shortening == Shortening.PLANNED_NOTICE:
        return Minimum(SHORT_DAYS, "Procurement Act 2023, section 54(4): a qualifying planned procurement notice")
    return Minimum(STANDARD_DAYS, "Procurement Act 2023, section 54(4)")


def earliest_close(published_at: datetime, details: Details) -> datetime:
    """Give the first lawful deadline: the same time of day in London, the minimum number of days later (UTC)."""
    return days_later(published_at, minimum(details).days)


def window_is_long_enough(published_at: datetime, closes_at: datetime, details: Details) -> bool:
    """Say whether a tender published then may close then."""
    return closes_at > published_at and closes_at >= earliest_close(published_at, details)


@dataclass(frozen=True)
class Suggestion:
    """Deadlines that fit the rules and leave a small provider time (UTC; noon in London, working days)."""

    questions_close_at: datetime
    answers_by_at: datetime
    closes_at: datetime


def suggest(published_at: datetime, details: Details) -> Suggestion:
    """Suggest deadlines for a tender published at ``published_at``: 25 days where nothing shortens it, else 10."""
    short = details.shortening != Shortening.NONE or details.procedure == Procedure.DIRECT
    short = short or details.kind == Kind.CALL_OFF
    days, gap = (SHORT_DAYS, 2) if short else (SUGGESTED_DAYS, 5)
    closes_on = working_day_from(published_at.astimezone(LONDON).date() + timedelta(days=days + 1))
    asked_until = published_at + DAYS_TO_ASK
    # around Christmas ten days hold few working ones: then bids close later, so that there is time to ask
    while london_instant(working_days_before(closes_on, 2 * gap), NOON) < asked_until:
        closes_on = working_day_from(closes_on + timedelta(days=1))
    answers_on = working_days_before(closes_on, gap)
    return Suggestion(
        questions_close_at=london_instant(working_days_before(answers_on, gap), NOON),
        answers_by_at=london_instant(answers_on, NOON),
        closes_at=london_instant(closes_on, NOON),
    )
