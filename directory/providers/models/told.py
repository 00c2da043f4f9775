from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from directory.kit.db import Identified, Model, by_value, one_of
from directory.providers.rules.told import FIELDS, Source


class Telling(Identified, Model):
    """What one source last told of one service, so that the same told again changes nothing.

    ``key``: what the source knows the service by. ``said``: the keyed hash of each field that it told, and the
    specialisms themselves: an address that becomes confidential later stands nowhere.
    """

    __tablename__ = "tellings"
    __table_args__ = (one_of("source", Source), UniqueConstraint("source", "key"))

    source: Mapped[Source] = mapped_column(by_value(Source))
    key: Mapped[str] = mapped_column(String(200))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), index=True)
    said: Mapped[dict[str, Any]]
    read_at: Mapped[datetime]


class Proposal(Identified, Model):
    """What a source says of one field of a service where the provider wrote something else: to be taken or left.

    ``value``: ``{"value": ...}``. A confidential place's never holds more than its outward code.
    """

    __tablename__ = "proposals"
    __table_args__ = (one_of("source", Source), one_of("field", FIELDS), UniqueConstraint("service_id", "field"))

    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(String(20))
    source: Mapped[Source] = mapped_column(by_value(Source))
    name: Mapped[str] = mapped_column(String(300))
    value: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
