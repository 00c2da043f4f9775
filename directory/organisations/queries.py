from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from directory.access import Kind
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.organisations.models import Organisation
from directory.organisations.rules import name_key


def public_organisation(organisation_id: UUID) -> Organisation:
    """Give an organisation; which there are is no secret. Raises NotFound."""
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound
    return organisation


def public_named(name: str, kind: Kind) -> Organisation | None:
    """Give the organisation of that name, however it is written."""
    return db.session.scalar(
        select(Organisation).where(Organisation.kind == kind, Organisation.name_key == name_key(name))
    )


def public_of_kind(kind: Kind) -> Sequence[Organisation]:
    """Give every organisation of a kind, by name."""
    return db.session.scalars(
        select(Organisation).where(Organisation.kind == kind).order_by(Organisation.name_key)
    ).all()


def public_authority(gss_code: str) -> Organisation | None:
    """Give the authority with this GSS code, if it takes part."""
    return db.session.scalar(select(Organisation).where(Organisation.gss_code == gss_code))
