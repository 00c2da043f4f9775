from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from directory.access import Permission
from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model, by_value, one_of
from directory.notify.rules import Kind, Pace


class Status(StrEnum):
    """How far a mail is. One that was being sent when its worker died is interrupted: it is not sent again."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    INTERRUPTED = "interrupted"


class Mail(Identified, Model):
    """A mail. ``body`` may hold a link that signs somebody in: it is sealed, and gone once the mail has left."""

    __tablename__ = "mails"
    __table_args__ = (one_of("status", Status),)

    to: Mapped[str] = mapped_column("recipient", SealedText("mail"))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str | None] = mapped_column(SealedText("mail"))
    status: Mapped[Status] = mapped_column(by_value(Status), default=Status.WAITING)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Notice(Identified, Model):
    """A line for one person, or for whoever in an organisation has a permission; read once by any of them."""

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="for_one"),
        CheckConstraint("(permission IS NULL) = (organisation_id IS NULL)", name="permission_of_organisation"),
    )

    # no foreign keys: people and organisations stand above this floor
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(index=True)
    permission: Mapped[Permission | None] = mapped_column(by_value(Permission))
    text: Mapped[str] = mapped_column(String(300))
    endpoint: Mapped[str] = mapped_column(String(80))
    arguments: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    kind: Mapped[Kind | None] = mapped_column(by_value(Kind))


class Preference(Identified, Model):
    """How a person wants to be told of one kind; where there is none, the default holds."""

    __tablename__ = "notice_preferences"
    __table_args__ = (UniqueConstraint("person_id", "kind"), one_of("kind", Kind), one_of("pace", Pace))

    person_id: Mapped[UUID]
    kind: Mapped[Kind] = mapped_column(by_value(Kind))
    pace: Mapped[Pace] = mapped_column(by_value(Pace))


class Digest(Identified, Model):
    """That a person's email of one day (in London) was queued: the key that lets it leave once."""

    __tablename__ = "notice_digests"
    __table_args__ = (UniqueConstraint("person_id", "on"),)

    person_id: Mapped[UUID]
    on: Mapped[date]


class Delivery(Identified, Model):
    """That a notice goes to a person by email: once, whatever runs twice. Without a mail it waits for the digest.

    It says what kind was sent and when, and no words. ``passed_over``: it was read before the digest left.
    """

    __tablename__ = "notice_deliveries"
    __table_args__ = (
        UniqueConstraint("notice_id", "person_id"),
        one_of("kind", Kind),
        one_of("pace", Pace),
        Index("ix_notice_deliveries_person", "person_id", "at"),
    )

    notice_id: Mapped[UUID]
    person_id: Mapped[UUID]
    kind: Mapped[Kind] = mapped_column(by_value(Kind))
    pace: Mapped[Pace] = mapped_column(by_value(Pace))
    at: Mapped[datetime]
    mail_id: Mapped[UUID | None] = mapped_column(ForeignKey("mails.id", ondelete="SET NULL"))
    queued_at: Mapped[datetime | None]
    passed_over: Mapped[bool] = mapped_column(default=False)
