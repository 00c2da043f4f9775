from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DDL, CheckConstraint, Index, event
from sqlalchemy.orm import Mapped, mapped_column

from directory.kit.db import Model


class AuditRecord(Model):
    """One thing that was done. ``seal`` is a keyed hash over this row and the seal before it."""

    __tablename__ = "audit_records"
    __table_args__ = (Index("ix_audit_records_thing", "thing_kind", "thing_id", "sequence"),)

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    event: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(index=True)
    thing_kind: Mapped[str]
    thing_id: Mapped[str]
    request_id: Mapped[str]
    facts: Mapped[dict[str, Any]]
    seal: Mapped[str]


class AuditHead(Model):
    """How long the chain is and how it ends: one row, so that a cut-off end is found too."""

    __tablename__ = "audit_heads"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int]
    seal: Mapped[str]


_REFUSE = "BEGIN RAISE EXCEPTION ''audit records are append-only''; END"
_EVERY = "FOR EACH STATEMENT EXECUTE FUNCTION audit_records_append_only()"
APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER audit_records_no_{verb} BEFORE {verb.upper()} ON audit_records "
        "BEGIN SELECT RAISE(ABORT, 'audit records are append-only'); END"
        for verb in ("update", "delete")
    ],
    "postgresql": [
        f"CREATE FUNCTION audit_records_append_only() RETURNS trigger LANGUAGE plpgsql AS '{_REFUSE}'",
        f"CREATE TRIGGER audit_records_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_records {_EVERY}",
    ],
}

for _dialect, _statements in APPEND_ONLY.items():
    for _statement in _statements:
        event.listen(AuditRecord.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
