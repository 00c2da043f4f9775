from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model


class KeptAnswer(Identified, Model):
    """What was answered to one ``Idempotency-Key`` of one token. ``answer`` stands sealed; None while it is made.

    ``token``, ``key`` and ``asked`` are keyed hashes: of the token, of the key, and of method, address and body.
    """

    __tablename__ = "api_kept_answers"
    __table_args__ = (UniqueConstraint("token", "key"),)

    token: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(64))
    asked: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str | None] = mapped_column(SealedText("api-answer"))
    taken_at: Mapped[datetime] = mapped_column(index=True)
