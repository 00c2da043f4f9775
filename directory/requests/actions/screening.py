import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from directory import audit
from directory.access import Actor, Permission, require
from directory.kit.atomic import atomic
from directory.kit.clock import in_london
from directory.kit.db import db
from directory.kit.errors import Invalid, WrongState
from directory.kit.lifecycle import words
from directory.requests.actions.drafting import save
from directory.requests.models import Request, Screening
from directory.requests.moving import locked, move_on, tell_authority
from directory.requests.queries import own_request
from directory.requests.rules.lifecycle import SCREENABLE, Move, Status
from directory.requests.rules.particulars import Particulars, ZoneSaid
from directory.requests.rules.protection import Protection, wrong_protection
from directory.requests.rules.screening import Level, Seen, Strength, kept, suggested, wrong
from directory.requests.search import known_zones, zones_said


@atomic
def screen(
    actor: Actor,
    reference: str,
    *,
    indicators: Mapping[str, Strength | Seen],
    level: Level | None,
    judgement: str,
    protection: Protection | None = None,
    screened_on: date | None = None,
    now: datetime,
) -> Request:
    """Keep a screening; a request that waits for one goes on to approval. May be done again until the placement ends.

    Raises NotAllowed, NotFound, WrongState when the request is closed, or Invalid by field.
    """
    request = locked(actor, reference, Move.SCREEN, now=now)
    if request.status not in SCREENABLE:
        raise WrongState(f"This request is {words(request.status)}: it cannot be screened any more")
    today = in_london(now).date()
    seen = {code: said if isinstance(said, Seen) else Seen(said) for code, said in indicators.items()}
    protection = _placed(protection or Protection())
    faults = wrong(seen, level, judgement, today) | wrong_protection(protection, today)
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
            indicators=json.dumps(kept(seen)),
            level=level.value,
            judgement=judgement.strip(),
            protection=json.dumps(protection.kept()),
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


def _placed(said: Protection) -> Protection:
    """Give it with the area of exploitation as the gazetteer names it; raise Invalid where it knows no such place."""
    if not said.exploited_near.strip() or said.exploited_within is None:
        return said
    try:
        zone = known_zones([{"near": said.exploited_near, "within": said.exploited_within}])[0]
    except Invalid:
        raise Invalid.field("exploited_near", "We do not know this place. Enter a town or an authority") from None
    return replace(said, exploited_near=zone["near"])


@atomic
def take_suggestions(actor: Actor, reference: str, *, now: datetime) -> Request:
    """Put what the last screening suggests into a draft: its specialisms as preferred, its area as one to avoid.

    Raises NotAllowed, NotFound, or WrongState when it is no draft or was never screened.
    """
    require(actor, Permission.REQUEST_SCREEN)
    request = own_request(actor, reference)
    if not request.screenings:
        raise WrongState("This request has not been screened yet")
    said = wishes(request)
    return save(actor, reference, said=said, now=now)


def wishes(request: Request) -> Particulars:
    """Give what the last screening would change in the draft; nothing where it would change nothing."""
    last = request.screenings[-1]
    found, protection = suggested(last.seen(), last.judged()), last.protects()
    known = {*request.specialisms, *request.detailed["specialisms_preferred"]}
    said: Particulars = {}
    if more := [specialism for specialism in found if specialism not in known]:
        said["specialisms_preferred"] = [*request.detailed["specialisms_preferred"], *more]
    zones = zones_said(request)
    away: ZoneSaid = {"near": protection.exploited_near, "within": protection.exploited_within or 0.0}
    if protection.exploited_near and all(zone["near"] != away["near"] for zone in zones):
        said["avoid"] = [*zones, away]
    return said
