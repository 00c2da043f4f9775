"""Exclusion zones that hold after the list of matches was frozen: nobody in one is asked any more."""

import json
from collections.abc import Sequence
from datetime import datetime

from directory import audit, jobs
from directory.access import Actor, Permission, require
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, WrongState
from directory.kit.lifecycle import words
from directory.requests.models import Match, Request
from directory.requests.moving import let_lapse, tell_authority
from directory.requests.queries import own_request
from directory.requests.rules.lifecycle import OPEN, OfferStatus, Status, Tier
from directory.requests.rules.matching import forbidden
from directory.requests.rules.particulars import ZoneSaid, impossible
from directory.requests.search import as_now, known_zones, left_frameworks, wanted, zones_said, zones_touched


def stand_down(request: Request, now: datetime, *, zones_of_asked: bool) -> list[Match]:
    """Within an action: ask no more whoever, as it is now, lies in a zone or may not be used; give them.

    The list stays as it was frozen; only this is added to it. Without ``zones_of_asked`` a zone stands only against
    those that were not asked yet: a provider that is asked, moves its service and is then asked no more because the
    next tier opened would have found where the zone is. Its offer is flagged, and only a director may accept it.
    """
    opened = {release.tier for release in request.releases}
    asked, stood_down = wanted(request), []
    of_members = [match.service for match in request.matches if match.asks and match.tier is Tier.FRAMEWORK]
    left = left_frameworks(request, of_members, now) if of_members else set()
    for match in request.matches:
        if not match.asks:
            continue
        faults = forbidden(asked, as_now(request, match.service))
        if zones_of_asked or match.tier not in opened:
            faults = zones_touched(request, match.service) + faults
        if match.service_id in left:
            faults.append("its provider is no longer a current member of the framework")
        if faults:
            match.no_longer_asked_at, match.no_longer_why = now, "; ".join(faults)
            stood_down.append(match)
    db.session.flush()
    return stood_down


@atomic
def keep_away(actor: Actor, reference: str, *, zones: Sequence[ZoneSaid], now: datetime) -> Request:
    """Add places to stay away from to a request that was submitted. None is taken away or made smaller here.

    Providers in one of them are asked no more, without being told why; an offer from there is flagged to the
    authority, and only a director may still accept it. Raises NotAllowed, NotFound, WrongState or Invalid.
    """
    require(actor, Permission.REQUEST_DRAFT)
    request = own_request(actor, reference, lock=True)
    let_lapse(request, now=now)
    if request.status not in OPEN - {Status.DRAFT}:
        raise WrongState(f"This request is {words(request.status)}: places to stay away from are not added here")
    if not zones:
        raise Invalid.field("avoid", "Enter a place to stay away from, and by how many miles")
    said = [*zones_said(request), *zones]
    if faults := impossible({"avoid": said}):
        raise Invalid(fields=faults)
    request.avoid = json.dumps([*zones_said(request), *known_zones(zones)])
    request.changed_at = now
    stood_down = stand_down(request, now, zones_of_asked=True)
    gone = {match.service_id for match in stood_down}
    opened = {release.tier for release in request.releases}
    if any(match.tier in opened for match in stood_down):
        jobs.later("requests.tell_no_longer_asked", request_id=request.id, at_iso=now.isoformat())
    standing = (OfferStatus.OFFERED, OfferStatus.ACCEPTED)
    if any(offer.service_id in gone and offer.status in standing for offer in request.offers):
        tell_authority(request, Permission.OFFER_READ, "an offer must be looked at again", now=now)
    audit.record(actor, "request:zones_added", request, at=now, zones=len(zones), no_longer_asked=len(stood_down))
    return request
