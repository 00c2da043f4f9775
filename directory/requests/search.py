"""Where a request searches, and what it finds: the one place where requests ask the index and the gazetteer."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from directory.access import SYSTEM
from directory.codes import ServiceType, Specialism
from directory.frameworks.queries import standings
from directory.frameworks.rules.scope import Standing
from directory.geo.distance import miles_between
from directory.geo.gazetteer import Gazetteer, Located, gazetteer_at
from directory.geo.rules import Area, Point, may_touch, parse_postcode
from directory.kit.clock import in_london
from directory.kit.db import db
from directory.kit.errors import Invalid, WrongState
from directory.kit.settings import Settings
from directory.providers.models import Service
from directory.providers.models import Status as ServiceStatus
from directory.providers.search import document_of
from directory.requests.models import Request
from directory.requests.rules.details import preferred_types
from directory.requests.rules.lifecycle import Urgency
from directory.requests.rules.matching import Candidate, Judged, Wanted, judge, ranked, standing_for
from directory.requests.rules.particulars import ZoneSaid
from directory.search import Hit, Near, SearchQuery, Viewer, Zone, engine
from directory.search.port import FURTHEST_MILES, MOST_PER_PAGE, Sort

MOST_PAGES = 5
MOST_NEAR_MISSES = 20
_AREAS = ("outcode", "sector", "authority", "region", "place")
NEAR_WORDS = "Enter an authority, an outward code such as LS1, or a sector such as LS1 4, not a full postcode"
UNKNOWN_WORDS = "We do not know this place. Enter an authority, a town, an outward code such as LS1, or a sector"


def gazetteer() -> Gazetteer:
    """Give the gazetteer of the running application."""
    settings: Settings = current_app.config["SETTINGS"]
    return gazetteer_at(settings.gazetteer)


def search_area(text: str, field: str = "near") -> str:
    """Give the name of an area to search in, as we know it; raise Invalid for a postcode, a point or an unknown name.

    A full postcode could be where the child lives, so it is refused and not shortened silently.
    """
    if parse_postcode(text):
        raise Invalid.field(field, NEAR_WORDS)
    found = gazetteer().locate(text)
    if found is None or found.kind not in _AREAS:
        raise Invalid.field(field, UNKNOWN_WORDS)
    return _name(found, text)


def _name(found: Located, typed: str) -> str:
    """Give words that lead to this place again: its label, but what was typed where the label is a town's too.

    "Leeds City Council" is the authority of the label Leeds, and Leeds is the town, a point.
    """
    return found.label if gazetteer().locate(found.label) == found else typed.strip()


def area_of(text: str) -> str:
    """Give the area in which a search's place lies: a postcode's sector, a point's outward code; empty if unknown."""
    found = gazetteer().locate(text) if text.strip() else None
    if found is None:
        return ""
    if found.kind in _AREAS:
        return found.label
    nearest = found if found.kind == "postcode" else gazetteer().nearest(found.point)
    postcode = parse_postcode(nearest.label) if nearest else None
    if postcode is None:
        return ""
    return postcode.sector if found.kind == "postcode" else postcode.outward


def known_zones(said: Sequence[ZoneSaid]) -> list[ZoneSaid]:
    """Give the zones with their places as we know them; raise Invalid where a place is not known."""
    known: list[ZoneSaid] = []
    for zone in said:
        found = gazetteer().locate(zone["near"])
        if found is None:
            raise Invalid.field("avoid", "We do not know one of these places. Enter a town, an authority or a postcode")
        known.append({"near": _name(found, zone["near"]), "within": float(zone["within"])})
    return known


def zones_said(request: Request) -> list[ZoneSaid]:
    """Give the request's exclusion zones in words. For its own authority only."""
    said: list[ZoneSaid] = json.loads(request.avoid)
    return said


def region_of(request: Request) -> str | None:
    """Give the region of the search area."""
    found = gazetteer().locate(request.near) if request.near else None
    if found is None:
        return None
    if found.kind == "region":
        return found.label
    authority = next((a for a in gazetteer().authorities() if a.gss == found.authority_gss), None)
    return authority.region if authority else None


def _near(found: Located) -> Near:
    return Near(found.label, found.point.latitude, found.point.longitude, found.kind)


def _located(label: str) -> Located:
    found = gazetteer().locate(label)
    if found is None:  # the gazetteer was built anew without it
        raise WrongState("A place in this request is not known any more: send it back and change it")
    return found


def _zone(said: ZoneSaid) -> Zone:
    """Give a zone as the search has it: miles from any part of the place named, not from its middle."""
    place = _located(said["near"])
    return Zone(_near(place), said["within"] + place.radius_miles)


def query_of(request: Request) -> SearchQuery:
    """Give the request as a search: the same that its author would make by hand."""
    near = _near(_located(request.near)) if request.near else None
    return SearchQuery(
        near=near,
        within_miles=request.within if near else None,
        types=tuple(ServiceType(value) for value in request.service_types),
        specialisms=tuple(Specialism(value) for value in request.specialisms),
        languages=tuple(request.languages),
        age=request.age,
        gender=request.gender,
        sort=Sort.DISTANCE if near else Sort.RELEVANCE,
        per_page=MOST_PER_PAGE,
        avoid=tuple(_zone(zone) for zone in zones_said(request)),
    )


def _looser(query: SearchQuery) -> SearchQuery:
    """Give the search that finds what nearly matches. Zones and kinds of service are never loosened."""
    within = query.within_miles
    return replace(
        query,
        specialisms=(),
        languages=(),
        age=None,
        gender=None,
        within_miles=None if within is None else min(within * 1.25 + 5, FURTHEST_MILES),
    )


def _hits(query: SearchQuery, viewer: Viewer, now: datetime, pages: int) -> list[Hit]:
    found: list[Hit] = []
    for number in range(1, pages + 1):
        page = engine().search(replace(query, page=number), viewer, now)
        found += page.hits
        if len(found) >= page.total or not page.hits:
            break
    return found


def wanted(request: Request) -> Wanted:
    """Give what the request asks of a service; it must be complete."""
    if request.needed_by is None or request.age is None or request.gender is None:
        raise WrongState("This request is not complete: send it back and say what is missing")
    return Wanted(
        authority_id=request.authority_id,
        needed_by=request.needed_by,
        age=request.age,
        gender=request.gender,
        children=1 + request.siblings,
        specialisms=tuple(Specialism(value) for value in request.specialisms),
        languages=tuple(request.languages),
        within_miles=request.within if request.near else None,
        preferred_specialisms=tuple(
            Specialism(value) for value in request.detailed["specialisms_preferred"] if value not in request.specialisms
        ),
        preferred_types=preferred_types(request.detailed["suitability"]),
        emergency=request.urgency is Urgency.EMERGENCY,
    )


def matches_of(request: Request, now: datetime) -> list[Judged]:
    """Give the services that may be asked, best first, then up to 20 near misses with why not."""
    asked, query = wanted(request), query_of(request)
    viewer = Viewer(sees_confidential=True, organisation_id=request.authority_id)
    hits = {hit.document.service_id: hit for hit in _hits(query, viewer, now, MOST_PAGES)}
    for hit in _hits(_looser(query), viewer, now, 1):
        hits.setdefault(hit.document.service_id, hit)
    register = _register(list(hits))
    today = in_london(now).date()
    members = members_among(request, {hit.document.organisation_id for hit in hits.values()}, now)
    verdicts = ranked(
        [
            judge(asked, _candidate(hit, *register[service_id], members), now, today)
            for service_id, hit in hits.items()
            if service_id in register
        ]
    )
    eligible = [verdict for verdict in verdicts if verdict.eligible]
    return eligible + [verdict for verdict in verdicts if not verdict.eligible][:MOST_NEAR_MISSES]


def members_among(request: Request, providers: Collection[UUID], now: datetime) -> dict[UUID, list[Standing]]:
    """Give the memberships of frameworks by which the request's authority may buy from these providers today."""
    return standings(SYSTEM, request.authority_id, providers, in_london(now).date())


def _candidate(hit: Hit, published: bool, registration: str, members: Mapping[UUID, Sequence[Standing]]) -> Candidate:
    standing = standing_for(hit.document, members.get(hit.document.organisation_id, ()))
    return Candidate(hit.document, hit.distance_miles, published, registration, standing)


def left_frameworks(request: Request, services: Sequence[Service], now: datetime) -> set[UUID]:
    """Give which of these services are no longer those of a member of a framework that the authority may use."""
    members = members_among(request, {service.organisation_id for service in services}, now)
    return {
        service.id
        for service in services
        if standing_for(document_of(service), members.get(service.organisation_id, ())) is None
    }


def as_now(request: Request, service: Service) -> Candidate:
    """Give a service as it is now, beside the request, whatever was known when it was asked."""
    document = document_of(service)
    near = _located(request.near).point if request.near else None
    distance = None
    if near is not None and document.latitude is not None and document.longitude is not None:
        distance = miles_between(near, Point(document.latitude, document.longitude))
    published = service.status is ServiceStatus.PUBLISHED
    return Candidate(document, distance, published, service.registration.value)


def zones_touched(request: Request, service: Service) -> list[str]:
    """Give the exclusion zones in which any part of the service's area may lie now, in words for its authority."""
    document = document_of(service)
    if document.latitude is None or document.longitude is None:
        return [f"it is not known to lie outside “{zone['near']}”" for zone in zones_said(request)]
    area = Area("outcode", "", "", Point(document.latitude, document.longitude), document.radius_miles)
    touched = []
    for said in zones_said(request):
        zone = _zone(said)
        if may_touch(area, Point(zone.near.latitude, zone.near.longitude), zone.within_miles, miles_between):
            touched.append(f"it may lie within {said['within']:g} miles of {said['near']}, where the child must not be")
    return touched


def _register(ids: Sequence[UUID]) -> dict[UUID, tuple[bool, str]]:
    """Give of each service whether it is published, and the register's word on it."""
    known: dict[UUID, tuple[bool, str]] = {}
    for start in range(0, len(ids), 500):
        rows = db.session.execute(
            select(Service.id, Service.status, Service.registration)
            .where(Service.id.in_(ids[start : start + 500]))
            .order_by(Service.id)
        )
        known |= {row.id: (row.status is ServiceStatus.PUBLISHED, row.registration.value) for row in rows}
    return known
