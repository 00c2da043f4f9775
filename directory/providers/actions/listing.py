"""A provider lists what it offers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from directory import audit
from directory.access import Actor, Permission, require
from directory.codes import TYPES_WITH_PLACES
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, Stale
from directory.providers.actions.areas import give_areas, hold
from directory.providers.actions.registered import take_registered
from directory.providers.models import Proposal, Service, Way
from directory.providers.queries.capacity import own_service
from directory.providers.queries.where import public_where
from directory.providers.rules import LIFECYCLE, Move
from directory.providers.rules.facts import Facts, wrong_facts
from directory.providers.rules.register_owned import REGISTER
from directory.providers.search import put, with_ids

PLAIN = ("description", "gender", "age_minimum", "age_maximum", "telephone", "email", "website")


@atomic
def add(actor: Actor, *, facts: Facts, now: datetime) -> Service:
    """Draft a service. Raises Invalid, by field, where something is wrong or a place is not known."""
    require(actor, Permission.SERVICE_EDIT)
    if actor.organisation_id is None:
        raise NotFound
    wrong = wrong_facts(facts)
    where = public_where(facts, wrong)
    if wrong:
        raise Invalid(fields=wrong)
    service = Service(
        organisation_id=actor.organisation_id,
        name=facts.name.strip(),
        service_type=facts.service_type,
        confidential=facts.hidden,
        languages=sorted(facts.languages),
        created_at=now,
        **where,
        **{name: getattr(facts, name) for name in PLAIN},
    )
    db.session.add(service)
    db.session.flush()
    if facts.registered is not None and facts.service_type in TYPES_WITH_PLACES:
        _register(actor, service, facts.registered, now)
    audit.record(actor, "service:added", service, at=now, service_type=service.service_type, name=service.name)
    return service


@atomic
def edit(actor: Actor, service_id: UUID, *, facts: Facts, version: int, now: datetime) -> Service:
    """Change what is the provider's to say; what the register says of a service stays as it is.

    An empty postcode keeps where a service is. Raises NotFound, Stale where it was changed since ``version``, Invalid.
    """
    require(actor, Permission.SERVICE_EDIT)
    # where it may move to is held with where it is, in one order, so that no two edits wait for each other
    service = _held(actor, service_id, public_where(facts, {}).get("authority_gss"))
    if service.version != version:
        raise Stale("Somebody changed this service while you were reading it. Look at it again, then change it")
    from_register = service.source == REGISTER
    areas = {service.authority_gss} if service.confidential else set()
    wrong = wrong_facts(facts)
    moved = bool(facts.postcode.strip()) or (not from_register and facts.hidden != service.confidential)
    where = public_where(facts, wrong) if moved else {}
    if from_register and service.confidential and where.get("authority_gss") not in (None, service.authority_gss):
        wrong["postcode"] = "This postcode is in another authority than the register says"
    if wrong:
        raise Invalid(fields=wrong)
    for name in PLAIN:
        setattr(service, name, getattr(facts, name))
    service.languages = sorted(facts.languages)
    if from_register:
        if service.confidential and where:
            service.outcode = where["outcode"]
    else:
        _take(service, facts, where)
        if facts.registered is not None and service.service_type in TYPES_WITH_PLACES:
            _register(actor, service, facts.registered, now)
    audit.record(actor, "service:edited", service, at=now, moved=moved)
    if service.confidential:
        areas.add(service.authority_gss)
    _settle(actor, service, areas, now)
    return service


@atomic
def publish(actor: Actor, service_id: UUID, *, now: datetime) -> Service:
    """Put a draft or paused service into the directory. Raises Invalid where it has no description."""
    service = _held_for_move(actor, service_id)
    if not service.description.strip() and service.source != REGISTER:
        raise Invalid.field("description", "Describe the service before you publish it")
    service.published_at = service.published_at or now
    return _moved(actor, service, Move.PUBLISH, "service:published", now)


@atomic
def pause(actor: Actor, service_id: UUID, *, now: datetime) -> Service:
    """Take a service out of the directory for a while."""
    return _moved(actor, _held_for_move(actor, service_id), Move.PAUSE, "service:paused", now)


@atomic
def withdraw(actor: Actor, service_id: UUID, *, now: datetime) -> Service:
    """Take a service out of the directory for good."""
    return _moved(actor, _held_for_move(actor, service_id), Move.WITHDRAW, "service:withdrawn", now)


def _held_for_move(actor: Actor, service_id: UUID) -> Service:
    require(actor, Permission.SERVICE_EDIT)
    return _held(actor, service_id)


def _held(actor: Actor, service_id: UUID, to: str | None = None) -> Service:
    """Give a service of the actor's own, once the areas of its authority (and of ``to``) are held for this action."""
    service = own_service(actor, service_id)
    hold({gss for gss in (service.authority_gss, to) if gss})
    db.session.refresh(service)
    return service


def _moved(actor: Actor, service: Service, move: Move, event: str, now: datetime) -> Service:
    service.status = LIFECYCLE.after(service.status, move)
    audit.record(actor, event, service, at=now)
    _settle(actor, service, {service.authority_gss} if service.confidential else set(), now)
    return service


def _settle(actor: Actor, service: Service, authorities: set[str | None], now: datetime) -> None:
    """Give areas anew where a confidential service came, went or moved, and tell the index of all that changed."""
    identity = service.id
    changed = [each for each in give_areas({gss for gss in authorities if gss}) if each != identity]
    for other in with_ids(changed):
        audit.record(actor, "service:area_changed", other, at=now)
        put(other)
    put(db.session.get_one(Service, identity))


def _take(service: Service, facts: Facts, where: dict[str, Any]) -> None:
    """Take the name and place of a service that no register names; of what becomes confidential no address stays."""
    if facts.hidden and not service.confidential:
        db.session.execute(delete(Proposal).where(Proposal.service_id == service.id, Proposal.field == "place"))
    service.name = facts.name.strip()
    service.confidential = facts.hidden
    for name, value in where.items():
        setattr(service, name, value)
    if not facts.hidden:
        service.address = facts.address.strip()
        for name in ("area_kind", "area_code", "area_latitude", "area_longitude", "area_radius_miles"):
            setattr(service, name, None)
        service.area_name = ""


def _register(actor: Actor, service: Service, registered: int, now: datetime) -> None:
    by = actor.person_id
    take_registered(service, registered, by=by, way=Way.PAGE, note="Registered places", now=now)
