from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.files import StoredFile
from directory.kit.db import Identified, Model
from directory.tenders.rules import LONGEST_TITLE


class Document(Identified, Model):
    """Something that belongs to a tender and is read as a file. Its versions stay once the tender is published."""

    __tablename__ = "tender_documents"
    __table_args__ = (UniqueConstraint("tender_id", "number"),)

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))

    versions: Mapped[list["DocumentVersion"]] = relationship(
        cascade="all, delete-orphan", order_by="DocumentVersion.number", lazy="selectin"
    )

    @property
    def present(self) -> "DocumentVersion":
        """Give the version that holds now."""
        return self.versions[-1]


class DocumentVersion(Identified, Model):
    """One version of a document, numbered from 1: when it came, and after publication why. Never changed itself."""

    __tablename__ = "tender_document_versions"
    __table_args__ = (UniqueConstraint("document_id", "number"), UniqueConstraint("file_id"))

    document_id: Mapped[UUID] = mapped_column(ForeignKey("tender_documents.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"))
    added_at: Mapped[datetime]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    file: Mapped[StoredFile] = relationship(lazy="selectin")
