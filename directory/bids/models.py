import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.bids.rules.content import Bid
from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model
from directory.organisations.models import Organisation


class OpenedBid(Identified, Model):
    """A bid as it came out of its envelope, in time and unchanged: read by those who judge it, never changed.

    ``number`` counts from 1 in the order of the opening record, which is not the order of arrival. What it says stays
    sealed at rest with the application's key: after the deadline it is still the bidder's secret.
    """

    __tablename__ = "opened_bids"
    __table_args__ = (
        UniqueConstraint("tender_id", "number"),
        UniqueConstraint("tender_id", "organisation_id"),
        CheckConstraint("number > 0", name="number_from_one"),
    )

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    number: Mapped[int] = mapped_column(SmallInteger)
    received_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(SealedText("bids.opened"))

    organisation: Mapped[Organisation] = relationship(lazy="selectin")

    def bid(self) -> Bid:
        """Give what it says."""
        return Bid.of(json.loads(self.content))
