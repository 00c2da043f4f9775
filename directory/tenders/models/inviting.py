from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.kit.db import Identified, Model, by_value, one_of
from directory.organisations.models import Organisation
from directory.tenders.rules.calling_off import Declined, PassedOver

TURN = "rank IS NOT NULL AND passed_at IS NULL AND declined_at IS NULL AND lapsed_at IS NULL"


class Invitation(Identified, Model):
    """That a member of a framework may read a call-off and bid for these of its lots (numbers from 1).

    In a direct award one is invited at a time, in order of rank. Its turn ends when it declines, when it has not taken
    the call-off by ``answer_by_at`` (lapsed), or when an officer passes it over for a reason. Elsewhere it may decline.
    """

    __tablename__ = "tender_invitations"
    __table_args__ = (
        UniqueConstraint("tender_id", "organisation_id"),
        one_of("passed_because", PassedOver),
        one_of("declined_because", Declined),
        CheckConstraint(
            "(passed_at IS NULL) = (passed_because IS NULL) AND (passed_at IS NULL) = (passed_by IS NULL)",
            name="passed_over_whole",
        ),
        CheckConstraint("passed_at IS NULL OR passed_reason <> ''", name="passed_over_for_a_reason"),
        CheckConstraint(
            "(declined_at IS NULL) = (declined_because IS NULL) AND (declined_at IS NULL) = (declined_by IS NULL)",
            name="declined_whole",
        ),
        CheckConstraint("(taken_at IS NULL) = (taken_by IS NULL)", name="taken_by_somebody"),
        CheckConstraint(
            "lapsed_at IS NULL OR (answer_by_at IS NOT NULL AND lapsed_at >= answer_by_at AND taken_at IS NULL)",
            name="lapsed_after_its_time",
        ),
        CheckConstraint(
            "(passed_at IS NULL OR declined_at IS NULL) AND (lapsed_at IS NULL OR (passed_at IS NULL AND"
            " declined_at IS NULL))",
            name="out_once",
        ),
        Index(
            "uq_tender_invitations_turn",
            "tender_id",
            unique=True,
            sqlite_where=text(TURN),
            postgresql_where=text(TURN),
        ),
    )

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    lots: Mapped[list[int]]
    rank: Mapped[int | None] = mapped_column(SmallInteger)
    invited_at: Mapped[datetime]
    passed_because: Mapped[PassedOver | None] = mapped_column(by_value(PassedOver))
    passed_reason: Mapped[str] = mapped_column(Text, default="")
    passed_at: Mapped[datetime | None]
    passed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))

    answer_by_at: Mapped[datetime | None] = mapped_column(index=True)
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    declined_because: Mapped[Declined | None] = mapped_column(by_value(Declined))
    declined_words: Mapped[str] = mapped_column(Text, default="", server_default="")
    declined_at: Mapped[datetime | None]
    declined_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    lapsed_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="joined")

    @property
    def stands(self) -> bool:
        """Say whether it still holds: not declined, not lapsed, not passed over."""
        return self.passed_at is None and self.declined_at is None and self.lapsed_at is None

    def waits(self, now: datetime) -> bool:
        """Say whether the member has still to say that it takes the call-off, and has the time to."""
        return self.stands and self.taken_at is None and self.answer_by_at is not None and now < self.answer_by_at

    @property
    def may_bid(self) -> bool:
        """Say whether the member may bid by it: where a time to answer is set, once it has taken the call-off."""
        return self.stands and (self.answer_by_at is None or self.taken_at is not None)
