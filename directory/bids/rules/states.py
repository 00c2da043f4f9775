"""Where a bid stands. Its state is known to its own provider alone, until two officers open it."""

from enum import StrEnum

from directory.kit.lifecycle import Lifecycle


class Status(StrEnum):
    """Where a bid stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    OPENED = "opened"


class Move(StrEnum):
    """What is done to a bid: by its provider until the deadline, by two officers after it."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    OPEN = "open"


S = Status

# A bid that is submitted again takes the place of the one before it: until then, that one stands.
LIFECYCLE: Lifecycle[Status, Move] = Lifecycle(
    {
        Move.SUBMIT: (frozenset({S.DRAFT, S.SUBMITTED, S.WITHDRAWN}), S.SUBMITTED),
        Move.WITHDRAW: (frozenset({S.SUBMITTED}), S.WITHDRAWN),
        Move.OPEN: (frozenset({S.SUBMITTED}), S.OPENED),
    }
)


def as_markdown() -> str:
    """Give ``docs/lifecycles/bid.md``: the table as a diagram, and who makes which move when."""
    return "\n".join(
        [
            "# The lifecycle of a bid",
            "",
            "Generated from `directory/bids/rules/states.py` by `flask docs lifecycles`; a test compares the two.",
            "",
            "```mermaid",
            LIFECYCLE.mermaid().rstrip(),
            "```",
            "",
            "| move | by | when |",
            "|---|---|---|",
            "| `submit` | the provider, with `bid:submit` | before the tender's `closes_at`, as often as it likes |",
            "| `withdraw` | the provider, with `bid:submit` | before `closes_at` |",
            "| `open` | two officers of the authority, each with `bid:unseal` and a fresh code | from `closes_at` |",
            "",
            "The deadline is the first moment that is too late; the server's clock decides, once the bid is complete.",
            "What is a draft or withdrawn at the deadline is never opened. The state stands in the envelope: before",
            "the bids are opened nobody but the provider can read it (ADR 0033).",
            "",
        ]
    )
