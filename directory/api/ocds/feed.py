"""What comes after a cursor: events of all published tenders, earliest first, and tenders by publication."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Integer, Select, and_, case, cast, literal, or_, select, union_all
from sqlalchemy.orm import selectinload

from directory.access import NOBODY
from directory.api.ocds.blocks import Process
from directory.api.ocds.history import A_CONTRACT, A_LOT, CLOSED_STATUSES, Event, Outcome, Step
from directory.awards.models import Award, Contract, ContractChange, Decision
from directory.frameworks.models import Framework
from directory.kit.db import db
from directory.organisations.models import Organisation
from directory.tenders.models import Amendment, Answer, Tender
from directory.tenders.queries import visible_to
from directory.tenders.rules import Kind

FURTHEST = 100_000_000  # beyond the number of any event of a step
WHOLE = (selectinload(Tender.amendments), selectinload(Tender.documents))
NOT_OURS = "is not a cursor that we gave"


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: the moment, the tender's reference and the place among what happened to it then."""

    at: datetime
    reference: str
    place: int

    def text(self) -> str:
        """Give it as it travels; readers keep it as it is."""
        plain = f"{self.at.astimezone(UTC).isoformat()} {self.reference} {self.place}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """Read what ``text`` gave. Raises ValueError for anything else."""
        try:
            plain = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode("ascii")
            at, reference, place = plain.split(" ")
            read = cls(datetime.fromisoformat(at), reference, int(place))
        except (binascii.Error, UnicodeDecodeError, ValueError):
            raise ValueError(NOT_OURS) from None
        if read.at.tzinfo is None or not 0 <= read.place < FURTHEST * len(Step):
            raise ValueError(NOT_OURS)
        return read

    @classmethod
    def of(cls, tender: Tender, event: Event) -> "Cursor":
        """Give where a page that ends with ``event`` ends."""
        return cls(event.at, tender.reference, place_of(event.step, event.number))

    @classmethod
    def after(cls, tender: Tender) -> "Cursor":
        """Give where a page of tenders that ends with this one ends. It must be public."""
        at = tender.announced_at if tender.kind == Kind.CALL_OFF else tender.published_at
        if at is None:
            raise ValueError("nothing is told of a tender that is not public")
        return cls(at, tender.reference, place_of(Step.TENDER, 1))


@dataclass(frozen=True)
class Range:
    """Which releases: after ``cursor``; dated from and to (aware, UTC; the end not included)."""

    cursor: Cursor | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None


def _public() -> ColumnElement[bool]:
    """Give the condition that anybody may read of a tender here: of a call-off once its award is announced."""
    awarded = select(Decision.id).where(Decision.tender_id == Tender.id, Decision.announced_at.is_not(None))
    told = or_(Tender.kind != Kind.CALL_OFF, awarded.correlate(Tender).exists())
    return and_(visible_to(NOBODY), Tender.published_at.is_not(None), told)


def place_of(step: Step, number: int) -> int:
    """Give an event's place among those of one tender at one moment."""
    return list(Step).index(step) * FURTHEST + number


def _awards(public: ColumnElement[bool]) -> list[Select[Any]]:
    """Give the events of announced decisions."""

    def told(step: Step, at: ColumnElement[Any]) -> Select[Any]:
        asked = select(at, Tender.id, Tender.reference, place_of(step, 0) + cast(Decision.number, Integer))
        return asked.join(Tender, Tender.id == Decision.tender_id).where(
            public, Decision.announced_at.is_not(None), at.is_not(None)
        )

    return [
        told(Step.AWARD, Decision.announced_at.expression),
        told(Step.AWARD_WITHDRAWN, Decision.reopened_at.expression),
    ]


def _contracts(public: ColumnElement[bool]) -> list[Select[Any]]:
    """Give the events of contracts whose notice is published."""
    number = cast(Contract.lot, Integer) * A_LOT + cast(Award.rank, Integer)
    changed = number * A_CONTRACT + cast(ContractChange.number, Integer)
    noticed = and_(public, Contract.notice_at.is_not(None))

    def told(step: Step, at: ColumnElement[Any], numbered: ColumnElement[int]) -> Select[Any]:
        asked = select(at, Tender.id, Tender.reference, place_of(step, 0) + numbered).select_from(Contract)
        return asked.join(Tender, Tender.id == Contract.tender_id).join(Award, Award.id == Contract.award_id)

    change = told(Step.CONTRACT_CHANGE, ContractChange.changed_at.expression, changed)
    return [
        told(Step.CONTRACT, Contract.notice_at.expression, number).where(noticed),
        change.join(ContractChange, ContractChange.contract_id == Contract.id).where(
            noticed, ContractChange.changed_at > Contract.notice_at
        ),
        told(Step.CONTRACT_END, Contract.ended_at.expression, number).where(
            noticed, Contract.ended_at >= Contract.notice_at
        ),
    ]


def _every() -> CTE:
    """Give every event of what anybody may see: ``at, id, reference, place``."""
    public = _public()
    invited = and_(public, Tender.kind != Kind.CALL_OFF)  # no tender notice is published for a call-off
    first = select(
        Tender.published_at.label("at"),
        Tender.id.label("id"),
        Tender.reference.label("reference"),
        literal(place_of(Step.TENDER, 1)).label("place"),
    ).where(invited)

    def told(step: Step, of: type[Amendment] | type[Answer], at: ColumnElement[Any]) -> Select[Any]:
        asked = select(at, Tender.id, Tender.reference, place_of(step, 0) + cast(of.number, Integer))
        return asked.join(Tender, Tender.id == of.tender_id).where(invited)

    amended = told(Step.AMENDMENT, Amendment, Amendment.amended_at.expression)
    answered = told(Step.ANSWER, Answer, Answer.answered_at.expression)
    closed = select(Tender.ended_at, Tender.id, Tender.reference, literal(place_of(Step.CLOSURE, 1))).where(
        public, Tender.status.in_(CLOSED_STATUSES), Tender.ended_at.is_not(None)
    )
    return union_all(first, amended, answered, *_awards(public), *_contracts(public), closed).cte("events")


def _within(every: CTE, asked: Range) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.cursor:
        at, reference, place = astuple(asked.cursor)
        further = or_(every.c.reference > reference, and_(every.c.reference == reference, every.c.place > place))
        found.append(or_(every.c.at > at, and_(every.c.at == at, further)))
    if asked.updated_from:
        found.append(every.c.at >= asked.updated_from)
    if asked.updated_to:
        found.append(every.c.at < asked.updated_to)
    return found


def events_after(asked: Range, most: int) -> list[tuple[Process, Event]]:
    """Give the first ``most`` events in ``asked``, earliest first, with their processes."""
    every = _every()
    rows = db.session.execute(
        select(every.c.id, every.c.place)
        .where(*_within(every, asked))
        .order_by(every.c.at, every.c.reference, every.c.place)
        .limit(most)
    ).all()
    processes = {one.tender.id: one for one in with_outcomes(_tenders({row.id for row in rows}))}
    told = {
        (tender_id, place_of(event.step, event.number)): event
        for tender_id, process in processes.items()
        for event in process.history()
    }
    return [(processes[row.id], told[row.id, row.place]) for row in rows]


def with_outcomes(tenders: Sequence[Tender]) -> list[Process]:
    """Give these tenders, each with what is public of how it came out."""
    ids = [tender.id for tender in tenders]
    decided = select(Decision).where(Decision.tender_id.in_(ids), Decision.announced_at.is_not(None))
    decisions = db.session.scalars(decided.order_by(Decision.tender_id, Decision.number)).all()
    noticed = select(Contract).where(Contract.tender_id.in_(ids), Contract.notice_at.is_not(None))
    contracts = db.session.scalars(
        noticed.options(selectinload(Contract.changes)).order_by(Contract.notice_at, Contract.lot, Contract.id)
    ).all()
    told = select(Answer).where(Answer.tender_id.in_(ids)).order_by(Answer.tender_id, Answer.number)
    answers = db.session.scalars(told).all()
    known, frameworks = authorities_here(tenders), _framework_tenders(tenders)
    return [
        Process(
            tender,
            Outcome(
                tuple(one for one in decisions if one.tender_id == tender.id),
                tuple(one for one in contracts if one.tender_id == tender.id),
                tuple(one for one in answers if one.tender_id == tender.id),
            ),
            known,
            frameworks.get(tender.framework_reference),
        )
        for tender in tenders
    ]


def _tenders(ids: set[UUID]) -> Sequence[Tender]:
    asked = select(Tender).where(Tender.id.in_(ids)).options(*WHOLE)
    return db.session.scalars(asked.order_by(Tender.reference)).all()


def tenders_after(cursor: Cursor | None, most: int) -> Sequence[Tender]:
    """Give the first ``most`` published tenders after ``cursor``, by the moment since when they are public."""
    wanted = [_public()]
    since = case((Tender.kind == Kind.CALL_OFF, Tender.announced_at), else_=Tender.published_at)
    if cursor:
        further = and_(since == cursor.at, Tender.reference > cursor.reference)
        wanted.append(or_(since > cursor.at, further))
    return db.session.scalars(
        select(Tender).where(*wanted).options(*WHOLE).order_by(since, Tender.reference).limit(most)
    ).all()


def tender_named(reference: str) -> Tender | None:
    """Give a published tender by its reference."""
    wanted = and_(_public(), Tender.reference == reference)
    return db.session.scalar(select(Tender).where(wanted))


def _framework_tenders(tenders: Sequence[Tender]) -> dict[str, tuple[str, str]]:
    """Give reference and title of the tenders by which the frameworks of these call-offs were awarded, by framework."""
    under = {tender.framework_reference for tender in tenders if tender.framework_reference}
    if not under:
        return {}
    asked = select(Framework.reference, Framework.tender_reference, Tender.title)
    rows = db.session.execute(
        asked.join(Tender, Tender.id == Framework.tender_id)
        .where(Framework.reference.in_(under), _public())
        .order_by(Framework.reference)
    )
    return {row.reference: (row.tender_reference, row.title) for row in rows}


def authorities_here(tenders: Sequence[Tender]) -> dict[str, Organisation]:
    """Give the authorities that buy together with others in these tenders and are here, by GSS code."""
    codes = {code for tender in tenders for lot in tender.lots for code in lot.joint_buyers}
    rows = db.session.scalars(select(Organisation).where(Organisation.gss_code.in_(codes)).order_by(Organisation.id))
    return {row.gss_code: row for row in rows if row.gss_code}
