"""A migrated database for each test, copied from one that was migrated once."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import flask_migrate
import pytest

from directory.kit.db import db
from directory.kit.settings import ROOT, Settings
from directory.web import create_app
from tests.engines import missing
from tests.engines import postgresql as pg

HOW_POSTGRESQL = "install postgresql-15 and postgresql-15-postgis-3 (Debian), or set TEST_POSTGRESQL_URL"
SECRET = "a secret for the tests only, of more than 32 characters"


def test_settings(instance: Path, database_url: str, **more: object) -> Settings:
    """Give the settings of a test's application."""
    gazetteer = os.environ.get("GAZETTEER_PATH") or str(ROOT / "instance" / "gazetteer")
    given: dict[str, object] = {
        "instance_path": instance,
        "database_url": database_url,
        "secret_key": SECRET,
        "gazetteer_path": Path(gazetteer),
        "log_level": "CRITICAL",
        **more,
    }
    return Settings(**given)  # type: ignore[arg-type]


def migrated(settings: Settings) -> None:
    """Bring the database of these settings to the newest migration."""
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade()
        db.session.remove()
        db.engine.dispose()


def sqlite_template(folder: Path) -> Path:
    """Give a migrated SQLite file, to be copied."""
    file = folder / "template.sqlite"
    migrated(test_settings(folder / "instance", f"sqlite:///{file}"))
    return file


def copied_sqlite(template: Path, file: Path) -> str:
    """Give the address of a fresh copy at ``file``, in place of what stood there."""
    for ending in ("", "-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    shutil.copyfile(template, file)
    return f"sqlite:///{file}"


def postgresql_server() -> Iterator[str]:
    """Give a server's address: the one in TEST_POSTGRESQL_URL, or our own."""
    given = os.environ.get("TEST_POSTGRESQL_URL")
    if given:
        yield given
        return
    programs = pg.programs()
    if programs is None:
        missing("PostgreSQL", HOW_POSTGRESQL)
        return
    with pg.server(programs) as address:
        if not pg.has_postgis(address):
            missing("PostGIS", HOW_POSTGRESQL)
        yield address


def postgresql_template(address: str, folder: Path) -> str:
    """Give the name of a migrated database, to be copied."""
    name = f"template_{uuid4().hex}"
    pg.command(address, f"CREATE DATABASE {name}")
    there = address.rsplit("/", 1)[0] + "/" + name
    pg.command(there, *(f"CREATE EXTENSION IF NOT EXISTS {extension}" for extension in pg.EXTENSIONS))
    migrated(test_settings(folder, there))
    return name


def copied_postgresql(address: str, template: str, name: str) -> Iterator[str]:
    """Give the address of a fresh copy called ``name``, dropped afterwards."""
    # by its files and not by its log, which is a quarter of the work where nothing is synchronised to the disk
    pg.command(address, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield address.rsplit("/", 1)[0] + "/" + name
    pg.command(address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, once a run."""
    return sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[str]:
    """A PostgreSQL server, once a run."""
    yield from postgresql_server()


@pytest.fixture(scope="session")
def postgresql_migrated(postgresql_address: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated PostgreSQL database, once a run."""
    return postgresql_template(postgresql_address, tmp_path_factory.mktemp("pg"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty, migrated database: the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def sqlite_url(sqlite_migrated: Path) -> str:
    """An empty, migrated SQLite database: for what does not depend on the kind of database."""
    return copied_sqlite(sqlite_migrated, sqlite_migrated.with_name("test.sqlite"))


@pytest.fixture
def postgresql_url(postgresql_address: str, postgresql_migrated: str) -> Iterator[str]:
    """An empty, migrated PostgreSQL database."""
    yield from copied_postgresql(postgresql_address, postgresql_migrated, f"test_{postgresql_migrated}")
