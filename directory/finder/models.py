from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.accounts.models import Person
from directory.finder.rules.saved import Alerts, Kept, Pace, What
from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model, by_value, one_of


class SavedSearch(Identified, Model):
    """A search that a person keeps. What it asks (exclusion zones too) and its name stand encrypted.

    ``sequence``: the index's sequence up to which it has been looked at. ``looked_at``: when its owner last looked,
    ``looked_before_at``: the time before. ``told_at``: when news was last told. ``at_night``: emails may come then
    too. ``too_wide``: it finds more services than are watched.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (
        one_of("alerts", Alerts),
        one_of("pace", Pace),
        Index("ix_saved_searches_watched", "alerts", "sequence"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(SealedText("saved-search"))
    kept: Mapped[str] = mapped_column(SealedText("saved-search"))
    shared: Mapped[bool]
    alerts: Mapped[Alerts] = mapped_column(by_value(Alerts))
    pace: Mapped[Pace] = mapped_column(by_value(Pace))
    at_night: Mapped[bool] = mapped_column(server_default=false())
    too_wide: Mapped[bool]
    sequence: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    looked_at: Mapped[datetime]
    looked_before_at: Mapped[datetime]
    told_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    @property
    def asks(self) -> Kept:
        """Give what it asks. Raises NotUnderstood where a code in it is no longer known."""
        return Kept.of_json(self.kept)


class SavedSearchMatch(Model):
    """A service that a saved search found at the last look, and whether a place was free there."""

    __tablename__ = "saved_search_matches"

    saved_search_id: Mapped[UUID] = mapped_column(ForeignKey("saved_searches.id", ondelete="CASCADE"), primary_key=True)
    service_id: Mapped[UUID] = mapped_column(
        ForeignKey("services.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    free: Mapped[bool]


class SavedSearchNews(Identified, Model):
    """What was new of a service, once for each ``sequence`` of the index; ``told_at`` when its owner was told."""

    __tablename__ = "saved_search_news"
    __table_args__ = (UniqueConstraint("saved_search_id", "service_id", "what", "sequence"), one_of("what", What))

    saved_search_id: Mapped[UUID] = mapped_column(ForeignKey("saved_searches.id", ondelete="CASCADE"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    what: Mapped[What] = mapped_column(by_value(What))
    sequence: Mapped[int] = mapped_column(BigInteger)
    found_at: Mapped[datetime]
    told_at: Mapped[datetime | None] = mapped_column(index=True)


class Shortlist(Identified, Model):
    """Services that a person keeps. Everybody has one main list, which has no name; others have one, encrypted."""

    __tablename__ = "shortlists"
    __table_args__ = (
        Index(
            "uq_shortlists_main",
            "person_id",
            unique=True,
            sqlite_where=text("main"),
            postgresql_where=text("main"),
        ),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    main: Mapped[bool]
    name: Mapped[str] = mapped_column(SealedText("shortlist"))
    shared: Mapped[bool]
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    rows: Mapped[list["ShortlistedService"]] = relationship(
        cascade="all, delete-orphan", order_by="ShortlistedService.kept_at, ShortlistedService.id"
    )


class ShortlistedService(Identified, Model):
    """A service on a shortlist, with a note of whoever keeps the list."""

    __tablename__ = "shortlisted_services"
    __table_args__ = (UniqueConstraint("shortlist_id", "service_id"),)

    shortlist_id: Mapped[UUID] = mapped_column(ForeignKey("shortlists.id", ondelete="CASCADE"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    note: Mapped[str] = mapped_column(SealedText("shortlist"))
    kept_at: Mapped[datetime]


class KeyboardChoice(Model):
    """Whether a person wants single-key shortcuts; who has no row has them."""

    __tablename__ = "keyboard_choices"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    shortcuts: Mapped[bool]

    @property
    def id(self) -> UUID:
        """Give what names it in the record."""
        return self.person_id
