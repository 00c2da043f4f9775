"""What may be done with a request that leads to no other state, from which state and by whom: one table.

The API's ``moves``, the pages' links, the tests and ``docs/lifecycles/request.md`` come from it.
"""

from dataclasses import dataclass
from enum import StrEnum

from directory.access import Permission
from directory.requests.rules.lifecycle import OPEN, Status
from directory.requests.rules.lifecycle import as_markdown as moves_as_markdown


class Beside(StrEnum):
    """What may be done beside the moves; the value is the noun under which it is done."""

    SECTIONS = "sections"
    SAFETY = "safety"
    TIMER = "timer"
    STOP_TIMER = "timer/ending"


@dataclass(frozen=True)
class Rule:
    """From where it is done, what it needs, what it does, and when else it is possible (``only``)."""

    sources: frozenset[Status]
    needs: Permission
    words: str
    only: str = ""


RULES: dict[Beside, Rule] = {
    Beside.SECTIONS: Rule(frozenset({Status.DRAFT}), Permission.REQUEST_DRAFT, "change what the draft says"),
    Beside.SAFETY: Rule(OPEN - {Status.DRAFT}, Permission.REQUEST_DRAFT, "add places to stay away from"),
    Beside.TIMER: Rule(
        frozenset({Status.SEARCHING}),
        Permission.REQUEST_RELEASE,
        "let the next tier open by itself, or change when",
        "a tier is open, and a service matches in one that is not",
    ),
    Beside.STOP_TIMER: Rule(
        frozenset({Status.SEARCHING}), Permission.REQUEST_RELEASE, "let no tier open by itself", "one would"
    ),
}


def as_markdown() -> str:
    """Give ``docs/lifecycles/request.md``: the moves, and what is done beside them."""
    lines = [
        moves_as_markdown(),
        "# What changes no state",
        "",
        "Drawn from `directory/requests/rules/beside.py`.",
        "",
        "| what | from | needs | only if | noun in the API |",
        "|---|---|---|---|---|",
    ]
    for what, rule in RULES.items():
        states = ", ".join(status.value for status in Status if status in rule.sources)
        lines.append(f"| {rule.words} | {states} | `{rule.needs.value}` | {rule.only} | `{what.value}` |")
    return "\n".join(lines) + "\n"
