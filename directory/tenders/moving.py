"""What the floors above do to a tender: bids and awards move it on by its one lifecycle."""

from datetime import datetime
from typing import Any

from directory import audit, jobs
from directory.access import Actor
from directory.tenders.models import Tender
from directory.tenders.queries import why_not
from directory.tenders.rules import LIFECYCLE, Move

# what whoever was told of the tender, or watches it, is told of too
TOLD_OF = frozenset({Move.ANNOUNCE, Move.CONTRACT})


def move_on(actor: Actor, tender: Tender, move: Move, *, now: datetime, event: str, **facts: Any) -> None:
    """Within an action, with the tender locked: change its state by ``move`` and record ``event``.

    Raises NotAllowed and WrongState where this actor cannot make it now.
    """
    refusal = why_not(actor, tender, move, now)
    if refusal is not None:
        raise refusal
    before = tender.status
    tender.status = LIFECYCLE.after(before, move)
    audit.record(actor, event, tender, at=now, before=before, after=tender.status, **facts)
    if move in TOLD_OF:
        jobs.later("tenders.tell_ended", tender_id=tender.id)
