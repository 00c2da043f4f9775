"""Events sent to the systems of organisations: signed, tried again, with a log that they can read.

    emit(Event.REQUEST_MATCHED, provider_id, at=now, reference=reference, path=f"/requests/{reference}", state="open")

Within the running action; nothing is sent unless it commits. Never a child's detail: a reference, how it stands for
the reader, and where to read.
"""

from directory.webhooks.actions import emit
from directory.webhooks.rules import Event

__all__ = ["Event", "emit"]
