from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.accounts.models import Person
from directory.files import StoredFile
from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model, by_value, one_of
from directory.placements.rules.due import Kind
from directory.placements.rules.holds import HoldStatus
from directory.placements.rules.placing import EndReason, EpisodeKind, Interview, Where
from directory.placements.rules.reminding import Stage
from directory.providers.models import Service
from directory.requests.models import Offer, Request

LIVE = text("status = 'live'")
OPEN = text("withdrawn_at IS NULL")
GONE = text("until_at IS NULL")
MOST_PENCE = 5_000_000


class Matrix(Identified, Model):
    """What an authority judges offers by: for one request, or by default where ``request_id`` is None.

    ``criteria`` is JSON: ``[{"words", "gate", "weight"}]``, in order; the weights add to 100, gates have none.
    """

    __tablename__ = "scoring_matrices"
    __table_args__ = (
        Index("uq_scoring_matrices_request", "request_id", unique=True),
        Index(
            "uq_scoring_matrices_default",
            "authority_id",
            unique=True,
            sqlite_where=text("request_id IS NULL"),
            postgresql_where=text("request_id IS NULL"),
        ),
    )

    authority_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("requests.id"))
    criteria: Mapped[str] = mapped_column(SealedText("scoring"))
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]


class Shortlisting(Identified, Model):
    """How an offer was scored by the request's matrix. ``scores`` is JSON, one for each criterion, sealed.

    ``total_tenths``: the weighted total out of 100, in tenths, so that it is exact.
    """

    __tablename__ = "shortlistings"
    __table_args__ = (CheckConstraint("total_tenths BETWEEN 0 AND 1000", name="total_possible"),)

    request_id: Mapped[UUID] = mapped_column(ForeignKey("requests.id"), index=True)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("request_offers.id"), unique=True)
    scores: Mapped[str] = mapped_column(SealedText("scoring"))
    total_tenths: Mapped[int]
    scored_at: Mapped[datetime]
    scored_by: Mapped[UUID | None]


class Hold(Identified, Model):
    """A place kept for an accepted offer until ``expires_at``. At most one of a request is live.

    ``places``: one for the child and one for each sibling. ``override_reason``: why a director accepted in spite of
    a rule that a director may set aside.
    """

    __tablename__ = "holds"
    __table_args__ = (
        one_of("status", HoldStatus),
        CheckConstraint("(status = 'live') = (ended_at IS NULL)", name="ended_when_over"),
        CheckConstraint("expires_at > taken_at", name="expires_later"),
        CheckConstraint("places BETWEEN 1 AND 10", name="places_possible"),
        Index("uq_holds_live", "request_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index("ix_holds_service", "service_id", "status", "expires_at"),
    )

    request_id: Mapped[UUID] = mapped_column(ForeignKey("requests.id"), index=True)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("request_offers.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"))
    status: Mapped[HoldStatus] = mapped_column(by_value(HoldStatus), default=HoldStatus.LIVE)
    places: Mapped[int] = mapped_column(SmallInteger)
    taken_at: Mapped[datetime]
    taken_by: Mapped[UUID | None]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    override_reason: Mapped[str] = mapped_column(SealedText("override"), default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    request: Mapped[Request] = relationship()
    offer: Mapped[Offer] = relationship()
    service: Mapped[Service] = relationship()


class Placement(Identified, Model):
    """An individual placement agreement, and what came of it. Fees are pence a week; days are London's.

    Where the request is says how far it is (agreed, placed, ended). ``where_it_is`` decides which approvals and
    which notice to the area authority it needs.
    """

    __tablename__ = "placements"
    __table_args__ = (
        one_of("where_it_is", Where),
        one_of("end_reason", EndReason),
        CheckConstraint("(ended_on IS NULL) = (end_reason IS NULL)", name="ended_with_a_reason"),
        CheckConstraint("ended_on IS NULL OR started_on IS NULL OR ended_on >= started_on", name="ended_after_start"),
        CheckConstraint("expected_end_on IS NULL OR expected_end_on >= starts_on", name="ends_after_start"),
    )

    request_id: Mapped[UUID] = mapped_column(ForeignKey("requests.id"), unique=True)
    hold_id: Mapped[UUID] = mapped_column(ForeignKey("holds.id"), unique=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"), index=True)
    agreed_at: Mapped[datetime]
    agreed_by: Mapped[UUID | None]
    terms: Mapped[str] = mapped_column(SealedText("agreement"), default="")
    starts_on: Mapped[date]
    expected_end_on: Mapped[date | None]
    where_it_is: Mapped[Where] = mapped_column(by_value(Where))
    distance_approved_at: Mapped[datetime | None]
    distance_approved_by: Mapped[UUID | None]
    distance_reason: Mapped[str] = mapped_column(SealedText("override"), default="")
    area_told_on: Mapped[date | None]
    area_told_by: Mapped[UUID | None]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[EndReason | None] = mapped_column(by_value(EndReason))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    request: Mapped[Request] = relationship()
    hold: Mapped[Hold] = relationship()
    service: Mapped[Service] = relationship()
    fees: Mapped[list["Fee"]] = relationship(order_by="Fee.from_on, Fee.said_at")
    end_dates: Mapped[list["EndDate"]] = relationship(order_by="EndDate.said_at")
    reviews: Mapped[list["Review"]] = relationship(order_by="Review.due_on")
    episodes: Mapped[list["Episode"]] = relationship(order_by="Episode.from_at.desc()")
    reminders: Mapped[list["Reminder"]] = relationship(order_by="Reminder.told_at")


class Fee(Identified, Model):
    """What is paid a week from a day on: the agreement's, then each change. Never changed itself."""

    __tablename__ = "placement_fees"
    __table_args__ = (CheckConstraint(f"weekly_fee_pence BETWEEN 0 AND {MOST_PENCE}", name="fee_possible"),)

    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placements.id"), index=True)
    from_on: Mapped[date]
    weekly_fee_pence: Mapped[int]
    said_at: Mapped[datetime]
    said_by: Mapped[UUID | None]
    reason: Mapped[str] = mapped_column(SealedText("agreement"), default="")


class EndDate(Identified, Model):
    """When a placement was expected to end: as agreed, then each change, as a dated row that is never changed."""

    __tablename__ = "placement_end_dates"

    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placements.id"), index=True)
    expected_end_on: Mapped[date | None]
    said_at: Mapped[datetime]
    said_by: Mapped[UUID | None]
    reason: Mapped[str] = mapped_column(SealedText("agreement"), default="")


class Review(Identified, Model):
    """A review that is due, and when it was held."""

    __tablename__ = "placement_reviews"
    __table_args__ = (Index("uq_placement_reviews_due", "placement_id", "due_on", unique=True),)

    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placements.id"))
    due_on: Mapped[date]
    held_on: Mapped[date | None]


class Episode(Identified, Model):
    """A missing episode. ``until_at`` None: not back yet. Its words stand encrypted and are the authority's own."""

    __tablename__ = "missing_episodes"
    __table_args__ = (
        one_of("kind", EpisodeKind),
        one_of("interview", Interview),
        CheckConstraint("until_at IS NULL OR until_at >= from_at", name="until_after_from"),
        CheckConstraint(
            "interview IN ('not_offered', 'offered') OR until_at IS NOT NULL", name="interview_after_return"
        ),
        CheckConstraint("(interview = 'done') = (interview_on IS NOT NULL)", name="interview_done_on"),
        Index("uq_missing_episodes_open", "placement_id", unique=True, sqlite_where=GONE, postgresql_where=GONE),
    )

    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placements.id"), index=True)
    kind: Mapped[EpisodeKind] = mapped_column(by_value(EpisodeKind))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    interview: Mapped[Interview] = mapped_column(by_value(Interview), default=Interview.NOT_OFFERED)
    interview_on: Mapped[date | None]
    safety_plan: Mapped[str] = mapped_column(SealedText("episode"), default="")
    notes: Mapped[str] = mapped_column(SealedText("episode"), default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Reminder(Identified, Model):
    """That somebody was told of what is due, once for each thing, due time and stage. Never changed.

    ``about``: the review or episode, or empty. A due time that changes is told of anew.
    """

    __tablename__ = "placement_reminders"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("stage", Stage),
        Index("uq_placement_reminders", "placement_id", "kind", "about", "due_at", "stage", unique=True),
    )

    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placements.id"))
    kind: Mapped[Kind] = mapped_column(by_value(Kind))
    about: Mapped[str] = mapped_column(String(36), default="")
    due_at: Mapped[datetime]
    stage: Mapped[Stage] = mapped_column(by_value(Stage))
    told_at: Mapped[datetime]


class Pack(Identified, Model):
    """A referral pack: files released for one placement to the one provider of it, until ``expires_at``.

    At most one of a placement is open; withdrawing it is for good, and another may be released then.
    """

    __tablename__ = "referral_packs"
    __table_args__ = (
        CheckConstraint("expires_at > released_at", name="expires_later"),
        Index("uq_referral_packs_open", "placement_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placements.id"), index=True)
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    released_at: Mapped[datetime]
    released_by: Mapped[UUID | None]
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None]

    placement: Mapped[Placement] = relationship()
    files: Mapped[list["PackFile"]] = relationship(order_by="PackFile.number")
    views: Mapped[list["PackView"]] = relationship(order_by="PackView.viewed_at.desc()")


class PackFile(Model):
    """One file of a pack, in the order in which they were chosen."""

    __tablename__ = "referral_pack_files"

    pack_id: Mapped[UUID] = mapped_column(ForeignKey("referral_packs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"), unique=True)

    pack: Mapped[Pack] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class PackView(Identified, Model):
    """That somebody opened a file of a pack. Never changed."""

    __tablename__ = "referral_pack_views"

    pack_id: Mapped[UUID] = mapped_column(ForeignKey("referral_packs.id"), index=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"))
    viewed_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    viewed_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship()
    person: Mapped[Person] = relationship()
