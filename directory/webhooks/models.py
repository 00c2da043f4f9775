from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model, by_value, one_of
from directory.webhooks.rules import Event, Outcome, Status


class Webhook(Identified, Model):
    """Where an organisation wants its events sent. The address may hold a key of theirs, so it stands sealed too."""

    __tablename__ = "webhooks"
    __table_args__ = (one_of("status", Status),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(SealedText("webhook-address"))
    events: Mapped[list[str]]
    secret: Mapped[str] = mapped_column(SealedText("webhook-secret"))
    former_secret: Mapped[str | None] = mapped_column(SealedText("webhook-secret"))
    former_secret_until: Mapped[datetime | None]
    status: Mapped[Status] = mapped_column(by_value(Status), default=Status.ACTIVE)
    created_at: Mapped[datetime]

    def secrets(self, now: datetime) -> list[str]:
        """Give the secrets that sign now: the present one, and the one before it for a while."""
        former = self.former_secret if self.former_secret_until and now < self.former_secret_until else None
        return [self.secret, *([former] if former else [])]


class Delivery(Identified, Model):
    """One event for one webhook. ``next_at`` is when it is tried next; ``by_hand``: also while the webhook fails."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        one_of("event", Event),
        one_of("outcome", Outcome),
        Index("ix_webhook_deliveries_due", "outcome", "next_at"),
        Index("ix_webhook_deliveries_log", "webhook_id", "created_at"),
    )

    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    event_id: Mapped[UUID]
    event: Mapped[Event] = mapped_column(by_value(Event))
    body: Mapped[str] = mapped_column(Text)
    outcome: Mapped[Outcome] = mapped_column(by_value(Outcome), default=Outcome.WAITING)
    by_hand: Mapped[bool] = mapped_column(default=False)
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    created_at: Mapped[datetime]

    webhook: Mapped[Webhook] = relationship()
    attempts: Mapped[list["Attempt"]] = relationship(order_by="Attempt.number", passive_deletes=True)


class Attempt(Identified, Model):
    """One try: what was answered and how fast, or why nothing was. What the answer said is not even read."""

    __tablename__ = "webhook_attempts"
    __table_args__ = (UniqueConstraint("delivery_id", "number"),)

    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_deliveries.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime]
    status: Mapped[int | None]
    milliseconds: Mapped[int | None]
    error: Mapped[str] = mapped_column(String(200), default="")
