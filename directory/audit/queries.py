from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from directory.audit.actions import KEY_PURPOSE
from directory.audit.models import AuditHead, AuditRecord
from directory.audit.rules import START, sealed
from directory.kit.crypto import key_for
from directory.kit.db import db

FIELDS = ("sequence", "at", "event", "person_id", "organisation_id", "thing_kind", "thing_id", "request_id", "facts")


@dataclass(frozen=True)
class Fault:
    """Where the chain does not hold, and what that means."""

    sequence: int
    words: str


def verify() -> tuple[int, list[Fault]]:
    """Read the whole chain; give how many rows there are and every fault found, in order."""
    faults = list(_faults())
    rows = db.session.query(AuditRecord).count()
    return rows, faults


def _faults() -> Iterator[Fault]:
    key, before, expected = key_for(KEY_PURPOSE), START, 1
    for row in db.session.scalars(select(AuditRecord).order_by(AuditRecord.sequence).execution_options(yield_per=1000)):
        if row.sequence != expected:
            yield Fault(row.sequence, f"rows {expected} to {row.sequence - 1} are missing")
        elif row.seal != sealed(key, before, **{name: getattr(row, name) for name in FIELDS}):
            yield Fault(row.sequence, f"row {row.sequence} was changed, moved, or sealed with another key")
        before, expected = row.seal, row.sequence + 1
    head = db.session.scalar(select(AuditHead))
    length, seal = (head.sequence, head.seal) if head else (0, START)
    if (length, seal) != (expected - 1, before):
        yield Fault(length, f"the chain should end with row {length}, and ends with row {expected - 1}")
