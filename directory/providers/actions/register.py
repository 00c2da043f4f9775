"""Taking over Ofsted's register: the columns that are its own, and nothing that a provider typed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from directory import audit
from directory.access import Actor, Permission, require
from directory.codes import Gender, ServiceType
from directory.geo.here import gazetteer
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.organisations.models import Organisation
from directory.organisations.rules import name_key
from directory.providers.actions.areas import give_areas, hold
from directory.providers.models import Capacity, CapacityChange, Registration, Service, Status, Way
from directory.providers.queries.register import Change, Difference, public_authorities, public_difference
from directory.providers.rules import fitted
from directory.providers.rules.places import unsaid
from directory.providers.rules.register import Row
from directory.providers.rules.register_owned import REGISTER, counts_places, values_of
from directory.providers.search import put, with_ids

Progress = Callable[[int, int, str], None]
SHOW_EVERY = 500


def quiet(done: int, total: int, what: str) -> None:
    """Show no progress."""


@atomic
def take_register(
    actor: Actor, rows: Sequence[Row], *, file: str, data: bytes, now: datetime, progress: Progress = quiet
) -> Difference:
    """Make the directory say what the register says; give what changed. The same file again changes nothing.

    What is no longer in the register is marked as gone and taken out of search. Each thing changed is
    recorded, and the reading itself once.
    """
    require(actor, Permission.ORGANISATION_VERIFY)
    hold({row.authority_gss for row in rows} | public_authorities())
    difference = public_difference(rows)
    _Taking(actor, difference, now, progress).all()
    audit.record(
        actor,
        "register:read",
        SimpleNamespace(id=sha256(data).hexdigest()),
        at=now,
        file=file,
        rows=len(rows),
        new=len(difference.new),
        changed=len(difference.changed),
        gone=len(difference.gone),
    )
    return difference


class _Taking:
    """One reading of a register into the database."""

    def __init__(self, actor: Actor, difference: Difference, now: datetime, progress: Progress) -> None:
        self.actor, self.difference, self.now, self.progress = actor, difference, now, progress
        self.areas: set[str] = set()
        self.touched: dict[UUID, None] = {}

    def all(self) -> None:
        """Write everything, in bulk where there may be thousands."""
        self.organisations()
        self.new()
        self.changed()
        self.gone()
        self.published_areas()
        self.index()

    def record(self, event: str, identity: UUID, **facts: Any) -> None:
        audit.record(self.actor, event, SimpleNamespace(id=identity), at=self.now, **facts)

    def organisations(self) -> None:
        made = []
        for owner in self.difference.organisations:
            identity = self.difference.organisation_ids[owner.key] = uuid4()
            made.append(
                {
                    "id": identity,
                    "kind": owner.kind,
                    "name": owner.name,
                    "name_key": name_key(owner.name),
                    "gss_code": owner.gss,
                    "source": REGISTER,
                    "created_at": self.now,
                }
            )
            self.record("organisation:added", identity, name=owner.name, kind=owner.kind, gss_code=owner.gss)
        if made:
            db.session.execute(insert(Organisation), made)

    def new(self) -> None:
        places, made, capacities, said = gazetteer(), [], [], []
        for number, row in enumerate(self.difference.new):
            if number % SHOW_EVERY == 0:
                self.progress(number, len(self.difference.new), "New services")
            identity = uuid4()
            made.append(
                _new_service(row, places_values=values_of(row, places))
                | {
                    "id": identity,
                    "organisation_id": self.difference.organisation_ids[row.owner.key],
                    "created_at": self.now,
                    "published_at": self.now,
                }
            )
            if counts_places(row):
                numbers = _unsaid(row.places or 0)
                capacities.append(numbers | {"service_id": identity, "version": 1})
                said.append(self.said(identity, numbers, 1))
            self.touch(identity, row)
            facts = {"urn": row.urn, "service_type": row.service_type, "registered": row.places}
            self.record("service:imported", identity, **facts)
        for model, listed in ((Service, made), (Capacity, capacities), (CapacityChange, said)):
            if listed:
                db.session.execute(insert(model), listed)
        self.progress(len(made), len(made), "New services")

    def touch(self, identity: UUID, row: Row) -> None:
        self.touched[identity] = None
        self.areas.add(row.authority_gss)

    def said(self, identity: UUID, numbers: dict[str, Any], version: int) -> dict[str, Any]:
        more = {"id": uuid4(), "service_id": identity, "at": self.now, "way": Way.IMPORT, "confirmed": False}
        return numbers | more | {"version": version, "note": "From the register"}

    def changed(self) -> None:
        there = {service.id: service for service in with_ids([each.service_id for each in self.difference.changed])}
        for number, change in enumerate(self.difference.changed):
            if number % SHOW_EVERY == 0:
                self.progress(number, len(self.difference.changed), "Changed services")
            service = there[change.service_id]
            if service.authority_gss:
                self.areas.add(service.authority_gss)
            after = {name: value for name, (_, value) in change.columns.items() if name != "registered"}
            if "organisation_id" in after:
                after["organisation_id"] = self.difference.organisation_ids[change.row.owner.key]
            if after.get("confidential"):
                after["outcode"] = None
            for name, value in after.items():
                setattr(service, name, value)
            if "registered" in change.columns:
                self.registered(service, change.row.places or 0)
            self.touch(service.id, change.row)
            self.record("service:updated", service.id, source=REGISTER, changes=_said(change))

    def registered(self, service: Service, registered: int) -> None:
        """Take a new number of registered places; what no longer fits must be confirmed anew."""
        capacity = service.capacity
        if capacity is None:
            db.session.add(Capacity(service_id=service.id, **_unsaid(registered)))
            db.session.add(CapacityChange(**self.said(service.id, _unsaid(registered), 1)))
            return
        if capacity.confirmed_at is None:
            after = unsaid(registered, capacity.held)
        else:
            after = fitted(capacity.numbers, registered)
            if after.words() != capacity.numbers.words():
                capacity.confirmed_at = None
        capacity.count(after)
        numbers = {name: getattr(capacity, name) for name in (*capacity.COUNTED, *capacity.TERMS)}
        db.session.flush()
        db.session.add(CapacityChange(**self.said(service.id, numbers, capacity.version)))

    def gone(self) -> None:
        for identity, urn, _name in self.difference.gone:
            service = db.session.get_one(Service, identity)
            service.registration = Registration.GONE
            if service.authority_gss:
                self.areas.add(service.authority_gss)
            self.touched[identity] = None
            self.record("service:gone", identity, urn=urn)

    def published_areas(self) -> None:
        for identity in give_areas(self.areas):
            if identity not in self.touched:
                self.record("service:area_changed", identity)
                self.touched[identity] = None

    def index(self) -> None:
        ids = list(self.touched)
        for number, service in enumerate(_loaded(ids)):
            put(service)
            if number % SHOW_EVERY == 0:
                self.progress(number, len(ids), "Search index")
        self.progress(len(ids), len(ids), "Search index")


def _loaded(ids: Sequence[UUID]) -> Iterator[Service]:
    db.session.flush()
    return with_ids(ids)


def _unsaid(registered: int) -> dict[str, int]:
    """Give the columns of places of which nothing was said."""
    return asdict(unsaid(registered))


def _new_service(row: Row, places_values: dict[str, Any]) -> dict[str, Any]:
    """Give what the register says of a service, and the plainest of what it does not say."""
    from_age = 16 if row.service_type is ServiceType.SUPPORTED_ACCOMMODATION else 0
    return places_values | {
        "urn": row.urn,
        "name": row.name or f"URN {row.urn}",
        "description": "",
        "source": REGISTER,
        "status": Status.PUBLISHED,
        "gender": Gender.ANY,
        "age_minimum": from_age,
        "age_maximum": 17,
        "languages": [],
        "telephone": "",
        "email": "",
        "website": "",
        "area_name": "",
    }


def _said(change: Change) -> dict[str, Any]:
    """Give the columns changed for the record; where a place may be confidential, their names only."""
    hidden = {"address", "postcode", "latitude", "longitude", "name"} if change.row.confidential else set()
    return {name: "changed" if name in hidden else list(values) for name, values in change.columns.items()}
