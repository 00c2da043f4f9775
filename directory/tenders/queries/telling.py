from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, or_, select

from directory.access import Actor, Kind, Permission, require
from directory.codes import ServiceType
from directory.kit.db import db
from directory.organisations.models import Organisation
from directory.providers.models import Service
from directory.providers.models import Status as ServiceStatus
from directory.tenders.models import Alert, Tender
from directory.tenders.queries.calling_off import members_invited
from directory.tenders.rules import Kind as TenderKind
from directory.tenders.rules.areas import regions_of

P = Permission


def public_types_offered(organisation_id: UUID | None) -> set[ServiceType]:
    """Give the types of the services that a provider has in the directory."""
    published = and_(Service.organisation_id == organisation_id, Service.status == ServiceStatus.PUBLISHED)
    return set(db.session.scalars(select(Service.service_type).where(published).distinct()))


def matching_providers(actor: Actor, tender: Tender) -> Sequence[UUID]:
    """Give the providers with a published service of a lot's type in a lot's region, by id.

    Of a call-off those who are invited.
    """
    require(actor, P.TENDER_PUBLISH)
    if tender.kind == TenderKind.CALL_OFF:
        return [one.organisation_id for one in members_invited(actor, tender) if one.stands]
    fitting = [
        and_(
            Service.service_type.in_(lot.service_types),
            or_(Service.region.is_(None), Service.region.in_(regions_of(lot.areas))),
        )
        for lot in (row.value() for row in tender.lots if not row.removed)
    ]
    if not fitting:
        return []
    published = and_(Service.status == ServiceStatus.PUBLISHED, Service.organisation_id != tender.authority_id)
    providers = select(Service.organisation_id).where(published, or_(*fitting))
    return db.session.scalars(
        select(Organisation.id)
        .where(Organisation.kind == Kind.PROVIDER, Organisation.id.in_(providers))
        .order_by(Organisation.id)
    ).all()


def told_providers(actor: Actor, tender: Tender) -> Sequence[UUID]:
    """Give the providers that were told of a tender, by id."""
    require(actor, P.TENDER_PUBLISH)
    told = select(Alert.organisation_id).where(Alert.tender_id == tender.id).order_by(Alert.organisation_id)
    return db.session.scalars(told).all()
