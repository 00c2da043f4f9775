from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.files.rules import MAY_BE_READ, Kind, Scan, size_words
from directory.kit.crypto import SealedBytes, SealedText
from directory.kit.db import Identified, Model, by_value, one_of

PART_BYTES = 256 * 1024


class StoredFile(Identified, Model):
    """A file that somebody sent. Its bytes stand in ``file_parts``; ``sha256`` is of the whole, as it was sent.

    ``when_scanned``: the job of the owning feature that is told what the scanner said (``file_id``).
    """

    __tablename__ = "files"
    __table_args__ = (
        one_of("scan", Scan),
        CheckConstraint("size_bytes > 0", name="not_empty"),
    )

    # no foreign keys: people and organisations stand above this floor
    organisation_id: Mapped[UUID | None] = mapped_column(index=True)
    uploaded_by: Mapped[UUID | None]
    uploaded_at: Mapped[datetime]
    name: Mapped[str] = mapped_column(SealedText("file-name"))
    media_type: Mapped[Kind] = mapped_column(by_value(Kind, 100))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    scan: Mapped[Scan] = mapped_column(by_value(Scan), index=True)
    scanned_at: Mapped[datetime | None]
    finding: Mapped[str] = mapped_column(String(200), default="")
    when_scanned: Mapped[str] = mapped_column(String(80), default="")

    @property
    def may_be_read(self) -> bool:
        """Say whether it may be handed out: not while it waits for the scanner, never once it is infected."""
        return self.scan in MAY_BE_READ

    @property
    def size(self) -> str:
        """Give its size in words."""
        return size_words(self.size_bytes)


class FilePart(Model):
    """So many bytes of a file, sealed; parts keep what a database, a backup and a restore hold at once small."""

    __tablename__ = "file_parts"

    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(SealedBytes("file"))
