"""The modern-slavery screening: what is looked for, how strongly it is seen, and what people conclude.

A level is a person's judgement, always with words; nothing here adds indicators up to a verdict.
Source: National Referral Mechanism guidance, indicators of modern slavery in children.
"""

from collections.abc import Mapping
from enum import StrEnum


class Strength(StrEnum):
    """How clearly an indicator is seen."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    NOT_SEEN = "not_seen"


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
    },
    "Control": {
        "controlled": "Somebody speaks for the child, or is near all the time",
        "phone": "A phone or contacts the child will not explain, or is afraid of",
        "fear": "Fear of somebody, for themselves or for family",
        "found_by": "An adult who is no relative asks for the child",
    },
    "Exploitation": {
        "labour": "Worked for little or nothing: nail bar, car wash, farm, kitchen",
        "criminal": "Made to commit crime: cannabis growing, county lines, theft",
        "sexual": "Signs of sexual exploitation",
        "domestic": "Kept house or minded children for others",
    },
    "Going missing": {
        "missing_before": "Went missing before, or from another area",
        "knows_address": "Carries an address or number in the United Kingdom",
    },
}

INDICATORS: dict[str, str] = {code: words for group in GROUPS.values() for code, words in group.items()}
LONGEST_JUDGEMENT = 5000
SHORTEST_JUDGEMENT = 20


def wrong(indicators: Mapping[str, Strength], level: Level | None, judgement: str) -> dict[str, str]:
    """Give what is wrong with a screening, by field; empty where it may stand.

    An indicator that is not named was not assessed, which is not the same as not seen.
    """
    faults: dict[str, str] = {}
    unknown = sorted(set(indicators) - set(INDICATORS))
    if unknown:
        faults["indicators"] = f"These are not indicators: {', '.join(unknown)}. Use: {', '.join(INDICATORS)}"
    if level is None:
        faults["level"] = "Choose the level you judge the risk to be"
    if not SHORTEST_JUDGEMENT <= len(judgement.strip()) <= LONGEST_JUDGEMENT:
        faults["judgement"] = (
            f"Write your judgement in words, {SHORTEST_JUDGEMENT} to {LONGEST_JUDGEMENT:,} characters: "
            "the level alone is not enough"
        )
    return faults
