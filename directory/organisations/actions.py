from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit, notify
from directory.access import Actor, Kind, Permission, require
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.organisations.models import Organisation
from directory.organisations.queries import public_authority, public_named, public_organisation
from directory.organisations.rules import (
    LONGEST_REASON,
    company_number,
    is_gss_code,
    name_key,
    register_number,
    tidy,
)

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
def give_numbers(actor: Actor, *, register: str, company: str, now: datetime) -> Organisation:
    """Give the numbers of one's own organisation, by which an assurer verifies it; new numbers are verified anew.

    Raises Invalid where neither is given or one has not its form.
    """
    require(actor, Permission.ORGANISATION_DESCRIBE)
    if actor.organisation_id is None:
        raise NotFound
    organisation = _held(actor.organisation_id)
    given = register_number(register), company_number(company)
    wrong = {}
    if register.strip() and given[0] is None:
        wrong["register_number"] = "Enter the reference number on the regulator's register, such as 2590934 or SC012345"
    if company.strip() and given[1] is None:
        wrong["company_number"] = "Enter the 8 characters of the company number, such as 01234567 or SC123456"
    if not wrong and given == (None, None):
        wrong["register_number"] = "Enter at least one of the two numbers"
    if wrong:
        raise Invalid(fields=wrong)
    if given == (organisation.register_number, organisation.company_number) and organisation.unverified_at is None:
        return organisation
    organisation.register_number, organisation.company_number = given
    organisation.asked_at, organisation.verified_at = now, None
    organisation.unverified_at, organisation.unverified_because = None, ""
    audit.record(actor, "organisation:numbers_given", organisation, at=now, register=given[0], company=given[1])
    return organisation


@atomic
def verify(actor: Actor, organisation_id: UUID, *, now: datetime) -> Organisation:
    """Say that an organisation is who it says it is. Raises NotFound, and WrongState for a verified one."""
    require(actor, Permission.ORGANISATION_VERIFY)
    organisation = _held(organisation_id)
    if organisation.verified_at is not None:
        raise WrongState(f"{organisation.name} was verified before")
    organisation.verified_at, organisation.unverified_at, organisation.unverified_because = now, None, ""
    numbers = {"register": organisation.register_number, "company": organisation.company_number}
    audit.record(actor, "organisation:verified", organisation, at=now, **numbers)
    _tell(organisation, f"{organisation.name} is verified", now)
    return organisation


@atomic
def refuse_verification(actor: Actor, organisation_id: UUID, *, reason: str, now: datetime) -> Organisation:
    """Say that an organisation is not verified, or no longer, and why: its administrator reads it.

    Raises NotFound, Invalid.
    """
    require(actor, Permission.ORGANISATION_VERIFY)
    organisation = _held(organisation_id)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid.field("reason", f"Say why, in up to {LONGEST_REASON} characters: the organisation reads it")
    organisation.verified_at, organisation.unverified_at, organisation.unverified_because = None, now, reason
    audit.record(actor, "organisation:not_verified", organisation, at=now, reason=reason)
    _tell(organisation, f"{organisation.name} could not be verified: read why", now)
    return organisation


def _held(organisation_id: UUID) -> Organisation:
    public_organisation(organisation_id)
    held = select(Organisation).where(Organisation.id == organisation_id).with_for_update()
    return db.session.scalars(held.execution_options(populate_existing=True)).one()


def _tell(organisation: Organisation, text: str, now: datetime) -> None:
    notify.notice(
        text=text[-300:],
        organisation_id=organisation.id,
        permission=Permission.ORGANISATION_DESCRIBE,
        endpoint="organisations.numbers",
        at=now,
    )
