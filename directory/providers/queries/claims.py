"""Claims that an assurer has to look at."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from directory.access import Actor, Permission, require
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.providers.models import Claim, Service, Status
from directory.providers.rules.claims import ENDS_SOON_DAYS


def claims_to_assure(actor: Actor, today: date, *, limit: int = 200) -> Sequence[Claim]:
    """Give the claims of published services that are unassured or soon will be; the longest waiting first."""
    require(actor, Permission.CLAIM_ASSURE)
    return db.session.scalars(
        select(Claim)
        .join(Claim.service)
        .where(*_waiting(today))
        .options(contains_eager(Claim.service).options(joinedload(Service.organisation)))
        .order_by(Claim.made_at, Claim.id)
        .limit(limit)
    ).all()


def number_to_assure(actor: Actor, today: date) -> int:
    """Count the claims that wait for an assurer."""
    require(actor, Permission.CLAIM_ASSURE)
    return db.session.scalar(select(func.count()).select_from(Claim).join(Service).where(*_waiting(today))) or 0


def claim_to_assure(actor: Actor, claim_id: UUID) -> Claim:
    """Give one claim to whoever may assure it. Raises NotFound; a draft's claims are its provider's own."""
    require(actor, Permission.CLAIM_ASSURE)
    claim = db.session.get(Claim, claim_id)
    if claim is None or claim.service.status not in (Status.PUBLISHED, Status.PAUSED):
        raise NotFound
    return claim


def _waiting(today: date) -> tuple[ColumnElement[bool], ...]:
    soon = today + timedelta(days=ENDS_SOON_DAYS)
    return (
        Service.status == Status.PUBLISHED,
        Claim.refused_at.is_(None),
        or_(Claim.assured_until.is_(None), Claim.assured_until <= soon),
    )
