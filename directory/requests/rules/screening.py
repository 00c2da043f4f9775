"""The modern-slavery screening: what is looked for, how strongly it is seen, and what people conclude.

A level is a person's judgement, always with words; nothing here adds indicators up to a verdict.
Sources: Home Office, Modern slavery: statutory guidance for England and Wales (under section 49 of the Modern Slavery
Act 2015), annex on indicators in children; National Referral Mechanism report form for children. The words are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from directory.codes import Specialism


class Strength(StrEnum):
    """How clearly an indicator is seen."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    NOT_SEEN = "not_seen"


STRENGTH_LABELS: dict[Strength, str] = {
    Strength.STRONG: "Strong",
    Strength.MODERATE: "Moderate",
    Strength.WEAK: "Weak",
    Strength.NOT_SEEN: "Not seen",
}


class Source(StrEnum):
    """Where the information comes from."""

    CHILD = "child"
    SEEN_BY_US = "seen_by_us"
    CARER = "carer"
    POLICE = "police"
    HOME_OFFICE = "home_office"
    SCHOOL_OR_HEALTH = "school_or_health"
    OTHER_AGENCY = "other_agency"
    RECORDS = "records"


SOURCE_LABELS: dict[Source, str] = {
    Source.CHILD: "The child told us",
    Source.SEEN_BY_US: "We saw it",
    Source.CARER: "A carer",
    Source.POLICE: "Police",
    Source.HOME_OFFICE: "Home Office or Border Force",
    Source.SCHOOL_OR_HEALTH: "School or health",
    Source.OTHER_AGENCY: "Another agency or charity",
    Source.RECORDS: "Earlier records",
}


class Level(StrEnum):
    """What the screener judges the risk of modern slavery to be."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE_SEEN = "none_seen"


LEVEL_LABELS: dict[Level, str] = {
    Level.HIGH: "High: act now to keep the child safe",
    Level.MEDIUM: "Medium",
    Level.LOW: "Low",
    Level.NONE_SEEN: "No sign seen so far",
}

GROUPS: dict[str, dict[str, str]] = {
    "Journey and arrival": {
        "arranged_journey": "Somebody else arranged or paid for the journey",
        "debt": "The child or family owes money for the journey",
        "no_papers": "Papers are missing, false, or held by somebody else",
        "prepared_story": "The account sounds prepared or is like that of others",
        "exploited_on_the_way": "Worked, was held or was abused on the way here",
    },
    "Control": {
        "controlled": "Somebody speaks for the child, or is near all the time",
        "phone": "A phone or contacts the child will not explain, or is afraid of",
        "fear": "Fear of somebody, for themselves or for family",
        "found_by": "An adult who is no relative asks for the child",
        "oath": "Bound by an oath, a curse or a promise that must not be broken",
        "money_or_gifts": "Money, clothes or gifts with no known source",
    },
    "Exploitation": {
        "labour": "Worked for little or nothing: nail bar, car wash, farm, kitchen",
        "criminal": "Made to commit crime: cannabis growing, county lines, theft",
        "sexual": "Signs of sexual exploitation",
        "domestic": "Kept house or minded children for others",
        "identity_used": "Somebody used the child’s identity, for benefits or a bank account",
    },
    "Health and behaviour": {
        "injuries": "Injuries, illness or scars that are not explained or were not treated",
        "distress": "Does not sleep, is very watchful, or shuts off",
        "substances": "Was given drugs or alcohol, or depends on them",
    },
    "Going missing": {
        "missing_before": "Went missing before, or from another area",
        "knows_address": "Carries an address or number in the United Kingdom",
        "wants_to_leave": "Says they must leave, work, or meet somebody soon",
    },
}

INDICATORS: dict[str, str] = {code: words for group in GROUPS.values() for code, words in group.items()}
LONGEST_JUDGEMENT = 5000
SHORTEST_JUDGEMENT = 20

_SPECIALISM_FOR: dict[str, Specialism] = {
    "debt": Specialism.DEBT_BONDAGE,
    "labour": Specialism.LABOUR_EXPLOITATION,
    "criminal": Specialism.CRIMINAL_EXPLOITATION,
    "sexual": Specialism.SEXUAL_EXPLOITATION,
    "domestic": Specialism.DOMESTIC_SERVITUDE,
    "distress": Specialism.TRAUMA,
    "substances": Specialism.SUBSTANCE_MISUSE,
    "missing_before": Specialism.MISSING_RISK,
    "wants_to_leave": Specialism.MISSING_RISK,
    "found_by": Specialism.MISSING_RISK,
}


@dataclass(frozen=True)
class Seen:
    """What was seen of an indicator, who told of it, and when that was learned."""

    strength: Strength
    source: Source | None = None
    learned_on: date | None = None


def kept(indicators: Mapping[str, Seen]) -> dict[str, dict[str, str | None]]:
    """Give the indicators as they are kept, in plain JSON."""
    return {
        code: {
            "strength": seen.strength.value,
            "source": seen.source.value if seen.source else None,
            "learned_on": seen.learned_on.isoformat() if seen.learned_on else None,
        }
        for code, seen in indicators.items()
    }


def read(indicators: Mapping[str, Any]) -> dict[str, Seen]:
    """Give indicators that were kept; those of earlier screenings are a bare strength."""
    found: dict[str, Seen] = {}
    for code, said in indicators.items():
        told = {"strength": said} if isinstance(said, str) else said
        source, learned_on = told.get("source"), told.get("learned_on")
        found[code] = Seen(
            Strength(told["strength"]),
            Source(source) if source else None,
            date.fromisoformat(learned_on) if learned_on else None,
        )
    return found


def wrong(indicators: Mapping[str, Seen], level: Level | None, judgement: str, today: date) -> dict[str, str]:
    """Give what is wrong with a screening, by field; empty where it may stand.

    An indicator that is not named was not assessed, which is not the same as not seen.
    """
    faults: dict[str, str] = {}
    unknown = sorted(set(indicators) - set(INDICATORS))
    if unknown:
        faults["indicators"] = f"These are not indicators: {', '.join(unknown)}. Use: {', '.join(INDICATORS)}"
    elif any(seen.learned_on is not None and seen.learned_on > today for seen in indicators.values()):
        faults["indicators"] = "A sign was learned of today or earlier: enter no date to come"
    if level is None:
        faults["level"] = "Choose the level you judge the risk to be"
    if not SHORTEST_JUDGEMENT <= len(judgement.strip()) <= LONGEST_JUDGEMENT:
        faults["judgement"] = (
            f"Write your judgement in words, {SHORTEST_JUDGEMENT} to {LONGEST_JUDGEMENT:,} characters: "
            "the level alone is not enough"
        )
    return faults


def suggested(indicators: Mapping[str, Seen], level: Level) -> list[Specialism]:
    """Give the specialisms to look for: a proposal for people, from what is seen and what they judged."""
    found = {Specialism.TRAFFICKING} if level in (Level.HIGH, Level.MEDIUM) else set()
    found |= {
        specialism
        for code, specialism in _SPECIALISM_FOR.items()
        if code in indicators and indicators[code].strength in (Strength.STRONG, Strength.MODERATE)
    }
    return [specialism for specialism in Specialism if specialism in found]
