import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import select

from directory import audit, jobs
from directory.access import SYSTEM, Actor
from directory.files import clamd
from directory.files.contents import parts, read, taken
from directory.files.models import FilePart, StoredFile
from directory.files.rules import MOST_BYTES, Kind, Scan, clean_name, kind_of, words_of
from directory.files.rules.office import wrong_with_office
from directory.files.rules.pdf import wrong_with_pdf
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState

SCAN_JOB = "files.scan"
INFECTED = "A virus was found in this file, so nobody may open it"
WAITING = "This file is being checked for viruses. Try again in a minute"


@dataclass(frozen=True)
class Handed:
    """A file as it is handed to somebody."""

    name: str
    kind: Kind
    content: bytes


@atomic
def store(
    actor: Actor,
    stream: BinaryIO,
    *,
    name: str,
    kinds: Collection[Kind],
    now: datetime,
    most_bytes: int = MOST_BYTES,
    when_scanned: str = "",
) -> StoredFile:
    """Keep a file for the actor's organisation; the calling feature has asked whether the actor may.

    ``when_scanned`` names the job that is told (``file_id``) once the scanner has looked. Raises Invalid (``file``)
    for what is empty, too large, none of ``kinds`` by its content, or a PDF with programs in it.
    """
    content = taken(stream, most_bytes)
    kind = kind_of(content)
    if kind not in kinds or kind is None:
        raise Invalid.field("file", f"The file must be a {words_of(kinds)} that opens. Save it as one and try again")
    if kind is Kind.PDF and (words := wrong_with_pdf(content)):
        raise Invalid.field("file", f"We cannot take this PDF: {words}. Print it to a new PDF and send that")
    if kind in {Kind.DOCX, Kind.XLSX} and (words := wrong_with_office(content)):
        raise Invalid.field(
            "file", f"We cannot take this file: {words}. Save it without that, or as a PDF, and send that"
        )
    scans = clamd.configured()
    stored = StoredFile(
        organisation_id=actor.organisation_id,
        uploaded_by=actor.person_id,
        uploaded_at=now,
        name=clean_name(name, kind),
        media_type=kind,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        scan=Scan.WAITING if scans else Scan.UNSCANNED,
        when_scanned=when_scanned,
    )
    db.session.add(stored)
    db.session.flush()
    db.session.add_all(FilePart(file_id=stored.id, number=number, content=part) for number, part in parts(content))
    facts = {"kind": kind.value, "size_bytes": stored.size_bytes, "sha256": stored.sha256}
    audit.record(actor, "file:stored", stored, at=now, **facts)
    if scans:
        jobs.later(SCAN_JOB, key=f"{SCAN_JOB}:{stored.id}", file_id=stored.id)
    return stored


@atomic
def remove(actor: Actor, file_id: UUID, *, now: datetime) -> None:
    """Forget a file and its bytes; that it was there stays in the record. Raises NotFound."""
    stored = _held(file_id)
    audit.record(actor, "file:removed", stored, at=now, sha256=stored.sha256)
    db.session.delete(stored)
    db.session.flush()


@atomic
def hand_out(actor: Actor, file_id: UUID, *, now: datetime) -> Handed:
    """Give a file to somebody whom the calling feature lets see it, and write down that they took it.

    Raises NotFound, and WrongState while it waits for the scanner and once it is infected.
    """
    stored = db.session.get(StoredFile, file_id)
    if stored is None:
        raise NotFound
    if not stored.may_be_read:
        raise WrongState(INFECTED if stored.scan is Scan.INFECTED else WAITING)
    audit.record(actor, "file:downloaded", stored, at=now, scan=stored.scan)
    return Handed(stored.name, stored.media_type, read(stored))


@atomic
def note_scan(file_id: UUID, *, found: str, now: datetime) -> None:
    """Write down what the scanner found in a file (a virus's name, or nothing), and have its owner told."""
    stored = _held(file_id)
    stored.scan, stored.finding, stored.scanned_at = (Scan.INFECTED if found else Scan.CLEAN), found[:200], now
    audit.record(SYSTEM, "file:scanned", stored, at=now, scan=stored.scan, finding=stored.finding)
    if stored.when_scanned:
        jobs.later(stored.when_scanned, file_id=stored.id)


def _held(file_id: UUID) -> StoredFile:
    stored = db.session.scalar(select(StoredFile).where(StoredFile.id == file_id).with_for_update())
    if stored is None:
        raise NotFound
    return stored
