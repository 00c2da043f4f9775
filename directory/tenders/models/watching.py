from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from directory.kit.db import Identified, Model


class Watch(Identified, Model):
    """That somebody wants to be told of a tender: nothing of who bids. ``told_of`` is what they were told last."""

    __tablename__ = "tender_watches"
    __table_args__ = (UniqueConstraint("tender_id", "person_id"),)

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    since_at: Mapped[datetime]
    told_of: Mapped[str] = mapped_column(String(60), default="")


class TenderReminder(Identified, Model):
    """That a reminder of a tender was sent, so that it is sent once: ``what`` names it and the moment it is about."""

    __tablename__ = "tender_reminders"
    __table_args__ = (UniqueConstraint("tender_id", "what"),)

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id", ondelete="CASCADE"))
    what: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
