from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.codes import Gender, Rating, ServiceType, Specialism
from directory.files import StoredFile
from directory.kit.db import Identified, Model, by_value, one_of
from directory.organisations.models import Organisation
from directory.providers.rules import AreaKind, Registration, Status, Way
from directory.providers.rules.bulk import Said

__all__ = [
    "AreaKind",
    "Capacity",
    "CapacityChange",
    "CapacityFile",
    "Claim",
    "ClaimFile",
    "ClaimReminder",
    "Registration",
    "Service",
    "Status",
    "Way",
]


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


class CapacityNumbers:
    """Mixin: the four numbers under ``registered``, which can never be impossible."""

    NAMES = ("registered", "staffed", "occupied", "held", "closed")

    registered: Mapped[int]
    staffed: Mapped[int]
    occupied: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    closed: Mapped[int] = mapped_column(default=0)
    available_from: Mapped[date | None]


class Capacity(CapacityNumbers, Model):
    """A service's places now. ``confirmed_at``: when the provider last said that this is right.

    Until the provider has said it once every place counts as taken, so that nothing is free that nobody said is free.
    """

    __tablename__ = "capacities"
    __table_args__ = (CheckConstraint(PLACES, name="possible"),)
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


class CapacityChange(Identified, CapacityNumbers, Model):
    """What was said of a service's capacity, when, by whom and by which way. Never changed.

    ``version`` is that of the capacity after it, so that what somebody read can be shown beside what it is now.
    """

    __tablename__ = "capacity_changes"
    __table_args__ = (
        CheckConstraint(PLACES, name="possible"),
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
            available_from=capacity.available_from,
            **{name: getattr(capacity, name) for name in cls.NAMES},
        )


class CapacityFile(Identified, Model):
    """Rows of a provider's file, read and found right, until somebody has looked at what they change and applied them.

    ``rows``: ``{"rows": [[service_id, staffed, occupied, closed, available_from, note, version, line], ...]}``; emptied
    once applied. ``version`` there is that of the places when the file was read.
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
            Said(line, UUID(i), staffed, occupied, closed, date.fromisoformat(day) if day else None, note, version)
            for i, staffed, occupied, closed, day, note, version, line in self.rows["rows"]
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
