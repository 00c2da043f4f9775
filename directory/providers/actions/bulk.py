"""Many services' places at once, from a file: read and found right first, looked over, then applied whole."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import Actor, Permission, require
from directory.kit import clock, tables
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Stale, WrongState
from directory.kit.tables import BrokenTable, Problem
from directory.providers.models import Capacity, CapacityChange, CapacityFile, Service, Way
from directory.providers.queries.bulk import Line, own_file, own_lines
from directory.providers.rules import wrong_places
from directory.providers.rules.bulk import Said, read_places
from directory.providers.rules.groups import free_from, wrong_sums
from directory.providers.rules.places import passed, to_come, wrong_terms
from directory.providers.search import put, with_ids

KEPT_FOR = timedelta(hours=24)
MOST_NAMED = 5


@atomic
def read_file(actor: Actor, *, name: str, data: bytes, now: datetime) -> CapacityFile:
    """Read a CSV or XLSX file of places and keep its rows to be looked over; nothing is changed yet.

    Raises BrokenTable with every cell that is wrong: unreadable, another's service, impossible numbers, places that
    somebody changed after the file was downloaded.
    """
    require(actor, Permission.CAPACITY_CHANGE)
    rows = read_places(tables.read(data))
    lines = own_lines(actor, rows)
    problems = [*_not_own(rows, lines), *_impossible(lines, clock.in_london(now).date()), *_changed_since(lines)]
    if problems:
        raise BrokenTable(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    file = CapacityFile(
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        name=name[:200],
        read_at=now,
        services=len(lines),
        rows={"rows": [_kept(line) for line in lines]},
    )
    db.session.add(file)
    db.session.flush()
    audit.record(actor, "capacity:file_read", file, at=now, services=len(lines))
    return file


@atomic
def apply_file(actor: Actor, file_id: UUID, *, now: datetime) -> int:
    """Say all that a file says, or nothing: give how many services it was.

    Raises NotFound; WrongState where it was applied already or is a day old; Stale where any of its services
    changed since it was read.
    """
    require(actor, Permission.CAPACITY_CHANGE)
    own_file(actor, file_id)
    file = db.session.get_one(CapacityFile, file_id, with_for_update=True, populate_existing=True)
    if file.applied_at is not None:
        raise WrongState("This file was applied already")
    if now - file.read_at > KEPT_FOR:
        raise WrongState("This file was sent more than a day ago. Send it again")
    rows = {row.service_id: row for row in file.said()}
    capacities = _locked(rows)
    in_use = {line.service.id for line in own_lines(actor, list(rows.values()))}
    services = {service.id: service for service in with_ids(sorted(rows))}
    moved = [i for i, row in rows.items() if i not in in_use or capacities[i].version != row.version]
    if moved:
        named = ", ".join(sorted(services[i].name for i in moved)[:MOST_NAMED])
        others = " and others" if len(moved) > MOST_NAMED else ""
        raise Stale(f"{named}{others} changed after you sent this file. Nothing was applied. Send the file again")
    today = clock.in_london(now).date()
    for service_id, row in rows.items():
        _take(actor, capacities[service_id], row, today, now)
    db.session.flush()
    db.session.add_all(
        CapacityChange.of(capacities[i], actor.person_id, Way.CSV, now, note=row.note) for i, row in rows.items()
    )
    for service in services.values():
        put(service)
    file.applied_at, file.rows = now, {"rows": []}
    audit.record(actor, "capacity:file_applied", file, at=now, services=len(rows), way=Way.CSV)
    return len(rows)


def _kept(line: Line) -> list[Any]:
    row = line.after
    day = row.available_from.isoformat() if row.available_from else None
    said = [str(row.service_id), row.staffed, row.occupied, row.closed, day, row.note]
    return [*said, line.before.version, row.line, dict(row.more)]


def _take(actor: Actor, capacity: Capacity, row: Said, today: date, now: datetime) -> None:
    apart = capacity.kept_apart()
    capacity.count(row.numbers(capacity.numbers), apart)
    capacity.available_from = free_from(apart, today) if apart else to_come(row.available_from, today)
    for name, value in row.terms().items():
        setattr(capacity, name, value)
    capacity.confirmed_at, capacity.confirmed_by = now, actor.person_id


def _locked(ids: Iterable[UUID]) -> dict[UUID, Capacity]:
    """Give the places of these services, locked in the order in which everybody locks them."""
    ordered = sorted(ids)
    found: dict[UUID, Capacity] = {}
    for start in range(0, len(ordered), 500):
        chosen = select(Capacity).where(Capacity.service_id.in_(ordered[start : start + 500]))
        locking = chosen.order_by(Capacity.service_id).with_for_update().execution_options(populate_existing=True)
        found |= {capacity.service_id: capacity for capacity in db.session.scalars(locking)}
    return found


def _not_own(rows: Sequence[Said], lines: Sequence[Line]) -> Iterable[Problem]:
    own = {line.service.id for line in lines}
    for row in rows:
        if row.service_id not in own:
            yield Problem(row.line, 0, "service_id", "this is not one of your services in use that have places")


def _impossible(lines: Sequence[Line], today: date) -> Iterable[Problem]:
    for line in lines:
        row, now = line.after, line.before
        wrong = wrong_places(line.numbers) or wrong_sums(now.kept_apart(), line.numbers)
        wrong |= wrong_terms(line.terms)
        if now.groups and row.available_from not in (None, now.available_from):
            wrong["available_from"] = "this service says by group when a place is free. Leave it empty"
        elif words := passed(row.available_from, before=now.available_from, today=today):
            wrong["available_from"] = words
        for field, words in wrong.items():
            yield Problem(row.line, 0, field, words)


def _changed_since(lines: Sequence[Line]) -> Iterable[Problem]:
    """Name the services whose places say something else now than when the file was downloaded."""
    moved = {line.service.id: line for line in lines if line.after.version not in (None, line.before.version)}
    seen: dict[tuple[UUID, int], CapacityChange] = {}
    ordered = sorted(moved)
    for start in range(0, len(ordered), 500):
        history = select(CapacityChange).join(Service, Service.id == CapacityChange.service_id)
        chosen = history.where(CapacityChange.service_id.in_(ordered[start : start + 500]))
        changes = db.session.scalars(chosen.order_by(CapacityChange.at, CapacityChange.id))
        seen |= {(change.service_id, change.version): change for change in changes}
    for service_id, line in moved.items():
        then = seen.get((service_id, line.after.version or 0))
        now = line.before
        if then and then.told == now.told:
            continue
        words = f"somebody changed these places after you downloaded the file. They now say {now.in_words()}"
        yield Problem(line.after.line, 0, "version", words)
