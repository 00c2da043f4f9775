"""Files of a tender: put, replaced and taken away in a draft; afterwards every version stays, with why it came."""

from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from directory import audit, files, jobs, notify
from directory.access import SYSTEM, Actor, Permission, require
from directory.files import PAPERS, StoredFile
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.tenders.actions.refusing import reason_given
from directory.tenders.models import Amendment, Document, DocumentVersion, Tender
from directory.tenders.queries.documents import public_version_of_file
from directory.tenders.queries.tender import owned_tender, ready
from directory.tenders.rules import LONGEST_TITLE, Move, Status
from directory.tenders.rules.amending import MATERIAL_DAYS, SOURCE, leaves_time

MOST_DOCUMENTS = 40
MOST_VERSIONS = 50
SCANNED_JOB = "tenders.document_scanned"


@atomic
def add_document(actor: Actor, tender_id: UUID, *, title: str, stream: BinaryIO, name: str, now: datetime) -> Document:
    """Put a file into a draft. Nobody outside the buying authorities reads it before publication.

    Raises NotAllowed, NotFound, WrongState where it is no draft, Invalid (``title``, ``file``).
    """
    tender, _ = _draft(actor, tender_id)
    if len(tender.documents) >= MOST_DOCUMENTS:
        raise Invalid.field("file", f"A tender has {MOST_DOCUMENTS} documents at most. Remove one first")
    document = Document(number=len(tender.documents) + 1, title=_title(title, name), versions=[])
    version = _version(actor, document, _stored(actor, stream, name, now), now)
    tender.documents.append(document)
    db.session.flush()
    _note(actor, "tender:document_added", tender, version, now)
    return document


@atomic
def replace_document(
    actor: Actor, tender_id: UUID, document_id: UUID, *, stream: BinaryIO, name: str, now: datetime
) -> Document:
    """Put another file in a document's place in a draft; the former one is forgotten."""
    tender, by = _draft(actor, tender_id)
    document = document_of(tender, document_id)
    stored = _stored(actor, stream, name, now)
    former = document.present
    file_id = former.file_id
    former.file_id, former.added_at, former.added_by = stored.id, now, by
    db.session.flush()
    db.session.expire(former, ["file"])
    files.remove(actor, file_id, now=now)
    _note(actor, "tender:document_replaced", tender, former, now)
    return document


@atomic
def remove_document(actor: Actor, tender_id: UUID, document_id: UUID, *, now: datetime) -> Tender:
    """Take a document out of a draft, with its bytes; those after it move up."""
    tender, _ = _draft(actor, tender_id)
    document = document_of(tender, document_id)
    file_ids = [version.file_id for version in document.versions]
    audit.record(actor, "tender:document_removed", tender, at=now, number=document.number, title=document.title)
    tender.documents.remove(document)
    db.session.flush()
    for file_id in file_ids:
        files.remove(actor, file_id, now=now)
    for number, left in enumerate(tender.documents, 1):
        left.number = number
        db.session.flush()
    return tender


@atomic
def publish_version(
    actor: Actor,
    tender_id: UUID,
    document_id: UUID | None,
    *,
    title: str = "",
    stream: BinaryIO,
    name: str,
    reason: str,
    material: bool,
    now: datetime,
) -> Amendment:
    """Publish a new version of a document (or, without one, another document) as an amendment; the old ones stay.

    A material one needs time: where bids close sooner, the deadline is amended first. Raises NotAllowed, NotFound,
    WrongState once bids have closed, Invalid.
    """
    require(actor, Permission.TENDER_PUBLISH)
    tender = ready(actor, tender_id, Move.AMEND, now, lock=True)
    if actor.person_id is None:
        raise NotAllowed
    why = reason_given(reason)
    if material and not leaves_time(tender.closes_at, now):
        words = f"A material change leaves at least {MATERIAL_DAYS} days from today: amend the deadline for bids first"
        raise Invalid.field("material", f"{words} ({SOURCE})")
    if document_id is None:
        if len(tender.documents) >= MOST_DOCUMENTS:
            raise Invalid.field("file", f"A tender has {MOST_DOCUMENTS} documents at most")
        document = Document(number=len(tender.documents) + 1, title=_title(title, name), versions=[])
        tender.documents.append(document)
    else:
        document = document_of(tender, document_id)
    if len(document.versions) >= MOST_VERSIONS:
        raise Invalid.field("file", f"A document has {MOST_VERSIONS} versions at most")
    before = document.versions[-1] if document.versions else None
    version = _version(actor, document, _stored(actor, stream, name, now), now)
    version.reason = why
    made = Amendment(
        number=len(tender.amendments) + 1,
        amended_at=now,
        amended_by=actor.person_id,
        material=material,
        reason=why,
        differences={"documents": [_said(document, before), _said(document, version)]},
    )
    tender.amendments.append(made)
    tender.edited_by, tender.edited_at = actor.person_id, now
    db.session.flush()
    _note(actor, "tender:document_published", tender, version, now, amendment=made.number, material=material)
    jobs.later("tenders.tell_amended", tender_id=tender.id, number=made.number)
    return made


@atomic
def tell_infected(file_id: UUID, *, now: datetime) -> None:
    """Tell the authority that a virus was found in a document, so that nobody gets it."""
    found = public_version_of_file(file_id)
    if found is None:
        return
    tender, document = found
    notify.notice(
        text=f"A virus was found in a document of {tender.title}: nobody can open it. Replace it"[:300],
        endpoint="tenders.documents",
        arguments={"tender_id": tender.id},
        organisation_id=tender.authority_id,
        permission=Permission.TENDER_DRAFT,
        at=now,
    )
    audit.record(SYSTEM, "tender:document_infected", tender, at=now, number=document.number)


def _draft(actor: Actor, tender_id: UUID) -> tuple[Tender, UUID]:
    require(actor, Permission.TENDER_DRAFT)
    tender = owned_tender(actor, tender_id, lock=True)
    if tender.status != Status.DRAFT:
        raise WrongState("Only a draft’s documents can be changed. Make the tender a draft again first")
    if actor.person_id is None:
        raise NotAllowed
    return tender, actor.person_id


def document_of(tender: Tender, document_id: UUID) -> Document:
    """Give a document of a tender. Raises NotFound."""
    for document in tender.documents:
        if document.id == document_id:
            return document
    raise NotFound


def _title(title: str, name: str) -> str:
    given = " ".join(title.split()) or name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0].strip()
    if not given:
        raise Invalid.field("title", "Say what the document is")
    if len(given) > LONGEST_TITLE:
        raise Invalid.field("title", f"Use {LONGEST_TITLE} characters or fewer")
    return given


def _stored(actor: Actor, stream: BinaryIO, name: str, now: datetime) -> StoredFile:
    return files.store(actor, stream, name=name, kinds=PAPERS, now=now, when_scanned=SCANNED_JOB)


def _version(actor: Actor, document: Document, stored: StoredFile, now: datetime) -> DocumentVersion:
    made = DocumentVersion(
        number=len(document.versions) + 1, file_id=stored.id, added_at=now, added_by=actor.person_id, reason=""
    )
    document.versions.append(made)
    return made


def _note(actor: Actor, event: str, tender: Tender, version: DocumentVersion, now: datetime, **facts: object) -> None:
    if tender.status == Status.DRAFT and actor.person_id is not None:
        tender.edited_by, tender.edited_at = actor.person_id, now
    told = {"document": version.document_id, "version": version.number, "sha256": version.file.sha256, **facts}
    audit.record(actor, event, tender, at=now, **told)


def _said(document: Document, version: DocumentVersion | None) -> str:
    return f"{document.title}, version {version.number}" if version else ""
