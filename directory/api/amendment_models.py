"""What the amendment of a published tender takes."""

from dataclasses import replace
from typing import TypeVar

from pydantic import AwareDatetime, Field

from directory.api.tender_models import AT, PENCE, CriterionBody, LotBody, criterion_of, lot_of
from directory.kit.errors import Invalid
from directory.kit.understand import Given
from directory.tenders.rules import Conditions, Criterion, Lot, Policy
from directory.tenders.rules.terms import Terms

R = TypeVar("R", Lot, Criterion)


class ConditionsBody(Given):
    """All conditions of participation."""

    needs_active_registration: bool = Field(description="true or false")
    refuses_inadequate: bool = Field(description="true or false")
    public_liability_pence: int | None = Field(None, ge=0, description=PENCE)
    employers_liability_pence: int | None = Field(None, ge=0, description=PENCE)
    professional_indemnity_pence: int | None = Field(None, ge=0, description=PENCE)
    policies: tuple[Policy, ...] = Field((), description="Policies that a bidder must have")


class AmendmentBody(Given):
    """A change after publication. What is left out stays."""

    reason: str = Field(min_length=1, description="What changes and why, in words that everybody may read")
    material: bool = Field(description="true where it may change who bids or what they bid")
    description: str | None = Field(None, description="The whole new description")
    questions_close_at: AwareDatetime | None = Field(None, description=AT)
    answers_by_at: AwareDatetime | None = Field(None, description=AT)
    closes_at: AwareDatetime | None = Field(None, description=AT)
    lots: tuple[LotBody | None, ...] | None = Field(
        None, max_length=40, description="All lots in the order of their numbers, new ones last; null takes one away"
    )
    criteria: tuple[CriterionBody | None, ...] | None = Field(
        None, max_length=40, description="All criteria in the order of their numbers; null takes one away"
    )
    conditions: ConditionsBody | None = Field(None, description="All conditions of participation")

    def terms(self, now: Terms) -> Terms:
        """Give the terms as they will be; ``now`` are those that stand."""
        lots, criteria, conditions = now.lots, now.criteria, now.conditions
        if self.lots is not None:
            lots = tuple(lot_of(one) if one else _gone(now.lots, at) for at, one in enumerate(self.lots))
        if self.criteria is not None:
            criteria = tuple(
                criterion_of(one) if one else _gone(now.criteria, at) for at, one in enumerate(self.criteria)
            )
        if self.conditions is not None:
            conditions = Conditions(**{name: getattr(self.conditions, name) for name in ConditionsBody.model_fields})
        return Terms(lots, criteria, conditions)


def _gone(rows: tuple[R, ...], at: int) -> R:
    if at >= len(rows):
        raise Invalid.field("lots", "Only what is published can be taken away")
    return replace(rows[at], removed=True)
