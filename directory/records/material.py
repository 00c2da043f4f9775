"""All that a procurement file is written from, as a value: ``queries.material`` reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from directory.awards.case import Case
from directory.awards.models import Challenge, Contract, Decision, Score, Summary
from directory.awards.rules.standing import LotResult
from directory.bids.models import Unsealing
from directory.bids.queries import Opening
from directory.records.names import Names
from directory.tenders.models import Answer, Question, Tender
from directory.tenders.rules import Phase, Status

JUDGING = frozenset({Status.UNSEALED, Status.EVALUATING, Status.AWARD_PROPOSED})
AWARDED = frozenset({Status.STANDSTILL, Status.CONTRACTED, Status.ENDED})


@dataclass(frozen=True)
class Act:
    """One line of the record about a tender."""

    at: datetime
    event: str
    person_id: UUID | None
    organisation_id: UUID | None
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Material:
    """One tender with all that belongs to it, at one moment.

    What the bids say and how they were judged may not stand in a file before they are opened, nor while somebody still
    judges, who must not see prices or what they have an interest in.
    """

    tender: Tender
    phase: Phase
    at: datetime
    names: Names
    opening: Opening | None
    unsealing: Unsealing | None
    case: Case
    scores: Sequence[Score]
    standing: tuple[LotResult, ...]
    won: frozenset[tuple[UUID, int]]
    acts: Sequence[Act]
    answers: Sequence[Answer]
    questions: Sequence[Question]
    decisions: Sequence[Decision]
    summaries: Sequence[Summary]
    challenges: Sequence[Challenge]
    contracts: Sequence[Contract]

    @property
    def judged(self) -> bool:
        """Say whether what the bids say and how they were judged may stand in the file."""
        return bool(self.case.bids) and self.tender.status not in JUDGING

    @property
    def still_judged(self) -> bool:
        """Say whether bids are being judged, so that the file says what is to come."""
        return self.tender.status in JUDGING
