from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, SmallInteger, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.accounts.models import Person
from directory.awards.rules.gates import Gate
from directory.awards.rules.panel import Ruling
from directory.bids.models import OpenedBid
from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model, by_value, one_of

NUMBERS = JSON().with_variant(JSONB(), "postgresql")


class Evaluation(Identified, Model):
    """How far the judging of one tender has come.

    ``closed_at``: when a commissioner ended the lonely scoring before all had finished, with a reason.
    ``prices_opened_at``: when quality was agreed and prices were shown, to everybody who judges at once.
    """

    __tablename__ = "evaluations"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
        CheckConstraint("(prices_opened_at IS NULL) = (prices_opened_by IS NULL)", name="opened_by_somebody"),
    )

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"), unique=True)
    began_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    began_at: Mapped[datetime]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]
    closed_reason: Mapped[str] = mapped_column(SealedText("awards.reason"), default="")
    prices_opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    prices_opened_at: Mapped[datetime | None]


class PanelMember(Identified, Model):
    """Somebody appointed to score. ``criteria`` are numbers from 1, in order.

    ``left_at``: no longer on the panel; what was scored before stays in the record and counts no more.
    """

    __tablename__ = "panel_members"
    __table_args__ = (
        UniqueConstraint("tender_id", "person_id"),
        CheckConstraint("(left_at IS NULL) = (left_reason = '')", name="left_with_reason"),
    )

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    criteria: Mapped[list[int]] = mapped_column(NUMBERS)
    appointed_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    appointed_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    left_reason: Mapped[str] = mapped_column(String(2000), default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="selectin")


class Declaration(Identified, Model):
    """That somebody looked at who bids and said in whom they have an interest, before they saw any bid."""

    __tablename__ = "interest_declarations"
    __table_args__ = (UniqueConstraint("tender_id", "person_id"),)

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    declared_at: Mapped[datetime]

    interests: Mapped[list["DeclaredInterest"]] = relationship(lazy="selectin", order_by="DeclaredInterest.bid_number")
    person: Mapped[Person] = relationship(lazy="selectin")


class DeclaredInterest(Identified, Model):
    """An interest in one bidder, and what a commissioner, another person, decided."""

    __tablename__ = "declared_interests"
    __table_args__ = (
        UniqueConstraint("declaration_id", "bid_id"),
        one_of("ruling", Ruling),
        CheckConstraint("(ruling = 'pending') = (decided_at IS NULL)", name="decided_or_pending"),
    )

    declaration_id: Mapped[UUID] = mapped_column(ForeignKey("interest_declarations.id"))
    bid_id: Mapped[UUID] = mapped_column(ForeignKey("opened_bids.id"), index=True)
    bid_number: Mapped[int] = mapped_column(SmallInteger)
    words: Mapped[str] = mapped_column(SealedText("awards.interest"))
    ruling: Mapped[Ruling] = mapped_column(by_value(Ruling), default=Ruling.PENDING)
    reason: Mapped[str] = mapped_column(SealedText("awards.interest"), default="")
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]

    bid: Mapped[OpenedBid] = relationship(lazy="selectin")


class Score(Identified, Model):
    """One evaluator's own score of one answer. ``lot`` 0 where one answer is said for all lots."""

    __tablename__ = "bid_scores"
    __table_args__ = (
        UniqueConstraint("member_id", "bid_id", "criterion", "lot"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score_possible"),
        CheckConstraint("criterion > 0 AND lot >= 0", name="numbers_possible"),
    )

    member_id: Mapped[UUID] = mapped_column(ForeignKey("panel_members.id"))
    bid_id: Mapped[UUID] = mapped_column(ForeignKey("opened_bids.id"), index=True)
    criterion: Mapped[int] = mapped_column(SmallInteger)
    lot: Mapped[int] = mapped_column(SmallInteger)
    score: Mapped[int] = mapped_column(SmallInteger)
    comment: Mapped[str] = mapped_column(SealedText("awards.comment"))
    scored_at: Mapped[datetime]


class Consensus(Identified, Model):
    """What the panel agreed on for one answer. ``after_prices``: written when prices were known already."""

    __tablename__ = "bid_consensus"
    __table_args__ = (
        UniqueConstraint("bid_id", "criterion", "lot"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score_possible"),
        CheckConstraint("criterion > 0 AND lot >= 0", name="numbers_possible"),
    )

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"), index=True)
    bid_id: Mapped[UUID] = mapped_column(ForeignKey("opened_bids.id"))
    criterion: Mapped[int] = mapped_column(SmallInteger)
    lot: Mapped[int] = mapped_column(SmallInteger)
    score: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[str] = mapped_column(SealedText("awards.reason"))
    agreed_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    agreed_at: Mapped[datetime]
    after_prices: Mapped[bool] = mapped_column(default=False)


class GateDecision(Identified, Model):
    """What a commissioner decided where a condition was not met or not known; ``found`` is what stood there then."""

    __tablename__ = "gate_decisions"
    __table_args__ = (UniqueConstraint("bid_id", "gate", "lot"), one_of("gate", Gate))

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"), index=True)
    bid_id: Mapped[UUID] = mapped_column(ForeignKey("opened_bids.id"))
    gate: Mapped[Gate] = mapped_column(by_value(Gate))
    lot: Mapped[int] = mapped_column(SmallInteger)
    found: Mapped[str] = mapped_column(String(1000))
    passes: Mapped[bool]
    reason: Mapped[str] = mapped_column(SealedText("awards.reason"))
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime]


class PriceQuery(Identified, Model):
    """That a bidder was told that its price looks abnormally low, what it said, and what was decided.

    Source: Procurement Act 2023, s19(3)(c), (4) and (5). ``disregarded`` None until it is decided.
    """

    __tablename__ = "price_queries"
    __table_args__ = (
        UniqueConstraint("bid_id", "lot"),
        CheckConstraint("(disregarded IS NULL) = (decided_at IS NULL)", name="decided_or_open"),
        CheckConstraint("disregarded IS NOT true OR told_at IS NOT NULL", name="told_before_disregarded"),
    )

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"), index=True)
    bid_id: Mapped[UUID] = mapped_column(ForeignKey("opened_bids.id"))
    lot: Mapped[int] = mapped_column(SmallInteger)
    question: Mapped[str] = mapped_column(SealedText("awards.price"), default="")
    answer_by_on: Mapped[date | None]
    told_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    told_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(SealedText("awards.price"), default="")
    answered_at: Mapped[datetime | None]
    disregarded: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(SealedText("awards.price"), default="")
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


class TieDraw(Identified, Model):
    """An order drawn among bids of one lot that nothing else tells apart. Two officers: one asks, another draws.

    ``bids`` are their numbers, ``order`` the same as drawn; empty until the second officer has drawn.
    """

    __tablename__ = "tie_draws"
    __table_args__ = (
        CheckConstraint("drawn_by IS NULL OR drawn_by <> asked_by", name="drawn_by_another"),
        CheckConstraint("(drawn_by IS NULL) = (drawn_at IS NULL)", name="drawn_by_somebody"),
    )

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"), index=True)
    lot: Mapped[int] = mapped_column(SmallInteger)
    bids: Mapped[list[int]] = mapped_column(NUMBERS)
    order: Mapped[list[int]] = mapped_column("drawn_order", NUMBERS)
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    drawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    drawn_at: Mapped[datetime | None]
