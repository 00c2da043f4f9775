from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.access import SECOND_FACTOR_KINDS, Actor, Role
from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model, by_value, one_of
from directory.organisations.models import Organisation


class Person(Identified, Model):
    """Somebody who may sign in, in one organisation. ``email`` is kept in lower case.

    ``totp_secret`` is set once the second factor is confirmed; ``sessions_from`` ends every session begun before it.
    ``version`` counts what administrators changed, so that the second of two does not undo the first unawares.
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
    version: Mapped[int] = mapped_column(default=1)
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

    @property
    def needs_second_factor(self) -> bool:
        """Say whether the person's organisation is of a kind whose people must have a second factor."""
        return self.organisation.kind in SECOND_FACTOR_KINDS

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


class SignedInSession(Identified, Model):
    """A browser that signed in. The cookie names this row: once it has ended, no copy of the cookie opens anything."""

    __tablename__ = "signed_in_sessions"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Invitation(Identified, Model):
    """A link that lets whoever reads ``email`` join an organisation, once."""

    __tablename__ = "invitations"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]]
    token_fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()

    def usable(self, now: datetime) -> bool:
        """Say whether the link still opens."""
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at


class PasswordReset(Identified, Model):
    """A link that lets whoever reads a person's mail set a new password, once."""

    __tablename__ = "password_resets"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    token_fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    def usable(self, now: datetime) -> bool:
        """Say whether the link still opens."""
        return self.used_at is None and now < self.expires_at and self.person.active


class RecoveryCode(Identified, Model):
    """A code that stands for the second factor once."""

    __tablename__ = "recovery_codes"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    code_fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]


class Tries(Identified, Model):
    """How often something was tried in vain: ``key`` is the fingerprint of an email or of a person's second factor.

    There is a row for an address that nobody has too, so that waiting tells nobody who exists.
    """

    __tablename__ = "tries"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    number: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(index=True)


class ApiToken(Identified, Model):
    """A secret with which a program acts for a person. ``scopes`` are names of ``rules.SCOPES``."""

    __tablename__ = "api_tokens"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    prefix: Mapped[str] = mapped_column(String(12))
    token_fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    def usable(self, now: datetime) -> bool:
        """Say whether the token still opens."""
        return self.revoked_at is None and now < self.expires_at and self.person.active
