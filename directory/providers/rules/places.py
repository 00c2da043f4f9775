"""registered >= staffed >= occupied + held + closed, and why places are closed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from directory.providers.rules.words import ClosedFor

MOST_PLACES = 10_000
"""More than any service has: a slip of the hand."""
NOT_TONIGHT = (
    "A service that takes children only after an assessment cannot take one tonight. Choose one of the two, or neither"
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The places of a service. ``closed_staffing`` and so on: how many are closed for that reason.

    What is closed beyond them is closed for a reason that nobody has said.
    """

    registered: int
    staffed: int
    occupied: int
    held: int
    closed: int
    closed_staffing: int = 0
    closed_matching: int = 0
    closed_repair: int = 0
    closed_safeguarding: int = 0
    closed_notice: int = 0

    @property
    def available(self) -> int:
        """Give how many places are free."""
        return max(0, self.staffed - self.occupied - self.held - self.closed)

    @property
    def reasons(self) -> dict[ClosedFor, int]:
        """Give how many places are closed for each reason that was said."""
        found = {reason: int(getattr(self, reason.column)) for reason in ClosedFor}
        return {reason: number for reason, number in found.items() if number}

    @property
    def why(self) -> str:
        """Give why places are closed as people say it; empty where nobody has said."""
        return ", ".join(f"{number} for {reason.words}" for reason, number in self.reasons.items())

    def words(self) -> str:
        """Give the numbers as a sentence's part."""
        held, why = f", {self.held} held" if self.held else "", self.why
        return f"{self.staffed} staffed, {self.occupied} occupied{held}, {self.closed} closed{why and f' ({why})'}"


def wrong_places(numbers: Numbers) -> dict[str, str]:
    """Give what is impossible, by field, as a sentence that says the rule; empty when all is possible."""
    named = ("staffed", "occupied", "closed", *(reason.column for reason in ClosedFor))
    wrong = {name: "Enter 0 or a higher number" for name in named if getattr(numbers, name) < 0}
    if wrong:
        return wrong
    if numbers.staffed > numbers.registered:
        return {
            "staffed": f"Staffed places cannot be more than the {numbers.registered} registered. Enter "
            f"{numbers.registered} or fewer"
        }
    taken = numbers.occupied + numbers.held + numbers.closed
    if taken > numbers.staffed:
        parts = [f"{numbers.occupied} occupied", f"{numbers.closed} closed"]
        if numbers.held:
            parts.insert(1, f"{numbers.held} held")
        field = "closed" if numbers.occupied + numbers.held <= numbers.staffed else "occupied"
        return {
            field: f"Places that are not free cannot be more than the {numbers.staffed} staffed: "
            f"{_listed(parts)} make {taken}"
        }
    explained = sum(numbers.reasons.values())
    if explained > numbers.closed:
        return {"closed": f"You gave reasons for {explained} closed places, and {numbers.closed} are closed"}
    return {}


def _listed(parts: list[str]) -> str:
    return ", ".join(parts[:-1]) + " and " + parts[-1]


def unsaid(registered: int, held: int = 0) -> Numbers:
    """Give the places of which the provider has said nothing yet: every one counts as taken, held ones as held."""
    held = min(held, registered)
    return Numbers(registered, registered, registered - held, held, 0)


def fitted(numbers: Numbers, registered: int) -> Numbers:
    """Give the numbers made possible under a new registered number: what must give way does, held places last."""
    held = min(numbers.held, registered)
    staffed = max(min(numbers.staffed, registered), held)
    occupied = min(numbers.occupied, staffed - held)
    closed = min(numbers.closed, staffed - held - occupied)
    return replace(
        numbers,
        registered=registered,
        staffed=staffed,
        occupied=occupied,
        held=held,
        closed=closed,
        **explained({reason.column: getattr(numbers, reason.column) for reason in ClosedFor}, closed),
    )


def explained(reasons: Mapping[str, int], closed: int) -> dict[str, int]:
    """Give the reasons, by column, for as many places as are closed; those named last give way first."""
    kept, left = {}, closed
    for reason in ClosedFor:
        kept[reason.column] = min(reasons.get(reason.column, 0), left)
        left -= kept[reason.column]
    return kept


def passed(day: date | None, *, before: date | None, today: date) -> str:
    """Give what is wrong with the day from which a place is free; empty where nothing is.

    One that stood there before and has passed since was right when it was said: see ``to_come``.
    """
    if day is None or day >= today or day == before:
        return ""
    return f"{day.isoformat()} has passed. Enter today's date or a later one, or leave it empty"


def to_come(day: date | None, today: date) -> date | None:
    """Give the day from which a place is free, or None once it has passed: then what is free is free now."""
    return None if day is None or day < today else day


def wrong_terms(terms: Mapping[str, Any]) -> dict[str, str]:
    """Give what is impossible in how children are taken, by field."""
    return {"emergency": NOT_TONIGHT} if terms["emergency"] and terms["by_assessment_only"] else {}
