import gzip
import io
import tarfile
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

from directory import audit, files
from directory.access import Role
from directory.accounts.models import Person
from directory.files import EVIDENCE
from directory.kit import backup
from directory.kit.atomic import atomic
from directory.kit.clock import now as the_time
from directory.kit.db import db
from directory.kit.errors import Invalid
from directory.web import create_app
from tests import make
from tests.engines.databases import test_settings as settings_of_a_test
from tests.files.samples import pdf


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


@contextmanager
def empty_database(folder: Path) -> Iterator[None]:
    other = create_app(settings_of_a_test(folder / "other", f"sqlite:///{folder / 'other.sqlite'}"))
    with other.app_context():
        flask_migrate.upgrade()
        yield
        db.session.remove()
        db.engine.dispose()


def peak_bytes(run: Callable[[], int]) -> int:
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@atomic
def send_files(content: bytes, number: int) -> list[files.StoredFile]:
    return [
        files.store(make.provider(), io.BytesIO(content), name=f"{n}.pdf", kinds=EVIDENCE, now=the_time())
        for n in range(number)
    ]


def test_neither_way_holds_the_files_of_a_database_in_memory(app: Flask, tmp_path: Path) -> None:
    number, content, file = 4, pdf(end=b" " * 2_000_000 + b"%%EOF\n"), tmp_path / "backup.tar.gz"
    kept = [one.id for one in send_files(content, number)]
    db.session.expire_all()

    out = peak_bytes(lambda: backup.write(file, silent))
    with empty_database(tmp_path):
        back = peak_bytes(lambda: backup.restore(file, silent))
        for identity in kept:
            assert files.read(db.session.get_one(files.StoredFile, identity)) == content
        db.session.expire_all()

    assert 0 < max(out, back) < number * len(content) * 0.7, (out, back)


def test_an_archive_is_restored_in_whatever_order_its_tables_stand(lite: Flask, tmp_path: Path) -> None:
    person = make.person(Role.COMMISSIONER)
    file, turned = tmp_path / "backup.tar.gz", tmp_path / "turned.tar.gz"
    rows = backup.write(file, silent)
    with tarfile.open(file) as given, tarfile.open(turned, "w:gz") as tar:
        for entry in reversed(given.getmembers()):
            tar.addfile(entry, given.extractfile(entry))

    with empty_database(tmp_path):
        assert backup.restore(turned, silent) == rows
        assert db.session.get_one(Person, person.id).email == person.email


def test_a_backup_that_was_cut_off_or_lacks_a_table_fills_nothing(lite: Flask, tmp_path: Path) -> None:
    make.person(Role.COMMISSIONER)
    file, short, poor = (tmp_path / f"{name}.tar.gz" for name in ("backup", "short", "poor"))
    backup.write(file, silent)
    short.write_bytes(file.read_bytes()[:-600])
    with tarfile.open(file) as given, tarfile.open(poor, "w:gz") as tar:
        for entry in given.getmembers():
            if entry.name != "people.jsonl":
                tar.addfile(entry, given.extractfile(entry))

    with empty_database(tmp_path):
        for broken in (short, poor):
            with pytest.raises(Invalid, match="not a backup"):
                backup.restore(broken, silent)
        assert backup.restore(file, silent) > 0
