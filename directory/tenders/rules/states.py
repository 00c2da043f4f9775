"""Where a tender stands. What follows from time alone is derived, never stored."""

from datetime import datetime
from enum import StrEnum

from directory.access import Permission
from directory.kit.lifecycle import Lifecycle


class Status(StrEnum):
    """What is stored of where a tender stands."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    OPEN = "open"
    UNSEALED = "unsealed"
    EVALUATING = "evaluating"
    AWARD_PROPOSED = "award_proposed"
    STANDSTILL = "standstill"
    CONTRACTED = "contracted"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    UNSUCCESSFUL = "unsuccessful"


class Move(StrEnum):
    """What a commissioner may do to a tender."""

    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    PUBLISH = "publish"
    AMEND = "amend"
    WITHDRAW = "withdraw"
    UNSEAL = "unseal"
    EVALUATE = "evaluate"
    PROPOSE = "propose"
    REOPEN = "reopen"
    ANNOUNCE = "announce"
    CONTRACT = "contract"
    END = "end"
    FAIL = "fail"
    CANCEL = "cancel"


S = Status

# A competition fails only once the bids were opened: until then nobody knows whether there is a good one.
# What was announced may be judged again until it is signed: an error was found, or a winner gave up.
# An approval may follow a draft at once: asking for it only tells the others that it is ready.
LIFECYCLE: Lifecycle[Status, Move] = Lifecycle(
    {
        Move.SUBMIT: (frozenset({S.DRAFT}), S.AWAITING_APPROVAL),
        Move.APPROVE: (frozenset({S.DRAFT, S.AWAITING_APPROVAL}), S.APPROVED),
        Move.RETURN: (frozenset({S.AWAITING_APPROVAL, S.APPROVED}), S.DRAFT),
        Move.PUBLISH: (frozenset({S.APPROVED}), S.OPEN),
        Move.AMEND: (frozenset({S.OPEN}), S.OPEN),
        Move.WITHDRAW: (frozenset({S.DRAFT, S.AWAITING_APPROVAL, S.APPROVED, S.OPEN}), S.WITHDRAWN),
        Move.UNSEAL: (frozenset({S.OPEN}), S.UNSEALED),
        Move.EVALUATE: (frozenset({S.UNSEALED}), S.EVALUATING),
        Move.PROPOSE: (frozenset({S.EVALUATING}), S.AWARD_PROPOSED),
        Move.REOPEN: (frozenset({S.AWARD_PROPOSED, S.STANDSTILL}), S.EVALUATING),
        Move.ANNOUNCE: (frozenset({S.AWARD_PROPOSED}), S.STANDSTILL),
        Move.CONTRACT: (frozenset({S.STANDSTILL}), S.CONTRACTED),
        Move.END: (frozenset({S.CONTRACTED}), S.ENDED),
        Move.FAIL: (frozenset({S.UNSEALED, S.EVALUATING, S.AWARD_PROPOSED, S.STANDSTILL}), S.UNSUCCESSFUL),
        Move.CANCEL: (
            frozenset({S.OPEN, S.UNSEALED, S.EVALUATING, S.AWARD_PROPOSED, S.STANDSTILL}),
            S.CANCELLED,
        ),
    }
)

P = Permission
# what a person needs for a move, besides being of the authority that leads the tender
PERMISSION: dict[Move, Permission] = {
    Move.SUBMIT: P.TENDER_DRAFT,
    Move.APPROVE: P.TENDER_APPROVE,
    Move.RETURN: P.TENDER_DRAFT,
    Move.PUBLISH: P.TENDER_PUBLISH,
    Move.AMEND: P.TENDER_PUBLISH,
    Move.WITHDRAW: P.TENDER_PUBLISH,
    Move.UNSEAL: P.BID_UNSEAL,
    Move.EVALUATE: P.BID_MODERATE,
    Move.PROPOSE: P.AWARD_PROPOSE,
    Move.REOPEN: P.AWARD_PROPOSE,
    Move.ANNOUNCE: P.AWARD_APPROVE,
    Move.CONTRACT: P.CONTRACT_SIGN,
    Move.END: P.CONTRACT_SIGN,
    Move.FAIL: P.AWARD_PROPOSE,
    Move.CANCEL: P.TENDER_PUBLISH,
}


class Phase(StrEnum):
    """Where a tender stands at one moment: the status, told apart by its deadlines and by the end of its standstill."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    OPEN = "open"
    QUESTIONS_CLOSED = "questions_closed"
    SEALED = "sealed"
    UNSEALED = "unsealed"
    EVALUATING = "evaluating"
    AWARD_PROPOSED = "award_proposed"
    STANDSTILL = "standstill"
    AWARDABLE = "awardable"
    CONTRACTED = "contracted"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    UNSUCCESSFUL = "unsuccessful"


def phase(
    status: Status,
    now: datetime,
    *,
    questions_close_at: datetime | None,
    closes_at: datetime | None,
    standstill_ends_at: datetime | None = None,
) -> Phase:
    """Give the phase at ``now``. A deadline is the first moment that is too late: at it, the phase has changed.

    ``standstill_ends_at`` is None while nobody can say when it ends: a challenge stops the clock.
    """
    if status == Status.STANDSTILL and standstill_ends_at is not None and now >= standstill_ends_at:
        return Phase.AWARDABLE
    if status != Status.OPEN:
        return Phase(status.value)
    if closes_at is not None and now >= closes_at:
        return Phase.SEALED
    if questions_close_at is not None and now >= questions_close_at:
        return Phase.QUESTIONS_CLOSED
    return Phase.OPEN


def takes_questions(at: Phase) -> bool:
    """Say whether providers may still ask."""
    return at == Phase.OPEN


def takes_bids(at: Phase) -> bool:
    """Say whether a bid would be in time."""
    return at in {Phase.OPEN, Phase.QUESTIONS_CLOSED}


def as_markdown() -> str:
    """Give ``docs/lifecycles/tender.md``: the table as a diagram, and what time adds to it."""
    return "\n".join(
        [
            "# The lifecycle of a tender",
            "",
            "Generated from `directory/tenders/rules/states.py` by `flask docs lifecycles`; a test compares the two.",
            "",
            "```mermaid",
            LIFECYCLE.mermaid().rstrip(),
            "```",
            "",
            "Each move is made by the authority that leads the tender, by whoever has the permission:",
            "",
            "| move | permission |",
            "|---|---|",
            *(f"| `{move}` | `{needed}` |" for move, needed in PERMISSION.items()),
            "",
            "A second person approves: not whoever drafted the tender, changed it last or asked for approval.",
            "A tender is approved and published only when nothing is missing and its deadlines are lawful then.",
            "",
            "Time makes phases of the state `open`, and nothing of them is stored:",
            "",
            "| phase | from | questions | bids | may be |",
            "|---|---|---|---|---|",
            "| `open` | publication | yes | yes | amended, withdrawn, cancelled |",
            "| `questions_closed` | `questions_close_at` | no | yes | amended, withdrawn, cancelled |",
            "| `sealed` | `closes_at` | no | no | unsealed by two officers, cancelled |",
            "",
            "and of `standstill` the phase `awardable`, from `standstill_ends_at`; a challenge stops that clock.",
            "A deadline is the first moment that is too late.",
            "A tender that was published stays public, however it ends. A call-off is published to the members of the",
            "framework whom it invites, and is public once its award is announced.",
            "",
        ]
    )
