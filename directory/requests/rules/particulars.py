"""What a request says: which values can be, and what is still missing before it may be submitted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypedDict

from directory.codes import LANGUAGES, Gender, ServiceType, Specialism
from directory.geo.rules import parse_sector
from directory.requests.rules.details import Details, at_odds, impossible_details
from directory.requests.rules.lifecycle import Urgency

OLDEST = 25
MOST_SIBLINGS = 9
FURTHEST_MILES = 600.0
MOST_ZONES = 10
LONGEST_SUMMARY = 5000
LONGEST_PLACE = 120
FARTHEST_AHEAD = timedelta(days=730)

# regulated as supported accommodation in England: for 16 and over only
# Source: Supported Accommodation (England) Regulations 2023 (SI 2023/416); Care Planning, Placement and Case Review
# (England) (Amendment) Regulations 2021: no looked after child under 16 in "other arrangements". Both as summarised
# by Ofsted and others; the texts themselves could not be looked up
FROM_SIXTEEN = frozenset({ServiceType.SUPPORTED_ACCOMMODATION, ServiceType.SUPPORTED_LODGINGS})


class ZoneSaid(TypedDict):
    """Where the child must not be: a place in words, and miles around it."""

    near: str
    within: float


class Particulars(Details, total=False):
    """What may be said of a request; ``within`` in miles, ``age`` in years. What is left out stays as it is."""

    urgency: Urgency | None
    needed_by: date | None
    age: int | None
    gender: Gender | None
    siblings: int
    unaccompanied: bool | None
    service_types: list[str]
    specialisms: list[str]
    languages: list[str]
    near: str
    within: float | None
    avoid: list[ZoneSaid]
    summary: str


SECTIONS: dict[str, tuple[str, ...]] = {
    "need": ("urgency", "needed_by", "service_types"),
    "child": (
        *("age", "gender", "siblings", "siblings_together", "sibling_age_bands"),
        *("unaccompanied", "specialisms", "languages"),
    ),
    "where": ("near", "within"),
    "safety": ("avoid",),
    "summary": ("summary",),
    "culture": ("interpreter", "culture", "faith"),
    "care": ("specialisms_preferred", "suitability", "alongside", "adult_ratio"),
    "health": ("health_needs", "education_needs"),
    "risks": ("risks",),
    "terms": ("legal_status", "fee_ceiling_pence", "answer_within_hours"),
}

# what may be left out: an emergency need not wait for it
OPTIONAL = frozenset({"safety", "culture", "care", "health", "risks", "terms"})


class SectionState(StrEnum):
    """How far a section of a draft is. ``optional``: not started, and it need not be."""

    NOT_STARTED = "not_started"
    NOT_FINISHED = "not_finished"
    DONE = "done"
    OPTIONAL = "optional"


SECTION_LABELS: dict[str, str] = {
    "need": "What is needed, and when",
    "child": "The child’s needs",
    "where": "Where to search",
    "safety": "Where the child must not be",
    "summary": "Summary for providers",
    "culture": "Language, culture and faith",
    "care": "How the child would live best",
    "health": "Health and education",
    "risks": "Risks",
    "terms": "Legal status, fee and time to answer",
}

_MISSING: dict[str, str] = {
    "urgency": "Say whether this is an emergency or planned",
    "needed_by": "Enter the date by which a place is needed",
    "service_types": "Choose at least one kind of service",
    "age": "Enter the age in years",
    "gender": "Choose a gender",
    "unaccompanied": "Say whether the child is unaccompanied",
    "near": "Enter an authority, an outward code such as LS1, or a sector such as LS1 4",
    "summary": "Write a short summary of what the child needs",
}


def _unknown(values: Sequence[str], known: Sequence[str], what: str) -> str | None:
    strange = sorted(set(values) - set(known))
    return f"{', '.join(strange)}: not a {what} we know" if strange else None


def _number(value: Any, least: float, most: float, words: str) -> str | None:
    return words if value is not None and not least <= value <= most else None


def impossible(said: Mapping[str, Any]) -> dict[str, str]:
    """Give what cannot be, by field, of what was said; what was not said is not judged."""
    zones: Sequence[ZoneSaid] = said.get("avoid") or ()
    faults = {
        "age": _number(said.get("age"), 0, OLDEST, f"Enter an age from 0 to {OLDEST} years"),
        "siblings": _number(
            said.get("siblings"),
            0,
            MOST_SIBLINGS,
            f"Enter how many siblings need a place too, from 0 to {MOST_SIBLINGS}",
        ),
        "within": _number(said.get("within"), 1, FURTHEST_MILES, f"Enter miles from 1 to {FURTHEST_MILES:.0f}"),
        "service_types": _unknown(said.get("service_types") or (), list(ServiceType), "kind of service"),
        "specialisms": _unknown(said.get("specialisms") or (), list(Specialism), "specialism"),
        "languages": _unknown(said.get("languages") or (), list(LANGUAGES), "language"),
    }
    if len(said.get("summary") or "") > LONGEST_SUMMARY:
        faults["summary"] = f"Write at most {LONGEST_SUMMARY:,} characters"
    if len(said.get("near") or "") > LONGEST_PLACE:
        faults["near"] = _MISSING["near"]
    if len(zones) > MOST_ZONES:
        faults["avoid"] = f"Enter at most {MOST_ZONES} places to stay away from"
    elif any(not 0 < zone["within"] <= FURTHEST_MILES or not zone["near"].strip() for zone in zones):
        faults["avoid"] = f"Give each place to stay away from a name and miles from 1 to {FURTHEST_MILES:.0f}"
    return {field: words for field, words in faults.items() if words} | impossible_details(said)


def too_young(age: int | None, service_types: Sequence[str]) -> bool:
    """Say whether a kind of service asked for may never take a child of this age."""
    return age is not None and age < 16 and bool(FROM_SIXTEEN.intersection(service_types))


def missing(said: Mapping[str, Any], today: date) -> dict[str, str]:
    """Give what must still be said or mended before the request may be submitted, by field."""
    faults = {field: words for field, words in _MISSING.items() if said.get(field) in (None, "", [], ())}
    if (by := said.get("needed_by")) is not None:
        if by < today:
            faults["needed_by"] = "The date by which a place is needed has passed: enter today or later"
        elif by > today + FARTHEST_AHEAD:
            faults["needed_by"] = "Enter a date within the next two years"
    if too_young(said.get("age"), said.get("service_types") or ()):
        faults["service_types"] = (
            "Supported accommodation and supported lodgings are for 16 and over: choose another kind for this age"
        )
    if words := at_odds(said):
        faults["suitability"] = words
    return faults | impossible(said)


def section_of(field: str) -> str:
    """Give the section in which a field, or a text such as "risks.fire", is asked."""
    name = field.split(".", 1)[0]
    return next(section for section, fields in SECTIONS.items() if name in fields)


def section_states(saved: Iterable[str], missing_fields: Iterable[str]) -> dict[str, SectionState]:
    """Give how far each section of a draft is: ``saved`` are those once kept, ``missing_fields`` of ``missing``."""
    kept, unfinished = set(saved), {section_of(field) for field in missing_fields}
    return {
        section: (SectionState.OPTIONAL if section in OPTIONAL else SectionState.NOT_STARTED)
        if section not in kept
        else (SectionState.NOT_FINISHED if section in unfinished else SectionState.DONE)
        for section in SECTIONS
    }


def section_after(section: str) -> str:
    """Give the section that is asked next; empty after the last, and after the last that must be said."""
    order = list(SECTIONS)
    following = order[order.index(section) + 1 :]
    return following[0] if following and section != "summary" else ""


def area_for_providers(label: str) -> str:
    """Give the search area as providers see it: of a sector only the outward code."""
    return label.split(maxsplit=1)[0] if parse_sector(label) else label
