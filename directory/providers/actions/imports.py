"""Taking services over from a file or a feed: what it tells is written where nobody else wrote, else proposed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert

from directory import audit
from directory.access import Actor, Permission, require
from directory.codes import TYPES_WITH_PLACES, Gender, ServiceType, Specialism
from directory.geo.authorities import all_authorities
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.providers.actions.areas import hold
from directory.providers.actions.registered import take_registered
from directory.providers.actions.taking import Progress, Taking, blank_service, quiet
from directory.providers.models import Claim, Proposal, Service, Status, Telling, Way
from directory.providers.queries.imports import Change, Difference, public_changes
from directory.providers.rules.told import SOURCES, Source, Told, added

PLAIN = ("name", "description", "telephone", "email", "website")
UNPUBLISHED = ("area_kind", "area_code", "area_latitude", "area_longitude", "area_radius_miles")


@atomic
def take_services(
    actor: Actor,
    source: Source,
    told: Sequence[Told],
    *,
    name: str,
    data: bytes,
    now: datetime,
    progress: Progress = quiet,
) -> Difference:
    """Make the directory say what a source tells of services, as far as it is the source's to say.

    What a provider wrote is never written over: it is kept, and the source's word proposed beside it. The same again
    changes nothing. ``name``: of the file or feed. Raises BrokenTable with all that is wrong; then nothing is changed.
    """
    require(actor, Permission.ORGANISATION_VERIFY)
    hold({authority.gss for authority in all_authorities()})
    difference = public_changes(source, told, progress)
    _Taking(actor, difference, name, now, progress).all()
    audit.record(
        actor,
        "services:read",
        SimpleNamespace(id=sha256(data).hexdigest()),
        at=now,
        source=source,
        file=name,
        services=len(told),
        new=len(difference.new),
        changed=len(difference.changed),
    )
    return difference


class _Taking(Taking):
    """One reading of a file or a feed."""

    def __init__(self, actor: Actor, difference: Difference, name: str, now: datetime, progress: Progress) -> None:
        super().__init__(actor, name, now, progress)
        self.difference = difference
        self.source = difference.source.value
        self.note = SOURCES[difference.source]

    def all(self) -> None:
        """Write everything, in bulk where there may be thousands."""
        self.organisations(self.difference.organisations, self.difference.organisation_ids)
        self.new()
        self.known()
        self.settle()

    def new(self) -> None:
        made, registered, claims, tellings = [], {}, [], []
        for number, change in enumerate(self.difference.new):
            self.shown(number, len(self.difference.new), "New services")
            identity, kind = uuid4(), _kind(change)
            made.append(self.service(identity, kind, change))
            if kind in TYPES_WITH_PLACES:
                registered[identity] = change.fields["registered"]
            claims += [
                self.claim(each) | {"id": uuid4(), "service_id": identity}
                for each in change.fields.get("specialisms", ())
            ]
            tellings.append(self.telling(identity, change))
            self.touch(identity, change.where["authority_gss"])
            self.record("service:imported", identity, source=self.source, service_type=kind, urn=change.told.urn)
        self.services(made, registered)
        for model, rows in ((Claim, claims), (Telling, tellings)):
            if rows:
                db.session.execute(insert(model), rows)
        self.progress(len(made), len(made), "New services")

    def service(self, identity: UUID, kind: ServiceType, change: Change) -> dict[str, Any]:
        """Give the columns of a new service: in the directory at once if it is described, else a draft."""
        described = bool(change.fields.get("description"))
        told = columns(change.fields, change.where, [name for name in change.fields if name != "registered"])
        return (
            blank_service(kind)
            | told
            | {
                "id": identity,
                "organisation_id": self.difference.organisation_ids[change.told.owner.key],
                "urn": change.told.urn,
                "service_type": kind,
                "source": self.source,
                "status": Status.PUBLISHED if described else Status.DRAFT,
                "created_at": self.now,
                "published_at": self.now if described else None,
            }
        )

    def claim(self, specialism: str) -> dict[str, Any]:
        return claimed(specialism, self.difference.source, self.name, self.now)

    def telling(self, identity: UUID, change: Change) -> dict[str, Any]:
        key = change.key
        if change.told.reference and self.difference.source is Source.FILE:
            key = f"{self.difference.organisation_ids[change.told.owner.key]}:{change.told.reference}"
        return {
            "id": uuid4(),
            "source": self.difference.source,
            "key": key,
            "service_id": identity,
            "said": dict(change.said),
            "read_at": self.now,
        }

    def known(self) -> None:
        tellings = []
        for number, change in enumerate(self.difference.known):
            self.shown(number, len(self.difference.known), "Known services")
            if change.service is None:
                continue
            if change.changes:
                self.write(change.service, change)
            if change.settled:
                db.session.execute(delete(Proposal).where(Proposal.id.in_(change.settled)))
            if change.telling is None:
                tellings.append(self.telling(change.service.id, change))
            else:
                self.told_again(change.telling, change)
        if tellings:
            db.session.execute(insert(Telling), tellings)

    def told_again(self, telling: Telling, change: Change) -> None:
        """Keep what was told now: by the provider's own reference, once there is one."""
        if change.told.reference and telling.key.startswith("urn:"):
            telling.key = change.key
        if telling.said != change.said:
            telling.said, telling.read_at = dict(change.said), self.now

    def write(self, service: Service, change: Change) -> None:
        """Change what is the source's to say of a service, and propose the rest."""
        self.touch(service.id, service.authority_gss)
        if change.urn:
            service.urn = change.urn
        self.columns(service, change)
        if "registered" in change.write:
            places = change.fields["registered"]
            take_registered(service, places, by=None, way=Way.IMPORT, note=self.note, now=self.now)
        if "specialisms" in change.write:
            for each in self.more(change):
                service.claims.append(Claim(**self.claim(each)))
        if change.write or change.urn:
            self.record("service:updated", service.id, source=self.source, fields=sorted(change.write))
        for name in change.propose:
            value = self.more(change) if name == "specialisms" else change.fields[name]
            self.propose(service.id, name, value)

    def columns(self, service: Service, change: Change) -> None:
        for name, value in columns(change.fields, change.where, change.write).items():
            setattr(service, name, value)
        if "place" not in change.write:
            return
        self.touch(service.id, service.authority_gss)
        if service.confidential:
            db.session.execute(delete(Proposal).where(Proposal.service_id == service.id, Proposal.field == "place"))
        else:
            for name in UNPUBLISHED:
                setattr(service, name, None)
            service.area_name = ""

    def more(self, change: Change) -> list[str]:
        before = change.telling.said.get("specialisms") if change.telling else None
        return added(change.now["specialisms"], change.fields["specialisms"], before)


def _kind(change: Change) -> ServiceType:
    if change.told.service_type is None:
        raise ValueError(f"line {change.told.line}: a new service without a type was let through")
    return change.told.service_type


def claimed(specialism: str, source: Source, name: str, now: datetime) -> dict[str, Any]:
    """Give the columns of a claim that a source makes: unassured, and its evidence is no more than that."""
    evidence = f"{SOURCES[source]} says so: {name}"
    return {"specialism": Specialism(specialism), "evidence": evidence, "made_at": now, "refusal": ""}


def columns(fields: Mapping[str, Any], where: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Give the columns of a service for those of its fields that are named; places and claims are rows of others."""
    after: dict[str, Any] = {name: fields[name] for name in PLAIN if name in names}
    if "ages" in names:
        after["age_minimum"], after["age_maximum"] = fields["ages"]
    if "gender" in names:
        after["gender"] = Gender(fields["gender"])
    if "languages" in names:
        after["languages"] = sorted(fields["languages"])
    if "place" in names:
        after |= dict(where) | {"confidential": fields["place"]["confidential"]}
    return after
