from enum import StrEnum

from directory.kit.lifecycle import Lifecycle
from directory.providers.rules.words import Registration, Status


class Move(StrEnum):
    """What a provider does with a service as a whole."""

    PUBLISH = "publish"
    PAUSE = "pause"
    WITHDRAW = "withdraw"


LIFECYCLE: Lifecycle[Status, Move] = Lifecycle(
    {
        Move.PUBLISH: (frozenset({Status.DRAFT, Status.PAUSED}), Status.PUBLISHED),
        Move.PAUSE: (frozenset({Status.PUBLISHED}), Status.PAUSED),
        Move.WITHDRAW: (frozenset({Status.DRAFT, Status.PUBLISHED, Status.PAUSED}), Status.WITHDRAWN),
    }
)

# a suspended service is shown with a warning; a gone, cancelled or resigned one is not
SHOWN_REGISTRATIONS = frozenset({Registration.ACTIVE, Registration.SUSPENDED, Registration.UNREGULATED})


def is_shown(status: Status, registration: Registration) -> bool:
    """Say whether a service stands in the directory."""
    return status is Status.PUBLISHED and registration in SHOWN_REGISTRATIONS


def as_markdown() -> str:
    """Give ``docs/lifecycles/service.md``: the table as a diagram."""
    return "\n".join(
        [
            "# The lifecycle of a service",
            "",
            "Generated from `directory/providers/rules/lifecycle.py` by `flask docs lifecycles`; a test compares them.",
            "",
            "```mermaid",
            LIFECYCLE.mermaid().rstrip(),
            "```",
            "",
            "A published service is found while the regulator's register has it as active or suspended, or while it",
            "needs no registration. What is gone from the register is not found, whatever its provider does.",
            "",
        ]
    )
