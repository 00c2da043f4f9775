"""Telling people of what is due for one placement: each thing, due time and stage once, whoever asks and how often."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import SYSTEM, Permission
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.notify import notice
from directory.notify.rules import Kind as Told
from directory.placements.models import Placement, Reminder
from directory.placements.moving import tell_officers, worker_of
from directory.placements.queries.placing import NEEDED
from directory.placements.rules.due import Kind
from directory.placements.rules.reminding import Reminding, Stage
from directory.placements.unsaid import unsaid
from directory.requests.models import Request

# hours count for these, so a day's digest would come too late
AT_ONCE = frozenset({Kind.INTERVIEW, Kind.TELL_AREA})


@atomic
def remind(placement_id: UUID, *, now: datetime) -> int:
    """Leave the notices that are due for a placement and nobody has left yet; give how many.

    What is due soon is told to who may do it: what every social worker may do, to who asked for the place. What is
    overdue is told to managers, directors and who asked for the place. The request is locked, so of two workers that
    do this at once the second finds it done.
    """
    found = select(Request).join(Placement, Placement.request_id == Request.id).where(Placement.id == placement_id)
    db.session.scalar(found.with_for_update(of=Request).execution_options(populate_existing=True))
    placement = db.session.get_one(Placement, placement_id)
    said = unsaid(placement, now)
    for one in said:
        row = Reminder(placement_id=placement.id, kind=one.kind, about=one.about, due_at=one.due_at, stage=one.stage)
        row.told_at = now
        db.session.add(row)
        _tell(placement, one, now)
    if said:
        kinds = sorted(f"{one.kind.value}:{one.stage.value}" for one in said)
        audit.record(SYSTEM, "placement:reminded", placement, at=now, request=placement.request.reference, of=kinds)
    return len(said)


def _tell(placement: Placement, one: Reminding, now: datetime) -> None:
    if one.stage is Stage.OVERDUE:
        tell_officers(placement, one.words, now=now)
        return
    request, needed = placement.request, NEEDED[one.kind]
    worker = worker_of(request) if needed is Permission.EPISODE_RECORD else None
    managers = Permission.PLACEMENT_AGREE if needed is Permission.EPISODE_RECORD else needed
    whom: dict[str, Any] = (
        {"person_id": worker} if worker else {"organisation_id": request.authority_id, "permission": managers}
    )
    notice(
        text=f"{request.reference}: {one.words}",
        endpoint="placements.show",
        arguments={"reference": request.reference},
        at=now,
        kind=Told.WORK if one.kind in AT_ONCE else Told.PLACEMENTS,
        **whom,
    )
