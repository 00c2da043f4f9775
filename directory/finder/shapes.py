"""The JSON of the finder (DESIGN section 7), as models: the API answers them, pages are drawn from them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from directory.codes import Freshness, Gender, Rating, ServiceType, Specialism, freshness, label, language_label
from directory.finder import words
from directory.finder.lacks import lacks
from directory.finder.queries.find import Found
from directory.finder.rules.parameters import SearchParameters
from directory.geo.authorities import by_code
from directory.kit import clock
from directory.providers.models import Service
from directory.search import Document, Hit, SearchQuery

_ENUMS: dict[str, Any] = {
    "type": ServiceType,
    "specialism": Specialism,
    "gender": Gender,
    "rating": Rating,
    "freshness": Freshness,
}


class Shape(BaseModel):
    """What is answered."""

    model_config = ConfigDict(frozen=True)


class OrganisationShape(Shape):
    """Who offers a service."""

    id: UUID
    name: str


class Ages(Shape):
    """Whole years, both included."""

    minimum: int
    maximum: int


class GroupPlaces(Shape):
    """Places kept apart: free for children of these ages and this gender only, from a day or now."""

    gender: Gender
    ages: Ages
    available: int
    available_from: date | None


class Places(Shape):
    """What the provider last said; where ``freshness`` is stale, ask before you count on it. Null: not counted.

    ``available`` is the sum of ``groups`` where there are any. ``emergency``: a child can come tonight.
    """

    registered: int | None
    available: int | None
    available_from: date | None
    freshness: Freshness
    confirmed_at: datetime | None
    emergency: bool
    by_assessment_only: bool
    groups: list[GroupPlaces]


class RatingShape(Shape):
    """The regulator's latest judgement."""

    outcome: Rating
    on: date | None


class Location(Shape):
    """A public service's point, or the published area that stands for a confidential one (centre, radius)."""

    confidential: bool
    area: str
    latitude: float | None
    longitude: float | None
    radius_miles: float


class ServiceItem(Shape):
    """One service of a search's answer."""

    id: UUID
    name: str
    organisation: OrganisationShape
    service_type: ServiceType
    specialisms: list[Specialism]
    languages: list[str]
    ages: Ages
    gender: Gender
    places: Places
    rating: RatingShape | None
    authority: str | None
    region: str | None
    distance_miles: float | None
    location: Location
    highlights: dict[str, str]
    why: list[str]
    lacks: list[str]


class FacetValue(Shape):
    """One value of a filter and how many services it would leave."""

    value: str
    label: str
    count: int


class NearMiss(ServiceItem):
    """A service that fails one thing asked for, said in ``misses``, and meets all the rest."""

    misses: str


class Excluded(Shape):
    """How many services an exclusion zone leaves out: some part of their published area may lie in it."""

    near: str
    within: float
    total: int


class Relax(Shape):
    """A way to find more: without ``drop``, or with ``instead`` in its place."""

    drop: str
    instead: str | None
    total: int


class Read(Shape):
    """A filter that words of ``q`` were read as: ``words`` made it, ``because`` says why where that is not plain."""

    parameter: str
    value: str
    words: str
    because: str


class Aside(Shape):
    """Words of ``q`` that nothing can be searched by, and why."""

    words: str
    because: str


class SearchAnswer(Shape):
    """What a search found."""

    total: int
    page: int
    per_page: int
    took_ms: float
    items: list[ServiceItem]
    facets: dict[str, list[FacetValue]]
    understood: dict[str, Any]
    read: list[Read]
    aside: list[Aside]
    suggestion: str | None
    also: list[str]
    exactly: str | None
    relax: list[Relax]
    near_misses: list[NearMiss]
    excluded: list[Excluded]


class Contact(Shape):
    """How to reach a public service."""

    address: str
    postcode: str
    telephone: str
    email: str
    website: str


class Assurance(Shape):
    """A claim of a specialism; unassured where ``assured_until`` is null or past."""

    specialism: Specialism
    assured_until: date | None


class ServiceAnswer(ServiceItem):
    """All that you may know of one service."""

    description: str
    claims: list[Assurance]
    urn: str | None
    contact: Contact | None


def item(hit: Hit, found: Found) -> ServiceItem:
    """Give a row of a search."""
    return ServiceItem(**_row(hit, found))


def _row(hit: Hit, found: Found) -> dict[str, Any]:
    kept = {name: words.marked(html) for name, html in hit.highlights.items()}
    return {
        **_basics(hit.document, found.now),
        "distance_miles": None if hit.distance_miles is None else round(hit.distance_miles, 1),
        "highlights": kept,
        "why": words.why(hit.document, found.query, kept, found.now),
        "lacks": [one.words for one in lacks(hit.document, found.query, found.now)],
    }


def _basics(document: Document, now: datetime) -> dict[str, Any]:
    return {
        "id": document.service_id,
        "name": document.name,
        "organisation": OrganisationShape(id=document.organisation_id, name=document.organisation_name),
        "service_type": document.service_type,
        "specialisms": sorted(document.specialisms),
        "languages": sorted(document.languages),
        "ages": Ages(minimum=document.age_minimum, maximum=document.age_maximum),
        "gender": document.gender,
        "places": Places(
            registered=document.registered,
            available=document.available,
            available_from=document.available_from,
            freshness=freshness(document.confirmed_at, now),
            confirmed_at=document.confirmed_at,
            emergency=words.emergency(document, now),
            by_assessment_only=document.by_assessment_only,
            groups=[
                GroupPlaces(
                    gender=each.gender,
                    ages=Ages(minimum=each.age_minimum, maximum=each.age_maximum),
                    available=each.available,
                    available_from=each.available_from,
                )
                for each in document.groups
            ],
        ),
        "rating": None
        if document.rating is Rating.NOT_YET_RATED
        else RatingShape(outcome=document.rating, on=document.rating_on),
        "authority": document.authority,
        "region": document.region,
        "location": Location(
            confidential=document.confidential,
            area=document.area,
            latitude=document.latitude,
            longitude=document.longitude,
            radius_miles=document.radius_miles,
        ),
    }


def answer(found: Found) -> SearchAnswer:
    """Give the whole answer."""
    return SearchAnswer(
        total=found.page.total,
        page=found.query.page,
        per_page=found.query.per_page,
        took_ms=round(found.page.took_ms, 2),
        items=[item(hit, found) for hit in found.page.hits],
        facets=facets(found),
        understood=understood(found),
        read=[
            Read(parameter=one.parameter, value=one.value, words=one.words, because=one.because)
            for one in found.reading.given
        ],
        aside=[Aside(words=words, because=why) for words, why in found.reading.aside],
        suggestion=found.page.suggestion,
        also=list(found.page.also),
        exactly=found.page.exactly,
        relax=[
            Relax(drop=one.drop, instead=one.change[4:] if one.change.startswith("set:") else None, total=one.total)
            for one in found.relax
        ],
        near_misses=[NearMiss(**_row(miss.hit, found), misses=miss.reason) for miss in found.misses],
        excluded=[Excluded(near=one.zone.near.label, within=one.miles, total=one.total) for one in found.left_out],
    )


def facets(found: Found) -> dict[str, list[FacetValue]]:
    """Give each facet's values with words and counts, most first."""
    return {
        name: [FacetValue(value=value, label=value_label(name, value), count=count) for value, count in rows]
        for name, rows in found.page.facets.items()
    }


def understood(found: Found) -> dict[str, Any]:
    """Give the search as it was understood, by name of the parameter, without what was not asked."""
    query, asked = found.query, found.asked
    given: dict[str, Any] = {name: value for name, value in asked.model_dump(mode="json").items() if _said(asked, name)}
    if query.near:
        given |= {"near": query.near.label, "within": query.within_miles}
    if query.avoid:
        around = zip(query.avoid, found.avoid, strict=True)
        given["avoid"] = [{"near": zone.near.label, "within": asked_for.within} for zone, asked_for in around]
    return given


def _said(asked: SearchParameters, name: str) -> bool:
    return name not in ("page", "per_page", "avoid") and getattr(asked, name) != type(asked).model_fields[name].default


def value_label(name: str, value: str) -> str:
    """Give the words for one value of a parameter."""
    if name in _ENUMS:
        return label(_ENUMS[name](value))
    if name == "language":
        return language_label(value)
    if name == "distance":
        return f"Within {value} miles"
    if name == "authority":
        authority = by_code().get(value)
        return authority.short_name if authority else value
    return value


def service(found: Service, document: Document, now: datetime) -> ServiceAnswer:
    """Give all that whoever may see this service may know of it; of a confidential one no contact and no place."""
    contact = None
    if not found.confidential:
        contact = Contact(
            address=found.address,
            postcode=found.postcode,
            telephone=found.telephone,
            email=found.email,
            website=found.website,
        )
    today = clock.in_london(now).date()
    return ServiceAnswer(
        **_basics(document, now),
        distance_miles=None,
        highlights={},
        why=[],
        lacks=[one.words for one in lacks(document, SearchQuery(), now)],
        description=document.description,
        claims=[
            Assurance(specialism=name, assured_until=until if until and until >= today else None)
            for name, until in sorted(document.specialisms.items())
        ],
        urn=found.urn,
        contact=contact,
    )
