"""Taking over Ofsted's register: the columns that are its own, and nothing that a provider typed."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select

from directory import audit
from directory.access import Actor, Permission, require
from directory.geo.here import gazetteer
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.providers.actions.areas import hold
from directory.providers.actions.registered import take_registered
from directory.providers.actions.taking import Progress, Taking, blank_service, quiet
from directory.providers.models import Proposal, Registration, Service, Telling, Way
from directory.providers.queries.register import Change, Difference, public_authorities, public_difference
from directory.providers.queries.standing import public_print
from directory.providers.rules.register import Row
from directory.providers.rules.register_owned import REGISTER, counts_places, values_of
from directory.providers.rules.told import Source
from directory.providers.search import with_ids


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
    _Taking(actor, difference, file, now, progress).all()
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


class _Taking(Taking):
    """One reading of a register into the database."""

    source = REGISTER
    note = "From the register"

    def __init__(self, actor: Actor, difference: Difference, file: str, now: datetime, progress: Progress) -> None:
        super().__init__(actor, file, now, progress)
        self.difference = difference

    def all(self) -> None:
        """Write everything, in bulk where there may be thousands."""
        self.organisations(self.difference.organisations, self.difference.organisation_ids)
        self.new()
        self.changed()
        self.gone()
        self.settle()

    def new(self) -> None:
        places, made, registered = gazetteer(), [], {}
        for number, row in enumerate(self.difference.new):
            self.shown(number, len(self.difference.new), "New services")
            identity = uuid4()
            made.append(
                blank_service(row.service_type)
                | values_of(row, places)
                | {
                    "id": identity,
                    "urn": row.urn,
                    "name": row.name or f"URN {row.urn}",
                    "source": REGISTER,
                    "organisation_id": self.difference.organisation_ids[row.owner.key],
                    "created_at": self.now,
                    "published_at": self.now,
                }
            )
            if counts_places(row):
                registered[identity] = row.places or 0
            self.touch(identity, row.authority_gss)
            facts = {"urn": row.urn, "service_type": row.service_type, "registered": row.places}
            self.record("service:imported", identity, **facts)
        self.services(made, registered)
        self.progress(len(made), len(made), "New services")

    def changed(self) -> None:
        there = {service.id: service for service in with_ids([each.service_id for each in self.difference.changed])}
        for number, change in enumerate(self.difference.changed):
            self.shown(number, len(self.difference.changed), "Changed services")
            service = there[change.service_id]
            self.touch(service.id, service.authority_gss, change.row.authority_gss)
            after = {name: value for name, (_, value) in change.columns.items() if name != "registered"}
            if "organisation_id" in after:
                after["organisation_id"] = self.difference.organisation_ids[change.row.owner.key]
            if after.get("confidential"):
                after["outcode"] = None
                db.session.execute(delete(Proposal).where(Proposal.service_id == service.id, Proposal.field == "place"))
            for name, value in after.items():
                setattr(service, name, value)
            if "registered" in change.columns:
                places = change.row.places or 0
                take_registered(service, places, by=None, way=Way.IMPORT, note=self.note, now=self.now)
            if change.columns:
                self.record("service:updated", service.id, source=REGISTER, changes=_said(change))
            self.beside(change)

    def beside(self, change: Change) -> None:
        """Propose what the register says otherwise than somebody typed, and remember that it said so."""
        for name, value in change.propose.items():
            self.propose(change.service_id, name, value)
        if not change.told:
            return
        said = {name: public_print(value) for name, value in change.told.items()}
        of_it = (Telling.source == Source.REGISTER, Telling.service_id == change.service_id)
        telling = db.session.scalar(select(Telling).where(*of_it))
        if telling is None:
            key = f"urn:{change.row.urn}"
            telling = Telling(source=Source.REGISTER, key=key, service_id=change.service_id, said={})
            db.session.add(telling)
        telling.said, telling.read_at = dict(telling.said) | said, self.now

    def gone(self) -> None:
        for identity, urn, _name in self.difference.gone:
            service = db.session.get_one(Service, identity)
            service.registration = Registration.GONE
            self.touch(identity, service.authority_gss)
            self.record("service:gone", identity, urn=urn)


def _said(change: Change) -> dict[str, Any]:
    """Give the columns changed for the record; where a place may be confidential, their names only."""
    hidden = {"address", "postcode", "latitude", "longitude", "name"} if change.row.confidential else set()
    return {name: "changed" if name in hidden else list(values) for name, values in change.columns.items()}
