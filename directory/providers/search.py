"""What the index is told of a service."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from directory import search
from directory.codes import label
from directory.geo.authorities import by_code
from directory.geo.here import gazetteer
from directory.kit.db import db
from directory.providers.models import Capacity, Registration, Service, Status
from directory.providers.rules.lifecycle import is_shown
from directory.search import Document
from directory.search.port import Apart

BATCH = 500


def shown(service: Service) -> bool:
    """Say whether a service stands in the directory."""
    return is_shown(service.status, service.registration)


def document_of(service: Service) -> Document:
    """Give what may be indexed of a service: of a confidential one its published area, never a place.

    Free places are unknown (None) until the provider has confirmed once. Raises ValueError for a confidential
    service without a published area.
    """
    if service.confidential and service.area_kind is None:
        raise ValueError(f"service {service.id} is confidential and has no published area")
    return _said(service)


def draft_of(service: Service) -> Document:
    """Give what may be shown to its own provider of a service that stands in no directory yet.

    A confidential one without a published area stands for its region, the widest that its area can be. The area that
    publishing would give is not looked for: asked with one postcode after the other it would tell where others are.
    """
    if not service.confidential or service.area_kind is not None:
        return document_of(service)
    region = gazetteer().region(service.region) if service.region else None
    draft = replace(_said(service), authority=None, area=region.name if region else "a region that is not known yet")
    if region is None:
        return draft
    middle = region.centre
    return replace(draft, latitude=middle.latitude, longitude=middle.longitude, radius_miles=region.radius_miles)


def _said(service: Service) -> Document:
    capacity = service.capacity
    said = capacity is not None and capacity.confirmed_at is not None
    return Document(
        service_id=service.id,
        organisation_id=service.organisation_id,
        organisation_name=service.organisation.name,
        name=service.name,
        description=service.description or register_words(service),
        service_type=service.service_type,
        specialisms={claim.specialism: claim.assured_until for claim in service.claims if claim.refused_at is None},
        languages=tuple(service.languages),
        age_minimum=service.age_minimum,
        age_maximum=service.age_maximum,
        gender=service.gender,
        registered=capacity.registered if capacity else None,
        available=capacity.available if capacity and said else None,
        available_from=capacity.available_from if capacity and said else None,
        confirmed_at=capacity.confirmed_at if capacity else None,
        rating=service.rating,
        rating_on=service.rating_on,
        authority=service.shown_authority_gss,
        region=service.region,
        confidential=service.confidential,
        area=area_words(service),
        latitude=service.area_latitude if service.confidential else service.latitude,
        longitude=service.area_longitude if service.confidential else service.longitude,
        radius_miles=(service.area_radius_miles or 0.0) if service.confidential else 0.0,
        emergency=capacity.emergency if capacity and said else False,
        by_assessment_only=capacity.by_assessment_only if capacity and said else False,
        groups=_apart(capacity) if capacity and said else (),
    )


def _apart(capacity: Capacity) -> tuple[Apart, ...]:
    return tuple(
        Apart(one.gender, one.age_minimum, one.age_maximum, one.available, one.available_from)
        for one in capacity.kept_apart()
    )


def area_words(service: Service) -> str:
    """Give the words for where a service is: its published area, or a public one's authority."""
    if service.confidential:
        return service.area_name
    authority = by_code().get(service.authority_gss or "")
    return service.area_name or (authority.short_name if authority else "")


def register_words(service: Service) -> str:
    """Give what the regulator's register says, for a service whose provider has not described it yet."""
    if not service.register_type:
        return ""
    warning = " Its registration is suspended." if service.registration is Registration.SUSPENDED else ""
    kind = service.register_type or label(service.service_type)
    return f"On Ofsted's register: {kind}. The provider has not described this service yet.{warning}"


def put(service: Service) -> None:
    """Tell the index of a service within the running action: what it shows, or that it is not shown."""
    if shown(service):
        search.put(document_of(service))
    else:
        search.remove(service.id)


def _whole() -> Select[Service]:
    return select(Service).options(
        joinedload(Service.organisation), joinedload(Service.capacity), selectinload(Service.claims)
    )


def with_ids(ids: Sequence[UUID]) -> Iterator[Service]:
    """Give services with all that a document needs, a batch at a time."""
    for start in range(0, len(ids), BATCH):
        chosen = _whole().where(Service.id.in_(ids[start : start + BATCH])).order_by(Service.id)
        yield from db.session.scalars(chosen)


def documents() -> Iterator[Document]:
    """Give the document of every service in the directory, ordered by id: what the index should hold."""
    ids = db.session.scalars(select(Service.id).where(Service.status == Status.PUBLISHED).order_by(Service.id)).all()
    return (document_of(service) for service in with_ids(ids) if shown(service))
