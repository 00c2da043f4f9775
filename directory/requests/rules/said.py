"""What else is said of a need, in the words of a page: a line for each thing that was said."""

from directory.codes import Specialism, label
from directory.kit.money import pounds
from directory.requests.rules.details import (
    ALONGSIDE_LABELS,
    BAND_LABELS,
    LEGAL_LABELS,
    RATIO_LABELS,
    RISK_LABELS,
    SETTING_LABELS,
    SIBLING_LABELS,
    AdultRatio,
    AgeBand,
    Alongside,
    Details,
    LegalStatus,
    Risk,
    Setting,
    Siblings,
    band_of,
)

LEVEL_WORDS = {"none_known": "None known", "low": "Low", "high": "High"}


def age_words(age: int | None) -> str:
    """Give an age with its band."""
    return "" if age is None else f"{age} years (band {BAND_LABELS[band_of(age)].lower()})"


def _alongside(said: dict[str, bool], can: bool) -> str:
    return ", ".join(ALONGSIDE_LABELS[other] for other in Alongside if said.get(other) is can)


def _siblings(said: Details) -> str:
    together = SIBLING_LABELS[Siblings(said["siblings_together"])] if said["siblings_together"] else ""
    bands = ", ".join(BAND_LABELS[band].lower() for band in AgeBand if band in said["sibling_age_bands"])
    return "; ".join(words for words in (together, bands and f"years: {bands}") if words)


def lines_of(said: Details) -> list[tuple[str, str, str]]:
    """Give name, words and section of each line; words are empty where nothing was said."""
    fee, hours = said["fee_ceiling_pence"], said["answer_within_hours"]
    return [
        ("How siblings live", _siblings(said), "child"),
        ("Interpreter", {True: "Needed", False: "Not needed", None: ""}[said["interpreter"]], "culture"),
        ("Culture", said["culture"], "culture"),
        ("Faith", said["faith"], "culture"),
        (
            "Specialisms preferred",
            ", ".join(label(Specialism(value)) for value in said["specialisms_preferred"]),
            "care",
        ),
        *((SETTING_LABELS[setting], said["suitability"].get(setting, "").capitalize(), "care") for setting in Setting),
        ("Can live with", _alongside(said["alongside"], can=True), "care"),
        ("Cannot live with", _alongside(said["alongside"], can=False), "care"),
        ("Adults", RATIO_LABELS[AdultRatio(said["adult_ratio"])] if said["adult_ratio"] else "", "care"),
        ("Health needs", said["health_needs"], "health"),
        ("Education needs", said["education_needs"], "health"),
        *((f"Risk: {RISK_LABELS[risk].lower()}", _risk(said, risk), "risks") for risk in Risk),
        ("Legal status", LEGAL_LABELS[LegalStatus(said["legal_status"])] if said["legal_status"] else "", "terms"),
        ("Highest weekly fee", pounds(fee) if fee else "", "terms"),
        ("Time to answer", f"{hours} hours" if hours else "", "terms"),
    ]


def _risk(said: Details, risk: Risk) -> str:
    told = said["risks"].get(risk)
    if told is None:
        return ""
    return f"{LEVEL_WORDS[told['level']]}. {told['note']}" if told["note"] else LEVEL_WORDS[told["level"]]
