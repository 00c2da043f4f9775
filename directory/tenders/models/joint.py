from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from directory.kit.db import Identified, Model, by_value, one_of
from directory.tenders.rules.joint import JointStatus


class JointBuyer(Identified, Model):
    """That another authority was asked to buy together, and what it answered. Which lots stands in the lots.

    ``organisation_id`` is None only for one without an account here (``outside``); ``note`` says then how it agreed,
    else why it declined or left.
    """

    __tablename__ = "tender_joint_buyers"
    __table_args__ = (
        UniqueConstraint("tender_id", "gss_code"),
        one_of("status", JointStatus),
        CheckConstraint("(status = 'outside') = (organisation_id IS NULL)", name="outside_without_account"),
        CheckConstraint("status <> 'outside' OR note <> ''", name="outside_with_note"),
    )

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id", ondelete="CASCADE"))
    gss_code: Mapped[str] = mapped_column(String(9))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    status: Mapped[JointStatus] = mapped_column(by_value(JointStatus))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
