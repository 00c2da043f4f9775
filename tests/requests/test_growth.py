"""Lists ask the database as often for twenty requests as for two."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from flask import Flask
from sqlalchemy import event

from directory.access import Role
from directory.kit.db import db
from directory.requests import queries
from directory.requests.rules.lifecycle import Status
from tests import make, make_placements, make_requests
from tests.inspect_pages import client as browser
from tests.make_requests import matching_service


@contextmanager
def counted() -> Iterator[list[str]]:
    said: list[str] = []

    def note(*arguments: object) -> None:
        said.append(str(arguments[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield said
    event.remove(db.engine, "before_cursor_execute", note)


def grow(number: int, home: UUID) -> None:
    for _ in range(number):
        make_placements.agreed(home)
        make_requests.request(Status.SEARCHING, released=True)
        make_requests.request(Status.AWAITING_APPROVAL)


def test_lists_and_needs_stay_flat_under_growth(lite: Flask, now: datetime) -> None:
    home = matching_service("Harbour Care", places=90).id
    manager, staff = make.person(Role.PLACEMENTS_MANAGER), make.person(Role.PROVIDER_STAFF, of="Harbour Care")
    actors, ids = (manager.actor(), staff.actor()), (manager.id, staff.id)
    counts: list[list[int]] = []
    for more in (1, 6):
        grow(more, home)
        found = []
        for actor, person_id in zip(actors, ids, strict=True):
            visitor = browser(lite).sign_in(person_id)
            for ask in (lambda v=visitor: v.get("/requests"), lambda a=actor: queries.needs(a, now)):
                db.session.rollback()
                with counted() as said:
                    ask()
                found.append(len(said))
        rows = queries.own_requests(actors[0])
        with counted() as said:
            queries.moves_of_all(actors[0], rows)
        counts.append([*found, len(said)])
    assert counts[0] == counts[1]
