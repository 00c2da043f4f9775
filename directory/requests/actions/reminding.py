import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import SYSTEM, Permission
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.requests.models import Request
from directory.requests.moving import tell_authority
from directory.requests.queries.due import unreminded
from directory.requests.rules.due import needed_for

# of a screening not even its clocks are named in a notice
WORDS = {
    Permission.REQUEST_SCREEN: "something that protects the child is overdue",
    Permission.REQUEST_RELEASE: "the search for a place is overdue",
}


@atomic
def remind(request_id: UUID, *, now: datetime) -> int:
    """Tell those who can do it of what is overdue for a request, each thing once; give of how many.

    The request is locked and remembers, sealed, of what was told: twice, or by two workers, it is told once.
    """
    found = select(Request).where(Request.id == request_id).with_for_update(of=Request)
    request = db.session.scalar(found.execution_options(populate_existing=True))
    tasks = unreminded(SYSTEM, request, now) if request is not None else []
    if request is None or not tasks:
        return 0
    request.reminded = json.dumps([*json.loads(request.reminded or "[]"), *(task.mark for task in tasks)])
    for permission in sorted({needed_for(task.duty) for task in tasks}):
        tell_authority(request, permission, WORDS[permission], now=now)
    audit.record(SYSTEM, "request:reminded", request, at=now, tasks=len(tasks))
    return len(tasks)
