from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, SmallInteger, String, Text, false
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from directory.codes import Gender, Rating, ServiceType
from directory.kit.db import Model, by_value
from directory.search.synonyms import Group, Strength


class SearchDocument(Model):
    """A ``Document`` as a row, with the sequence under which it last changed.

    ``sequence`` rises in commit order (its counter's row stays locked until the commit), so a reader that has
    seen n has seen all up to n. ``text_sequence`` is the last change of the words. ``gone`` marks what was removed.
    """

    __tablename__ = "search_documents"
    __table_args__ = (Index("ix_search_documents_sequence", "sequence", unique=True),)

    service_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    text_sequence: Mapped[int] = mapped_column(BigInteger)
    gone: Mapped[bool] = mapped_column(default=False)
    organisation_id: Mapped[UUID] = mapped_column(index=True)
    organisation_name: Mapped[str] = mapped_column(String(300))
    name: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text)
    service_type: Mapped[ServiceType] = mapped_column(by_value(ServiceType))
    specialisms: Mapped[dict[str, Any]]
    languages: Mapped[list[str]]
    age_minimum: Mapped[int] = mapped_column(SmallInteger)
    age_maximum: Mapped[int] = mapped_column(SmallInteger)
    gender: Mapped[Gender] = mapped_column(by_value(Gender))
    registered: Mapped[int | None]
    available: Mapped[int | None]
    available_from: Mapped[date | None]
    confirmed_at: Mapped[datetime | None]
    rating: Mapped[Rating] = mapped_column(by_value(Rating))
    rating_on: Mapped[date | None]
    authority: Mapped[str | None] = mapped_column(String(9))
    region: Mapped[str | None] = mapped_column(String(40))
    confidential: Mapped[bool]
    area: Mapped[str] = mapped_column(String(200))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    radius_miles: Mapped[float] = mapped_column(default=0.0)
    emergency: Mapped[bool] = mapped_column(default=False, server_default=false())
    by_assessment_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    groups: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON().with_variant(JSONB(), "postgresql"), default=list, server_default="[]"
    )


class SearchSynonyms(Model):
    """Words that say the same, as the operator has it: a group of its own, or one of ours, retired.

    ``id`` is made from the words (``synonyms.Group.id``). ``sequence``: the counter's number at its last change.
    """

    __tablename__ = "search_synonyms"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    words: Mapped[list[str]]
    strength: Mapped[Strength] = mapped_column(by_value(Strength))
    source: Mapped[str] = mapped_column(String(300))
    reviewed_on: Mapped[date]
    added_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(BigInteger, default=0)

    @property
    def group(self) -> Group:
        """Give it as a group."""
        return Group(tuple(self.words), self.strength, self.source, self.reviewed_on)


class SearchSequence(Model):
    """The counter: one row."""

    __tablename__ = "search_sequences"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(BigInteger)
