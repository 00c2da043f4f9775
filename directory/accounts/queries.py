from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from directory.access import Actor, Permission, require
from directory.accounts.models import ApiToken, Invitation, PasswordReset, Person, RecoveryCode, SignedInSession
from directory.accounts.rules import FEW_RECOVERY_CODES
from directory.kit.crypto import fingerprints
from directory.kit.db import db
from directory.kit.errors import NotFound, NotSignedIn
from directory.kit.needs import Need


def myself(actor: Actor) -> Person:
    """Give the person who acts. Raises NotSignedIn for nobody."""
    person = db.session.get(Person, actor.person_id) if actor.person_id else None
    if person is None:
        raise NotSignedIn
    return person


def recovery_codes_left(actor: Actor) -> int:
    """Give how many recovery codes the actor has left."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(RecoveryCode)
            .where(RecoveryCode.person_id == actor.person_id, RecoveryCode.used_at.is_(None))
        )
        or 0
    )


def sessions(actor: Actor, *, since: datetime) -> Sequence[SignedInSession]:
    """Give the actor's sessions that began after ``since`` and have not ended, newest first."""
    return db.session.scalars(
        select(SignedInSession)
        .where(
            SignedInSession.person_id == actor.person_id,
            SignedInSession.ended_at.is_(None),
            SignedInSession.began_at > since,
        )
        .order_by(SignedInSession.began_at.desc(), SignedInSession.id)
    ).all()


def tokens(actor: Actor, person_id: UUID | None = None) -> Sequence[ApiToken]:
    """Give the actor's tokens that are not revoked, newest first; or, to whoever may see the member, a member's."""
    if person_id is not None and person_id != actor.person_id:
        require(actor, Permission.TOKEN_MANAGE)
        member(actor, person_id)
    return db.session.scalars(
        select(ApiToken)
        .where(ApiToken.person_id == (person_id or actor.person_id), ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.created_at.desc(), ApiToken.id)
    ).all()


def members(actor: Actor) -> Sequence[Person]:
    """Give the people of the actor's organisation: those who may sign in first, by name."""
    require(actor, Permission.MEMBER_MANAGE)
    return db.session.scalars(
        select(Person)
        .where(Person.organisation_id == actor.organisation_id)
        .order_by(Person.active.desc(), func.lower(Person.name), Person.id)
    ).all()


def member(actor: Actor, person_id: UUID) -> Person:
    """Give one member of the actor's organisation. Raises NotFound for anybody else."""
    require(actor, Permission.MEMBER_MANAGE)
    person = db.session.get(Person, person_id)
    if person is None or person.organisation_id != actor.organisation_id:
        raise NotFound
    return person


def invitations(actor: Actor) -> Sequence[Invitation]:
    """Give the invitations of the actor's organisation that wait for an answer, expired ones too, newest first."""
    require(actor, Permission.MEMBER_MANAGE)
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.organisation_id == actor.organisation_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .order_by(Invitation.created_at.desc(), Invitation.id)
    ).all()


def public_invitation(secret: str) -> Invitation | None:
    """Give the invitation of a link, usable or not: whoever has the link may read it."""
    return db.session.scalar(
        select(Invitation).where(Invitation.token_fingerprint.in_(fingerprints("invitation", secret)))
    )


def public_reset(secret: str) -> PasswordReset | None:
    """Give the password reset of a link, usable or not: whoever has the link may use it."""
    return db.session.scalar(
        select(PasswordReset).where(PasswordReset.token_fingerprint.in_(fingerprints("password-reset", secret)))
    )


def public_token(secret: str) -> ApiToken | None:
    """Give the API token with this secret, usable or not: whoever has the secret is let in by it."""
    return db.session.scalar(select(ApiToken).where(ApiToken.token_fingerprint.in_(fingerprints("api-token", secret))))


def needs(actor: Actor, now: datetime) -> list[Need]:
    """Give what waits for the actor in accounts: few recovery codes, invitations that expired."""
    if not actor.signed_in:
        return []
    found = []
    left = recovery_codes_left(actor)
    if left <= FEW_RECOVERY_CODES and myself(actor).totp_secret:
        words = f"You have {left} recovery code{'' if left == 1 else 's'} left"
        found.append(Need(words, "accounts.recovery_codes", hint="Make new ones before you need them", urgent=not left))
    if actor.may(Permission.MEMBER_MANAGE):
        expired = sum(invitation.expires_at <= now for invitation in invitations(actor))
        if expired:
            words = f"{expired} invitation{' has' if expired == 1 else 's have'} expired without an answer"
            found.append(Need(words, "organisation.members", hint="Send again or withdraw", count=expired))
    return found
