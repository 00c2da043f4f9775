from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.accounts.models import Person
from directory.finder.sweeps.rules import EMPTY, Counts, Verdict
from directory.kit.db import Identified, Model, by_value, one_of
from directory.organisations.models import Organisation


class CountColumns:
    """Mixin: the counts of one person's day."""

    searches_in_hour: Mapped[int] = mapped_column(default=0)
    searches: Mapped[int] = mapped_column(default=0)
    centres: Mapped[int] = mapped_column(default=0)
    zones: Mapped[int] = mapped_column(default=0)
    radii: Mapped[int] = mapped_column(default=0)

    @property
    def counts(self) -> Counts:
        """Give them as the rules want them."""
        return Counts(self.searches_in_hour, self.searches, self.centres, self.zones, self.radii)


class SearchCount(CountColumns, Model):
    """How often a person searched among confidential services on a day in London; never for what, and never where.

    The sketches hold keyed hashes, of a key of that person and day, folded so far that many places share a mark.
    ``pardoned``: an operator looked at the flag and lets this day's searching go on.
    """

    __tablename__ = "search_counts"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    counted_on: Mapped[date] = mapped_column(primary_key=True, index=True)
    hour: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]
    centre_sketch: Mapped[bytes] = mapped_column(LargeBinary, default=EMPTY)
    zone_sketch: Mapped[bytes] = mapped_column(LargeBinary, default=EMPTY)
    radius_sketch: Mapped[bytes] = mapped_column(LargeBinary, default=EMPTY)
    pardoned: Mapped[bool] = mapped_column(default=False)


class SweepFlag(Identified, CountColumns, Model):
    """That a person's searching was unusual on a day: at most one for each person and day, with the counts then."""

    __tablename__ = "sweep_flags"
    __table_args__ = (UniqueConstraint("person_id", "counted_on"), one_of("verdict", Verdict))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    counted_on: Mapped[date]
    verdict: Mapped[Verdict] = mapped_column(by_value(Verdict))
    raised_at: Mapped[datetime] = mapped_column(index=True)
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[UUID | None]

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()
