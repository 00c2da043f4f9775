from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from directory import jobs
from directory.files import clamd
from directory.files.actions import SCAN_JOB, note_scan
from directory.files.contents import read
from directory.files.models import StoredFile
from directory.files.rules import Scan
from directory.kit import clock
from directory.kit.db import db

PATIENCE = timedelta(hours=1)
AT_ONCE = 200


@jobs.handler(SCAN_JOB)
def scan(file_id: str) -> None:
    """Have a file looked at. Tried again while clamd does not answer; nobody gets the file till then."""
    stored = db.session.get(StoredFile, UUID(file_id))
    if stored is None or stored.scanned_at is not None or not clamd.configured():
        return
    content = read(stored)
    db.session.rollback()  # clamd takes its time: nothing is held meanwhile
    note_scan(UUID(file_id), found=clamd.finding(content), now=clock.now())


@jobs.every(timedelta(hours=1), "files.scan_left")
def scan_left() -> None:
    """Scan what still waits because clamd was away for long, and what was sent before this site had a scanner."""
    if not clamd.configured():
        return
    chosen = select(StoredFile.id).where(
        StoredFile.scan.in_([Scan.WAITING, Scan.UNSCANNED]), StoredFile.uploaded_at < clock.now() - PATIENCE
    )
    left = db.session.scalars(chosen.order_by(StoredFile.uploaded_at, StoredFile.id).limit(AT_ONCE)).all()
    for file_id in left:
        scan(str(file_id))
