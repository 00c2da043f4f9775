from datetime import datetime
from uuid import UUID

from directory import audit
from directory.access import Actor, Kind, Permission, require
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, WrongState
from directory.organisations.models import Organisation
from directory.organisations.queries import public_authority, public_named, public_organisation
from directory.organisations.rules import is_gss_code, name_key, tidy

LONGEST_NAME = 300


@atomic
def add(
    actor: Actor, *, name: str, kind: Kind, now: datetime, gss_code: str | None = None, source: str = "typed"
) -> Organisation:
    """Add an organisation. Raises Invalid for an empty, too long or known name, or a known GSS code."""
    require(actor, Permission.ORGANISATION_ADD)
    name = tidy(name)
    if not name or len(name) > LONGEST_NAME:
        raise Invalid.field("name", f"Enter a name of up to {LONGEST_NAME} characters")
    if public_named(name, kind):
        raise Invalid.field("name", f"There is already an organisation of this kind named {name}")
    if gss_code and not is_gss_code(gss_code):
        raise Invalid.field("gss_code", f"{gss_code} is not a GSS code, which is a letter and 8 digits, like E08000035")
    if gss_code and (known := public_authority(gss_code)):
        raise Invalid.field("gss_code", f"{gss_code} is the code of {known.name}")
    organisation = Organisation(
        name=name, name_key=name_key(name), kind=kind, gss_code=gss_code, source=source, created_at=now
    )
    db.session.add(organisation)
    db.session.flush()
    audit.record(actor, "organisation:added", organisation, at=now, name=name, kind=kind, gss_code=gss_code)
    return organisation


@atomic
def verify(actor: Actor, organisation_id: UUID, *, now: datetime) -> Organisation:
    """Say that an organisation is who it says it is. Raises NotFound, and WrongState for a verified one."""
    require(actor, Permission.ORGANISATION_VERIFY)
    organisation = public_organisation(organisation_id)
    if organisation.verified_at is not None:
        raise WrongState(f"{organisation.name} was verified before")
    organisation.verified_at = now
    audit.record(actor, "organisation:verified", organisation, at=now)
    return organisation
