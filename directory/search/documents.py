"""Rows of ``search_documents`` as the documents they hold."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Protocol
from uuid import UUID

from directory.codes import Gender, Rating, ServiceType, Specialism
from directory.search.port import Apart, Document, Viewer


class AnyRow(Protocol):
    """A row with its values by the names of their columns: of SQLAlchemy, or ``Kept``."""

    def __getattr__(self, name: str, /) -> Any: ...


_KNOWN = {specialism.value for specialism in Specialism}
_NAMES = tuple(field.name for field in fields(Document))


def claims(kept: Mapping[str, str | None]) -> dict[Specialism, date | None]:
    """Give the claims of a row, by specialism: assured until when, or None. Codes no longer known are left out."""
    return {
        Specialism(code): date.fromisoformat(until) if until else None for code, until in kept.items() if code in _KNOWN
    }


def kept_group(group: Apart) -> dict[str, Any]:
    """Give places kept apart as a row holds them."""
    day = group.available_from.isoformat() if group.available_from else None
    return asdict(group) | {"gender": group.gender.value, "available_from": day}


def groups(kept: Sequence[Mapping[str, Any]]) -> tuple[Apart, ...]:
    """Give the places kept apart that a row holds."""
    return tuple(
        Apart(**{**each, "gender": Gender(each["gender"]), "available_from": _date(each["available_from"])})
        for each in kept
    )


def document_of(row: AnyRow) -> Document:
    """Give the document that a row holds."""
    values = {name: getattr(row, name) for name in _NAMES}
    values["specialisms"] = claims(values["specialisms"])
    values["languages"] = tuple(values["languages"])
    values["groups"] = groups(values["groups"])
    return Document(**values)


def kept_document(values: Sequence[Any]) -> Document:
    """Give the document of a row as the driver gives it (SQLite: texts, PostgreSQL: types), fields in their order."""
    kept = dict(zip(_NAMES, values, strict=True))
    for name, read in _READ.items():
        kept[name] = read(kept[name])
    return Document(**kept)


@lru_cache(maxsize=20_000)
def _uuid(kept: str | UUID) -> UUID:
    return kept if isinstance(kept, UUID) else UUID(kept)


def _date(kept: str | date | None) -> date | None:
    return date.fromisoformat(kept) if isinstance(kept, str) else kept


def _instant(kept: str | datetime | None) -> datetime | None:
    if kept is None:
        return None
    instant = datetime.fromisoformat(kept) if isinstance(kept, str) else kept
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def _json(kept: Any) -> Any:
    return json.loads(kept) if isinstance(kept, str) else kept


_READ_COLUMN: dict[str, Callable[[Any], Any]] = {
    "service_id": _uuid,
    "organisation_id": _uuid,
    "service_type": ServiceType,
    "specialisms": _json,
    "languages": _json,
    "gender": Gender,
    "rating": Rating,
    "available_from": _date,
    "rating_on": _date,
    "confirmed_at": _instant,
    "confidential": bool,
    "gone": bool,
    "emergency": bool,
    "by_assessment_only": bool,
    "groups": _json,
}
_READ: dict[str, Callable[[Any], Any]] = {
    **{name: read for name, read in _READ_COLUMN.items() if name in _NAMES},
    "specialisms": lambda kept: claims(_json(kept)),
    "languages": lambda kept: tuple(_json(kept)),
    "groups": lambda kept: groups(_json(kept)),
}


class Kept:
    """A row of ``search_documents`` made of what the driver gave for some of its columns."""

    def __init__(self, names: Iterable[str], values: Iterable[Any]) -> None:
        self.__dict__ = dict(zip(names, values, strict=True))
        for name in self.__dict__.keys() & _READ_COLUMN.keys():
            self.__dict__[name] = _READ_COLUMN[name](self.__dict__[name])

    def __getattr__(self, name: str, /) -> Any:
        raise AttributeError(name)


def may_see(viewer: Viewer, document: Document) -> bool:
    """Say whether a document may appear to this viewer."""
    own = viewer.organisation_id is not None and viewer.organisation_id == document.organisation_id
    return viewer.sees_confidential or own or not document.confidential
