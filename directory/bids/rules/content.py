"""What a provider writes in a bid, as a value that goes into an envelope and comes out of it unchanged."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from directory.kit.canonical import text_of


@dataclass(frozen=True)
class Answer:
    """What is said to one criterion of quality or social value; ``lot`` 0 where it is said for all lots."""

    criterion: int
    text: str
    lot: int = 0


@dataclass(frozen=True)
class Price:
    """The price of one line (from 1) of one lot (from 1), in pence for the line's unit."""

    lot: int
    line: int
    pence: int


@dataclass(frozen=True)
class Insurance:
    """Cover that the provider has, in pence."""

    public_liability_pence: int | None = None
    employers_liability_pence: int | None = None
    professional_indemnity_pence: int | None = None


@dataclass(frozen=True)
class Attachment:
    """A file that belongs to an answer. ``pieces`` are the ids of its sealed pieces, in order."""

    criterion: int
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    pieces: tuple[str, ...]

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Attachment":
        """Give the attachment that JSON keeps."""
        return cls(**{**kept, "pieces": tuple(kept["pieces"])})


@dataclass(frozen=True)
class Bid:
    """A whole bid. ``lots`` are numbers from 1, in order; ``policies`` values of ``tenders.rules.Policy``;
    ``registrations`` the ids of the bidder's own services that would do the work.

    ``declared`` says that whoever submits it may bind the provider and that no exclusion ground applies.
    """  # noqa: D205 - one sentence

    lots: tuple[int, ...] = ()
    answers: tuple[Answer, ...] = ()
    prices: tuple[Price, ...] = ()
    insurance: Insurance = Insurance()
    policies: tuple[str, ...] = ()
    registrations: tuple[str, ...] = ()
    declared: bool = False
    files: tuple[Attachment, ...] = ()

    def answer(self, criterion: int, lot: int) -> str:
        """Give what is said to a criterion for a lot: the lot's own words, or those for all lots."""
        said = {one.lot: one.text for one in self.answers if one.criterion == criterion}
        return said.get(lot) or said.get(0, "")

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON keeps it."""
        return asdict(self)

    def text(self) -> str:
        """Give it as the one text that its digest is of."""
        return text_of(self.as_json())

    def digest(self) -> str:
        """Give the SHA-256 of its text (hex): the same for the same bid, on any machine."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Bid":
        """Give the bid that JSON keeps."""
        return cls(
            lots=tuple(kept["lots"]),
            answers=tuple(Answer(**one) for one in kept["answers"]),
            prices=tuple(Price(**one) for one in kept["prices"]),
            insurance=Insurance(**kept["insurance"]),
            policies=tuple(kept["policies"]),
            registrations=tuple(kept["registrations"]),
            declared=kept["declared"],
            files=tuple(Attachment.of(one) for one in kept.get("files", ())),
        )
