"""How a row vouches for itself and for all before it."""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any
from uuid import UUID

START = "0" * 64


def sealed(
    key: bytes,
    before: str,
    *,
    sequence: int,
    at: datetime,
    event: str,
    person_id: UUID | None,
    organisation_id: UUID | None,
    thing_kind: str,
    thing_id: str,
    request_id: str,
    facts: dict[str, Any],
) -> str:
    """Give the seal of a row: HMAC-SHA256 over the seal before it and every field (hex, 64 characters)."""
    person, organisation = (str(i) if i else None for i in (person_id, organisation_id))
    fields = [before, sequence, at.isoformat(), event, person, organisation, thing_kind, thing_id, request_id, facts]
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
