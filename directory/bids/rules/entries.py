"""What stands in the small part of an envelope: whose it is, where the bid stands, what was confirmed to whom."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from directory.bids.rules.states import Move, Status
from directory.kit.canonical import canonical

MOST_RECEIPTS = 12


@dataclass(frozen=True)
class Receipt:
    """What the server confirmed: the move, the moment by its clock, the digest of the content, and who made it."""

    move: Move
    at: datetime
    digest: str
    by: UUID


@dataclass(frozen=True)
class Entry:
    """Whose envelope it is and where the bid stands; the newest of ``receipts`` comes last."""

    organisation_id: UUID
    status: Status = Status.DRAFT
    receipts: tuple[Receipt, ...] = ()

    @property
    def receipt(self) -> Receipt | None:
        """Give the receipt of the bid that stands submitted; None where none does."""
        if self.status not in {Status.SUBMITTED, Status.OPENED}:
            return None
        return next(one for one in reversed(self.receipts) if one.move == Move.SUBMIT)

    def moved(self, status: Status, receipt: Receipt | None = None) -> "Entry":
        """Give the entry after a move; only the newest receipts are kept."""
        receipts = (*self.receipts, receipt) if receipt else self.receipts
        return replace(self, status=status, receipts=receipts[-MOST_RECEIPTS:])

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON keeps it."""
        return {
            "organisation_id": str(self.organisation_id),
            "status": self.status.value,
            "receipts": [canonical(vars(one)) for one in self.receipts],
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Entry":
        """Give the entry that JSON keeps."""
        return cls(
            UUID(kept["organisation_id"]),
            Status(kept["status"]),
            tuple(
                Receipt(Move(one["move"]), datetime.fromisoformat(one["at"]), one["digest"], UUID(one["by"]))
                for one in kept["receipts"]
            ),
        )
