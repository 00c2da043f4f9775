import gzip
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select

from directory import audit, files, jobs
from directory.files import EVIDENCE, Scan, StoredFile
from directory.files.answers import attachment
from directory.files.clamd import ScannerFault, finding
from directory.files.jobs import scan_left
from directory.files.models import PART_BYTES, FilePart
from directory.jobs import registry
from directory.jobs.models import Job, Status
from directory.kit import backup, clock
from directory.kit.atomic import atomic
from directory.kit.crypto import Unreadable
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.web import create_app
from tests import make
from tests.engines.databases import test_settings as settings_of_a_test
from tests.engines.standing import Running
from tests.files.samples import pdf, png
from tests.files.scanner import SIGN, Scanner, listening


def stored(content: bytes, name: str = "Training.pdf", when_scanned: str = "") -> StoredFile:
    return files.store(
        make.provider(),
        io.BytesIO(content),
        name=name,
        kinds=EVIDENCE,
        now=clock.now(),
        when_scanned=when_scanned,
    )


def events() -> list[str]:
    db.session.rollback()
    known = select(audit.AuditRecord.event).where(audit.AuditRecord.thing_kind == "file")
    return list(db.session.scalars(known.order_by(audit.AuditRecord.sequence)))


@pytest.fixture
def scanner() -> Iterator[Scanner]:
    with listening() as started:
        yield started


@pytest.fixture
def scanned(standing: Running, sqlite_url: str, now: object, scanner: Scanner) -> Iterator[Flask]:
    yield from standing(sqlite_url, clamd_host=scanner.address)


def test_a_file_comes_back_as_it_was_sent_and_its_handing_out_is_written_down(app: Flask) -> None:
    content = pdf(b"% " + b"x" * (2 * PART_BYTES))
    file = stored(content, "../Training.pdf")
    assert (file.name, file.media_type, file.size_bytes) == ("Training.pdf", "application/pdf", len(content))
    assert (file.scan, len(file.sha256)) == (Scan.UNSCANNED, 64)
    handed = files.hand_out(make.provider(), file.id, now=clock.now())
    assert (handed.content, handed.name) == (content, "Training.pdf")
    assert events() == ["file:stored", "file:downloaded"]


def test_neither_bytes_nor_name_stand_in_the_database_in_clear(app: Flask, tmp_path: Path) -> None:
    stored(pdf(b"% CANARY in the bytes"), "CANARY.pdf")
    kept = tmp_path / "backup.tar.gz"
    backup.write(kept, lambda *_: None)
    assert b"CANARY" not in gzip.decompress(kept.read_bytes())


def test_a_backup_holds_files_and_a_restore_gives_them_back(app: Flask, tmp_path: Path) -> None:
    content = pdf(b"% " + b"y" * (3 * PART_BYTES))
    identity, kept = stored(content).id, tmp_path / "backup.tar.gz"
    backup.write(kept, lambda *_: None)
    other = create_app(settings_of_a_test(tmp_path / "other", f"sqlite:///{tmp_path / 'other.sqlite'}"))
    with other.app_context():
        flask_migrate.upgrade()
        backup.restore(kept, lambda *_: None)
        assert files.read(db.session.get_one(StoredFile, identity)) == content
        db.session.remove()
        db.engine.dispose()


@atomic
def swap_parts(file_id: UUID) -> None:
    first, second = db.session.scalars(select(FilePart).where(FilePart.file_id == file_id).order_by(FilePart.number))
    first.content, second.content = second.content, first.content
    audit.record(make.provider(), "file:spoiled", db.session.get_one(StoredFile, file_id), at=clock.now())


def test_parts_that_were_moved_or_lost_are_not_handed_out(app: Flask) -> None:
    file_id = stored(pdf(b"% " + b"z" * PART_BYTES)).id
    swap_parts(file_id)
    with pytest.raises(Unreadable):
        files.hand_out(make.provider(), file_id, now=clock.now())


class Endless(io.RawIOBase):
    """A stream without an end, which counts what was taken from it."""

    taken = 0

    def read(self, size: int = -1, /) -> bytes:
        self.taken += size
        return b"%PDF-" + b"x" * (size - 5)


def test_not_more_is_read_than_may_be_kept(lite: Flask) -> None:
    stream = Endless()
    with pytest.raises(Invalid, match="smaller than 2 KB"):
        files.store(
            make.provider(),
            stream,  # type: ignore[arg-type] # it reads, which is all that is asked of it
            name="x.pdf",
            kinds=EVIDENCE,
            most_bytes=2048,
            now=clock.now(),
        )
    assert stream.taken == 2049


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"MZ program", "PDF, PNG or JPEG"),
        (pdf(b"5 0 obj << /S /JavaScript >> endobj"), "JavaScript"),
    ],
)
def test_what_is_no_evidence_is_refused_and_nothing_is_kept(lite: Flask, content: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words) as refused:
        stored(content)
    assert set(refused.value.fields) == {"file"}
    assert db.session.scalars(select(StoredFile)).all() == []


def test_a_removed_file_leaves_no_bytes_and_stays_in_the_record(app: Flask) -> None:
    file_id = stored(png(), "a.png").id
    files.remove(make.provider(), file_id, now=clock.now())
    assert db.session.scalars(select(FilePart.number)).all() == []
    assert events() == ["file:stored", "file:removed"]
    with pytest.raises(NotFound):
        files.hand_out(make.provider(), file_id, now=clock.now())


def test_an_answer_is_an_attachment_in_which_nothing_runs(lite: Flask) -> None:
    file = stored(png(), 'Größe "1".png')
    answer = attachment(files.hand_out(make.provider(), file.id, now=clock.now()))
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Gr__e 1.png\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%201.png"
    )
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (answer.headers["X-Content-Type-Options"], answer.mimetype) == ("nosniff", "image/png")


def test_a_file_waits_for_the_scanner_and_is_then_handed_out(scanned: Flask, scanner: Scanner) -> None:
    content = pdf(b"% " + b"k" * 100_000)
    file_id = stored(content).id
    with pytest.raises(WrongState, match="being checked"):
        files.hand_out(make.provider(), file_id, now=clock.now())
    jobs.run_due()
    assert scanner.seen == [content]
    assert files.hand_out(make.provider(), file_id, now=clock.now()).content == content
    assert events() == ["file:stored", "file:scanned", "file:downloaded"]


def test_an_infected_file_is_handed_to_nobody_and_its_feature_is_told(
    scanned: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setitem(registry.HANDLERS, "tests.told", lambda **said: told.append(said["file_id"]))
    file_id = stored(pdf(b"% " + SIGN), when_scanned="tests.told").id
    jobs.run_due()
    db.session.rollback()
    file = db.session.get_one(StoredFile, file_id)
    assert (file.scan, file.finding, told) == (Scan.INFECTED, "Test.Sign", [str(file_id)])
    with pytest.raises(WrongState, match="virus was found"):
        files.hand_out(make.provider(), file_id, now=clock.now())


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_a_scanner_that_does_not_say_clean_is_asked_again(scanned: Flask, scanner: Scanner, says: bytes) -> None:
    scanner.says = says
    file_id = stored(pdf()).id
    with pytest.raises(ScannerFault):
        finding(b"x")
    jobs.run_due()
    db.session.rollback()
    assert db.session.get_one(StoredFile, file_id).scan is Scan.WAITING
    assert db.session.scalars(select(Job.status)).all() == [Status.WAITING]


def test_what_was_sent_before_there_was_a_scanner_is_scanned_later(
    scanned: Flask, scanner: Scanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(scanned.config, "SETTINGS", scanned.config["SETTINGS"].model_copy(update={"clamd_host": ""}))
    file_id = stored(pdf()).id
    monkeypatch.undo()
    scan_left()
    assert scanner.seen == []
    with clock.fixed(clock.now() + timedelta(hours=2)):
        scan_left()
    db.session.rollback()
    assert db.session.get_one(StoredFile, file_id).scan is Scan.CLEAN
