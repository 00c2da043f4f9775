import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.bids.rules.content import Bid
from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model
from directory.organisations.models import Organisation


class TenderKey(Model):
    """The key of one tender's bids, wrapped by a key of the settings; ``kept_by`` tells which without telling it.

    ``room_bytes`` is the size to which all its envelopes are filled up; None where that follows from the word limits.
    """

    __tablename__ = "bid_keys"

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"), primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    kept_by: Mapped[str] = mapped_column(String(32), index=True)
    room_bytes: Mapped[int | None]


class Envelope(Identified, Model):
    """One of a tender's envelopes: most hold nothing, and only the tender's key tells which (ADR 0033).

    ``owner`` is a keyed hash of the provider, or random. ``entry`` says where the bid stands, ``draft`` is what its
    provider writes, ``content`` is what was submitted; each is sealed, or random of the same size. No column tells
    when anything came.
    """

    __tablename__ = "bid_envelopes"
    __table_args__ = (UniqueConstraint("tender_id", "owner"),)

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"))
    owner: Mapped[str] = mapped_column(String(64))
    entry: Mapped[bytes] = mapped_column(LargeBinary)
    draft: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Piece(Identified, Model):
    """So many bytes of a file in a bid, sealed with the key of its tender: only the bid knows which are its own."""

    __tablename__ = "bid_pieces"

    content: Mapped[bytes] = mapped_column(LargeBinary)


class Unsealing(Model):
    """That a first officer asked to open the bids, then that a second one opened them; ``record`` says what came."""

    __tablename__ = "bid_unsealings"
    __table_args__ = (
        CheckConstraint("opened_by <> begun_by", name="two_officers"),
        CheckConstraint(
            "(opened_at IS NULL) = (opened_by IS NULL) AND (opened_at IS NULL) = (record IS NULL)", name="opened_whole"
        ),
    )

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"), primary_key=True)
    begun_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    begun_at: Mapped[datetime]
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime | None]
    record: Mapped[str | None] = mapped_column(SealedText("bids.opening"))

    def opening(self) -> dict[str, Any]:
        """Give the opening record; empty before it is made."""
        said: dict[str, Any] = json.loads(self.record or "{}")
        return said


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
