from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor
from directory.files import Scan
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.tenders.models import Document, DocumentVersion, Tender
from directory.tenders.queries.tender import tender_for
from directory.tenders.rules import Problem, Section


def public_documents(tender: Tender) -> Sequence[Document]:
    """Give the documents of a tender by number, each with all its versions: as public as the tender itself."""
    return tender.documents


def document_version(actor: Actor, tender_id: UUID, document_id: UUID, number: int) -> DocumentVersion:
    """Give one version of a document of a tender that this actor may see. Raises NotFound."""
    for document in tender_for(actor, tender_id).documents:
        for version in document.versions:
            if (document.id, version.number) == (document_id, number):
                return version
    raise NotFound


def public_document_problems(tender: Tender) -> list[Problem]:
    """Give the documents that nobody could read if the tender were published now."""
    unread = [one for one in tender.documents if not one.present.file.may_be_read]
    return [
        Problem(
            Section.DOCUMENTS,
            "documents",
            f"A virus was found in {one.title}: replace it or take it away"
            if one.present.file.scan is Scan.INFECTED
            else f"{one.title} is still being checked for viruses: wait a minute",
            number=one.number,
        )
        for one in unread
    ]


def public_version_of_file(file_id: UUID) -> tuple[Tender, Document] | None:
    """Give the tender and the document that a file is of, if it is infected; None otherwise."""
    row = db.session.execute(
        select(Tender, Document, DocumentVersion)
        .join(Document, Document.tender_id == Tender.id)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(DocumentVersion.file_id == file_id)
    ).one_or_none()
    return (row[0], row[1]) if row and row[2].file.scan is Scan.INFECTED else None
