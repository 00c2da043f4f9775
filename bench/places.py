"""What saying capacity takes: ``python -m bench.places --n 5000``, one provider's services in a fresh SQLite instance.

A register is taken over first; then the provider's file is downloaded, sent back with a third of it changed, and
applied; then single services are confirmed. Each as an action, with its search documents and its record.
"""

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from bench.importing import register
from bench.instance import FLASK, ROOT, fresh
from directory.access import Actor, Kind, Role
from directory.kit import clock
from directory.kit.db import db
from directory.kit.tables import as_csv, as_xlsx
from directory.organisations.models import Organisation
from directory.providers.actions.bulk import apply_file, read_file
from directory.providers.actions.capacity import confirm
from directory.providers.queries.bulk import own_table
from directory.providers.queries.capacity import own_capacity
from directory.web import create_app

CONFIRMED = 200
T = TypeVar("T")


def timed(what: str, number: int, work: Callable[[], T]) -> T:
    began = time.perf_counter()
    done = work()
    took = time.perf_counter() - began
    print(f"{what:38} {number:9,} services {took:8.2f} s", flush=True)
    return done


def measure(number: int) -> None:
    with create_app().app_context():
        owner = db.session.query(Organisation).filter_by(kind=Kind.PROVIDER).one()
        actor = Actor(
            person_id=uuid4(), organisation_id=owner.id, kind=Kind.PROVIDER, roles=frozenset({Role.PROVIDER_STAFF})
        )
        for kind in ("csv", "xlsx"):
            send(actor, kind, number)
        chosen = [(each.id, each.capacity.version) for each in own_capacity(actor)[:CONFIRMED] if each.capacity]
        took = []
        for service_id, version in chosen:
            began = time.perf_counter()
            confirm(actor, service_id, version=version, now=clock.now())
            took.append((time.perf_counter() - began) * 1000)
        took.sort()
        print(f"confirm one service: median {statistics.median(took):.1f} ms, p95 {took[int(len(took) * 0.95)]:.1f} ms")


def send(actor: Actor, kind: str, number: int) -> None:
    """Download the places, send them back and apply them."""
    table = filled(own_table(actor))
    data = timed(f"download as {kind}", number, lambda: as_csv(table) if kind == "csv" else as_xlsx("Places", table))
    read = timed(
        "send it back, read and check it", number, lambda: read_file(actor, name=kind, data=data, now=clock.now())
    )
    timed("apply it", number, lambda: apply_file(actor, read.id, now=clock.now()))


def filled(table: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Give the table with nothing empty and every third service changed."""
    titles, *rows = table
    at = {title: place for place, title in enumerate(titles)}
    yield titles
    for number, row in enumerate(rows):
        cells = list(row)
        taken = cells[at["occupied"]] if number % 3 else cells[at["staffed"]] - 1
        cells[at["occupied"]] = cells[at["staffed"]] if taken is None else taken
        cells[at["closed"]] = 0
        yield cells


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.places")
    parser.add_argument("--n", type=int, default=5_000, help="how many services")
    number = parser.parse_args().n
    with tempfile.TemporaryDirectory(prefix="fairhaven-places-") as folder:
        os.environ |= fresh(folder)
        file = Path(folder) / "register.csv"
        register(file, number, owners=1)
        subprocess.run([*FLASK, "import", "ofsted", str(file)], cwd=ROOT, check=True, capture_output=True)
        measure(number)


if __name__ == "__main__":
    main()
