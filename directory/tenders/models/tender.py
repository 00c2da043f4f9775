from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    cast,
    exists,
    false,
    or_,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.kit.canonical import canonical
from directory.kit.db import Identified, Model, by_value, one_of
from directory.organisations.models import Organisation
from directory.tenders.models.documents import Document
from directory.tenders.models.joint import JointBuyer
from directory.tenders.rules import (
    HIGHEST_SCORE,
    LONGEST_TITLE,
    Conditions,
    Criterion,
    CriterionKind,
    Deadlines,
    Details,
    Ground,
    Kind,
    Lot,
    Notice,
    Phase,
    PriceFormula,
    Procedure,
    Regime,
    Shortening,
    Status,
    TieBreak,
    phase,
)

UNAPPROVED = "('draft', 'awaiting_approval', 'withdrawn')"
BEFORE = "('draft', 'awaiting_approval', 'approved', 'withdrawn')"
W = TypeVar("W", Details, Deadlines, Conditions, Lot, Criterion)


def read(section: type[W], row: Any) -> W:
    """Give what a row says of a section; the lists that JSON keeps become tuples of their values."""
    found: dict[str, Any] = {}
    for one in fields(section):
        value = getattr(row, one.name)
        if isinstance(value, list):
            of = one.metadata.get("of", str)
            value = tuple(of(item) for item in value)
        found[one.name] = value
    return section(**found)


def _kept(item: Any) -> Any:
    if is_dataclass(item):
        return canonical({one.name: getattr(item, one.name) for one in fields(item)})
    return item.value if isinstance(item, StrEnum) else item


def write(row: Any, section: Details | Deadlines | Conditions | Lot | Criterion) -> None:
    """Set a row to what a section says."""
    for one in fields(section):
        value = getattr(section, one.name)
        if isinstance(value, tuple):
            value = [_kept(item) for item in value]
        setattr(row, one.name, value)


class TenderDetails:
    """Mixin: the columns of ``rules.Details``."""

    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    description: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[Kind] = mapped_column(by_value(Kind))
    regime: Mapped[Regime] = mapped_column(by_value(Regime))
    procedure: Mapped[Procedure] = mapped_column(by_value(Procedure))
    ground: Mapped[Ground | None] = mapped_column(by_value(Ground))
    justification: Mapped[str] = mapped_column(Text, default="")
    shortening: Mapped[Shortening] = mapped_column(by_value(Shortening))
    shortening_reason: Mapped[str] = mapped_column(Text, default="")
    cpv_codes: Mapped[list[str]] = mapped_column(default=list)
    value_minimum_pence: Mapped[int | None] = mapped_column(BigInteger)
    value_maximum_pence: Mapped[int | None] = mapped_column(BigInteger)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    extension_months: Mapped[int] = mapped_column(SmallInteger, default=0)
    tie_break: Mapped[TieBreak] = mapped_column(by_value(TieBreak))
    framework_reference: Mapped[str] = mapped_column(String(20), default="", index=True)
    joinable: Mapped[bool] = mapped_column(default=False)
    ranked: Mapped[bool] = mapped_column(default=False)
    open_scheme: Mapped[bool] = mapped_column(default=False, server_default=false())
    earlier_framework: Mapped[str] = mapped_column(String(20), default="", server_default="")
    answer_days: Mapped[int | None] = mapped_column(SmallInteger)


class TenderTerms:
    """Mixin: the columns of ``rules.Deadlines`` and ``rules.Conditions``."""

    questions_close_at: Mapped[datetime | None]
    answers_by_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    needs_active_registration: Mapped[bool] = mapped_column(default=True)
    refuses_inadequate: Mapped[bool] = mapped_column(default=True)
    public_liability_pence: Mapped[int | None] = mapped_column(BigInteger)
    employers_liability_pence: Mapped[int | None] = mapped_column(BigInteger)
    professional_indemnity_pence: Mapped[int | None] = mapped_column(BigInteger)
    policies: Mapped[list[str]] = mapped_column(default=list)


class Tender(Identified, TenderDetails, TenderTerms, Model):
    """An invitation to bid. ``version`` rises with each change; ``edited_by`` wrote the words that now stand.

    ``published_at`` is set once and for good: from then on the tender is public, however it ends.
    """

    __tablename__ = "tenders"
    __table_args__ = (
        one_of("status", Status),
        one_of("kind", Kind),
        one_of("regime", Regime),
        one_of("procedure", Procedure),
        one_of("ground", Ground),
        one_of("shortening", Shortening),
        one_of("tie_break", TieBreak),
        CheckConstraint("(framework_reference <> '') = (kind = 'call_off')", name="called_off_under_a_framework"),
        CheckConstraint("value_minimum_pence <= value_maximum_pence", name="values_in_order"),
        CheckConstraint("starts_on < ends_on", name="dates_in_order"),
        CheckConstraint(
            f"status IN {BEFORE} OR (published_at IS NOT NULL AND closes_at IS NOT NULL)",
            name="open_has_dates",
        ),
        CheckConstraint(
            f"status IN {UNAPPROVED} OR approved_by <> drafted_by AND approved_by IS NOT NULL",
            name="approved_by_another",
        ),
        CheckConstraint(
            "status NOT IN ('withdrawn', 'cancelled', 'unsuccessful') OR ended_reason <> ''", name="ended_with_reason"
        ),
        CheckConstraint("status <> 'standstill' OR announced_at IS NOT NULL", name="standstill_announced"),
        Index("ix_tenders_status_closes_at", "status", "closes_at"),
    )

    authority_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    status: Mapped[Status] = mapped_column(by_value(Status), default=Status.DRAFT)
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    drafted_at: Mapped[datetime]
    edited_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    edited_at: Mapped[datetime]
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    submitted_at: Mapped[datetime | None]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    return_reason: Mapped[str] = mapped_column(Text, default="")
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    standstill_ends_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    authority: Mapped[Organisation] = relationship(lazy="selectin")
    lots: Mapped[list["TenderLot"]] = relationship(
        cascade="all, delete-orphan", order_by="TenderLot.number", lazy="selectin"
    )
    criteria: Mapped[list["TenderCriterion"]] = relationship(
        cascade="all, delete-orphan", order_by="TenderCriterion.number", lazy="selectin"
    )
    amendments: Mapped[list["Amendment"]] = relationship(cascade="all, delete-orphan", order_by="Amendment.number")
    documents: Mapped[list["Document"]] = relationship(cascade="all, delete-orphan", order_by="Document.number")
    joint_buyers: Mapped[list["JointBuyer"]] = relationship(
        cascade="all, delete-orphan", order_by="JointBuyer.gss_code"
    )

    def details(self) -> Details:
        """Give what is bought, as a value."""
        return read(Details, self)

    def deadlines(self) -> Deadlines:
        """Give the deadlines, as a value."""
        return read(Deadlines, self)

    def conditions(self) -> Conditions:
        """Give the conditions of participation, as a value."""
        return read(Conditions, self)

    def notice(self) -> Notice:
        """Give all that is written, as a value."""
        return Notice(
            self.details(),
            self.deadlines(),
            self.conditions(),
            tuple(lot.value() for lot in self.lots),
            tuple(criterion.value() for criterion in self.criteria),
        )

    def phase(self, now: datetime) -> Phase:
        """Give where the tender stands at ``now``."""
        return phase(
            self.status,
            now,
            questions_close_at=self.questions_close_at,
            closes_at=self.closes_at,
            standstill_ends_at=self.standstill_ends_at,
        )


class TenderLot(Identified, Model):
    """One part of a tender, numbered from 1: the columns of ``rules.Lot``. After publication none moves up."""

    __tablename__ = "tender_lots"
    __table_args__ = (
        UniqueConstraint("tender_id", "number"),
        CheckConstraint("places > 0 AND weekly_hours > 0", name="amounts_above_nothing"),
    )

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    description: Mapped[str] = mapped_column(Text, default="")
    service_types: Mapped[list[str]] = mapped_column(default=list)
    places: Mapped[int | None]
    weekly_hours: Mapped[int | None]
    areas: Mapped[list[str]] = mapped_column(default=list)
    joint_buyers: Mapped[list[str]] = mapped_column(default=list)
    value_maximum_pence: Mapped[int | None] = mapped_column(BigInteger)
    removed: Mapped[bool] = mapped_column(default=False, server_default=false())
    price_lines: Mapped[list[dict[str, Any]]] = mapped_column(default=list)

    def value(self) -> Lot:
        """Give the lot as a value."""
        return read(Lot, self)


def lot_lists(column: ColumnElement[list[str]], values: Sequence[str]) -> ColumnElement[bool]:
    """Give the condition that a lot's list holds one of ``values``: codes, found in quotes in the JSON."""
    text = cast(column, String)
    return exists().where(
        TenderLot.tender_id == Tender.id,
        ~TenderLot.removed,
        or_(*(text.contains(f'"{value}"', autoescape=True) for value in values)),
    )


class TenderCriterion(Identified, Model):
    """One thing that bids are judged by, numbered from 1: the columns of ``rules.Criterion``."""

    __tablename__ = "tender_criteria"
    __table_args__ = (
        UniqueConstraint("tender_id", "number"),
        one_of("kind", CriterionKind),
        one_of("formula", PriceFormula),
        CheckConstraint("weight_hundredths BETWEEN 1 AND 10000", name="weight_possible"),
        CheckConstraint("highest_score BETWEEN 1 AND 100", name="scores_possible"),
        CheckConstraint("minimum_score BETWEEN 1 AND highest_score", name="minimum_possible"),
    )

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[CriterionKind] = mapped_column(by_value(CriterionKind))
    name: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    weight_hundredths: Mapped[int]
    question: Mapped[str] = mapped_column(Text, default="")
    word_limit: Mapped[int | None]
    guide: Mapped[str] = mapped_column(Text, default="")
    formula: Mapped[PriceFormula | None] = mapped_column(by_value(PriceFormula))
    highest_score: Mapped[int] = mapped_column(SmallInteger, default=HIGHEST_SCORE)
    minimum_score: Mapped[int | None] = mapped_column(SmallInteger)
    removed: Mapped[bool] = mapped_column(default=False, server_default=false())

    def value(self) -> Criterion:
        """Give the criterion as a value."""
        return read(Criterion, self)


class Amendment(Identified, Model):
    """A change after publication: what stood before and after, and why. Never changed itself."""

    __tablename__ = "tender_amendments"
    __table_args__ = (UniqueConstraint("tender_id", "number"),)

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    amended_at: Mapped[datetime]
    amended_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    material: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    differences: Mapped[dict[str, Any]]


class AmendmentDraft(Model):
    """Lots, criteria and conditions of a published tender as they will be once an amendment is published.

    For its own authority alone. ``terms`` is ``rules.terms.Terms`` as JSON; ``begun_from`` the mark of those that
    were published when it was begun.
    """

    __tablename__ = "tender_amendment_drafts"

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id", ondelete="CASCADE"), primary_key=True)
    terms: Mapped[dict[str, Any]]
    begun_from: Mapped[str] = mapped_column(String(64))
    edited_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    edited_at: Mapped[datetime]


class Alert(Identified, Model):
    """That a provider was told of a tender; ``told_of`` is what it was told last, so that it is told once."""

    __tablename__ = "tender_alerts"
    __table_args__ = (UniqueConstraint("tender_id", "organisation_id"),)

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    told_of: Mapped[str] = mapped_column(String(40))
    told_at: Mapped[datetime]
