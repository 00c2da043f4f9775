"""The filter panel: what may be chosen, with counts where the search gave them, and what was chosen."""

from dataclasses import dataclass
from typing import Any

from directory.finder.rules import parameters as rules
from directory.finder.rules.understanding import Reading
from directory.finder.shapes import value_label
from directory.kit.understand import takes_several

LABELS = {
    "q": "Words",
    "near": "Place",
    "within": "Distance",
    "type": "Service type",
    "specialism": "Specialism",
    "language": "Language",
    "age": "Age",
    "gender": "Gender",
    "places": "Places free",
    "by": "Available by",
    "rating": "Rating",
    "freshness": "Places confirmed",
    "authority": "Authority",
    "region": "Region",
    "emergency": "Emergencies",
    "assured": "Assured",
    "mine": "Our own",
    "sort": "Order",
    "page": "Page",
    "per_page": "Results on a page",
    "avoid": "Place to keep away from",
}
GENDERS = {"female": "A girl", "male": "A boy", "any": "Girls and boys alike"}
FRESH = {
    "current": "In the last 7 days",
    "ageing": "In the last 28 days, not the last 7",
    "stale": "Longer ago, or never",
}
SORTS = {
    "relevance": "Best match",
    "distance": "Nearest",
    "availability": "Most places free",
    "freshness": "Lately confirmed",
    "balanced": "Balanced",
}


@dataclass(frozen=True)
class Chip:
    """Something chosen, and the change that takes it away; the words typed that made it, why if that is not plain."""

    text: str
    change: str
    words: str = ""
    because: str = ""


def chips(pairs: rules.Pairs, near: str, within: float | None, reading: Reading) -> list[Chip]:
    """Give what was chosen and what was understood, each with the change that takes it away."""
    read = {(one.parameter, one.value): one for one in reading.given}
    return [
        Chip(
            _chip(name, value, near, within),
            f"drop:{name}={value}",
            read[name, value].words if (name, value) in read else "",
            read[name, value].because if (name, value) in read else "",
        )
        for name, value in pairs
        if name not in ("q", "within", "sort", "page", "per_page")
    ]


def _chip(name: str, value: str, near: str, within: float | None) -> str:  # noqa: C901, PLR0911  # a table in words
    match name:
        case "near":
            return f"Within {within:g} miles of {near}" if within else f"Near {near}"
        case "language":
            return f"Speaks {value_label(name, value)}"
        case "age":
            return f"Aged {value}"
        case "gender":
            return f"For: {GENDERS[value].lower()}"
        case "places":
            return f"At least {value} place{'' if value == '1' else 's'} free"
        case "by":
            return f"Available by {rules.written_day(value)}"
        case "emergency":
            return "Takes emergencies"
        case "assured":
            return "Assured only"
        case "mine":
            return "Our own services"
        case "freshness":
            return f"Confirmed: {FRESH[value].lower()}"
        case _:
            return value_label(name, value)


def relaxed(drop: str, change: str, near: str) -> str:
    """Give a relaxation in words: "without Vietnamese", "within 60 miles of Leeds"."""
    name, _, value = drop.partition("=")
    if change.startswith("set:within="):
        return f"Look within {change.removeprefix('set:within=')} miles of {near}"
    if change.startswith("set:q="):
        return f"Leave out the word “{value}”"
    if name == "q":
        return f"Leave out the words “{value}”"
    if name == "near":
        return "Look anywhere"
    return f"Leave out “{_chip(name, value, near, None)}”"


def typed(given: Any) -> dict[str, Any]:
    """Give what was typed, as it was, for the form: lists where several may be chosen."""
    kept: dict[str, Any] = {}
    for name, field in rules.SearchParameters.model_fields.items():
        values = [value for value in given.getlist(name) if value.strip()]
        kept[name] = values if takes_several(field.annotation) else (values[0] if values else "")
    return kept
