from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.codes import Gender, Rating, ServiceType, Specialism
from directory.files import StoredFile
from directory.kit.db import Identified, Model, by_value, one_of
from directory.organisations.models import Organisation
from directory.providers.rules import AreaKind, Numbers, Registration, Status, Way
from directory.providers.rules.bulk import Said
from directory.providers.rules.groups import Group, fitted_groups
from directory.providers.rules.words import ClosedFor


class Service(Identified, Model):
    """One thing a provider offers. ``version`` rises with each edit; SQLAlchemy refuses a stale one.

    A confidential service has no address, postcode or point here: only its home outward code (``outcode``, never
    shown when it holds fewer than three) and the published area made of it.
    """

    __tablename__ = "services"
    __table_args__ = (
        one_of("status", Status),
        one_of("service_type", ServiceType),
        one_of("registration", Registration),
        one_of("gender", Gender),
        one_of("rating", Rating),
        CheckConstraint("0 <= age_minimum AND age_minimum <= age_maximum AND age_maximum <= 25", name="ages"),
        CheckConstraint(
            "NOT confidential OR (address = '' AND postcode = '' AND latitude IS NULL AND longitude IS NULL)",
            name="confidential_has_no_place",
        ),
        Index(
            "ix_services_areas",
            "region",
            "authority_gss",
            sqlite_where=text("confidential"),
            postgresql_where=text("confidential"),
        ),
        Index(
            "uq_services_urn",
            "urn",
            unique=True,
            sqlite_where=text("urn IS NOT NULL"),
            postgresql_where=text("urn IS NOT NULL"),
        ),
    )
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text, default="")
    service_type: Mapped[ServiceType] = mapped_column(by_value(ServiceType))
    status: Mapped[Status] = mapped_column(by_value(Status), default=Status.DRAFT)
    confidential: Mapped[bool]
    urn: Mapped[str | None] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(20), default="typed")
    registration: Mapped[Registration] = mapped_column(by_value(Registration), default=Registration.UNREGULATED)
    registered_on: Mapped[date | None]
    register_type: Mapped[str] = mapped_column(String(120), default="")
    rating: Mapped[Rating] = mapped_column(by_value(Rating), default=Rating.NOT_YET_RATED)
    rating_on: Mapped[date | None]
    gender: Mapped[Gender] = mapped_column(by_value(Gender), default=Gender.ANY)
    age_minimum: Mapped[int] = mapped_column(SmallInteger, default=0)
    age_maximum: Mapped[int] = mapped_column(SmallInteger, default=17)
    languages: Mapped[list[str]] = mapped_column(default=list)
    authority_gss: Mapped[str | None] = mapped_column(String(9), index=True)
    region: Mapped[str | None] = mapped_column(String(40))
    outcode: Mapped[str | None] = mapped_column(String(4))
    address: Mapped[str] = mapped_column(Text, default="")
    postcode: Mapped[str] = mapped_column(String(8), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    telephone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    area_kind: Mapped[AreaKind | None] = mapped_column(by_value(AreaKind))
    area_code: Mapped[str | None] = mapped_column(String(40))
    area_name: Mapped[str] = mapped_column(String(200), default="")
    area_latitude: Mapped[float | None]
    area_longitude: Mapped[float | None]
    area_radius_miles: Mapped[float | None]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    organisation: Mapped[Organisation] = relationship()

    @property
    def shown_authority_gss(self) -> str | None:
        """Give the authority that may be shown and filtered by: none where the area is as wide as a region."""
        return None if self.confidential and self.area_kind is AreaKind.REGION else self.authority_gss

    claims: Mapped[list["Claim"]] = relationship(
        cascade="all, delete-orphan", order_by="Claim.specialism", back_populates="service"
    )
    capacity: Mapped["Capacity | None"] = relationship(
        cascade="all, delete-orphan", back_populates="service", uselist=False
    )


class Claim(Identified, Model):
    """That a service has a specialism. Assured while ``assured_until`` is today or later; not shown once refused.

    ``changed_at``: when its evidence changed after an assurer had looked, until one has looked again.
    """

    __tablename__ = "claims"
    __table_args__ = (UniqueConstraint("service_id", "specialism"), one_of("specialism", Specialism))

    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    specialism: Mapped[Specialism] = mapped_column(by_value(Specialism))
    evidence: Mapped[str] = mapped_column(Text, default="")
    assured_until: Mapped[date | None]
    assured_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    refused_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(String(300), default="")
    assured_because: Mapped[str] = mapped_column(String(300), default="")
    changed_at: Mapped[datetime | None]

    service: Mapped[Service] = relationship(back_populates="claims")
    files: Mapped[list["ClaimFile"]] = relationship(
        cascade="all, delete-orphan", order_by="ClaimFile.added_at, ClaimFile.file_id", back_populates="claim"
    )


class ClaimFile(Model):
    """A file that shows a claim."""

    __tablename__ = "claim_files"

    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"), primary_key=True)
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id", ondelete="CASCADE"), index=True)
    added_at: Mapped[datetime]

    claim: Mapped[Claim] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship(lazy="joined")


class ClaimReminder(Model):
    """That a provider was reminded so many days before a claim's assurance ends: once for each end."""

    __tablename__ = "claim_reminders"

    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True)
    ends_on: Mapped[date] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]


PLACES = "registered >= staffed AND staffed >= occupied + held + closed AND occupied >= 0 AND held >= 0 AND closed >= 0"
REASONS = (
    f"{' + '.join(reason.column for reason in ClosedFor)} <= closed AND "
    + " AND ".join(f"{reason.column} >= 0" for reason in ClosedFor)
    + " AND NOT (emergency AND by_assessment_only)"
)
"""What is closed beyond the reasons given is closed for a reason that nobody has said."""


class CapacityNumbers:
    """Mixin: what is said of a service's places, whose numbers can never be impossible.

    ``groups``: whom they are kept for, where they are kept apart (``rules.groups.Group``); the numbers are then their
    sums, and the database refuses others (migration 0011). ``emergency``: a child may come tonight.
    """

    COUNTED = ("registered", "staffed", "occupied", "held", "closed", *(reason.column for reason in ClosedFor))
    TERMS = ("available_from", "emergency", "by_assessment_only", "groups")

    registered: Mapped[int]
    staffed: Mapped[int]
    occupied: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    closed: Mapped[int] = mapped_column(default=0)
    closed_staffing: Mapped[int] = mapped_column(default=0, server_default="0")
    closed_matching: Mapped[int] = mapped_column(default=0, server_default="0")
    closed_repair: Mapped[int] = mapped_column(default=0, server_default="0")
    closed_safeguarding: Mapped[int] = mapped_column(default=0, server_default="0")
    closed_notice: Mapped[int] = mapped_column(default=0, server_default="0")
    emergency: Mapped[bool] = mapped_column(default=False, server_default=false())
    by_assessment_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    groups: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON().with_variant(JSONB(), "postgresql"), default=list, server_default="[]"
    )
    available_from: Mapped[date | None]

    @property
    def numbers(self) -> Numbers:
        """Give the places as rules know them."""
        # what nobody has said yet is not there before the first flush
        return Numbers(**{name: getattr(self, name) or 0 for name in self.COUNTED})

    @property
    def told(self) -> tuple[object, ...]:
        """Give all that is said of the places, to be compared."""
        return self.numbers, *(getattr(self, name) for name in self.TERMS)

    def in_words(self) -> str:
        """Give what is said as a sentence's part, with whom places are kept for and how children are taken."""
        apart = "; ".join(
            f"{each.words()}: {each.staffed} staffed, {each.occupied} occupied, {each.closed} closed"
            for each in self.kept_apart()
        )
        terms = ["tonight if need be"] if self.emergency else []
        terms += ["after an assessment only"] if self.by_assessment_only else []
        taken = f", taking children {terms[0]}" if terms else ""
        return self.numbers.words() + taken + (f" ({apart})" if apart else "")

    def kept_apart(self) -> list[Group]:
        """Give the groups for which places are kept apart; none where any child may have any place."""
        return [Group.of(each) for each in self.groups or ()]


class Capacity(CapacityNumbers, Model):
    """A service's places now. ``confirmed_at``: when the provider last said that this is right.

    Until the provider has said it once every place counts as taken, so that nothing is free that nobody said is free.
    """

    __tablename__ = "capacities"
    __table_args__ = (CheckConstraint(PLACES, name="possible"), CheckConstraint(REASONS, name="reasons"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True)
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[UUID | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    service: Mapped[Service] = relationship(back_populates="capacity")

    @property
    def available(self) -> int:
        """Give how many places are free now."""
        return max(0, self.staffed - self.occupied - self.held - self.closed)

    def count(self, numbers: Numbers, groups: Sequence[Group] | None = None) -> None:
        """Take numbers, and the groups whose sums they are; without them, the groups there are, made to fit."""
        for name in self.COUNTED:
            setattr(self, name, getattr(numbers, name))
        after = fitted_groups(self.kept_apart(), numbers) if groups is None else groups
        self.groups = [each.kept() for each in after]


class CapacityChange(Identified, CapacityNumbers, Model):
    """What was said of a service's capacity, when, by whom and by which way. Never changed.

    ``version`` is that of the capacity after it, so that what somebody read can be shown beside what it is now.
    """

    __tablename__ = "capacity_changes"
    __table_args__ = (
        CheckConstraint(PLACES, name="possible"),
        CheckConstraint(REASONS, name="reasons"),
        one_of("way", Way),
        Index("ix_capacity_changes_service", "service_id", "at"),
    )

    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    person_id: Mapped[UUID | None]
    way: Mapped[Way] = mapped_column(by_value(Way))
    version: Mapped[int]
    confirmed: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(String(300), default="")

    @classmethod
    def of(
        cls,
        capacity: Capacity,
        person_id: UUID | None,
        way: Way,
        at: datetime,
        *,
        confirmed: bool = True,
        note: str = "",
    ) -> "CapacityChange":
        """Give the line that says what the places are now; its version is that of the last flush."""
        return cls(
            service_id=capacity.service_id,
            at=at,
            person_id=person_id,
            way=way,
            version=capacity.version,
            confirmed=confirmed,
            note=note,
            **{name: getattr(capacity, name) for name in (*cls.COUNTED, *cls.TERMS)},
        )


class CapacityFile(Identified, Model):
    """Rows of a provider's file, read and found right, until somebody has looked at what they change and applied them.

    ``rows``: ``{"rows": [[service_id, staffed, occupied, closed, available_from, note, version, line, more], ...]}``;
    emptied once applied. ``version`` there is that of the places when the file was read.
    """

    __tablename__ = "capacity_files"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(200))
    read_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    services: Mapped[int]
    rows: Mapped[dict[str, Any]]

    def said(self) -> list[Said]:
        """Give what the rows say; nothing once they are applied."""
        return [
            Said(
                line, UUID(i), staffed, occupied, closed, date.fromisoformat(day) if day else None, note, version, *more
            )
            for i, staffed, occupied, closed, day, note, version, line, *more in self.rows["rows"]
        ]


class CapacityLink(Identified, Model):
    """A link in a reminder by which one person confirms one service's places as they were, once, without signing in.

    Kept as a keyed hash. What it shows is bound to ``version``: once anybody has said anything it opens nothing.
    """

    __tablename__ = "capacity_links"
    __table_args__ = (Index("ix_capacity_links_service", "service_id", "made_at"),)

    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int]
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Sought(Model):
    """When an authority last sought what a service offers: its provider is reminded more often."""

    __tablename__ = "sought_services"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]


class Reminded(Model):
    """When a service's provider was last reminded of its places."""

    __tablename__ = "reminded_services"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]
