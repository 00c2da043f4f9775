"""What happened to a tender in sight of all, in order, and what then stood in its notice, awards and contracts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from directory.awards.models import Contract, ContractChange, Decision
from directory.tenders.models import Amendment, Answer, Tender
from directory.tenders.rules import Kind, Notice, Status
from directory.tenders.rules.terms import undone


class Step(StrEnum):
    """What a release tells. Their order is the order of steps at the same moment."""

    TENDER = "tender"
    AMENDMENT = "amendment"
    AWARD = "award"
    AWARD_WITHDRAWN = "award-withdrawn"
    CONTRACT = "contract"
    CONTRACT_CHANGE = "contract-change"
    CONTRACT_END = "contract-end"
    CLOSURE = "closure"
    ANSWER = "answer"  # last, so that the cursors given before it was told keep their place


ORDER = tuple(Step)
A_LOT = 1_000  # more than one lot has winners
A_CONTRACT = 100  # more than one contract has changes
CLOSED_STATUSES = (Status.WITHDRAWN, Status.CANCELLED, Status.UNSUCCESSFUL)


@dataclass(frozen=True)
class Signed:
    """A contract as its notice told of it at a moment: what was varied later is undone."""

    contract: Contract
    ends_on: date | None
    value_pence: int | None
    changes: tuple[ContractChange, ...] = ()
    ended: bool = False


@dataclass(frozen=True)
class Outcome:
    """What is public of how a tender came out: announced decisions, and contracts whose notice is published."""

    decisions: tuple[Decision, ...] = ()
    contracts: tuple[Contract, ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Event:
    """One thing that happened: ``number`` tells it from others of its step. The rest as it stood right after.

    ``awards`` and ``contracts`` are what this event told of, None and empty where it was of neither.
    """

    step: Step
    number: int
    at: datetime
    notice: Notice
    amendments: tuple[Amendment, ...] = ()
    awards: Decision | None = None
    contracts: tuple[Signed, ...] = ()

    @property
    def order(self) -> tuple[datetime, int, int]:
        """Give what events are sorted by."""
        return self.at, ORDER.index(self.step), self.number


def history(tender: Tender, outcome: Outcome = Outcome()) -> list[Event]:
    """Give all that happened since publication, earliest first. The tender must have been published.

    Of a call-off nothing is told before its award: no tender notice is published for it.
    """
    if tender.published_at is None:
        raise ValueError("nothing is told of a tender that was never published")
    made = tuple(tender.amendments)
    notices = _notices(tender.notice(), made)
    found = [] if tender.kind == Kind.CALL_OFF else list(_invited(tender.published_at, notices, made, outcome.answers))
    found += [
        Event(step, number, at, notices[-1], made, awards, signed)
        for step, number, at, awards, signed in (*_awarded(outcome.decisions), *_contracted(outcome.contracts))
    ]
    if tender.status in CLOSED_STATUSES and tender.ended_at is not None:
        found.append(Event(Step.CLOSURE, 1, tender.ended_at, notices[-1], made))
    return sorted(found, key=lambda event: event.order)


def _invited(
    published_at: datetime, notices: Sequence[Notice], made: tuple[Amendment, ...], answers: Sequence[Answer]
) -> Iterator[Event]:
    """Give what is told of an invitation to bid: the notice, its amendments, and questions that were answered."""
    yield Event(Step.TENDER, 1, published_at, notices[0])
    for place, one in enumerate(made, start=1):
        yield Event(Step.AMENDMENT, one.number, one.amended_at, notices[place], made[:place])
    for answer in answers:
        place = sum(one.amended_at <= answer.answered_at for one in made)
        yield Event(Step.ANSWER, answer.number, answer.answered_at, notices[place], made[:place])


Happened = tuple[Step, int, datetime, Decision | None, tuple[Signed, ...]]


def _awarded(decisions: Sequence[Decision]) -> Iterator[Happened]:
    for one in decisions:
        if one.announced_at is None:
            continue
        yield Step.AWARD, one.number, one.announced_at, one, ()
        if one.reopened_at is not None:
            yield Step.AWARD_WITHDRAWN, one.number, one.reopened_at, one, ()


def _contracted(contracts: Sequence[Contract]) -> Iterator[Happened]:
    for one in contracts:
        if one.notice_at is None:
            continue
        number = one.lot * A_LOT + one.award.rank
        yield Step.CONTRACT, number, one.notice_at, None, (_signed(one, one.notice_at),)
        for change in one.changes:
            if change.changed_at > one.notice_at:
                told = (_signed(one, change.changed_at),)
                yield Step.CONTRACT_CHANGE, number * A_CONTRACT + change.number, change.changed_at, None, told
        if one.ended_at is not None and one.ended_at >= one.notice_at:
            yield Step.CONTRACT_END, number, one.ended_at, None, (_signed(one, one.ended_at, ended=True),)


def _signed(contract: Contract, at: datetime, *, ended: bool = False) -> Signed:
    """Give a contract as it stood at ``at``."""
    later = [change for change in contract.changes if change.changed_at > at]
    ends_on = later[0].ends_on_before if later else contract.ends_on
    value = later[0].value_before_pence if later else contract.value_pence
    return Signed(contract, ends_on, value, tuple(c for c in contract.changes if c.changed_at <= at), ended)


def _notices(now: Notice, amendments: Sequence[Amendment]) -> list[Notice]:
    """Give the notice as published, and after each amendment: what stands now, amendments undone from the last."""
    stood = [now]
    for one in reversed(amendments):
        stood.append(undone(stood[-1], one.differences))
    return stood[::-1]
