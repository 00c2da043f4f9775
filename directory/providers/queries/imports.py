"""What a file or a feed of services would change, and everything that is wrong with it beside what is there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from directory.access import Kind
from directory.codes import TYPES_WITH_PLACES, label
from directory.kit.db import db
from directory.kit.tables import BrokenTable, Problem
from directory.providers.models import Proposal, Service, Status, Telling
from directory.providers.queries.register import public_organisation_ids
from directory.providers.queries.standing import public_print, public_prints, public_standing
from directory.providers.queries.where import public_where
from directory.providers.rules.facts import wrong_facts
from directory.providers.rules.register_owned import REGISTER
from directory.providers.rules.register_owners import Owner
from directory.providers.rules.told import Outcome, Source, Told, added, facts_of, filled, outcome, unsaid

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Change:
    """What is told of one service: what is written, what is proposed to its provider, and what stays as it is.

    ``fields`` are whole; ``where`` the columns of its place, if that is told. ``kept``: why a field stays, in words.
    What is printed after the action stands here itself, for the service would be read anew then.
    """

    told: Told
    key: str
    name: str
    urn: str | None
    """The URN that the service has not had so far."""
    service: Service | None
    telling: Telling | None
    fields: Mapping[str, Any]
    where: Mapping[str, Any]
    said: Mapping[str, Any]
    now: Mapping[str, Any] = field(default_factory=dict)
    write: tuple[str, ...] = ()
    propose: tuple[str, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    settled: tuple[UUID, ...] = ()
    """Proposals of this source that say what stands by now."""

    @property
    def changes(self) -> bool:
        """Say whether the service itself, or what is proposed of it, changes."""
        return self.service is None or bool(self.write or self.propose or self.urn)


@dataclass
class Difference:
    """What a source would change, before it does."""

    source: Source
    told: Sequence[Told]
    organisation_ids: dict[tuple[Kind, str], UUID]
    organisations: list[Owner] = field(default_factory=list)
    new: list[Change] = field(default_factory=list)
    known: list[Change] = field(default_factory=list)
    withdrawn: list[Told] = field(default_factory=list)
    unfit: list[tuple[Told, str]] = field(default_factory=list)
    """What a feed tells that cannot stand here, and why; a file is refused for it."""
    waiting: int = 0
    """How many proposals of this source wait for their providers from before."""

    @property
    def changed(self) -> list[Change]:
        """Give what is known and would change."""
        return [each for each in self.known if each.changes]

    @property
    def empty(self) -> bool:
        """Say whether nothing would change."""
        return not (self.organisations or self.new or self.changed)


def public_changes(source: Source, told: Sequence[Told], progress: Callable[[int, int, str], None]) -> Difference:
    """Give what a source's words would change; for whoever may take them over.

    Raises BrokenTable with all that is wrong, by where it stands.
    """
    ids = public_organisation_ids()
    difference = Difference(source, told, ids)
    there = _There(source, told, ids)
    problems: list[Problem] = []
    seen = set(ids)
    matched: dict[UUID, Told] = {}
    for number, each in enumerate(told):
        if number % _AT_ONCE == 0:
            progress(number, len(told), "Reading")
        telling, service = there.of(each)
        if service is not None and service.id in matched:
            words = f"this is the same service as on line {matched[service.id].line}"
            problems.append(each.problem("urn", words))
            continue
        if service is not None:
            matched[service.id] = each
        if service is not None and service.status is Status.WITHDRAWN:
            difference.withdrawn.append(each)
            continue
        reading = _Reading(each, telling, service, there)
        if reading.wrong and source is Source.OPENREFERRAL:
            difference.unfit.append((each, "; ".join(reading.wrong.values())))
            continue
        problems += reading.problems()
        if each.owner.key not in seen and not (service and source is Source.OPENREFERRAL):
            seen.add(each.owner.key)
            difference.organisations.append(each.owner)
        (difference.known if service else difference.new).append(reading.change())
    if problems:
        raise BrokenTable(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    difference.waiting = len(there.waiting)
    return difference


class _There:
    """What is in the directory of the services that are told of."""

    def __init__(self, source: Source, told: Sequence[Told], ids: Mapping[tuple[Kind, str], UUID]) -> None:
        self.source, self.ids = source, ids
        keys = [self.key(each) for each in told]
        tellings = _in_parts(
            lambda part: select(Telling).where(Telling.source == source, Telling.key.in_(part)).order_by(Telling.key),
            keys,
        )
        self.tellings = {each.key: each for each in tellings}
        by_urn = _in_parts(
            lambda part: select(Service.urn, Service.id).where(Service.urn.in_(part)).order_by(Service.urn),
            [each.urn for each in told if each.urn],
            whole=True,
        )
        self.urns: dict[str, UUID] = {row.urn: row.id for row in by_urn}
        wanted = sorted({each.service_id for each in tellings} | set(self.urns.values()))
        again = _in_parts(
            lambda part: (
                select(Telling).where(Telling.source == source, Telling.service_id.in_(part)).order_by(Telling.key)
            ),
            wanted,
        )
        self.by_service: dict[UUID, Telling] = {each.service_id: each for each in again}
        whole = (joinedload(Service.organisation), joinedload(Service.capacity), selectinload(Service.claims))
        services = _in_parts(
            lambda part: select(Service).where(Service.id.in_(part)).options(*whole).order_by(Service.id), wanted
        )
        self.services: dict[UUID, Service] = {each.id: each for each in services}
        waiting = _in_parts(
            lambda part: (
                select(Proposal)
                .where(Proposal.service_id.in_(part), Proposal.source == source)
                .order_by(Proposal.service_id, Proposal.field)
            ),
            wanted,
        )
        self.waiting: dict[tuple[UUID, str], Proposal] = {(each.service_id, each.field): each for each in waiting}

    def key(self, told: Told) -> str:
        """Give what the source knows a service by: its reference within the organisation, or its URN."""
        if self.source is Source.OPENREFERRAL:
            return f"id:{told.reference}"
        if not told.reference:
            return f"urn:{told.urn}"
        return f"{self.ids.get(told.owner.key, 'new')}:{told.reference}"

    def of(self, told: Told) -> tuple[Telling | None, Service | None]:
        """Give what the source told of it last and the service, as far as both are there."""
        telling = self.tellings.get(self.key(told))
        found = telling.service_id if telling else self.urns.get(told.urn or "")
        if found is None:
            return None, None
        return telling or self.by_service.get(found), self.services[found]


def _in_parts(chosen: Callable[[Sequence[Any]], Any], values: Sequence[Any], *, whole: bool = False) -> list[Any]:
    """Give all rows, asked for a part of the values at a time."""
    rows: list[Any] = []
    for start in range(0, len(values), _AT_ONCE):
        found = db.session.execute(chosen(values[start : start + _AT_ONCE]))
        rows += found.all() if whole else found.scalars().all()
    return rows


class _Reading:
    """What one thing told comes to beside the service that it is told of."""

    def __init__(self, told: Told, telling: Telling | None, service: Service | None, there: _There) -> None:
        self.told, self.telling, self.service, self.there = told, telling, service, there
        self.now = public_standing(service) if service else {}
        kind = service.service_type if service else told.service_type
        self.fields = filled(told.fields, kind, self.now) if kind else dict(told.fields)
        self.where: dict[str, Any] = {}
        self.wrong: dict[str, str] = self._wrong()
        if self.where:
            place = self.fields["place"]
            hidden = place["confidential"]
            self.fields["place"] = {
                "confidential": hidden,
                "postcode": self.where["outcode"] if hidden else self.where["postcode"],
                "address": self.where["address"],
            }

    def problems(self) -> Iterator[Problem]:
        """Name what is wrong with it, where it stands in the file."""
        return (self.told.problem(name, words) for name, words in self.wrong.items())

    def _wrong(self) -> dict[str, str]:
        kind = self.service.service_type if self.service else self.told.service_type
        if kind is None:
            return {"service_type": "say its type: we do not know this service yet"}
        wrong: dict[str, str] = {}
        if self.service:
            wrong |= self._another(self.service)
        told = set(self.fields) | {"age_minimum", "age_maximum", "postcode"}
        facts = facts_of(kind, {"name": "", **self.now, **self.fields})
        amiss = wrong_facts(facts)
        if self.service:
            amiss = {name: words for name, words in amiss.items() if name in told}
            if "ages" not in self.fields:
                amiss = {name: words for name, words in amiss.items() if not name.startswith("age_")}
        wrong |= amiss
        if "place" in self.fields or not self.service:
            if facts.hidden and facts.address.strip():
                wrong["address"] = "this service is confidential: leave its address out of the file"
            if self.service is None or self.fields["place"] != self.now["place"]:
                self.where = public_where(facts, wrong)
        return wrong

    def _another(self, service: Service) -> dict[str, str]:
        wrong = {}
        if self.told.service_type not in (None, service.service_type):
            words = f"this service is listed as {label(service.service_type)}, and no file changes that"
            wrong["service_type"] = words
        # a feed may call an organisation otherwise than we do; a file that names another one is mistaken
        feed = self.there.source is Source.OPENREFERRAL
        if not feed and self.there.ids.get(self.told.owner.key) != service.organisation_id:
            wrong["organisation"] = f"this service is listed by {service.organisation.name}"
        if self.told.urn and service.urn not in (None, self.told.urn):
            wrong["urn"] = f"this service has the URN {service.urn}"
        if self.told.urn and self.there.urns.get(self.told.urn, service.id) != service.id:
            wrong["urn"] = "another service has this URN"
        return wrong

    def change(self) -> Change:
        """Give what becomes of every field that is told."""
        said = {name: public_print(value) for name, value in self.fields.items()}
        if "specialisms" in self.fields:
            said["specialisms"] = self.fields["specialisms"]
        before = dict(self.telling.said) if self.telling else {}
        same = {name for name in said if name in before and self._was(before, name, self.fields[name])}
        said = before | {name: value for name, value in said.items() if name not in same}
        name = self.service.name if self.service else str(self.fields.get("name", ""))
        urn = self.told.urn if self.service and not self.service.urn else None
        known = (self.told, self.there.key(self.told), name, urn, self.service, self.telling)
        parts = (*known, self.fields, self.where, said)
        if self.service is None or self.wrong:
            return Change(*parts)
        become = {name: self._becomes(name, before) for name in self.fields}
        kept = {name: words for name in self.fields if (words := self._kept(name)) and become[name] != Outcome.NOTHING}
        settled = [
            waiting.id
            for name in self.fields
            if (waiting := self.there.waiting.get((self.service.id, name))) and self._settles(name, waiting)
        ]
        return Change(
            *parts,
            now=self.now,
            write=tuple(n for n, what in become.items() if what is Outcome.WRITE and n not in kept),
            propose=tuple(n for n, what in become.items() if what is Outcome.PROPOSE and n not in kept),
            kept=kept,
            settled=tuple(settled),
        )

    def _was(self, before: Mapping[str, Any], name: str, value: Any) -> bool:
        if name == "specialisms":
            return bool(before[name] == value)
        return before[name] in public_prints(value)

    def _becomes(self, name: str, before: Mapping[str, Any]) -> Outcome:
        now, said, known = self.now[name], self.fields[name], name in before
        if name == "specialisms":
            more = added(now, said, before.get(name))
            if not more:
                return Outcome.NOTHING
            mine = set(before.get(name, ())) == set(now) if known else not now
            return Outcome.WRITE if mine else Outcome.PROPOSE
        if now == said:
            return Outcome.NOTHING
        return outcome(
            nobody=unsaid(name, now, said),
            known=known,
            was_said=known and self._was(before, name, said),
            stands=known and self._was(before, name, now),
        )

    def _kept(self, name: str) -> str:
        """Say why a field is not the source's to say; empty where it is."""
        service = self.service
        if service is None:
            return ""
        place = name == "place"
        if place and service.confidential and not self.fields["place"]["confidential"]:
            return "it is confidential here, and no file makes it public"
        if name == "registered" and service.service_type not in TYPES_WITH_PLACES:
            return "no places are counted of its type"
        if service.source != REGISTER:
            return ""
        if place and service.confidential and self.where.get("authority_gss") != service.authority_gss:
            return "the register says another authority"
        mine = name in {"name", "registered"} or (place and not service.confidential)
        return "the register says it" if mine else ""

    def _settles(self, name: str, waiting: Proposal) -> bool:
        if name == "specialisms":
            return set(waiting.value["value"]) <= set(self.now[name])
        return bool(self.fields[name] == self.now[name])
