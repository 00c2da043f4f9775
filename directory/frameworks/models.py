import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.codes import ServiceType
from directory.frameworks.rules.joining import Status as ApplicationStatus
from directory.frameworks.rules.members import MemberStatus, Rate
from directory.frameworks.rules.terms import Ceiling, Conditions, FrameworkKind, Question
from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model, by_value, one_of
from directory.organisations.models import Organisation

STAYS = "status <> 'left'"
WAITING = "status IN ('submitted', 'assessed')"


class Framework(Identified, Model):
    """A framework that was awarded: public for good. ``tender_reference`` and ``tender_id`` say by which tender.

    It runs from ``starts_on`` to ``last_on``: ``ended_on`` where it ended before ``ends_on``. ``earlier``: the
    reference of the framework before it in an open scheme, ``first_awarded_on`` when the first of it was awarded.
    """

    __tablename__ = "frameworks"
    __table_args__ = (
        one_of("kind", FrameworkKind),
        CheckConstraint("starts_on <= ends_on", name="dates_in_order"),
        CheckConstraint("(ended_on IS NULL) = (ended_because = '')", name="ended_because"),
        CheckConstraint("kind = 'open' OR earlier = ''", name="only_open_follow"),
        CheckConstraint("kind <> 'joinable' OR NOT ranked", name="joined_without_ranks"),
    )

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[FrameworkKind] = mapped_column(by_value(FrameworkKind))
    ranked: Mapped[bool]
    light_touch: Mapped[bool]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    ended_on: Mapped[date | None]
    ended_because: Mapped[str] = mapped_column(String(300), default="")
    value_pence: Mapped[int | None] = mapped_column(BigInteger)
    criteria: Mapped[list[str]] = mapped_column(default=list)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    conditions: Mapped[dict[str, Any]]
    tender_id: Mapped[UUID | None] = mapped_column(unique=True)
    tender_reference: Mapped[str] = mapped_column(String(20), default="")
    earlier: Mapped[str] = mapped_column(String(20), default="")
    first_awarded_on: Mapped[date]
    established_at: Mapped[datetime]
    established_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))

    authority: Mapped[Organisation] = relationship(lazy="joined")
    lots: Mapped[list["FrameworkLot"]] = relationship(
        cascade="all, delete-orphan", order_by="FrameworkLot.number", lazy="selectin", back_populates="framework"
    )

    @property
    def last_on(self) -> date:
        """Give the last day on which it may be used."""
        return self.ends_on if self.ended_on is None else min(self.ended_on, self.ends_on)

    def runs(self, on: date) -> bool:
        """Say whether it may be used on a day."""
        return self.starts_on <= on <= self.last_on

    def lot(self, number: int) -> "FrameworkLot | None":
        """Give the lot with this number."""
        return next((lot for lot in self.lots if lot.number == number), None)

    def asked(self) -> tuple[Question, ...]:
        """Give the questions that whoever joins answers."""
        return tuple(Question(**one) for one in self.questions)

    def shown(self) -> Conditions:
        """Give what a member must show."""
        return Conditions.of(self.conditions)


class FrameworkLot(Identified, Model):
    """One part of a framework, numbered from 1. ``areas``: GSS codes or regions, none for anywhere."""

    __tablename__ = "framework_lots"
    __table_args__ = (UniqueConstraint("framework_id", "number"),)

    framework_id: Mapped[UUID] = mapped_column(ForeignKey("frameworks.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str] = mapped_column(String(200))
    service_types: Mapped[list[str]]
    areas: Mapped[list[str]] = mapped_column(default=list)
    ceilings: Mapped[list[dict[str, Any]]] = mapped_column(default=list)

    framework: Mapped[Framework] = relationship(back_populates="lots")
    buyers: Mapped[list["FrameworkBuyer"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    members: Mapped[list["FrameworkMember"]] = relationship(
        order_by="FrameworkMember.rank, FrameworkMember.joined_on, FrameworkMember.id", back_populates="lot"
    )

    def types(self) -> tuple[ServiceType, ...]:
        """Give the types of service that it covers."""
        return tuple(ServiceType(value) for value in self.service_types)

    def most(self) -> tuple[Ceiling, ...]:
        """Give the prices that members give, with the most that was published."""
        return tuple(Ceiling.of(one) for one in self.ceilings)


class FrameworkBuyer(Identified, Model):
    """An authority that may use a lot besides the lead: by its GSS code, or by id where it has none."""

    __tablename__ = "framework_buyers"
    __table_args__ = (
        UniqueConstraint("lot_id", "gss_code"),
        UniqueConstraint("lot_id", "organisation_id"),
        CheckConstraint("(gss_code IS NULL) <> (organisation_id IS NULL)", name="named_once"),
    )

    lot_id: Mapped[UUID] = mapped_column(ForeignKey("framework_lots.id", ondelete="CASCADE"))
    gss_code: Mapped[str | None] = mapped_column(String(9), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")


class FrameworkMember(Identified, Model):
    """A provider in a lot. Its agreed prices stand sealed: they are between it and the authorities that may buy.

    ``reason`` says why it is suspended or left, for it and the lead authority.
    """

    __tablename__ = "framework_members"
    __table_args__ = (
        one_of("status", MemberStatus),
        CheckConstraint("rank >= 1", name="rank_from_one"),
        CheckConstraint("(status = 'left') = (left_on IS NOT NULL)", name="left_on_a_day"),
        CheckConstraint("status = 'current' OR reason <> ''", name="out_for_a_reason"),
        Index(
            "uq_framework_members_lot_id_provider_id",
            "lot_id",
            "provider_id",
            unique=True,
            sqlite_where=text(STAYS),
            postgresql_where=text(STAYS),
        ),
        Index(
            "uq_framework_members_lot_id_rank",
            "lot_id",
            "rank",
            unique=True,
            sqlite_where=text(STAYS),
            postgresql_where=text(STAYS),
        ),
    )

    lot_id: Mapped[UUID] = mapped_column(ForeignKey("framework_lots.id"))
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    rank: Mapped[int | None] = mapped_column(SmallInteger)
    status: Mapped[MemberStatus] = mapped_column(by_value(MemberStatus), default=MemberStatus.CURRENT)
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(2000), default="")
    rates: Mapped[str] = mapped_column(SealedText("framework-rates"), default="[]")
    entered_at: Mapped[datetime]
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    provider: Mapped[Organisation] = relationship(lazy="joined")
    lot: Mapped[FrameworkLot] = relationship(back_populates="members")

    def agreed(self) -> tuple[Rate, ...]:
        """Give the agreed prices; for the member itself and the authorities that may buy."""
        return tuple(Rate.of(one) for one in json.loads(self.rates))


class FrameworkApplication(Identified, Model):
    """A provider's wish to join a lot. What it says, and what is found of it, stands sealed.

    One officer assesses, another decides.
    """

    __tablename__ = "framework_applications"
    __table_args__ = (
        one_of("status", ApplicationStatus),
        CheckConstraint("decided_by <> assessed_by", name="two_officers"),
        CheckConstraint(
            "status NOT IN ('assessed', 'accepted', 'refused') OR assessed_by IS NOT NULL AND assessment IS NOT NULL",
            name="assessed_by_somebody",
        ),
        CheckConstraint("(status IN ('accepted', 'refused')) = (decided_by IS NOT NULL)", name="decided_by_somebody"),
        Index(
            "uq_framework_applications_waiting",
            "lot_id",
            "provider_id",
            unique=True,
            sqlite_where=text(WAITING),
            postgresql_where=text(WAITING),
        ),
    )

    lot_id: Mapped[UUID] = mapped_column(ForeignKey("framework_lots.id"))
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    status: Mapped[ApplicationStatus] = mapped_column(by_value(ApplicationStatus))
    said: Mapped[str] = mapped_column(SealedText("framework-application"))
    assessment: Mapped[str | None] = mapped_column(SealedText("framework-application"))
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    assessed_at: Mapped[datetime | None]
    assessed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    provider: Mapped[Organisation] = relationship(lazy="joined")
    lot: Mapped[FrameworkLot] = relationship(lazy="joined")
