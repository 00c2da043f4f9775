"""Asking for a procurement file, making it, handing it out: each of them is in the record."""

import hashlib
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from directory import audit, jobs, notify
from directory.access import SYSTEM, Actor
from directory.files.contents import parts
from directory.kit.atomic import atomic
from directory.kit.crypto import Unreadable
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.records.models import ProcurementFile, ProcurementFilePart
from directory.records.packing import PDF, entry_of, packed
from directory.records.queries import filed_tender, material, own_file
from directory.records.rules.withholding import Purpose, Secret
from directory.tenders.models import Tender

MAKE_JOB = "records.make"
LONGEST_REASON, LONGEST_REQUEST = 2000, 200
PATIENCE = timedelta(minutes=30)


@atomic
def ask(
    actor: Actor,
    tender_id: UUID,
    *,
    purpose: Purpose,
    shown: frozenset[Secret] = frozenset(),
    reason: str = "",
    request: str = "",
    now: datetime,
) -> ProcurementFile:
    """Have a procurement file of the authority's own tender made: whole for an auditor, or for an answer.

    For an answer (``RELEASE``) everything is withheld that is not in ``shown``, which needs a ``reason``; ``request``
    is how the authority names the request it answers. Raises NotAllowed, NotFound; Invalid (``reason``, ``request``);
    WrongState for an answer about a tender that nobody could see yet, and while another file is being made.
    """
    tender = filed_tender(actor, tender_id)
    if actor.person_id is None:
        raise NotFound
    reason, request = reason.strip(), request.strip()
    _check(tender, purpose, shown, reason, request)
    waiting = select(ProcurementFile.id).where(
        ProcurementFile.tender_id == tender.id,
        ProcurementFile.made_at.is_(None),
        ProcurementFile.asked_at > now - PATIENCE,
    )
    if db.session.scalar(waiting.limit(1)) is not None:
        raise WrongState("A file of this tender is being made. Wait until it is there, then ask for another")
    row = ProcurementFile(
        tender_id=tender.id,
        purpose=purpose,
        shown=sorted(secret.value for secret in shown) if purpose == Purpose.RELEASE else [],
        reason=reason,
        request=request,
        asked_by=actor.person_id,
        asked_at=now,
    )
    db.session.add(row)
    db.session.flush()
    facts = {"tender": tender.id, "purpose": purpose, "shown": row.shown}
    audit.record(actor, "procurement_file:asked", row, at=now, **facts)
    jobs.later(MAKE_JOB, key=f"{MAKE_JOB}:{row.id}", file_id=row.id)
    return row


def _check(tender: Tender, purpose: Purpose, shown: frozenset[Secret], reason: str, request: str) -> None:
    wrong = {}
    if purpose == Purpose.RELEASE:
        if tender.published_at is None:
            raise WrongState("This tender is not published, so there is nothing to give out yet")
        if not request:
            wrong["request"] = "Enter the reference or the date of the request"
        if shown and not reason:
            wrong["reason"] = "Say why you give out what is withheld otherwise"
    if len(reason) > LONGEST_REASON:
        wrong["reason"] = f"Use {LONGEST_REASON:,} characters or fewer"
    if len(request) > LONGEST_REQUEST:
        wrong["request"] = f"Use {LONGEST_REQUEST} characters or fewer"
    if wrong:
        raise Invalid(fields=wrong)


@atomic
def make(file_id: UUID, *, now: datetime) -> None:
    """Make a file that was asked for; nothing where it is made already."""
    row = db.session.scalar(select(ProcurementFile).where(ProcurementFile.id == file_id).with_for_update())
    if row is None:
        raise NotFound
    if row.made_at is not None:
        return
    tender = db.session.get_one(Tender, row.tender_id)
    site = Actor(organisation_id=tender.authority_id, kind=SYSTEM.kind, system=True, name=SYSTEM.name)
    shown = frozenset(Secret(one) for one in row.shown)
    made = packed(material(site, tender, now), row.purpose, shown)
    db.session.add_all(
        ProcurementFilePart(file_id=row.id, number=number, content=part) for number, part in parts(made.content)
    )
    row.made_at, row.size_bytes, row.pages = now, len(made.content), made.pages
    row.sha256 = hashlib.sha256(made.content).hexdigest()
    row.entries = [{"name": name, "size_bytes": size, "sha256": digest} for name, size, digest in made.entries]
    row.withheld = [{**asdict(one), "sections": list(one.sections)} for one in made.withheld]
    facts = {"tender": tender.id, "purpose": row.purpose, "sha256": row.sha256, "for": row.asked_by}
    audit.record(site, "procurement_file:made", row, at=now, **facts)
    notify.notice(
        text=f"The procurement file of {tender.title} ({tender.reference}) is made"[:300],
        endpoint="records.show",
        arguments={"tender_id": tender.id, "file_id": row.id},
        person_id=row.asked_by,
        at=now,
    )


@atomic
def hand_out(actor: Actor, tender_id: UUID, file_id: UUID, *, whole: bool, now: datetime) -> bytes:
    """Give the ZIP of a made file, or its PDF alone where not ``whole``, and write down who took it.

    Raises NotAllowed, NotFound, WrongState while it is being made, Unreadable where its parts are not what was made.
    """
    row = own_file(actor, tender_id, file_id)
    if row.made_at is None:
        raise WrongState("The file is being made. Look again in a minute")
    chosen = select(ProcurementFilePart.content).where(ProcurementFilePart.file_id == row.id)
    content = b"".join(db.session.scalars(chosen.order_by(ProcurementFilePart.number)))
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise Unreadable("a procurement file's parts are not what was made")
    audit.record(actor, "procurement_file:taken", row, at=now, tender=row.tender_id, whole=whole)
    return content if whole else entry_of(content, PDF)
