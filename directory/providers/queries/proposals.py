"""What other sources say of a provider's service where it wrote something else."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor, Permission, require
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.providers.models import Proposal
from directory.providers.queries.capacity import own_service
from directory.providers.queries.standing import public_standing
from directory.providers.rules.told import FIELDS, SOURCES, words


@dataclass(frozen=True, slots=True)
class Beside:
    """One proposal in words, beside what stands."""

    proposal: Proposal
    field: str
    stands: str
    source: str
    said: str


def own_proposal(actor: Actor, service_id: UUID, proposal_id: UUID) -> Proposal:
    """Give a proposal for one of the actor's services. Raises NotFound for any other."""
    require(actor, Permission.SERVICE_EDIT)
    service = own_service(actor, service_id)
    proposal = db.session.get(Proposal, proposal_id)
    if proposal is None or proposal.service_id != service.id:
        raise NotFound
    return proposal


def own_proposals(actor: Actor, service_id: UUID) -> list[Beside]:
    """Give what is proposed for one of the actor's services, as the fields stand on its page."""
    require(actor, Permission.SERVICE_EDIT)
    now = public_standing(own_service(actor, service_id))
    rows = db.session.scalars(select(Proposal).where(Proposal.service_id == service_id).order_by(Proposal.field)).all()
    order = list(FIELDS)
    return [
        Beside(
            row,
            FIELDS[row.field],
            words(row.field, now[row.field]),
            SOURCES[row.source],
            words(row.field, row.value["value"]),
        )
        for row in sorted(rows, key=lambda row: order.index(row.field))
        if row.value["value"] != now[row.field]
    ]
