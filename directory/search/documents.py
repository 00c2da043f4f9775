"""Rows of ``search_documents`` as the documents they hold."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Row

from directory.codes import Specialism
from directory.search.port import Document, Viewer

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

_KNOWN = {specialism.value for specialism in Specialism}
_NAMES = tuple(field.name for field in fields(Document))


def claims(kept: Mapping[str, str | None]) -> dict[Specialism, date | None]:
    """Give the claims of a row, by specialism: assured until when, or None. Codes no longer known are left out."""
    return {
        Specialism(code): date.fromisoformat(until) if until else None for code, until in kept.items() if code in _KNOWN
    }


def document_of(row: AnyRow) -> Document:
    """Give the document that a row holds."""
    values = {name: getattr(row, name) for name in _NAMES}
    values["specialisms"] = claims(values["specialisms"])
    values["languages"] = tuple(values["languages"])
    return Document(**values)


def may_see(viewer: Viewer, document: Document) -> bool:
    """Say whether a document may appear to this viewer."""
    own = viewer.organisation_id is not None and viewer.organisation_id == document.organisation_id
    return viewer.sees_confidential or own or not document.confidential
