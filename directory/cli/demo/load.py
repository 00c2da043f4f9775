"""The demonstration's organisations and services, written in one action."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid5

from directory import audit
from directory.access import SYSTEM, Kind
from directory.cli.demo.generate import NAMESPACE, Generated, services
from directory.cli.demo.plan import OPERATOR, ORGANISATIONS
from directory.codes import CONFIDENTIAL_BY_DEFAULT
from directory.geo.gazetteer import Gazetteer
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.backup import Progress
from directory.kit.db import db
from directory.organisations.models import Organisation
from directory.organisations.queries import public_named
from directory.organisations.rules import name_key
from directory.providers import search as index
from directory.providers.actions.areas import give_areas
from directory.providers.models import Capacity, CapacityChange, Claim, Registration, Service, Status, Way
from directory.providers.rules import Numbers
from directory.providers.rules.groups import Group, fitted_groups
from directory.providers.rules.words import ClosedFor

REGULATED = CONFIDENTIAL_BY_DEFAULT


def is_loaded() -> bool:
    """Say whether the demonstration is in this database."""
    return public_named(OPERATOR, Kind.OPERATOR) is not None


@atomic
def load(gazetteer: Gazetteer, *, number: int, seed: int, now: datetime, progress: Progress) -> int:
    """Write every organisation and ``number`` services; give how many services."""
    owners = _organisations(now)
    done, touched, history = [], set(), []
    for one in services(seed, number):
        service = _service(one, owners[one.organisation], gazetteer, now)
        db.session.add(service)
        done.append(service)
        touched.add(service.authority_gss or "")
        history += _history(one, now) if one.confirmed_hours_ago is not None else []
        if len(done) % 50 == 0:
            progress(len(done), number, "services")
    db.session.flush()
    db.session.add_all(history)
    db.session.flush()
    give_areas(touched - {""})
    db.session.expire_all()
    for service in index.with_ids([service.id for service in done]):
        index.put(service)
        audit.record(SYSTEM, "service:added", service, at=now, source="demo")
    progress(number, number, "services")
    return len(done)


def _organisations(now: datetime) -> dict[str, Organisation]:
    made = {}
    for planned in ORGANISATIONS:
        made[planned.name] = _organisation(planned.name, planned.kind, now)
    made[OPERATOR] = _organisation(OPERATOR, Kind.OPERATOR, now)
    return made


def _organisation(name: str, kind: Kind, now: datetime) -> Organisation:
    known = public_named(name, kind)
    if known:
        return known
    made = Organisation(
        id=uuid5(NAMESPACE, name),
        kind=kind,
        name=name,
        name_key=name_key(name),
        source="demo",
        verified_at=now,
        created_at=now,
    )
    db.session.add(made)
    audit.record(SYSTEM, "organisation:added", made, at=now, name=name, kind=kind)
    return made


def _service(one: Generated, owner: Organisation, gazetteer: Gazetteer, now: datetime) -> Service:
    area, authority = gazetteer.outcode(one.outcode), gazetteer.outcode_authority(one.outcode)
    if area is None or authority is None:
        raise LookupError(f"the gazetteer does not know {one.outcode}")
    today = clock.in_london(now).date()
    where = (
        {}
        if one.confidential
        else {
            "latitude": area.centre.latitude,
            "longitude": area.centre.longitude,
            "address": f"Office in {one.outcode}",
        }
    )
    service = Service(
        id=one.id,
        organisation=owner,
        name=one.name if one.confidential else f"{one.name}, {authority.short_name}",
        description=one.description,
        service_type=one.service_type,
        status=Status.PUBLISHED,
        confidential=one.confidential,
        source="demo",
        registration=Registration.ACTIVE if one.service_type in REGULATED else Registration.UNREGULATED,
        rating=one.rating,
        rating_on=today - timedelta(days=one.rated_days_ago) if one.rating.value != "not_yet_rated" else None,
        gender=one.gender,
        age_minimum=one.ages[0],
        age_maximum=one.ages[1],
        languages=list(one.languages),
        authority_gss=authority.gss,
        region=authority.region,
        outcode=one.outcode,
        telephone="" if one.confidential else "01632 960000",
        email="" if one.confidential else "referrals@example.org",
        created_at=now,
        published_at=now,
        claims=[
            Claim(
                specialism=specialism,
                evidence="Staff training records and supervision notes seen at the last visit.",
                made_at=now,
                assured_until=today + timedelta(days=one.assured_days[specialism])
                if specialism in one.assured_days
                else None,
                assured_at=now if specialism in one.assured_days else None,
            )
            for specialism in one.specialisms
        ],
        **where,
    )
    if one.registered is not None:
        service.capacity = _capacity(one, now)
    return service


def _capacity(one: Generated, now: datetime) -> Capacity:
    confirmed = None if one.confirmed_hours_ago is None else now - timedelta(hours=one.confirmed_hours_ago)
    free = None if one.free_in_days is None else clock.in_london(now).date() + timedelta(days=one.free_in_days)
    return Capacity(
        registered=one.registered or 0,
        staffed=one.staffed,
        occupied=one.occupied,
        closed=one.closed,
        available_from=free,
        confirmed_at=confirmed,
        **_more(one, one.occupied),
    )


def _more(one: Generated, occupied: int) -> dict[str, Any]:
    """Give why its places are closed, how it takes children and, of some, whom places are kept for."""
    if one.confirmed_hours_ago is None:
        return {}
    lot = one.id.int
    reason = list(ClosedFor)[lot % len(ClosedFor)].column
    more: dict[str, Any] = {reason: one.closed, "emergency": lot % 7 == 0, "by_assessment_only": lot % 7 == 1}
    youngest, oldest = one.ages
    # only of those that are full: the placements of the demonstration find the places they need as before
    full = one.staffed <= one.occupied + one.closed
    if full and lot % 3 == 0 and one.staffed >= 4 and oldest - youngest >= 3 and one.free_in_days is None:
        middle, half = (youngest + oldest) // 2, one.staffed // 2
        groups = [
            Group(one.gender, youngest, middle, half, 0),
            Group(one.gender, middle + 1, oldest, one.staffed - half, 0),
        ]
        numbers = Numbers(one.registered or 0, one.staffed, occupied, 0, one.closed)
        more["groups"] = [each.kept() for each in fitted_groups(groups, numbers)]
    return more


def _history(one: Generated, now: datetime) -> list[CapacityChange]:
    """Give half a year of confirmations that lead to what is true now."""
    last = now - timedelta(hours=one.confirmed_hours_ago or 0)
    changes = []
    for step in range(8):
        swing = (int(one.id.hex[step], 16) % 3) - 1 if step else 0
        occupied = min(one.staffed - one.closed, max(0, one.occupied + swing))
        changes.append(
            CapacityChange(
                service_id=one.id,
                at=last - timedelta(days=11 * step),
                way=Way.DEMO,
                version=1 - step,  # before the first: the capacity itself begins at 1
                registered=one.registered or 0,
                staffed=one.staffed,
                occupied=occupied,
                closed=one.closed,
                **_more(one, occupied),
            )
        )
    return changes
