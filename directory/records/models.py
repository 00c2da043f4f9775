from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.accounts.models import Person
from directory.kit.crypto import SealedBytes, SealedText
from directory.kit.db import Identified, Model, by_value, one_of
from directory.records.rules.withholding import Purpose


class ProcurementFile(Identified, Model):
    """A procurement file that was asked for: made by a job, kept sealed as what was given out.

    ``shown`` are the kinds of secret (``rules.withholding``) that an officer chose to give out, ``reason`` why;
    ``request`` is how the authority names the request that is answered. Once made, ``entries`` name what is in it with
    the SHA-256 of each and ``withheld`` says how much was withheld where.
    """

    __tablename__ = "procurement_files"
    __table_args__ = (
        one_of("purpose", Purpose),
        CheckConstraint("(made_at IS NULL) = (sha256 = '')", name="made_whole"),
    )

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(by_value(Purpose))
    shown: Mapped[list[str]] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(SealedText("records.reason"), default="")
    request: Mapped[str] = mapped_column(SealedText("records.request"), default="")
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size_bytes: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    entries: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    withheld: Mapped[list[dict[str, Any]]] = mapped_column(default=list)

    asker: Mapped[Person] = relationship(lazy="selectin")


class ProcurementFilePart(Model):
    """So many bytes of a made file, sealed."""

    __tablename__ = "procurement_file_parts"

    file_id: Mapped[UUID] = mapped_column(ForeignKey("procurement_files.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(SealedBytes("records.file"))
