"""The exclusion zones of the form: rows of a place and miles, which stand in bodies only."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from directory.finder.rules.parameters import MOST_ZONES, Avoid, SearchBody, as_text
from directory.kit.understand import understood

ROWS = 3
ZONE_FIELDS = frozenset({"avoid_near", "avoid_within", "change", "csrf_token"})


@dataclass(frozen=True)
class Zones:
    """The rows as they were typed: (place, miles)."""

    rows: Sequence[tuple[str, str]] = field(default_factory=tuple)

    @classmethod
    def of(cls, form: MultiDict[str, str]) -> "Zones":
        """Read the rows; those left empty fall away. Raises nothing: ``understood`` judges."""
        near, within = form.getlist("avoid_near"), form.getlist("avoid_within")
        within += [""] * (len(near) - len(within))
        rows = [(a.strip(), b.strip()) for a, b in zip(near, within, strict=False) if a.strip() or b.strip()]
        return cls(tuple(rows[: MOST_ZONES + 1]))

    @classmethod
    def named(cls, avoid: Sequence[Avoid]) -> "Zones":
        """Give rows for zones that are understood already."""
        return cls(tuple((one.near, as_text(one.within)) for one in avoid))

    def understood(self) -> tuple[Avoid, ...]:
        """Give the zones. Raises NotUnderstood, each field as ``avoid.0.near``."""
        rows = [{name: text for name, text in (("near", a), ("within", b)) if text} for a, b in self.rows]
        return understood(SearchBody, {"avoid": rows}).avoid

    def shown(self) -> list[tuple[str, str]]:
        """Give the rows of the form: those typed and empty ones, three at least."""
        return [*self.rows, *[("", "")] * max(1, ROWS - len(self.rows))][:MOST_ZONES]
