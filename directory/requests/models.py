import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.codes import Gender
from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model, by_value, one_of
from directory.organisations.models import Organisation
from directory.providers.models import Service
from directory.requests.rules.details import EMPTY, Details
from directory.requests.rules.lifecycle import (
    LIFECYCLE,
    DeclineReason,
    Move,
    OfferStatus,
    Status,
    Tier,
    UnmetReason,
    Urgency,
    WithdrawalReason,
)
from directory.requests.rules.protection import Protection, read_protection
from directory.requests.rules.screening import Level, Seen, read


class Request(Identified, Model):
    """A placement request: what one child or sibling group needs. It has no field for who the child is.

    ``summary``, ``avoid`` (exclusion zones as JSON), ``details`` (what else is said, as JSON), ``overrules`` (what
    looked like an identifier and is none, as JSON) and ``reminded`` (of what overdue was told, as JSON) stand
    encrypted. ``near`` is an area's name or code, never a
    full postcode; ``within`` is in miles, ``age`` in years. A draft may leave anything unsaid (None or empty).
    ``approve_by_at``: an emergency that was released before its approval must have it by then. ``next_tier_at``: when
    the next tier opens by itself, and again each ``next_tier_hours`` after.
    """

    __tablename__ = "requests"
    __table_args__ = (
        one_of("status", Status),
        one_of("urgency", Urgency),
        one_of("gender", Gender),
        one_of("withdrawal_reason", WithdrawalReason),
        CheckConstraint("age BETWEEN 0 AND 25", name="age_possible"),
        CheckConstraint("siblings BETWEEN 0 AND 9", name="siblings_possible"),
        CheckConstraint("status IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL", name="submitted"),
        CheckConstraint(
            "status IN ('draft', 'screening', 'awaiting_approval', 'withdrawn') OR approved_at IS NOT NULL "
            "OR approve_by_at IS NOT NULL",
            name="approved",
        ),
        CheckConstraint("(next_tier_at IS NULL) = (next_tier_hours IS NULL)", name="next_tier_whole"),
        CheckConstraint(
            "(status IN ('withdrawn', 'unmet', 'ended')) = (closed_at IS NOT NULL)",
            name="closed_when_over",
        ),
        CheckConstraint("(status = 'held') = (held_until_at IS NOT NULL)", name="held_until"),
        Index("ix_requests_authority", "authority_id", "status", "created_at"),
    )

    reference: Mapped[str] = mapped_column(String(12), unique=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    status: Mapped[Status] = mapped_column(by_value(Status), default=Status.DRAFT)
    urgency: Mapped[Urgency | None] = mapped_column(by_value(Urgency))
    needed_by: Mapped[date | None]
    age: Mapped[int | None] = mapped_column(SmallInteger)
    gender: Mapped[Gender | None] = mapped_column(by_value(Gender))
    siblings: Mapped[int] = mapped_column(SmallInteger, default=0)
    unaccompanied: Mapped[bool | None]
    service_types: Mapped[list[str]] = mapped_column(default=list)
    specialisms: Mapped[list[str]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=list)
    near: Mapped[str] = mapped_column(String(120), default="")
    within: Mapped[float | None]
    avoid: Mapped[str] = mapped_column(SealedText("request-zones"), default="[]")
    summary: Mapped[str] = mapped_column(SealedText("request-summary"), default="")
    details: Mapped[str | None] = mapped_column(SealedText("request-details"))
    overrules: Mapped[str | None] = mapped_column(SealedText("request-overrules"))
    reminded: Mapped[str | None] = mapped_column(SealedText("request-reminded"))
    sections_saved: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None]
    changed_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[UUID | None]
    approve_by_at: Mapped[datetime | None]
    late_told_at: Mapped[datetime | None]
    next_tier_at: Mapped[datetime | None]
    next_tier_hours: Mapped[int | None] = mapped_column(SmallInteger)
    held_until_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[WithdrawalReason | None] = mapped_column(by_value(WithdrawalReason))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    authority: Mapped[Organisation] = relationship()
    screenings: Mapped[list["Screening"]] = relationship(order_by="Screening.screened_at")
    releases: Mapped[list["Release"]] = relationship(order_by="Release.released_at, Release.tier")
    matches: Mapped[list["Match"]] = relationship(order_by="Match.rank")
    offers: Mapped[list["Offer"]] = relationship(order_by="Offer.made_at, Offer.id")

    def status_at(self, now: datetime) -> Status:
        """Give where the request is by the clock: a hold that nobody agreed in time has lapsed."""
        lapsed = self.status is Status.HELD and self.held_until_at is not None and self.held_until_at <= now
        return LIFECYCLE.after(Status.HELD, Move.LAPSE) if lapsed else self.status

    @property
    def detailed(self) -> Details:
        """Give what else is said of the need, whatever was left out filled in as not said."""
        said: Details = json.loads(self.details) if self.details else {}
        return {**EMPTY, **said}

    def is_false_alarm(self, field: str, kind: str, text: str) -> bool:
        """Say whether somebody has said that this, in this field, identifies nobody."""
        return [field, kind, text] in [
            [each["field"], each["kind"], each["text"]] for each in json.loads(self.overrules or "[]")
        ]

    @property
    def unapproved(self) -> bool:
        """Say whether providers were asked before anybody approved, and nobody has since."""
        return self.approve_by_at is not None and self.approved_at is None and self.closed_at is None

    @property
    def opened(self) -> list["Release"]:
        """Give the tiers that are open, in the order of the tiers."""
        return sorted(self.releases, key=lambda release: list(Tier).index(release.tier))


class Screening(Identified, Model):
    """One modern-slavery screening; never changed, a later one adds to it. All its words stand encrypted."""

    __tablename__ = "request_screenings"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("requests.id"), index=True)
    screened_on: Mapped[date]
    screened_at: Mapped[datetime]
    screened_by: Mapped[UUID | None]
    indicators: Mapped[str] = mapped_column(SealedText("screening"))
    level: Mapped[str] = mapped_column(SealedText("screening"))
    judgement: Mapped[str] = mapped_column(SealedText("screening"))
    protection: Mapped[str | None] = mapped_column(SealedText("screening"))

    def judged(self) -> Level:
        """Give the level as it was judged."""
        return Level(self.level)

    def seen(self) -> dict[str, Seen]:
        """Give what was said of each indicator."""
        return read(json.loads(self.indicators))

    def protects(self) -> Protection:
        """Give the referral, the guardian and the first 72 hours as they were then; nothing where nothing was said."""
        return read_protection(json.loads(self.protection)) if self.protection else Protection()


class Release(Identified, Model):
    """That a tier was opened, when, and until when its providers may answer. ``asked``: how many services are in it."""

    __tablename__ = "request_releases"
    __table_args__ = (UniqueConstraint("request_id", "tier"), one_of("tier", Tier))

    request_id: Mapped[UUID] = mapped_column(ForeignKey("requests.id"))
    tier: Mapped[Tier] = mapped_column(by_value(Tier))
    released_at: Mapped[datetime]
    released_by: Mapped[UUID | None]
    answer_by_at: Mapped[datetime]
    asked: Mapped[int]


class Match(Identified, Model):
    """A service as it matched when the request was first released; never changed after.

    ``known`` keeps what was known then (places, freshness, rating). One that is not ``eligible`` is a near miss,
    kept with ``why_not`` and never asked. Only this is added later: one that may not be used any more (a zone was
    added, it moved into one, its registration ended) is no longer asked, from when and why; the reason stands
    encrypted, for it may tell a zone.
    """

    __tablename__ = "request_matches"
    __table_args__ = (
        UniqueConstraint("request_id", "service_id"),
        one_of("tier", Tier),
        Index("ix_request_matches_service", "service_id", "eligible"),
    )

    request_id: Mapped[UUID] = mapped_column(ForeignKey("requests.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"))
    tier: Mapped[Tier] = mapped_column(by_value(Tier))
    rank: Mapped[int]
    eligible: Mapped[bool]
    distance_miles: Mapped[float | None]
    reasons: Mapped[list[str]]
    why_not: Mapped[list[str]]
    known: Mapped[dict[str, Any]]
    matched_at: Mapped[datetime]
    no_longer_asked_at: Mapped[datetime | None]
    no_longer_why: Mapped[str | None] = mapped_column(SealedText("request-zones"))

    service: Mapped[Service] = relationship()

    @property
    def asks(self) -> bool:
        """Say whether the service may be asked, or is asked still."""
        return self.eligible and self.no_longer_asked_at is None


LIVE = text("status IN ('offered', 'accepted', 'declined')")


class Offer(Identified, Model):
    """A provider's answer for one service: an offer with its fee, or a decline with its reason.

    The fee is in pence a week. Its free text stands encrypted, for it speaks of a child. ``place_group``: the code of
    the group of places it is in, where the service keeps places apart.
    """

    __tablename__ = "request_offers"
    __table_args__ = (
        one_of("status", OfferStatus),
        one_of("decline_reason", DeclineReason),
        CheckConstraint("weekly_fee_pence BETWEEN 0 AND 5000000", name="fee_possible"),
        CheckConstraint(
            "status NOT IN ('offered', 'accepted') OR (weekly_fee_pence IS NOT NULL AND available_on IS NOT NULL)",
            name="offer_is_whole",
        ),
        CheckConstraint("(status = 'declined') = (decline_reason IS NOT NULL)", name="decline_has_a_reason"),
        Index(
            "uq_request_offers_live",
            "request_id",
            "service_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
    )

    request_id: Mapped[UUID] = mapped_column(ForeignKey("requests.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"), index=True)
    status: Mapped[OfferStatus] = mapped_column(by_value(OfferStatus))
    weekly_fee_pence: Mapped[int | None]
    available_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(SealedText("offer"), default="")
    place_group: Mapped[str | None] = mapped_column(String(20))
    inclusions: Mapped[str] = mapped_column(SealedText("offer"), default="")
    staffing: Mapped[str | None] = mapped_column(SealedText("offer"))
    matching_statement: Mapped[str] = mapped_column(SealedText("offer"), default="")
    decline_reason: Mapped[DeclineReason | None] = mapped_column(by_value(DeclineReason))
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    service: Mapped[Service] = relationship()


class UnmetNeed(Identified, Model):
    """A row of the ledger: what could not be found. It names no request and no child."""

    __tablename__ = "unmet_needs"
    __table_args__ = (one_of("reason", UnmetReason), Index("ix_unmet_needs_closed", "closed_on"))

    authority_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    closed_on: Mapped[date]
    service_types: Mapped[list[str]]
    specialisms: Mapped[list[str]]
    region: Mapped[str | None] = mapped_column(String(40))
    days_searched: Mapped[int]
    asked: Mapped[int]
    offers: Mapped[int]
    reason: Mapped[UnmetReason] = mapped_column(by_value(UnmetReason))
