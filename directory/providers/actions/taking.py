"""Taking services over from somewhere else, in bulk: what every import does the same way."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from directory import audit
from directory.access import Actor, Kind
from directory.codes import Gender, ServiceType
from directory.kit.db import db, insert_unless_there
from directory.organisations.models import Organisation
from directory.organisations.rules import name_key
from directory.providers.actions.areas import give_areas
from directory.providers.models import Capacity, CapacityChange, Proposal, Service, Status, Way
from directory.providers.rules.places import unsaid
from directory.providers.rules.register_owners import Owner
from directory.providers.rules.told import Source, usual_ages
from directory.providers.search import put, with_ids

Progress = Callable[[int, int, str], None]
SHOW_EVERY = 500


def quiet(done: int, total: int, what: str) -> None:
    """Show no progress."""


class Taking:
    """One reading of a file or a feed into the database, within one action."""

    source: str
    note: str
    """What the history of places says of those that it brings."""

    def __init__(self, actor: Actor, name: str, now: datetime, progress: Progress) -> None:
        self.actor, self.name, self.now, self.progress = actor, name[:300], now, progress
        self.areas: set[str] = set()
        self.touched: dict[UUID, None] = {}

    def record(self, event: str, identity: UUID, **facts: Any) -> None:
        """Record what is done to one thing."""
        audit.record(self.actor, event, SimpleNamespace(id=identity), at=self.now, **facts)

    def shown(self, number: int, total: int, what: str) -> None:
        """Move the progress bar, now and then."""
        if number % SHOW_EVERY == 0 or number == total:
            self.progress(number, total, what)

    def organisations(self, owners: Iterable[Owner], ids: dict[tuple[Kind, str], UUID]) -> None:
        """Add organisations, and their ids to ``ids``."""
        made = []
        for owner in owners:
            identity = ids[owner.key] = uuid4()
            made.append(
                {
                    "id": identity,
                    "kind": owner.kind,
                    "name": owner.name,
                    "name_key": name_key(owner.name),
                    "gss_code": owner.gss,
                    "source": self.source,
                    "created_at": self.now,
                }
            )
            self.record("organisation:added", identity, name=owner.name, kind=owner.kind, gss_code=owner.gss)
        if made:
            db.session.execute(insert(Organisation), made)

    def services(self, made: Sequence[dict[str, Any]], registered: dict[UUID, int]) -> None:
        """Add services, and the places of those that count them."""
        places = [asdict(unsaid(number)) | {"service_id": identity} for identity, number in registered.items()]
        capacities = [numbers | {"version": 1} for numbers in places]
        said = [
            numbers | {"id": uuid4(), "at": self.now, "way": Way.IMPORT, "confirmed": False, "note": self.note}
            for numbers in capacities
        ]
        for model, rows in ((Service, made), (Capacity, capacities), (CapacityChange, said)):
            if rows:
                db.session.execute(insert(model), rows)

    def propose(self, service_id: UUID, field: str, value: Any) -> None:
        """Keep what the source says of a field beside what its provider wrote; of several sources the latest."""
        said = {"source": Source(self.source), "name": self.name, "value": {"value": value}, "made_at": self.now}
        row = said | {"id": uuid4(), "service_id": service_id, "field": field}
        statement = insert_unless_there(db.session.connection(), Proposal).values(row)
        db.session.execute(statement.on_conflict_do_update(index_elements=["service_id", "field"], set_=said))
        self.record("proposal:made", service_id, source=self.source, field=field)

    def touch(self, identity: UUID, *authorities: str | None) -> None:
        """Note that a service is to be indexed anew, and whose published areas may have changed with it."""
        self.touched[identity] = None
        self.areas.update(gss for gss in authorities if gss)

    def settle(self) -> None:
        """Give published areas anew and tell the index of all that changed."""
        for identity in give_areas(self.areas):
            if identity not in self.touched:
                self.record("service:area_changed", identity)
                self.touched[identity] = None
        ids = list(self.touched)
        for number, service in enumerate(_loaded(ids)):
            put(service)
            self.shown(number, len(ids), "Search index")
        self.progress(len(ids), len(ids), "Search index")


def _loaded(ids: Sequence[UUID]) -> Iterator[Service]:
    db.session.flush()
    return with_ids(ids)


def blank_service(service_type: ServiceType) -> dict[str, Any]:
    """Give the columns of a service of which a source says nothing: the plainest there is."""
    youngest, oldest = usual_ages(service_type)
    return {
        "description": "",
        "status": Status.PUBLISHED,
        "gender": Gender.ANY,
        "age_minimum": youngest,
        "age_maximum": oldest,
        "languages": [],
        "telephone": "",
        "email": "",
        "website": "",
        "area_name": "",
    }
