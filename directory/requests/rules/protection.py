"""What protects a child who may be a victim: the National Referral Mechanism, a guardian, the first 72 hours.

Sources: Modern Slavery Act 2015, section 48 (independent child trafficking advocates), section 49 (guidance) and
section 52 (a public authority notifies the Secretary of State of a suspected victim), looked up. That a reasonable
grounds decision is usually made within five days of the referral says the operator of the Modern Slavery Helpline
(read; it does not say working days); five working days where possible, and 30 days between it and a conclusive one, are
those of the process map of the National Referral Mechanism, read in an older edition. Of the statutory guidance under
section 49 (version 3.8, February 2024) only the beginning could be read: neither the chapter with these times, nor that
a child need not consent. Where an authority decides by its own panel (the pilot of devolved decisions), it has 45 days
from the referral (Youth Justice Legal Centre, read): the clock here asks somebody to call, and forbids nothing.
"""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from directory.kit.days import working_days_after

DAYS_TO_REASONABLE = 5
DAYS_TO_CONCLUSIVE = 30
LONGEST_PLAN = 3000
FURTHEST_MILES = 600


class Referral(StrEnum):
    """Where the National Referral Mechanism stands."""

    NOT_NEEDED = "not_needed"
    TO_REFER = "to_refer"
    REFERRED = "referred"
    REASONABLE = "reasonable"
    NOT_REASONABLE = "not_reasonable"
    CONCLUSIVE = "conclusive"
    NOT_CONCLUSIVE = "not_conclusive"


REFERRAL_LABELS: dict[Referral, str] = {
    Referral.NOT_NEEDED: "No referral: nothing points to modern slavery",
    Referral.TO_REFER: "To be referred",
    Referral.REFERRED: "Referred, no decision yet",
    Referral.REASONABLE: "Reasonable grounds: yes",
    Referral.NOT_REASONABLE: "Reasonable grounds: no",
    Referral.CONCLUSIVE: "Conclusive grounds: yes",
    Referral.NOT_CONCLUSIVE: "Conclusive grounds: no",
}
_REASONABLE_SAID = frozenset(
    {Referral.REASONABLE, Referral.NOT_REASONABLE, Referral.CONCLUSIVE, Referral.NOT_CONCLUSIVE}
)
_CONCLUSIVE_SAID = frozenset({Referral.CONCLUSIVE, Referral.NOT_CONCLUSIVE})


class Guardian(StrEnum):
    """Whether an Independent Child Trafficking Guardian was asked for."""

    NOT_REQUESTED = "not_requested"
    REQUESTED = "requested"
    ALLOCATED = "allocated"
    NOT_HERE = "not_here"


GUARDIAN_LABELS: dict[Guardian, str] = {
    Guardian.NOT_REQUESTED: "Not requested",
    Guardian.REQUESTED: "Requested",
    Guardian.ALLOCATED: "A guardian works with the child",
    Guardian.NOT_HERE: "The service does not work in our area",
}


class Measure(StrEnum):
    """What is done in the first 72 hours, when the risk of going missing is greatest."""

    ADULT_AWAKE = "adult_awake"
    NO_UNKNOWN_CONTACT = "no_unknown_contact"
    PHONE_AGREED = "phone_agreed"
    NOT_ALONE = "not_alone"
    CHECKED_OFTEN = "checked_often"
    POLICE_TOLD = "police_told"
    REPORT_AT_ONCE = "report_at_once"
    CHILD_KNOWS_HELP = "child_knows_help"
    INTERPRETER_READY = "interpreter_ready"


MEASURE_LABELS: dict[Measure, str] = {
    Measure.ADULT_AWAKE: "An adult is awake through the night",
    Measure.NO_UNKNOWN_CONTACT: "Nobody unknown may call, visit or collect the child",
    Measure.PHONE_AGREED: "Phone and internet: it is agreed with the child what is used, and when",
    Measure.NOT_ALONE: "The child does not go out alone",
    Measure.CHECKED_OFTEN: "The carer sees the child often; it is agreed how often",
    Measure.POLICE_TOLD: "The police know of the risk and hold a description",
    Measure.REPORT_AT_ONCE: "It is agreed who reports the child missing at once, and to whom",
    Measure.CHILD_KNOWS_HELP: "The child knows, in their own language, whom to ask for help",
    Measure.INTERPRETER_READY: "An interpreter can be reached at any hour",
}


@dataclass(frozen=True)
class Protection:
    """What is done. ``exploited_near`` is where the child was exploited, to search away from it."""

    referral: Referral | None = None
    referred_on: date | None = None
    reasonable_on: date | None = None
    conclusive_on: date | None = None
    guardian: Guardian | None = None
    guardian_requested_on: date | None = None
    measures: tuple[Measure, ...] = ()
    safety_plan: str = ""
    exploited_near: str = ""
    exploited_within: float | None = None

    def kept(self) -> dict[str, Any]:
        """Give it as it is kept, in plain JSON."""
        said = asdict(self)
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def read_protection(kept: dict[str, Any]) -> Protection:
    """Give what was kept."""
    days = {name: date.fromisoformat(day) for name, day in kept.items() if name.endswith("_on") and day}
    return Protection(
        referral=Referral(kept["referral"]) if kept["referral"] else None,
        guardian=Guardian(kept["guardian"]) if kept["guardian"] else None,
        measures=tuple(Measure(each) for each in kept["measures"]),
        safety_plan=kept["safety_plan"],
        exploited_near=kept["exploited_near"],
        exploited_within=kept["exploited_within"],
        **days,
    )


def _wrong_order(said: Protection) -> dict[str, str]:
    """Give what is wrong with the dates of the referral beside its state and each other."""
    faults: dict[str, str] = {}
    state = said.referral
    referred = state is Referral.REFERRED or state in _REASONABLE_SAID
    if referred and said.referred_on is None:
        faults["referred_on"] = "Enter the date of the referral: the clock of the decision runs from it"
    if said.referred_on and not referred:
        faults["referral"] = "You entered the date of a referral: choose how far it is"
    if state in _REASONABLE_SAID and said.reasonable_on is None:
        faults["reasonable_on"] = "Enter the date of the reasonable grounds decision"
    elif said.referred_on and said.reasonable_on and said.reasonable_on < said.referred_on:
        faults["reasonable_on"] = "The decision cannot be before the referral"
    if state in _CONCLUSIVE_SAID and said.conclusive_on is None:
        faults["conclusive_on"] = "Enter the date of the conclusive grounds decision"
    elif said.reasonable_on and said.conclusive_on and said.conclusive_on < said.reasonable_on:
        faults["conclusive_on"] = "This decision cannot be before the one on reasonable grounds"
    return faults


def wrong_protection(said: Protection, today: date) -> dict[str, str]:
    """Give what is wrong, by field; empty where it may stand. All of it may be left out."""
    faults = _wrong_order(said)
    for field in ("referred_on", "reasonable_on", "conclusive_on", "guardian_requested_on"):
        if (day := getattr(said, field)) is not None and day > today:
            faults[field] = "Enter today or an earlier date"
    if len(said.safety_plan) > LONGEST_PLAN:
        faults["safety_plan"] = f"Write at most {LONGEST_PLAN:,} characters"
    if bool(said.exploited_near) != (said.exploited_within is not None):
        faults["exploited_near"] = "Give the area both a name and the miles to stay away from it"
    elif said.exploited_within is not None and not 0 < said.exploited_within <= FURTHEST_MILES:
        faults["exploited_within"] = f"Enter miles from 1 to {FURTHEST_MILES}"
    return faults


@dataclass(frozen=True)
class Clock:
    """A day on which something is due or may first be, in words; ``overdue`` asks somebody to call."""

    words: str
    due_on: date
    overdue: bool = False


def clocks(said: Protection, today: date) -> list[Clock]:
    """Give the clocks of the referral that run now."""
    if said.referral is Referral.REFERRED and said.referred_on:
        due = working_days_after(said.referred_on, DAYS_TO_REASONABLE)
        return [Clock("Reasonable grounds decision, where possible by", due, overdue=today > due)]
    if said.referral is Referral.REASONABLE and said.reasonable_on:
        first = said.reasonable_on + timedelta(days=DAYS_TO_CONCLUSIVE)
        return [Clock("Conclusive grounds decision, not before", first)]
    return []
