"""How long an award must rest before its contract may be signed, and what a challenge does to that time.

Source: Procurement Act 2023, s51: no contract before the end of the mandatory standstill period, eight working days
beginning with the day on which the contract award notice is published, or of a longer one that the notice provides
for; not for light touch contracts, contracts under a framework, and direct awards for urgency, where an authority may
provide for a voluntary one, of eight working days at least. We read section 51 in the guidance of the Cabinet Office
and of the Welsh Government, not its list of exemptions word for word. s50(6): no award notice for user choice.
s101: proceedings that are begun, and of which the authority is told, during the standstill suspend the signing.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from directory.kit.days import LONDON, is_working_day, london_instant
from directory.tenders.rules import Details, Ground, Kind, Procedure, Regime

SHORTEST_DAYS = 8
LONGEST_DAYS = 60
MIDNIGHT = time(0)


class Standstill(StrEnum):
    """Why an award rests, if it does."""

    MANDATORY = "mandatory"
    VOLUNTARY = "voluntary"
    NONE = "none"


STANDSTILL_WORDS: dict[Standstill, str] = {
    Standstill.MANDATORY: "Mandatory: the law requires it",
    Standstill.VOLUNTARY: "Voluntary: the authority provides for it",
    Standstill.NONE: "None",
}


@dataclass(frozen=True)
class Duty:
    """Whether the law requires a standstill, and where that is written."""

    mandatory: bool
    source: str


def duty(details: Details) -> Duty:
    """Say whether an award of this tender must rest."""
    if details.regime == Regime.LIGHT_TOUCH:
        return Duty(False, "Procurement Act 2023, section 51: not required for a light touch contract")
    if details.kind == Kind.CALL_OFF:
        return Duty(False, "Procurement Act 2023, section 51: not required for a contract under a framework")
    if details.procedure == Procedure.DIRECT and details.ground == Ground.URGENCY:
        return Duty(False, "Procurement Act 2023, section 51: not required for a direct award in urgency")
    if details.procedure == Procedure.DIRECT and details.ground == Ground.USER_CHOICE:
        return Duty(False, "Procurement Act 2023, section 50(6): no award notice is required for user choice")
    return Duty(True, "Procurement Act 2023, section 51: eight working days at least")


@dataclass(frozen=True)
class Rest:
    """The standstill that an award gets: of how many working days (0 for none), and why where that was chosen."""

    kind: Standstill
    days: int = SHORTEST_DAYS
    reason: str = ""


def check_rest(details: Details, rest: Rest) -> dict[str, str]:
    """Give what is wrong with a standstill, by field; nothing where the award may have it."""
    required = duty(details)
    wrong: dict[str, str] = {}
    if required.mandatory and rest.kind != Standstill.MANDATORY:
        wrong["standstill"] = f"This award needs a mandatory standstill ({required.source})"
    if not required.mandatory and rest.kind == Standstill.MANDATORY:
        wrong["standstill"] = f"Choose a voluntary standstill or none ({required.source})"
    if rest.kind == Standstill.NONE:
        if not rest.reason.strip():
            wrong["standstill_reason"] = "Say why there is no standstill"
    elif not SHORTEST_DAYS <= rest.days <= LONGEST_DAYS:
        wrong["standstill_days"] = f"Enter a number of working days from {SHORTEST_DAYS} to {LONGEST_DAYS}"
    return wrong


def london_day(at: datetime) -> date:
    """Give the day that an instant belongs to in London."""
    return at.astimezone(LONDON).date()


def ends(first: date, days: int) -> datetime:
    """Give the end of ``days`` working days that begin with ``first`` (UTC): midnight in London after the last of them.

    It is the first moment that is late for a claim and the first at which the contract may be signed. ``first`` counts
    as day 1 where it is a working day; where it is none, the next working day is day 1.
    """
    day = first
    while days > 0:
        days -= is_working_day(day)
        day += timedelta(days=1)
    return london_instant(day, MIDNIGHT)


def left_after(first: date, days: int, paused: date) -> int:
    """Give how many of ``days`` working days that began with ``first`` were still to come when ``paused`` began."""
    day = first
    while day < paused and days > 0:
        days -= is_working_day(day)
        day += timedelta(days=1)
    return days
