"""All that is known of the judging of one tender, as a value: ``queries.case`` reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from directory.awards.models import Consensus, Declaration, Evaluation, GateDecision, PanelMember, PriceQuery, TieDraw
from directory.awards.rules.gates import Finding, Gate, Known, findings
from directory.awards.rules.panel import Cell, Interest, excluded, lots_apart, lots_of, scored_criteria
from directory.bids.rules.content import Bid
from directory.tenders.models import Tender
from directory.tenders.rules import Notice


@dataclass(frozen=True)
class Opened:
    """An opened bid with what it says, read once."""

    id: UUID
    number: int
    organisation_id: UUID
    name: str
    bid: Bid


@dataclass(frozen=True)
class Case:
    """The judging of one tender. What it says of prices is for those who may see them: ask ``priced`` first."""

    tender: Tender
    notice: Notice
    evaluation: Evaluation | None
    bids: tuple[Opened, ...]
    members: tuple[PanelMember, ...]
    declarations: Mapping[UUID, Declaration]
    consensus: Mapping[tuple[UUID, int, int], Consensus]
    gate_decisions: Mapping[tuple[UUID, Gate, int], GateDecision]
    price_queries: Mapping[tuple[UUID, int], PriceQuery]
    draws: tuple[TieDraw, ...]
    services: Mapping[UUID, tuple[Known, ...]]

    @property
    def priced(self) -> bool:
        """Say whether prices are open to those who judge."""
        return self.evaluation is not None and self.evaluation.prices_opened_at is not None

    @cached_property
    def scored(self) -> tuple[int, ...]:
        """Give the numbers of the criteria that people score."""
        return scored_criteria(self.notice.criteria)

    @property
    def panel(self) -> tuple[PanelMember, ...]:
        """Give those who are on the panel now."""
        return tuple(member for member in self.members if member.left_at is None)

    @property
    def scores_shown(self) -> bool:
        """Say whether scores may be seen by others: all have finished, or a commissioner closed it."""
        closed = self.evaluation is not None and self.evaluation.closed_at is not None
        return closed or (bool(self.panel) and all(member.finished_at for member in self.panel))

    def opened(self, number: int) -> Opened | None:
        """Give the bid with this number."""
        return next((one for one in self.bids if one.number == number), None)

    def cells(self, criterion: int | None = None) -> tuple[Cell, ...]:
        """Give every answer that is scored: by criterion, then by bid, then by lot."""
        return tuple(
            Cell(one.number, number, lot)
            for number in self.scored
            if criterion in {None, number}
            for one in self.bids
            for lot in lots_apart(one.bid, number)
        )

    def interests(self, person_id: UUID) -> tuple[Interest, ...]:
        """Give what a person declared and what was decided."""
        declared = self.declarations.get(person_id)
        lots = {one.id: one.bid.lots for one in self.bids}
        return tuple(
            Interest(one.bid_id, lots.get(one.bid_id, ()), one.ruling)
            for one in (declared.interests if declared else ())
        )

    def may_judge(self, person_id: UUID, cell: Cell) -> bool:
        """Say whether a person may see and judge an answer: declared, and not kept from it."""
        one = self.opened(cell.bid)
        if one is None or person_id not in self.declarations:
            return False
        return not excluded(self.interests(person_id), one.id, lots_of(one.bid, cell.lot))

    def to_score(self, member: PanelMember) -> tuple[Cell, ...]:
        """Give what a member of the panel has to score."""
        return tuple(
            cell
            for cell in self.cells()
            if cell.criterion in member.criteria and self.may_judge(member.person_id, cell)
        )

    def findings(self, one: Opened) -> tuple[Finding, ...]:
        """Give what is found of the conditions for a bid."""
        services = self.services.get(one.organisation_id, ())
        return findings(self.notice.conditions, self.notice.lots, one.bid, services)
