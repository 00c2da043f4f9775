"""What else may be said of a need: code lists, what can be, and which words are free text. All of it stands sealed."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, TypedDict

from directory.codes import ServiceType, Specialism
from directory.kit.money import pounds
from directory.requests.rules.lifecycle import MOST_HOURS_TO_ANSWER

LONGEST_NOTE = 500
LONGEST_NEEDS = 3000
MOST_FEE_PENCE = 50_000_00


class AgeBand(StrEnum):
    """Years of age, for a brother or sister too: nobody needs to know more before an agreement."""

    UNDER_5 = "under_5"
    FROM_5 = "5_to_9"
    FROM_10 = "10_to_12"
    FROM_13 = "13_to_15"
    FROM_16 = "16_to_17"
    FROM_18 = "18_to_25"


BAND_LABELS: dict[AgeBand, str] = {
    AgeBand.UNDER_5: "Under 5",
    AgeBand.FROM_5: "5 to 9",
    AgeBand.FROM_10: "10 to 12",
    AgeBand.FROM_13: "13 to 15",
    AgeBand.FROM_16: "16 to 17",
    AgeBand.FROM_18: "18 to 25",
}
_LAST_YEARS = ((4, AgeBand.UNDER_5), (9, AgeBand.FROM_5), (12, AgeBand.FROM_10), (15, AgeBand.FROM_13))


def band_of(age: int) -> AgeBand:
    """Give the band in which an age in years lies."""
    for last, band in _LAST_YEARS:
        if age <= last:
            return band
    return AgeBand.FROM_16 if age <= 17 else AgeBand.FROM_18


class Siblings(StrEnum):
    """Whether brothers and sisters must live in one place."""

    TOGETHER = "together"
    MAY_BE_SPLIT = "may_be_split"


SIBLING_LABELS: dict[Siblings, str] = {
    Siblings.TOGETHER: "Together in one place",
    Siblings.MAY_BE_SPLIT: "They may be split",
}


class LegalStatus(StrEnum):
    """Under which law the authority looks after the child.

    Source: the legal statuses of the return on looked after children (SSDA903) of the Department for Education, read
    as others' programs have them: V2 section 20, V3 and V4 short breaks, C1 and C2 interim and full care order, E1
    placement order, L1 police protection, L2 emergency protection, L3 child assessment order, J1 remand, J2 Police and
    Criminal Evidence Act 1984, J3 youth rehabilitation order. D1 (freeing) is granted no more; section 17 and a secure
    order are no legal status of that return and are said here because a place depends on them. The sections of the
    Children Act 1989 in the labels are cited from knowledge.
    """

    SECTION_17 = "section_17"
    SECTION_20 = "section_20"
    SHORT_BREAKS = "short_breaks"
    INTERIM_CARE_ORDER = "section_31_interim"
    CARE_ORDER = "section_31_full"
    EMERGENCY_PROTECTION = "emergency_protection"
    POLICE_PROTECTION = "police_protection"
    CHILD_ASSESSMENT = "child_assessment"
    SECURE_ORDER = "secure_order"
    REMAND = "remand"
    POLICE_CUSTODY = "police_custody"
    YOUTH_REHABILITATION = "youth_rehabilitation"
    PLACEMENT_ORDER = "placement_order"
    NOT_KNOWN = "not_known"


LEGAL_LABELS: dict[LegalStatus, str] = {
    LegalStatus.SECTION_17: "Child in need (section 17)",
    LegalStatus.SECTION_20: "Accommodated (section 20)",
    LegalStatus.SHORT_BREAKS: "An agreed series of short breaks",
    LegalStatus.INTERIM_CARE_ORDER: "Interim care order (section 38)",
    LegalStatus.CARE_ORDER: "Full care order (section 31)",
    LegalStatus.EMERGENCY_PROTECTION: "Emergency protection order (section 44)",
    LegalStatus.POLICE_PROTECTION: "Police protection, 72 hours at most (section 46)",
    LegalStatus.CHILD_ASSESSMENT: "Child assessment order (section 43)",
    LegalStatus.SECURE_ORDER: "Secure accommodation order (section 25)",
    LegalStatus.REMAND: "Remanded by a criminal court",
    LegalStatus.POLICE_CUSTODY: "Moved from police custody (PACE 1984)",
    LegalStatus.YOUTH_REHABILITATION: "Youth rehabilitation order with residence or intensive fostering",
    LegalStatus.PLACEMENT_ORDER: "Placement order for adoption",
    LegalStatus.NOT_KNOWN: "Not known yet",
}


class Setting(StrEnum):
    """A way of living."""

    FOSTER = "foster"
    RESIDENTIAL = "residential"
    SUPPORTED = "supported"


SETTING_LABELS: dict[Setting, str] = {
    Setting.FOSTER: "Living in a foster family",
    Setting.RESIDENTIAL: "Living in a children’s home",
    Setting.SUPPORTED: "Living in supported accommodation or lodgings",
}

SERVICES_OF: dict[Setting, frozenset[ServiceType]] = {
    Setting.FOSTER: frozenset({ServiceType.FOSTER_CARE, ServiceType.PARENT_AND_CHILD_FOSTER_CARE}),
    Setting.RESIDENTIAL: frozenset({ServiceType.CHILDRENS_HOME, ServiceType.SECURE_CHILDRENS_HOME}),
    Setting.SUPPORTED: frozenset({ServiceType.SUPPORTED_ACCOMMODATION, ServiceType.SUPPORTED_LODGINGS}),
}


class Suitability(StrEnum):
    """How well a way of living would suit."""

    PREFERRED = "preferred"
    SUITABLE = "suitable"
    UNSUITABLE = "unsuitable"


class Alongside(StrEnum):
    """With whom the child might live."""

    YOUNGER_CHILDREN = "younger_children"
    SAME_AGE = "same_age"
    OLDER_CHILDREN = "older_children"
    GIRLS = "girls"
    BOYS = "boys"
    DOGS = "dogs"
    OTHER_ANIMALS = "other_animals"


ALONGSIDE_LABELS: dict[Alongside, str] = {
    Alongside.YOUNGER_CHILDREN: "Younger children",
    Alongside.SAME_AGE: "Children of the same age",
    Alongside.OLDER_CHILDREN: "Older children",
    Alongside.GIRLS: "Girls",
    Alongside.BOYS: "Boys",
    Alongside.DOGS: "Dogs",
    Alongside.OTHER_ANIMALS: "Other animals",
}


class AdultRatio(StrEnum):
    """How many adults for how many children."""

    SHARED = "shared"
    ONE_TO_TWO = "one_to_two"
    ONE_TO_ONE = "one_to_one"
    TWO_TO_ONE = "two_to_one"


RATIO_LABELS: dict[AdultRatio, str] = {
    AdultRatio.SHARED: "As the home usually has",
    AdultRatio.ONE_TO_TWO: "One adult for two children",
    AdultRatio.ONE_TO_ONE: "One adult for this child",
    AdultRatio.TWO_TO_ONE: "Two adults for this child",
}


class Risk(StrEnum):
    """What might harm the child or others."""

    MISSING = "missing"
    TRAFFICKED_AGAIN = "trafficked_again"
    CRIMINAL_EXPLOITATION = "criminal_exploitation"
    SEXUAL_EXPLOITATION = "sexual_exploitation"
    SELF_HARM = "self_harm"
    SUBSTANCES = "substances"
    HARM_TO_OTHERS = "harm_to_others"
    SEXUAL_HARM_TO_OTHERS = "sexual_harm_to_others"
    FIRE = "fire"
    FAMILY_OR_NETWORK = "family_or_network"
    ONLINE = "online"


RISK_LABELS: dict[Risk, str] = {
    Risk.MISSING: "Going missing",
    Risk.TRAFFICKED_AGAIN: "Being trafficked again",
    Risk.CRIMINAL_EXPLOITATION: "Criminal exploitation",
    Risk.SEXUAL_EXPLOITATION: "Sexual exploitation",
    Risk.SELF_HARM: "Self-harm or suicide",
    Risk.SUBSTANCES: "Drugs or alcohol",
    Risk.HARM_TO_OTHERS: "Hurting others",
    Risk.SEXUAL_HARM_TO_OTHERS: "Harmful sexual behaviour",
    Risk.FIRE: "Setting fires",
    Risk.FAMILY_OR_NETWORK: "Harm from family or people they know",
    Risk.ONLINE: "Contact online",
}


class RiskLevel(StrEnum):
    """How great a risk is. "None known" is an answer; leaving a risk out is none."""

    NONE_KNOWN = "none_known"
    LOW = "low"
    HIGH = "high"


class RiskSaid(TypedDict):
    """A risk as it is judged, with a note."""

    level: str
    note: str


class Details(TypedDict, total=False):
    """What else may be said; every field may be left out. Kept as one sealed JSON: all of it speaks of a child."""

    siblings_together: str | None
    sibling_age_bands: list[str]
    interpreter: bool | None
    culture: str
    faith: str
    legal_status: str | None
    specialisms_preferred: list[str]
    suitability: dict[str, str]
    alongside: dict[str, bool]
    adult_ratio: str | None
    health_needs: str
    education_needs: str
    risks: dict[str, RiskSaid]
    fee_ceiling_pence: int | None
    answer_within_hours: int | None


EMPTY: Details = {
    "siblings_together": None,
    "sibling_age_bands": [],
    "interpreter": None,
    "culture": "",
    "faith": "",
    "legal_status": None,
    "specialisms_preferred": [],
    "suitability": {},
    "alongside": {},
    "adult_ratio": None,
    "health_needs": "",
    "education_needs": "",
    "risks": {},
    "fee_ceiling_pence": None,
    "answer_within_hours": None,
}

# what stays with the authority: what it would pay, and how the law stands, until there is an agreement
NEVER_TO_PROVIDERS = frozenset({"fee_ceiling_pence", "answer_within_hours", "legal_status"})


def for_providers(said: Details) -> Details:
    """Give what providers may read: without what stays with the authority."""
    kept: Details = {**EMPTY}
    kept.update({name: value for name, value in said.items() if name not in NEVER_TO_PROVIDERS})  # type: ignore[typeddict-item]
    return kept


_CODES: dict[str, type[StrEnum]] = {
    "siblings_together": Siblings,
    "sibling_age_bands": AgeBand,
    "legal_status": LegalStatus,
    "specialisms_preferred": Specialism,
    "suitability": Setting,
    "alongside": Alongside,
    "adult_ratio": AdultRatio,
    "risks": Risk,
}
_LENGTHS = {
    "culture": LONGEST_NOTE,
    "faith": LONGEST_NOTE,
    "health_needs": LONGEST_NEEDS,
    "education_needs": LONGEST_NEEDS,
}
TEXT_LABELS: dict[str, str] = {
    "summary": "Summary for providers",
    "culture": "Culture",
    "faith": "Faith",
    "health_needs": "Health needs",
    "education_needs": "Education needs",
} | {f"risks.{risk}": f"Note on the risk: {words.lower()}" for risk, words in RISK_LABELS.items()}


def texts(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give every free text of a request that is not empty, by its name: "summary", "culture", "risks.fire"."""
    for field in ("summary", *_LENGTHS):
        if text := said.get(field):
            yield field, text
    for risk, told in (said.get("risks") or {}).items():
        if told["note"]:
            yield f"risks.{risk}", told["note"]


def _chosen(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def impossible_details(said: Mapping[str, Any]) -> dict[str, str]:
    """Give what cannot be, by field, of what was said."""
    faults = {
        field: f"{', '.join(strange)}: not one of {', '.join(codes)}"
        for field, codes in _CODES.items()
        if (strange := sorted(set(_chosen(said.get(field))) - set(codes)))
    }
    faults |= {
        field: f"Write at most {longest:,} characters"
        for field, longest in _LENGTHS.items()
        if len(said.get(field) or "") > longest
    }
    if strange := sorted(set((said.get("suitability") or {}).values()) - set(Suitability)):
        faults["suitability"] = f"{', '.join(strange)}: not one of {', '.join(Suitability)}"
    for told in (said.get("risks") or {}).values():
        if told["level"] not in set(RiskLevel):
            faults["risks"] = f"{told['level']}: not one of {', '.join(RiskLevel)}"
        elif len(told["note"]) > LONGEST_NOTE:
            faults["risks"] = f"Write at most {LONGEST_NOTE} characters about a risk"
    fee, hours = said.get("fee_ceiling_pence"), said.get("answer_within_hours")
    if fee is not None and not 0 < fee <= MOST_FEE_PENCE:
        faults["fee_ceiling_pence"] = f"Enter an amount above £0 and up to {pounds(MOST_FEE_PENCE)} a week"
    if hours is not None and not 1 <= hours <= MOST_HOURS_TO_ANSWER:
        faults["answer_within_hours"] = f"Enter from 1 to {MOST_HOURS_TO_ANSWER} hours"
    return faults


def preferred_types(suitability: Mapping[str, str]) -> frozenset[ServiceType]:
    """Give the kinds of service of the ways of living that are preferred."""
    settings = [Setting(setting) for setting, judged in suitability.items() if judged == Suitability.PREFERRED]
    return frozenset[ServiceType]().union(*(SERVICES_OF[setting] for setting in settings))


def at_odds(said: Mapping[str, Any]) -> str | None:
    """Give what is asked for and called unsuitable at once."""
    asked = set(said.get("service_types") or ())
    for setting, judged in (said.get("suitability") or {}).items():
        if judged == Suitability.UNSUITABLE and asked & SERVICES_OF[Setting(setting)]:
            return f"“{SETTING_LABELS[Setting(setting)]}” is said to be unsuitable, and such a service is asked for"
    return None
