from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.access import Actor, Role
from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model, by_value, one_of
from directory.organisations.models import Organisation


class Person(Identified, Model):
    """Somebody who may sign in, in one organisation. ``email`` is kept in lower case.

    ``totp_secret`` is set once the second factor is confirmed; ``sessions_from`` ends every session begun before it.
    """

    __tablename__ = "people"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(SealedText("totp"))
    totp_last_step: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    sessions_from: Mapped[datetime]
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()
    memberships: Mapped[list["Membership"]] = relationship(
        cascade="all, delete-orphan", order_by="Membership.role", lazy="selectin"
    )

    @property
    def roles(self) -> frozenset[Role]:
        """Give the person's roles in their organisation."""
        return frozenset(membership.role for membership in self.memberships)

    def actor(self, scopes: frozenset[str] | None = None) -> Actor:
        """Give the person as an actor; ``scopes`` narrows what a token may do."""
        return Actor(
            person_id=self.id,
            organisation_id=self.organisation_id,
            kind=self.organisation.kind,
            roles=self.roles,
            scopes=scopes,
            name=self.name,
        )


class Membership(Identified, Model):
    """One role of a person in their organisation."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("person_id", "role"), one_of("role", Role))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(by_value(Role))
