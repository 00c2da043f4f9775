from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.awards.models.deciding import Award
from directory.awards.rules.contract import ContractStatus, Ending, Permitted, Rating
from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model, by_value, one_of
from directory.organisations.models import Organisation
from directory.tenders.models import Tender

LIVE = text("status IN ('awarded', 'signed')")


class Contract(Identified, Model):
    """The contract of one winner for one lot, there from the announcement of its award.

    ``extension_months`` may be taken in all, ``extended_months`` were. What was awarded (``awarded_...``) is set when
    it is signed and stays; ``ends_on`` and ``value_pence`` are as varied and extended since.
    ``joint_buyers`` are GSS codes of authorities that are parties too.
    """

    __tablename__ = "contracts"
    __table_args__ = (
        one_of("status", ContractStatus),
        one_of("ending", Ending),
        CheckConstraint("starts_on <= ends_on", name="dates_in_order"),
        CheckConstraint("value_pence >= 0", name="value_possible"),
        CheckConstraint("extended_months BETWEEN 0 AND extension_months", name="extended_within"),
        CheckConstraint(
            "status NOT IN ('signed', 'ended') OR signed_on IS NOT NULL AND signed_at IS NOT NULL AND "
            "signed_by IS NOT NULL AND starts_on IS NOT NULL AND ends_on IS NOT NULL AND value_pence IS NOT NULL",
            name="signed_whole",
        ),
        CheckConstraint("(status = 'ended') = (ended_on IS NOT NULL)", name="ended_on_a_day"),
        CheckConstraint("(status IN ('given_up', 'withdrawn')) = (dropped_at IS NOT NULL)", name="dropped_at_a_time"),
        Index(
            "uq_contracts_live",
            "tender_id",
            "lot",
            "organisation_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index("ix_contracts_authority_id_status", "authority_id", "status"),
    )

    award_id: Mapped[UUID] = mapped_column(ForeignKey("awards.id"), unique=True)
    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"), index=True)
    lot: Mapped[int] = mapped_column(SmallInteger)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    joint_buyers: Mapped[list[str]] = mapped_column(default=list)
    status: Mapped[ContractStatus] = mapped_column(by_value(ContractStatus), default=ContractStatus.AWARDED)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    value_pence: Mapped[int | None] = mapped_column(BigInteger)
    extension_months: Mapped[int] = mapped_column(SmallInteger, default=0)
    extended_months: Mapped[int] = mapped_column(SmallInteger, default=0)
    awarded_ends_on: Mapped[date | None]
    awarded_value_pence: Mapped[int | None] = mapped_column(BigInteger)
    signed_on: Mapped[date | None]
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    signed_at: Mapped[datetime | None]
    notice_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    notice_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]
    ending: Mapped[Ending | None] = mapped_column(by_value(Ending))
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(SealedText("awards.contract"), default="")
    dropped_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    dropped_at: Mapped[datetime | None]
    dropped_reason: Mapped[str] = mapped_column(SealedText("awards.contract"), default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    award: Mapped[Award] = relationship(lazy="selectin")
    tender: Mapped[Tender] = relationship(lazy="selectin")
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id], lazy="selectin")
    authority: Mapped[Organisation] = relationship(foreign_keys=[authority_id], lazy="selectin")
    changes: Mapped[list["ContractChange"]] = relationship(order_by="ContractChange.number", lazy="selectin")
    notes: Mapped[list["PerformanceNote"]] = relationship(
        order_by="PerformanceNote.noted_on, PerformanceNote.id", lazy="selectin"
    )


class ContractChange(Identified, Model):
    """A variation of a contract, or (``months`` above 0) an extension taken. Never changed itself.

    ``flags`` say, with the rule, why it is substantial; ``permitted`` why it is lawful all the same.
    """

    __tablename__ = "contract_changes"
    __table_args__ = (
        UniqueConstraint("contract_id", "number"),
        one_of("permitted", Permitted),
        CheckConstraint("months >= 0", name="months_possible"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    months: Mapped[int] = mapped_column(SmallInteger, default=0)
    changed_on: Mapped[date]
    what: Mapped[str] = mapped_column(SealedText("awards.contract"))
    reason: Mapped[str] = mapped_column(SealedText("awards.contract"))
    ends_on_before: Mapped[date]
    ends_on_after: Mapped[date]
    value_before_pence: Mapped[int] = mapped_column(BigInteger)
    value_after_pence: Mapped[int] = mapped_column(BigInteger)
    scope_changed: Mapped[bool] = mapped_column(default=False)
    favours_provider: Mapped[bool] = mapped_column(default=False)
    flags: Mapped[list[str]] = mapped_column(default=list)
    permitted: Mapped[Permitted | None] = mapped_column(by_value(Permitted))
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]


class PerformanceNote(Identified, Model):
    """How an authority rates the performance on one day: read by that authority and, once shared, by the provider."""

    __tablename__ = "performance_notes"
    __table_args__ = (one_of("rating", Rating),)

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    rating: Mapped[Rating] = mapped_column(by_value(Rating))
    noted_on: Mapped[date]
    text: Mapped[str] = mapped_column(SealedText("awards.performance"))
    written_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
