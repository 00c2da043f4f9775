import gzip
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

from directory import audit
from directory.access import Role
from directory.accounts.models import Person
from directory.kit import backup
from directory.kit.atomic import atomic
from directory.kit.clock import now as the_time
from directory.kit.db import db
from directory.kit.errors import Invalid
from directory.web import create_app
from tests import make
from tests.engines.databases import test_settings as settings_of_a_test


def silent(_done: int, _total: int, _what: str) -> None:
    pass


@atomic
def give_second_factor(person: Person) -> None:
    row = db.session.get_one(Person, person.id)
    row.totp_secret = "CANARYSECRET"
    audit.record(row.actor(), "person:changed", row, at=the_time())


def test_a_backup_fills_another_database_and_the_record_still_holds(app: Flask, tmp_path: Path) -> None:
    person = make.person(Role.COMMISSIONER)
    give_second_factor(person)
    identifier, file = person.id, tmp_path / "backup.tar.gz"
    rows = backup.write(file, silent)
    assert file.stat().st_mode & 0o777 == 0o600
    other = create_app(settings_of_a_test(tmp_path / "other", f"sqlite:///{tmp_path / 'other.sqlite'}"))
    with other.app_context():
        flask_migrate.upgrade()
        assert backup.restore(file, silent) == rows
        assert db.session.get_one(Person, identifier).totp_secret == "CANARYSECRET"
        assert audit.verify() == (3, [])
        with pytest.raises(Invalid, match="not empty"):
            backup.restore(file, silent)
        db.session.remove()
        db.engine.dispose()


def test_a_backup_holds_no_secret_in_clear(app: Flask, tmp_path: Path) -> None:
    give_second_factor(make.person(Role.COMMISSIONER))
    file = tmp_path / "backup.tar.gz"
    backup.write(file, silent)

    assert b"CANARYSECRET" not in gzip.decompress(file.read_bytes())


def test_what_is_no_backup_is_refused(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "x.tar.gz"
    file.write_bytes(b"not a backup")
    with pytest.raises(Invalid, match="not a backup"):
        backup.restore(file, silent)
