"""Claims, what shows them, and which of them an assurer has to look at."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from directory.access import Actor, Permission, require
from directory.codes import Specialism
from directory.files import StoredFile
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.kit.paging import Page
from directory.providers.models import Claim, ClaimFile, Service, Status
from directory.providers.queries.capacity import own_service
from directory.providers.rules.claims import ENDS_SOON_DAYS, REMINDED_BEFORE_DAYS, Standing

IN_SIGHT = (Status.PUBLISHED, Status.PAUSED)


def claims_to_assure(
    actor: Actor,
    today: date,
    *,
    standing: Standing = Standing.WAITING,
    specialism: Specialism | None = None,
    page: int = 1,
    size: int = 50,
) -> Page[Claim]:
    """Give a page of the claims of published services that stand so; the longest waiting first."""
    require(actor, Permission.CLAIM_ASSURE)
    wanted = _standing(standing, today)
    if specialism is not None:
        wanted = and_(wanted, Claim.specialism == specialism)
    first = Claim.assured_until if standing in _ENDING else func.coalesce(Claim.changed_at, Claim.made_at)
    chosen = (
        select(Claim)
        .join(Claim.service)
        .where(Service.status == Status.PUBLISHED, wanted)
        .options(
            contains_eager(Claim.service).options(joinedload(Service.organisation)),
            selectinload(Claim.files),
        )
        .order_by(first, Claim.made_at, Claim.id)
        .limit(size)
        .offset((page - 1) * size)
    )
    total = db.session.scalar(_counted().where(wanted)) or 0
    return Page(db.session.scalars(chosen).all(), page, size, total)


def number_to_assure(actor: Actor, today: date) -> int:
    """Count the claims that wait for an assurer."""
    require(actor, Permission.CLAIM_ASSURE)
    return db.session.scalar(_counted().where(_standing(Standing.WAITING, today))) or 0


def numbers_by_standing(actor: Actor, today: date) -> dict[Standing, int]:
    """Count the claims of published services by what an assurer has to do with them."""
    require(actor, Permission.CLAIM_ASSURE)
    return {each: db.session.scalar(_counted().where(_standing(each, today))) or 0 for each in Standing}


def claim_to_assure(actor: Actor, claim_id: UUID) -> Claim:
    """Give one claim to whoever may assure it. Raises NotFound; a draft's claims are its provider's own."""
    require(actor, Permission.CLAIM_ASSURE)
    claim = db.session.get(Claim, claim_id)
    if claim is None or claim.service.status not in IN_SIGHT:
        raise NotFound
    return claim


def evidence_to_assure(actor: Actor, claim_id: UUID, file_id: UUID) -> StoredFile:
    """Give a file of a claim to whoever may assure it. Raises NotFound."""
    return _file_of(claim_to_assure(actor, claim_id), file_id)


def own_claim(actor: Actor, service_id: UUID, claim_id: UUID) -> Claim:
    """Give a claim of one of the actor's services. Raises NotFound for any other."""
    service = own_service(actor, service_id)
    claim = db.session.get(Claim, claim_id)
    if claim is None or claim.service_id != service.id:
        raise NotFound
    return claim


def own_evidence(actor: Actor, service_id: UUID, claim_id: UUID, file_id: UUID) -> StoredFile:
    """Give a file of one of the actor's own claims. Raises NotFound."""
    return _file_of(own_claim(actor, service_id, claim_id), file_id)


def public_claim_of_file(file_id: UUID) -> ClaimFile | None:
    """Give which claim a file shows; None where it shows none any more. For the site itself."""
    return db.session.get(ClaimFile, file_id)


def public_claims_ending(today: date) -> Sequence[Claim]:
    """Give the claims in use whose assurance ends so soon that their providers may have to be reminded."""
    last = today + timedelta(days=max(REMINDED_BEFORE_DAYS))
    return db.session.scalars(
        select(Claim)
        .join(Claim.service)
        .where(Service.status.in_(IN_SIGHT), Claim.refused_at.is_(None), Claim.assured_until.between(today, last))
        .options(contains_eager(Claim.service))
        .order_by(Service.organisation_id, Claim.assured_until, Service.name, Claim.id)
    ).all()


def _file_of(claim: Claim, file_id: UUID) -> StoredFile:
    kept = next((each.file for each in claim.files if each.file_id == file_id), None)
    if kept is None:
        raise NotFound
    return kept


def _counted() -> Select[int]:
    return select(func.count()).select_from(Claim).join(Service).where(Service.status == Status.PUBLISHED)


_ENDING = (Standing.ENDS_IN_30_DAYS, Standing.ENDS_IN_60_DAYS, Standing.ENDED)


def _standing(standing: Standing, today: date) -> ColumnElement[bool]:
    until = Claim.assured_until
    soon, later = (today + timedelta(days=days) for days in (ENDS_SOON_DAYS, 60))
    wanted = {
        Standing.NEW: until.is_(None),
        Standing.CHANGED: Claim.changed_at.is_not(None),
        Standing.ENDED: until < today,
        Standing.ENDS_IN_30_DAYS: until.between(today, soon),
        Standing.ENDS_IN_60_DAYS: until.between(today, later),
        Standing.WAITING: or_(until.is_(None), until <= soon, Claim.changed_at.is_not(None)),
    }[standing]
    return and_(Claim.refused_at.is_(None), wanted)
