"""The record: who did what, when. Rows are added, never changed, and each vouches for the one before."""

from directory.audit.actions import record
from directory.audit.models import AuditRecord
from directory.audit.queries import verify

__all__ = ["AuditRecord", "record", "verify"]
