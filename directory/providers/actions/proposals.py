"""What another source says of a provider's service is taken or left by the provider, field by field."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from directory import audit
from directory.access import Actor, Permission, require
from directory.codes import Specialism
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, WrongState
from directory.providers.actions import claims, listing
from directory.providers.models import Service, Status
from directory.providers.queries.capacity import own_service
from directory.providers.queries.proposals import own_proposal
from directory.providers.queries.standing import public_standing
from directory.providers.rules.told import FIELDS, SOURCES, facts_of


@atomic
def take(actor: Actor, service_id: UUID, proposal_id: UUID, *, now: datetime) -> str:
    """Write what is proposed; give the field in words.

    Raises NotFound, WrongState where the service is withdrawn, Invalid where it does not fit what else stands.
    """
    require(actor, Permission.SERVICE_EDIT)
    proposal = own_proposal(actor, service_id, proposal_id)
    service = own_service(actor, service_id)
    if service.status is Status.WITHDRAWN:
        raise WrongState("This service is withdrawn")
    field, source = proposal.field, proposal.source
    audit.record(actor, "proposal:taken", service, at=now, field=field, source=source)
    value = proposal.value["value"]
    origin = f"{SOURCES[source]} says so: {proposal.name}"
    db.session.delete(proposal)
    db.session.flush()
    if field == "specialisms":
        _claim(actor, service, value, origin, now)
    else:
        _write(actor, service, field, value, now)
    return FIELDS[field]


@atomic
def leave(actor: Actor, service_id: UUID, proposal_id: UUID, *, now: datetime) -> str:
    """Keep what stands; give the field in words. It is proposed again only when the source says something new."""
    require(actor, Permission.SERVICE_EDIT)
    proposal = own_proposal(actor, service_id, proposal_id)
    service = own_service(actor, service_id)
    audit.record(actor, "proposal:left", service, at=now, field=proposal.field, source=proposal.source)
    field = FIELDS[proposal.field]
    db.session.delete(proposal)
    return field


def _write(actor: Actor, service: Service, field: str, value: object, now: datetime) -> None:
    stands = public_standing(service)
    facts = facts_of(service.service_type, {**stands, field: value})
    if field != "place":
        # without a postcode the place stays as it is
        facts = replace(facts, postcode="")
    if service.confidential and not facts.hidden:
        raise Invalid.field("place", "This place is confidential. Change that yourself if everybody may know it")
    listing.edit(actor, service.id, facts=facts, version=service.version, now=now)


def _claim(actor: Actor, service: Service, specialisms: list[str], evidence: str, now: datetime) -> None:
    there = {claim.specialism for claim in service.claims if claim.refused_at is None}
    for specialism in map(Specialism, specialisms):
        if specialism not in there:
            claims.claim(actor, service.id, specialism=specialism, evidence=evidence, now=now)
