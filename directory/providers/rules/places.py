"""registered >= staffed >= occupied + held + closed."""

from dataclasses import dataclass, replace

MOST_PLACES = 10_000
"""More than any service has: a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The places of a service."""

    registered: int
    staffed: int
    occupied: int
    held: int
    closed: int

    @property
    def available(self) -> int:
        """Give how many places are free."""
        return max(0, self.staffed - self.occupied - self.held - self.closed)

    def words(self) -> str:
        """Give the numbers as a sentence's part."""
        held = f", {self.held} held" if self.held else ""
        return f"{self.staffed} staffed, {self.occupied} occupied{held}, {self.closed} closed"


def wrong_places(numbers: Numbers) -> dict[str, str]:
    """Give what is impossible, by field, as a sentence that says the rule; empty when all is possible."""
    wrong = {
        name: "Enter 0 or a higher number" for name in ("staffed", "occupied", "closed") if getattr(numbers, name) < 0
    }
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
    return {}


def _listed(parts: list[str]) -> str:
    return ", ".join(parts[:-1]) + " and " + parts[-1]


def fitted(numbers: Numbers, registered: int) -> Numbers:
    """Give the numbers made possible under a new registered number: what must give way does, held places last."""
    held = min(numbers.held, registered)
    staffed = max(min(numbers.staffed, registered), held)
    occupied = min(numbers.occupied, staffed - held)
    closed = min(numbers.closed, staffed - held - occupied)
    return replace(numbers, registered=registered, staffed=staffed, occupied=occupied, held=held, closed=closed)
