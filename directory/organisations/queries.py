from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from directory.access import Actor, Kind, Permission, require
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.kit.paging import Page
from directory.organisations.models import Organisation
from directory.organisations.rules import name_key

_WAITING = (
    Organisation.verified_at.is_(None),
    Organisation.unverified_at.is_(None),
    Organisation.kind != Kind.OPERATOR,
)


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


def number_to_verify(actor: Actor) -> int:
    """Count the organisations that wait to be verified."""
    require(actor, Permission.ORGANISATION_VERIFY)
    return db.session.scalar(select(func.count()).select_from(Organisation).where(*_WAITING)) or 0


def to_verify(actor: Actor, *, page: int = 1, size: int = 50) -> Page[Organisation]:
    """Give a page of the organisations that wait to be verified: who asked longest ago first, then by age.

    One that was refused waits again once it has given other numbers.
    """
    total = number_to_verify(actor)
    order = (Organisation.asked_at.asc().nulls_last(), Organisation.created_at, Organisation.name_key, Organisation.id)
    chosen = select(Organisation).where(*_WAITING).order_by(*order).limit(size).offset((page - 1) * size)
    return Page(db.session.scalars(chosen).all(), page, size, total)


def own_organisation(actor: Actor) -> Organisation:
    """Give the actor's own organisation. Raises NotFound for who has none."""
    if actor.organisation_id is None:
        raise NotFound
    return public_organisation(actor.organisation_id)


def listed(
    actor: Actor, *, name: str = "", unverified: bool = False, page: int = 1, size: int = 50
) -> Page[Organisation]:
    """Give a page of organisations by name, to whoever may add them; of those whose name holds ``name``."""
    require(actor, Permission.ORGANISATION_ADD)
    chosen = select(Organisation)
    if key := name_key(name):
        chosen = chosen.where(Organisation.name_key.contains(key, autoescape=True))
    if unverified:
        chosen = chosen.where(Organisation.verified_at.is_(None))
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    ordered = chosen.order_by(Organisation.name_key, Organisation.kind, Organisation.id)
    rows = db.session.scalars(ordered.limit(size).offset((page - 1) * size)).all()
    return Page(rows, page, size, total)
