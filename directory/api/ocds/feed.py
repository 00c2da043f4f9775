"""What comes after a cursor: events of all published tenders, earliest first, and tenders by publication."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Integer, and_, cast, literal, or_, select, union_all
from sqlalchemy.orm import selectinload

from directory.access import NOBODY
from directory.api.ocds.history import CLOSED_STATUSES, Event, Step, history
from directory.kit.db import db
from directory.organisations.models import Organisation
from directory.tenders.models import Amendment, Tender
from directory.tenders.queries import visible_to

FURTHEST = 1_000_000  # more than one tender has events of a step
WITH_AMENDMENTS = selectinload(Tender.amendments)
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


@dataclass(frozen=True)
class Range:
    """Which releases: after ``cursor``; dated from and to (aware, UTC; the end not included)."""

    cursor: Cursor | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None


def place_of(step: Step, number: int) -> int:
    """Give an event's place among those of one tender at one moment."""
    return list(Step).index(step) * FURTHEST + number


def _every() -> CTE:
    """Give every event of what anybody may see: ``at, id, reference, place``."""
    public = and_(visible_to(NOBODY), Tender.published_at.is_not(None))
    first = select(
        Tender.published_at.label("at"),
        Tender.id.label("id"),
        Tender.reference.label("reference"),
        literal(place_of(Step.TENDER, 1)).label("place"),
    ).where(public)
    amended = (
        select(
            Amendment.amended_at,
            Tender.id,
            Tender.reference,
            place_of(Step.AMENDMENT, 0) + cast(Amendment.number, Integer),
        )
        .join(Tender, Tender.id == Amendment.tender_id)
        .where(public)
    )
    closed = select(Tender.ended_at, Tender.id, Tender.reference, literal(place_of(Step.CLOSURE, 1))).where(
        public, Tender.status.in_(CLOSED_STATUSES), Tender.ended_at.is_not(None)
    )
    return union_all(first, amended, closed).cte("events")


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


def events_after(asked: Range, most: int) -> list[tuple[Tender, Event]]:
    """Give the first ``most`` events in ``asked``, earliest first, with their tenders."""
    every = _every()
    rows = db.session.execute(
        select(every.c.id, every.c.place)
        .where(*_within(every, asked))
        .order_by(every.c.at, every.c.reference, every.c.place)
        .limit(most)
    ).all()
    tenders = {tender.id: tender for tender in _tenders({row.id for row in rows})}
    told = {
        (tender.id, place_of(event.step, event.number)): event
        for tender in tenders.values()
        for event in history(tender)
    }
    return [(tenders[row.id], told[row.id, row.place]) for row in rows]


def _tenders(ids: set[UUID]) -> Sequence[Tender]:
    asked = select(Tender).where(Tender.id.in_(ids)).options(WITH_AMENDMENTS)
    return db.session.scalars(asked.order_by(Tender.reference)).all()


def tenders_after(cursor: Cursor | None, most: int) -> Sequence[Tender]:
    """Give the first ``most`` published tenders after ``cursor``, by the moment of publication."""
    wanted = [visible_to(NOBODY), Tender.published_at.is_not(None)]
    if cursor:
        further = and_(Tender.published_at == cursor.at, Tender.reference > cursor.reference)
        wanted.append(or_(Tender.published_at > cursor.at, further))
    return db.session.scalars(
        select(Tender)
        .where(*wanted)
        .options(WITH_AMENDMENTS)
        .order_by(Tender.published_at, Tender.reference)
        .limit(most)
    ).all()


def tender_named(reference: str) -> Tender | None:
    """Give a published tender by its reference."""
    wanted = and_(visible_to(NOBODY), Tender.published_at.is_not(None), Tender.reference == reference)
    return db.session.scalar(select(Tender).where(wanted))


def authorities_here(tenders: Sequence[Tender]) -> dict[str, Organisation]:
    """Give the authorities that buy together with others in these tenders and are here, by GSS code."""
    codes = {code for tender in tenders for lot in tender.lots for code in lot.joint_buyers}
    rows = db.session.scalars(select(Organisation).where(Organisation.gss_code.in_(codes)).order_by(Organisation.id))
    return {row.gss_code: row for row in rows if row.gss_code}
