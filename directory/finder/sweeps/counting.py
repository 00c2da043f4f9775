"""Counting a search: one row of one person's day, changed in a transaction of its own.

This is bookkeeping, not a change that anybody asked for: an audit row for each search would hold where each child is
looked for. What is unusual is recorded once, by ``actions.flag``.
"""

import hashlib
import hmac
from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from directory.finder.sweeps.models import SearchCount
from directory.finder.sweeps.rules import EMPTY, Counts, Limits, Verdict, marked, number_in, verdict
from directory.kit import clock
from directory.kit.bookkeeping import aside
from directory.kit.crypto import key_for
from directory.kit.db import insert_unless_there
from directory.search import SearchQuery

CELLS_PER_DEGREE = 100
"""Places nearer than about a mile are one: a postcode typed twice, or its neighbour, is no sweep."""
MOST_WAITING = 50

log = structlog.get_logger("fairhaven.sweeps")
_table = SearchCount.__table__
_waiting: defaultdict[tuple[UUID, date], list["Marks"]] = defaultdict(list)


@dataclass(frozen=True)
class Marks:
    """What one search adds to the sketches: keyed hashes."""

    centres: tuple[bytes, ...]
    zones: tuple[bytes, ...]
    radii: tuple[bytes, ...]


@dataclass(frozen=True)
class Counted:
    """A search counted, or refused: then ``wait_seconds`` is above 0. ``counts`` are of the day, with this one."""

    verdict: Verdict
    counts: Counts
    wait_seconds: int = 0


def marks_of(query: SearchQuery, person_id: UUID, on: date) -> Marks:
    """Give what a search adds, under a key of this person and day: the same place tells nothing on another."""
    key = hmac.new(key_for("sweeps"), f"{person_id} {on}".encode(), hashlib.sha256).digest()

    def digest(*facts: object) -> bytes:
        return hmac.new(key, repr(facts).encode(), hashlib.sha256).digest()

    def cell(latitude: float, longitude: float) -> tuple[int, int]:
        return round(latitude * CELLS_PER_DEGREE), round(longitude * CELLS_PER_DEGREE)

    near, miles = query.near, query.within_miles
    zones = (digest(cell(z.near.latitude, z.near.longitude), round(z.within_miles, 1)) for z in query.avoid)
    return Marks(
        centres=(digest(cell(near.latitude, near.longitude)),) if near else (),
        zones=tuple(zones),
        radii=(digest(round(miles, 2)),) if miles is not None else (),
    )


def count(person_id: UUID, query: SearchQuery, *, now: datetime, limits: Limits) -> Counted:
    """Count a search among confidential services, unless the person has to wait.

    Where the database is busy with a long write (SQLite knows one at a time) the search is not held up: it is counted
    with the next one.
    """
    there = clock.in_london(now)
    key = person_id, there.date()
    waiting = [*_waiting.pop(key, []), marks_of(query, *key)][-MOST_WAITING:]

    def add(connection: Connection) -> Counted:
        row = _row(connection, person_id, key[1], now)
        after = _after(row, waiting, there.hour)
        counts = Counts(*(after[name] for name in asdict(Counts())))
        reached = verdict(counts, limits)
        if reached is Verdict.STOP and row.pardoned:
            reached = Verdict.SLOW
        wait = _wait(reached, row.last_at, now, limits)
        if not wait:
            changed = update(_table).where(_table.c.person_id == person_id, _table.c.counted_on == key[1])  # type: ignore[arg-type]
            connection.execute(changed.values(**after, hour=there.hour, last_at=now))
        return Counted(reached, counts, wait)

    try:
        return aside(add, patience_milliseconds=100)
    except OperationalError:
        log.warning("a search is counted later: the database is busy")
        _waiting[key] = waiting
        return Counted(Verdict.FINE, Counts())


def _row(connection: Connection, person_id: UUID, on: date, now: datetime) -> Any:
    mine = select(_table).where(_table.c.person_id == person_id, _table.c.counted_on == on).with_for_update()
    row = connection.execute(mine).one_or_none()
    if row is None:
        fresh = dict.fromkeys(("centre_sketch", "zone_sketch", "radius_sketch"), EMPTY) | {"pardoned": False}
        numbers = dict.fromkeys((*asdict(Counts()), "hour"), 0)
        values = {"person_id": person_id, "counted_on": on, "last_at": now, **fresh, **numbers}
        connection.execute(insert_unless_there(connection, _table).values(**values).on_conflict_do_nothing())
        row = connection.execute(mine).one()
    return row


def _after(row: Any, waiting: list[Marks], hour: int) -> dict[str, Any]:
    sketches = {"centre_sketch": row.centre_sketch, "zone_sketch": row.zone_sketch, "radius_sketch": row.radius_sketch}
    for marks in waiting:
        of_one = (("centre_sketch", marks.centres), ("zone_sketch", marks.zones), ("radius_sketch", marks.radii))
        for name, digests in of_one:
            for digest in digests:
                sketches[name] = marked(sketches[name], digest)
    return sketches | {
        "searches_in_hour": (row.searches_in_hour if row.hour == hour else 0) + len(waiting),
        "searches": row.searches + len(waiting),
        "centres": number_in(sketches["centre_sketch"]),
        "zones": number_in(sketches["zone_sketch"]),
        "radii": number_in(sketches["radius_sketch"]),
    }


def _wait(reached: Verdict, last_at: datetime, now: datetime, limits: Limits) -> int:
    """Give the seconds to wait: until tomorrow where it is to stop, else what is left of the pause."""
    if reached is Verdict.STOP:
        return clock.seconds_to_midnight(now)
    if reached is Verdict.SLOW:
        return max(0, limits.pause_seconds - int((now - last_at).total_seconds()))
    return 0
