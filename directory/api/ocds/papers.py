"""What is read beside a notice: its documents, each as it stood at a moment, and the questions that were answered.

Source: the codelist documentType of the Open Contracting Data Standard 1.1 (biddingDocuments, clarifications).
"""

from datetime import datetime

from directory.api.filled import Block, filled
from directory.api.ocds.place import Place, instant
from directory.tenders.models import Answer, Document, DocumentVersion, Tender


def papers(tender: Tender, at: datetime, place: Place) -> list[Block]:
    """Give the documents that could be read at ``at``, each in the version that held then."""
    found = [(one, _held(one, at)) for one in tender.documents]
    return [_paper(tender, one, version, place) for one, version in found if version and version.file.may_be_read]


def _held(document: Document, at: datetime) -> DocumentVersion | None:
    return next((one for one in reversed(document.versions) if one.added_at <= at), None)


def _paper(tender: Tender, document: Document, version: DocumentVersion, place: Place) -> Block:
    first = document.versions[0].added_at
    published = max(first, tender.published_at) if tender.published_at else first
    return filled(
        id=f"document-{document.number}",
        documentType="biddingDocuments",
        title=document.title,
        description=version.reason or None,
        url=f"{place.notice_url}/documents/{document.id}/versions/{version.number}",
        datePublished=instant(published),
        dateModified=instant(version.added_at) if version.number > 1 else None,
        format=version.file.media_type,
    )


def clarification(answer: Answer, place: Place) -> Block:
    """Give a question and its answer as everybody reads them; who asked stands nowhere."""
    return filled(
        id=f"answer-{answer.number}",
        documentType="clarifications",
        title=f"Question {answer.number}",
        description=f"Question: {answer.question}\n\nAnswer: {answer.text}",
        url=f"{place.notice_url}#questions",
        datePublished=instant(answer.answered_at),
        format="text/html",
        language="en",
    )
