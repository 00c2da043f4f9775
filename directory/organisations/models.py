from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from directory.access import Kind
from directory.kit.db import Identified, Model, by_value, one_of
from directory.organisations.rules import name_key


class Organisation(Identified, Model):
    """An authority, a provider or the operator. ``name_key`` is the name as compared.

    ``asked_at``: when its administrator last gave the numbers by which an assurer verifies it.
    """

    __tablename__ = "organisations"
    __table_args__ = (
        one_of("kind", Kind),
        Index("uq_organisations_kind_name_key", "kind", "name_key", unique=True),
        Index(
            "uq_organisations_gss_code",
            "gss_code",
            unique=True,
            sqlite_where=text("gss_code IS NOT NULL"),
            postgresql_where=text("gss_code IS NOT NULL"),
        ),
    )

    kind: Mapped[Kind] = mapped_column(by_value(Kind))
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300))
    gss_code: Mapped[str | None] = mapped_column(String(9))
    company_number: Mapped[str | None] = mapped_column(String(20))
    register_number: Mapped[str | None] = mapped_column(String(20))
    verified_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    unverified_at: Mapped[datetime | None]
    unverified_because: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(20), default="typed")
    created_at: Mapped[datetime]

    def rename(self, name: str) -> None:
        """Set the name and the form in which it is compared."""
        self.name, self.name_key = name, name_key(name)
