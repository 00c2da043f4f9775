from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.kit.db import Identified, Model, by_value, one_of
from directory.organisations.models import Organisation
from directory.tenders.rules.calling_off import PassedOver


class Invitation(Identified, Model):
    """That a member of a framework may read a call-off and bid for these of its lots (numbers from 1).

    In a direct award one is invited at a time, in order of rank; whoever does not take it is passed over for a reason.
    """

    __tablename__ = "tender_invitations"
    __table_args__ = (
        UniqueConstraint("tender_id", "organisation_id"),
        one_of("passed_because", PassedOver),
        CheckConstraint(
            "(passed_at IS NULL) = (passed_because IS NULL) AND (passed_at IS NULL) = (passed_by IS NULL)",
            name="passed_over_whole",
        ),
        CheckConstraint("passed_at IS NULL OR passed_reason <> ''", name="passed_over_for_a_reason"),
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

    organisation: Mapped[Organisation] = relationship(lazy="joined")
