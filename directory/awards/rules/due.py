"""What is due of a contract, and when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from directory.awards.rules.contract import (
    ContractStatus,
    extension_due_on,
    notice_due_on,
    review_due_on,
    termination_due_on,
)
from directory.tenders.rules import Regime

SOON_DAYS = 60
SHOWN_DAYS_AFTER_END = 60


class What(StrEnum):
    """What is due."""

    SIGNING = "signing"
    NOTICE = "notice"
    REVIEW = "review"
    EXTENSION = "extension"
    END = "end"
    TERMINATION = "termination"


DUE_WORDS: dict[What, str] = {
    What.SIGNING: "May be signed from",
    What.NOTICE: "Publish the contract details notice by",
    What.REVIEW: "Look at the performance by",
    What.EXTENSION: "Decide about the extension by",
    What.END: "It ends on",
    What.TERMINATION: "Publish the termination notice on the central platform by",
}


@dataclass(frozen=True, order=True)
class Due:
    """One thing that is due."""

    on: date
    what: What

    @property
    def words(self) -> str:
        """Give it in words, without the day."""
        return DUE_WORDS[self.what]


@dataclass(frozen=True)
class Known:
    """What of a contract decides what is due. ``reviewed_on`` is the reader's own authority's last review."""

    status: ContractStatus
    regime: Regime
    ends_on: date | None = None
    signed_on: date | None = None
    noticed: bool = False
    months_left: int = 0
    reviewed_on: date | None = None
    ended_on: date | None = None
    early: bool = False
    signable_on: date | None = None


def due(known: Known, today: date, *, officer: bool) -> tuple[Due, ...]:
    """Give what is due, soonest first; to others than the officers only the signing, the extension and the end."""
    found: list[Due] = []
    if known.status == ContractStatus.AWARDED and known.signable_on:
        found.append(Due(known.signable_on, What.SIGNING))
    if known.status == ContractStatus.SIGNED and known.signed_on and known.ends_on:
        if officer and not known.noticed:
            found.append(Due(notice_due_on(known.signed_on, known.regime), What.NOTICE))
        review = review_due_on(known.signed_on, known.reviewed_on)
        if officer and review < known.ends_on:
            found.append(Due(review, What.REVIEW))
        if known.months_left:
            found.append(Due(extension_due_on(known.ends_on), What.EXTENSION))
        found.append(Due(known.ends_on, What.END))
    if officer and known.status == ContractStatus.ENDED and known.ended_on and known.early:
        last = termination_due_on(known.ended_on)
        if (today - last).days <= SHOWN_DAYS_AFTER_END:
            found.append(Due(last, What.TERMINATION))
    return tuple(sorted(found))
