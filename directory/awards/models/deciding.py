from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.awards.rules.challenge import ClaimKind, Lifting
from directory.awards.rules.standstill import Standstill
from directory.bids.models import OpenedBid
from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model, by_value, one_of
from directory.organisations.models import Organisation

OPEN = text("announced_at IS NULL AND reopened_at IS NULL")


class Decision(Identified, Model):
    """A proposal of the award, and what became of it. ``number`` counts the tender's decisions from 1.

    Approved by somebody who did not propose it, then announced; or reopened: judged again, before or after that.
    ``winner_words`` (JSON) is what the other bidders read of the winners' scores, by ``LOT.BID.CRITERION``;
    ``worded_at`` is when any words that bidders will read were changed last, so that ``version`` rises with them.
    ``standstill_from_on`` and ``standstill_left`` say from which day how many working days run; while a challenge is
    open, how many are left.
    """

    __tablename__ = "award_decisions"
    __table_args__ = (
        UniqueConstraint("tender_id", "number"),
        Index("uq_award_decisions_open", "tender_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        one_of("standstill", Standstill),
        CheckConstraint("approved_by <> proposed_by", name="approved_by_another"),
        CheckConstraint("(approved_at IS NULL) = (approved_by IS NULL)", name="approved_by_somebody"),
        CheckConstraint("(reopened_at IS NULL) = (reopened_by IS NULL)", name="reopened_by_somebody"),
        CheckConstraint("announced_at IS NULL OR approved_at IS NOT NULL", name="approved_before_announced"),
        CheckConstraint("(announced_at IS NULL) = (announced_by IS NULL)", name="announced_by_somebody"),
        CheckConstraint("standstill <> 'none' OR standstill_reason <> ''", name="none_with_reason"),
        CheckConstraint("standstill = 'none' OR standstill_days >= 8", name="long_enough"),
    )

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    reopened_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    reopened_at: Mapped[datetime | None]
    reopened_reason: Mapped[str] = mapped_column(SealedText("awards.reason"), default="")
    announced_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    announced_at: Mapped[datetime | None]
    standstill: Mapped[Standstill] = mapped_column(by_value(Standstill))
    standstill_days: Mapped[int] = mapped_column(SmallInteger)
    standstill_reason: Mapped[str] = mapped_column(Text, default="")
    standstill_from_on: Mapped[date | None]
    standstill_left: Mapped[int | None] = mapped_column(SmallInteger)
    first_ends_at: Mapped[datetime | None]
    winner_words: Mapped[str] = mapped_column(SealedText("awards.summary"), default="{}")
    worded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    lots: Mapped[list["DecidedLot"]] = relationship(
        cascade="all, delete-orphan", order_by="DecidedLot.lot", lazy="selectin"
    )
    awards: Mapped[list["Award"]] = relationship(
        cascade="all, delete-orphan", order_by="Award.lot, Award.rank", lazy="selectin"
    )


class DecidedLot(Identified, Model):
    """What a decision says of one lot: to how many it goes; where to nobody, the reason that all will read."""

    __tablename__ = "decided_lots"
    __table_args__ = (
        UniqueConstraint("decision_id", "lot"),
        CheckConstraint("winners >= 0 AND lot > 0", name="numbers_possible"),
    )

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("award_decisions.id", ondelete="CASCADE"))
    lot: Mapped[int] = mapped_column(SmallInteger)
    winners: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[str] = mapped_column(SealedText("awards.reason"), default="")


class Award(Identified, Model):
    """That a decision gives a lot to a bid. ``rank`` counts from 1 among those that get the lot.

    ``value_pence`` is what the notice says: the bid's price, or where the notice asks for none the lot's highest value.
    It is written when the award is announced; before that nothing outside the sealed bid tells it.
    """

    __tablename__ = "awards"
    __table_args__ = (
        UniqueConstraint("decision_id", "lot", "bid_id"),
        UniqueConstraint("decision_id", "lot", "rank"),
        CheckConstraint("rank > 0 AND lot > 0", name="numbers_possible"),
    )

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("award_decisions.id", ondelete="CASCADE"))
    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"), index=True)
    lot: Mapped[int] = mapped_column(SmallInteger)
    bid_id: Mapped[UUID] = mapped_column(ForeignKey("opened_bids.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    rank: Mapped[int] = mapped_column(SmallInteger)
    value_pence: Mapped[int | None] = mapped_column(BigInteger)

    organisation: Mapped[Organisation] = relationship(lazy="selectin")
    bid: Mapped[OpenedBid] = relationship(lazy="selectin")


class Summary(Identified, Model):
    """The assessment summary of one bid. ``figures`` (JSON) never changes; ``words`` (JSON, by path) until it is sent.

    Only its own provider reads it, and only once it is sent. No evaluator's name stands in it.
    """

    __tablename__ = "assessment_summaries"
    __table_args__ = (UniqueConstraint("decision_id", "bid_id"),)

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("award_decisions.id", ondelete="CASCADE"))
    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"), index=True)
    bid_id: Mapped[UUID] = mapped_column(ForeignKey("opened_bids.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    figures: Mapped[str] = mapped_column(SealedText("awards.summary"))
    words: Mapped[str] = mapped_column(SealedText("awards.summary"))
    edited_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    edited_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    bid: Mapped[OpenedBid] = relationship(lazy="selectin")


class Challenge(Identified, Model):
    """That an award was challenged during its standstill, which stands still itself until this is lifted."""

    __tablename__ = "award_challenges"
    __table_args__ = (
        one_of("kind", ClaimKind),
        one_of("lifting", Lifting),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted_by_somebody"),
        CheckConstraint("(lifted_at IS NULL) = (lifting IS NULL)", name="lifted_somehow"),
    )

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("award_decisions.id"), index=True)
    kind: Mapped[ClaimKind] = mapped_column(by_value(ClaimKind))
    notified_at: Mapped[datetime]
    what: Mapped[str] = mapped_column(SealedText("awards.challenge"))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime]
    lifted_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    lifted_at: Mapped[datetime | None]
    lifting: Mapped[Lifting | None] = mapped_column(by_value(Lifting))
    lifted_reason: Mapped[str] = mapped_column(SealedText("awards.challenge"), default="")
