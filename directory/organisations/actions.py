from datetime import datetime

from directory import audit
from directory.access import Actor, Kind, Permission, require
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid
from directory.organisations.models import Organisation
from directory.organisations.queries import public_authority, public_named
from directory.organisations.rules import name_key, tidy

LONGEST_NAME = 300


@atomic
def add(
    actor: Actor, *, name: str, kind: Kind, now: datetime, gss_code: str | None = None, source: str = "typed"
) -> Organisation:
    """Add an organisation. Raises Invalid for an empty, too long or known name, or a known GSS code."""
    require(actor, Permission.ORGANISATION_VERIFY)
    name = tidy(name)
    if not name or len(name) > LONGEST_NAME:
        raise Invalid.field("name", f"Enter a name of up to {LONGEST_NAME} characters")
    if public_named(name, kind):
        raise Invalid.field("name", f"There is already an organisation of this kind named {name}")
    if gss_code and (known := public_authority(gss_code)):
        raise Invalid.field("gss_code", f"{gss_code} is the code of {known.name}")
    organisation = Organisation(
        name=name, name_key=name_key(name), kind=kind, gss_code=gss_code, source=source, created_at=now
    )
    db.session.add(organisation)
    db.session.flush()
    audit.record(actor, "organisation:added", organisation, at=now, name=name, kind=kind, gss_code=gss_code)
    return organisation
