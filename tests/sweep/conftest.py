"""One application, one world, for the whole sweep."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

from directory.access import Role
from directory.kit import clock
from directory.kit.db import db
from directory.kit.limits import limiter
from directory.web import create_app
from tests.conftest import NOW
from tests.engines.databases import copied_sqlite, test_settings
from tests.geo.gazetteer_fixture import built_gazetteer
from tests.sweep import world
from tests.sweep.expect import Persona
from tests.sweep.visitor import Inspected, Known, Visitor, Writes


@dataclass(eq=False)
class Site:
    """A running application with its world; ``restore`` undoes whatever was written."""

    app: Flask
    world: world.World
    writes: Writes
    file: Path
    template: Path
    visitors: dict[Persona, Visitor] = field(default_factory=dict)
    inspected: dict[frozenset[Role], Inspected] = field(default_factory=dict)

    def visitor(self, persona: Persona) -> Visitor:
        """Give this persona, signed in."""
        if persona not in self.visitors:
            world = self.world
            known = Known(world.people.get(persona), world.sessions.get(persona), world.tokens.get(persona))
            inspected = self.inspected.setdefault(persona.roles, set())
            self.visitors[persona] = Visitor(self.app, persona, known, inspected)
        return self.visitors[persona]

    def restore(self) -> None:
        """Bring the database back to what it was when the world was made."""
        with sqlite3.connect(self.template) as before, sqlite3.connect(self.file) as now:
            before.backup(now)


@pytest.fixture(scope="package")
def site(sqlite_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The application with its world, made once. No context of it is open: every request has its own."""
    folder = tmp_path_factory.mktemp("sweep")
    file, template = folder / "test.sqlite", folder / "world.sqlite"
    url = copied_sqlite(sqlite_migrated, file)
    settings = test_settings(folder / "instance", url, gazetteer_path=built_gazetteer())
    with clock.fixed(NOW, every_thread=True):
        app = create_app(settings)
        app.testing = True
        limiter.enabled = False  # the sweep asks oftener than anybody may; limits have tests of their own
        with app.app_context():
            made = world.made()
            engine = db.engine
        with sqlite3.connect(file) as now, sqlite3.connect(template) as kept:
            now.backup(kept)
        writes = Writes()
        with writes.of(engine):
            yield Site(app, made, writes, file, template)
        limiter.enabled = True
        engine.dispose()
