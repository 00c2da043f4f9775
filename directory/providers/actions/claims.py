"""That a service has a specialism: said by its provider, looked at by an assurer."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import Actor, Permission, require
from directory.codes import Specialism, label
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.providers.actions.evidence import drop_all, evidence_words, tell
from directory.providers.models import Claim, Service, Status
from directory.providers.queries.capacity import own_service
from directory.providers.rules.claims import LONGEST_REASON, may_be_assured_until
from directory.providers.search import put


@atomic
def claim(actor: Actor, service_id: UUID, *, specialism: Specialism, evidence: str, now: datetime) -> Claim:
    """Say that a service has a specialism, and why. It is unassured until an assurer has looked at it.

    A claim that was refused may be made again. Raises NotFound, Invalid, WrongState where it stands already.
    """
    require(actor, Permission.CLAIM_MAKE)
    service = own_service(actor, service_id)
    evidence = evidence_words(evidence)
    if service.status is Status.WITHDRAWN:
        raise WrongState("This service is withdrawn")
    made = next((each for each in service.claims if each.specialism is specialism), None)
    if made is not None and made.refused_at is None:
        raise Invalid.field("specialism", "You have claimed this specialism already. Withdraw that claim first")
    if made is None:
        made = Claim(specialism=specialism)
        service.claims.append(made)
    made.evidence, made.made_at, made.refused_at, made.refusal = evidence, now, None, ""
    made.assured_until = made.assured_at = made.changed_at = None
    made.assured_because = ""
    db.session.flush()
    audit.record(actor, "claim:made", made, at=now, service_id=service.id, specialism=specialism)
    put(service)
    return made


@atomic
def withdraw(actor: Actor, service_id: UUID, claim_id: UUID, *, now: datetime) -> None:
    """Take a claim back, with every file that shows it."""
    require(actor, Permission.CLAIM_MAKE)
    service = own_service(actor, service_id)
    made = next((each for each in service.claims if each.id == claim_id), None)
    if made is None:
        raise NotFound
    audit.record(actor, "claim:withdrawn", made, at=now, service_id=service.id, specialism=made.specialism)
    drop_all(made, actor, now)
    service.claims.remove(made)
    db.session.flush()
    put(service)


@atomic
def assure(actor: Actor, claim_id: UUID, *, until: date, because: str, now: datetime) -> Claim:
    """Say, as an assurer, that a claim holds until a date, and what shows it.

    Raises NotFound, Invalid, WrongState once refused.
    """
    require(actor, Permission.CLAIM_ASSURE)
    made = _looked_at(claim_id)
    if words := may_be_assured_until(until, clock.in_london(now).date()):
        raise Invalid.field("until", words)
    because = because.strip()
    if not because or len(because) > LONGEST_REASON:
        raise Invalid.field("because", f"Say what you saw, in up to {LONGEST_REASON} characters")
    made.assured_until, made.assured_at, made.assured_because, made.changed_at = until, now, because, None
    files = [{"file_id": each.file_id, "sha256": each.file.sha256} for each in made.files]
    audit.record(
        actor, "claim:assured", made, at=now, service_id=made.service_id, until=until, because=because, files=files
    )
    tell(made, f"{label(made.specialism)} of {made.service.name} is assured until {until:%d/%m/%Y}", now)
    put(made.service)
    return made


@atomic
def refuse(actor: Actor, claim_id: UUID, *, reason: str, now: datetime) -> Claim:
    """Refuse a claim, as an assurer, with a reason for its provider; it is shown to nobody else from then on."""
    require(actor, Permission.CLAIM_ASSURE)
    made = _looked_at(claim_id)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid.field("reason", f"Say why, in up to {LONGEST_REASON} characters: the provider reads it")
    made.refused_at, made.refusal = now, reason
    made.assured_until = made.assured_at = made.changed_at = None
    made.assured_because = ""
    audit.record(actor, "claim:refused", made, at=now, service_id=made.service_id, reason=reason)
    tell(made, f"{label(made.specialism)} of {made.service.name} was refused: read why", now)
    put(made.service)
    return made


def _looked_at(claim_id: UUID) -> Claim:
    made = db.session.scalar(
        select(Claim)
        .join(Service)
        .where(Claim.id == claim_id, Service.status != Status.WITHDRAWN)
        .with_for_update(of=Claim)
    )
    if made is None:
        raise NotFound
    if made.refused_at is not None:
        raise WrongState("This claim was refused. Its provider may make it again")
    return made
