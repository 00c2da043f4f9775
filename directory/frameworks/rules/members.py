"""How a member of a lot stands, and whose turn it is where members are ranked."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from directory.codes import PriceUnit
from directory.kit.lifecycle import Lifecycle

MOST_PENCE = 100_000_000_00


class MemberStatus(StrEnum):
    """How a member stands. Whoever left may enter again, as a new member."""

    CURRENT = "current"
    SUSPENDED = "suspended"
    LEFT = "left"


class Move(StrEnum):
    """What the lead authority may do to a member."""

    SUSPEND = "suspend"
    RESTORE = "restore"
    REMOVE = "remove"


LIFECYCLE: Lifecycle[MemberStatus, Move] = Lifecycle(
    {
        Move.SUSPEND: (frozenset({MemberStatus.CURRENT}), MemberStatus.SUSPENDED),
        Move.RESTORE: (frozenset({MemberStatus.SUSPENDED}), MemberStatus.CURRENT),
        Move.REMOVE: (frozenset({MemberStatus.CURRENT, MemberStatus.SUSPENDED}), MemberStatus.LEFT),
    }
)


@dataclass(frozen=True)
class Rate:
    """A price that a member agreed to: pence for one unit."""

    description: str
    unit: PriceUnit
    pence: int

    def kept(self) -> dict[str, Any]:
        """Give it as JSON keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Rate":
        """Give the rate that JSON keeps."""
        return cls(kept["description"], PriceUnit(kept["unit"]), kept["pence"])


def rates_wrong(rates: Iterable[Rate]) -> str:
    """Give what is wrong with agreed prices; empty where nothing is."""
    return "" if all(0 < one.pence <= MOST_PENCE for one in rates) else "Prices are above £0 and up to £100,000,000"


def rank_wrong(rank: int | None, taken: Collection[int | None], *, ranked: bool) -> str:
    """Give why a member may not enter a lot with this rank; empty where it may."""
    if not ranked:
        return "" if rank is None else "The members of this framework are not ranked"
    if rank is None or rank < 1:
        return "The members of this framework are ranked: give the rank, from 1"
    return f"Rank {rank} of this lot is taken" if rank in taken else ""


@dataclass(frozen=True)
class InOrder:
    """A member whose turn may come: who and at which rank."""

    organisation_id: Any
    rank: int


def next_in_order(members: Iterable[InOrder], passed: Collection[Any]) -> InOrder | None:
    """Give the highest ranked member that was not passed over; None when all were.

    Source: Procurement Act 2023, s45(4)(b): an award without competition needs an objective mechanism for selection.
    """
    left = (one for one in members if one.organisation_id not in passed)
    return min(left, key=lambda one: one.rank, default=None)


def as_markdown() -> str:
    """Give ``docs/lifecycles/framework-member.md``."""
    return "\n".join(
        [
            "# A member of a framework's lot",
            "",
            "Generated from `directory/frameworks/rules/members.py` by `flask docs lifecycles`; a test compares them.",
            "",
            "```mermaid",
            LIFECYCLE.mermaid().rstrip(),
            "```",
            "",
            "A provider enters as `current`: by an award, or by an accepted application where it may be joined.",
            "Only current members of a running framework are asked first about placements and invited to call-offs.",
            "One that left may enter again, as a new member.",
            "",
        ]
    )
