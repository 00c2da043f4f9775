import json
from collections.abc import Mapping
from datetime import date, datetime

from directory import audit
from directory.access import Actor, Permission
from directory.kit.atomic import atomic
from directory.kit.clock import in_london
from directory.kit.db import db
from directory.kit.errors import Invalid, WrongState
from directory.kit.lifecycle import words
from directory.requests.models import Request, Screening
from directory.requests.moving import locked, move_on, tell_authority
from directory.requests.rules.lifecycle import OPEN, Move, Status
from directory.requests.rules.screening import Level, Strength, wrong


@atomic
def screen(
    actor: Actor,
    reference: str,
    *,
    indicators: Mapping[str, Strength],
    level: Level | None,
    judgement: str,
    screened_on: date | None = None,
    now: datetime,
) -> Request:
    """Keep a screening; a request that waits for one goes on to approval. May be done again while it is open.

    Raises NotAllowed, NotFound, WrongState when the request is closed, or Invalid by field.
    """
    request = locked(actor, reference, Move.SCREEN, now=now)
    if request.status not in OPEN:
        raise WrongState(f"This request is {words(request.status)}: it cannot be screened any more")
    today = in_london(now).date()
    faults = wrong(indicators, level, judgement)
    if screened_on is not None and screened_on > today:
        faults["screened_on"] = "Enter the date of the screening: today or earlier"
    if faults or level is None:
        raise Invalid(fields=faults)
    request.screenings.append(
        Screening(
            request_id=request.id,
            screened_on=screened_on or today,
            screened_at=now,
            screened_by=actor.person_id,
            indicators=json.dumps({code: strength.value for code, strength in indicators.items()}),
            level=level.value,
            judgement=judgement.strip(),
        )
    )
    db.session.flush()
    if request.status is Status.SCREENING:
        move_on(actor, request, Move.SCREEN, now=now, event="request:screened")
        tell_authority(request, Permission.REQUEST_APPROVE, "is screened and waits for approval", now=now)
    else:
        request.changed_at = now
        audit.record(actor, "request:screened", request, at=now, before=request.status, after=request.status)
    return request
