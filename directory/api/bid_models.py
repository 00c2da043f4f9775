"""What the operations of bids take and give."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from directory.api.tender_models import OrganisationAnswer
from directory.bids.rules.content import Answer, Bid, Insurance, Price
from directory.bids.rules.parts import Cover, Lots, Part, Prices, Registrations
from directory.kit.understand import Given
from directory.tenders.rules import Policy

PENCE = "Whole pence, from 0"


class AnswerBody(Given):
    """The answer to one question."""

    criterion: int = Field(ge=1, description="The criterion's number")
    text: str = Field(description="The answer")
    lot: int = Field(0, ge=0, description="A lot's number where it is said for that lot alone; 0 for all lots")


class PriceBody(Given):
    """The price of one line of one lot."""

    lot: int = Field(ge=1, description="The lot's number")
    line: int = Field(ge=1, description="The line's number, from 1")
    pence: int = Field(ge=1, description="Whole pence for one unit of the line")


class BidBody(Given):
    """What a bid says. It takes the place of the draft that is there; what is left out is empty."""

    lots: tuple[int, ...] = Field((), description="Numbers of lots")
    answers: tuple[AnswerBody, ...] = Field((), max_length=1000, description="Answers to the criteria")
    prices: tuple[PriceBody, ...] = Field((), max_length=1000, description="Prices of the lots")
    public_liability_pence: int | None = Field(None, ge=0, description=PENCE)
    employers_liability_pence: int | None = Field(None, ge=0, description=PENCE)
    professional_indemnity_pence: int | None = Field(None, ge=0, description=PENCE)
    policies: tuple[Policy, ...] = Field((), description="Written policies that you have")
    registrations: tuple[UUID, ...] = Field((), description="Your own published services that would do the work")

    def parts(self, now: Bid) -> tuple[Part, ...]:
        """Give it in parts; answers that stand in ``now`` and not here become empty."""
        given = {(one.criterion, one.lot): one.text for one in self.answers}
        gone = {(one.criterion, one.lot): "" for one in now.answers}
        insurance = Insurance(
            self.public_liability_pence, self.employers_liability_pence, self.professional_indemnity_pence
        )
        return (
            Lots(self.lots),
            *(Answer(criterion, text, lot) for (criterion, lot), text in (gone | given).items()),
            Prices(tuple(Price(one.lot, one.line, one.pence) for one in self.prices)),
            Cover(insurance, tuple(self.policies)),
            Registrations(tuple(str(one) for one in self.registrations)),
        )


class SubmissionBody(Given):
    """The declaration of whoever submits."""

    declared: bool = Field(
        description="true: I may bind my organisation, the bid is true, and no exclusion ground applies or it was told"
    )


class UnsealingBody(Given):
    """The second factor."""

    code: str = Field(min_length=1, max_length=40, description="A fresh code of your app, or a recovery code")


class ReceiptAnswer(BaseModel):
    """What was confirmed of a submitted bid."""

    received_at: datetime
    digest: str = Field(description="SHA-256 of the canonical JSON of what was submitted (hex)")


class BidAnswer(BaseModel):
    """The own bid: what is drafted, and how it stands."""

    id: UUID
    tender_id: UUID
    status: str
    draft: dict[str, Any] = Field(description="What is drafted, in the form in which it is sealed")
    problems: list[str] = Field(description="What keeps it from being submitted")
    advice: list[str] = Field(description="What may lead the authority to refuse it")
    receipt: ReceiptAnswer | None
    moves: list[str]


class OpenedAnswer(BaseModel):
    """One line of the opening record."""

    number: int
    bidder: OrganisationAnswer
    received_at: datetime
    digest: str


class BidsAnswer(BaseModel):
    """For a provider its own bid, if it has one; for the authority what was opened, once it was."""

    items: list[BidAnswer]
    opened: list[OpenedAnswer]


class UnsealingAnswer(BaseModel):
    """How far the opening is: ``opened`` false means that a second officer is waited for."""

    tender_id: UUID
    opened: bool
    phase: str
