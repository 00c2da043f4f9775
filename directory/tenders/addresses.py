"""Where those of a provider are written to who may submit its bids."""

from uuid import UUID

from sqlalchemy import select

from directory.access import GRANTS, Permission, Role
from directory.accounts.models import Membership, Person
from directory.kit.db import db

BIDDERS = [role for role in Role if Permission.BID_SUBMIT in GRANTS[role]]


def addresses_of(organisation_id: UUID) -> list[str]:
    """Give the addresses of those who may submit a bid for an organisation."""
    bidders = select(Membership.person_id).where(Membership.role.in_(BIDDERS))
    active = (Person.organisation_id == organisation_id, Person.active, Person.id.in_(bidders))
    return list(db.session.scalars(select(Person.email).where(*active).order_by(Person.email)))
