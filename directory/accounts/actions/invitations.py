from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit, notify
from directory.access import Actor, Permission, Role, require
from directory.accounts.actions.passwords import fresh_hash
from directory.accounts.actions.people import put_person
from directory.accounts.models import Invitation, Person
from directory.accounts.people import by_email, tidy_email, tidy_name
from directory.accounts.rules import ADMIN_OF, INVITATION_LASTS, roles_fault
from directory.kit.atomic import atomic
from directory.kit.crypto import fingerprint, token
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.organisations.models import Organisation
from directory.organisations.queries import public_organisation

GONE = "The invitation has expired, was used or was withdrawn. Ask whoever invited you for a new one"


@atomic
def invite(
    actor: Actor,
    *,
    email: str,
    name: str,
    roles: Iterable[Role],
    now: datetime,
    organisation_id: UUID | None = None,
    mailed: bool = True,
) -> tuple[Invitation, str]:
    """Invite somebody into the actor's organisation; give the invitation and its link, which is kept nowhere.

    An operator may name another organisation, and invites its administrator only. Whether the address already
    signs in for another organisation is not told: its reader learns it from the link.
    Raises Invalid, and NotAllowed without ``member:manage``.
    """
    organisation = _where(actor, organisation_id)
    email, name, roles = tidy_email(email), tidy_name(name), frozenset(roles)
    if fault := roles_fault(roles, organisation.kind):
        raise Invalid.field("roles", fault)
    if organisation.id != actor.organisation_id and not actor.system and roles != {ADMIN_OF[organisation.kind]}:
        raise Invalid.field("roles", "Invite an administrator: they invite everybody else")
    known = by_email(email)
    if known and known.organisation_id == organisation.id:
        raise Invalid.field("email", f"{email} is a member already")
    for former in db.session.scalars(
        select(Invitation).where(Invitation.organisation_id == organisation.id, Invitation.email == email)
    ):
        if former.usable(now):
            former.revoked_at = now
    invitation = Invitation(
        organisation=organisation,
        email=email,
        name=name,
        roles=sorted(role.value for role in roles),
        created_at=now,
        token_fingerprint="",
        expires_at=now,
    )
    db.session.add(invitation)
    path = _fresh_link(invitation, now)
    db.session.flush()
    audit.record(actor, "invitation:sent", invitation, at=now, organisation=organisation.id, roles=roles)
    if mailed:
        _mail(invitation, path)
    return invitation, notify.link(path)


def _where(actor: Actor, organisation_id: UUID | None) -> Organisation:
    if organisation_id is None or organisation_id == actor.organisation_id:
        require(actor, Permission.MEMBER_MANAGE)
        if actor.organisation_id is None:
            raise NotAllowed
        return public_organisation(actor.organisation_id)
    require(actor, Permission.ORGANISATION_ADD)
    return public_organisation(organisation_id)


def _fresh_link(invitation: Invitation, now: datetime) -> str:
    secret = token()
    invitation.token_fingerprint = fingerprint("invitation", secret)
    invitation.expires_at = now + INVITATION_LASTS
    return f"/invitation/{secret}"


def _mail(invitation: Invitation, path: str) -> None:
    notify.mail(
        to=invitation.email,
        subject="You are invited to Fairhaven",
        body=f"{invitation.organisation.name} invites you to Fairhaven, the directory in which authorities find "
        "specialist care for children.\n\nOpen this link within 7 days to choose your password; it works once:\n\n"
        f"{notify.link(path)}\n\nIf you do not expect this, there is nothing to do.\n",
    )


def _owned(actor: Actor, invitation_id: UUID, now: datetime) -> Invitation:
    require(actor, Permission.MEMBER_MANAGE)
    found = db.session.scalar(
        select(Invitation)
        .where(Invitation.id == invitation_id, Invitation.organisation_id == actor.organisation_id)
        .with_for_update()
    )
    if found is None:
        raise NotFound
    if found.accepted_at or found.revoked_at or now < found.created_at:
        raise WrongState("This invitation was accepted or withdrawn")
    return found


@atomic
def renew(actor: Actor, invitation_id: UUID, *, now: datetime) -> Invitation:
    """Send an invitation again, with a new link and 7 new days; the former link opens nothing any more."""
    invitation = _owned(actor, invitation_id, now)
    path = _fresh_link(invitation, now)
    audit.record(actor, "invitation:renewed", invitation, at=now)
    _mail(invitation, path)
    return invitation


@atomic
def revoke(actor: Actor, invitation_id: UUID, *, now: datetime) -> Invitation:
    """Withdraw an invitation: its link opens nothing any more."""
    invitation = _owned(actor, invitation_id, now)
    invitation.revoked_at = now
    audit.record(actor, "invitation:revoked", invitation, at=now)
    return invitation


def accept(invitation_id: UUID, *, password: str, now: datetime) -> UUID:
    """Join through an invitation; give the new person's id.

    Raises NotFound for one that opens nothing, Invalid for a weak password or an address that is taken.
    """
    found = db.session.get(Invitation, invitation_id)
    if found is None or not found.usable(now):
        raise NotFound(GONE)
    kept = fresh_hash(password, email=found.email, name=found.name)
    return use_invitation(invitation_id, kept, now=now)


@atomic
def use_invitation(invitation_id: UUID, kept: str, *, now: datetime) -> UUID:
    """Use the invitation: the first of several at once wins. Raises NotFound for the others."""
    invitation = db.session.scalar(select(Invitation).where(Invitation.id == invitation_id).with_for_update())
    if invitation is None or not invitation.usable(now):
        raise NotFound(GONE)
    invitation.accepted_at = now
    person: Person = put_person(
        None,
        email=invitation.email,
        name=invitation.name,
        roles=[Role(role) for role in invitation.roles],
        organisation_id=invitation.organisation_id,
        kept=kept,
        now=now,
    )
    audit.record(person.actor(), "invitation:accepted", invitation, at=now)
    return person.id
