"""What every action of judging asks first, and what it says when it refuses."""

from uuid import UUID

from directory.access import Actor, Permission, require
from directory.awards.case import Case
from directory.awards.queries.case import case_of
from directory.awards.rules.panel import Cell
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.tenders.models import Tender
from directory.tenders.queries import owned_tender
from directory.tenders.rules import Status

LONGEST_TEXT = 4_000
NOT_NOW = "Bids of this tender are not being judged now"
DECLARE_FIRST = "Say first in which bidders you have an interest"


class Judging:
    """A case of which a commissioner may change something now, with the tender held until the action ends."""

    def __init__(self, actor: Actor, tender_id: UUID) -> None:
        """Raise NotAllowed, NotFound or WrongState where they may not."""
        require(actor, Permission.BID_MODERATE)
        self.tender: Tender = owned_tender(actor, tender_id, lock=True)
        self.person_id: UUID = acting(actor)
        if self.tender.status != Status.EVALUATING:
            raise WrongState(NOT_NOW)
        self.case: Case = case_of(actor, self.tender)
        if self.case.evaluation is None:
            raise WrongState(NOT_NOW)
        self.evaluation = self.case.evaluation

    def may_judge(self, cell: Cell) -> None:
        """Raise NotAllowed where the actor has not declared interests, or is kept from this bid."""
        if self.person_id not in self.case.declarations:
            raise NotAllowed(DECLARE_FIRST)
        if not self.case.may_judge(self.person_id, cell):
            raise NotAllowed(f"You declared an interest in bid {cell.bid} or its lot, so another person decides here")


def acting(who: Actor) -> UUID:
    """Give who acts; raise NotAllowed where nobody does."""
    if who.person_id is None:
        raise NotAllowed
    return who.person_id


def words(text: str, field: str, missing: str) -> str:
    """Give a text as kept; raise Invalid for none or one that is too long."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Invalid.field(field, missing)
    if len(text) > LONGEST_TEXT:
        raise Invalid.field(field, f"Use {LONGEST_TEXT:,} characters or fewer; this has {len(text):,}")
    return text


def bid_of(case: Case, number: int) -> UUID:
    """Give the id of a bid of this tender; raise NotFound for no such bid."""
    one = case.opened(number)
    if one is None:
        raise NotFound
    return one.id
