from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from directory.kit import atomic
from directory.kit.db import db
from directory.search.documents import kept_group
from directory.search.models import SearchDocument, SearchSequence, SearchSynonyms
from directory.search.port import Document

TEXT_FIELDS = ("name", "organisation_name", "description", "specialisms")
_PENDING = "search_pending"
_NUMBERED = "search_numbered"


def put(document: Document) -> None:
    """Put a published service into the index, or replace what it knew of it, when the running action commits."""
    _pend(document.service_id, document)


def remove(service_id: UUID) -> None:
    """Take a service out of the index when the running action commits; nothing happens if it is not there."""
    _pend(service_id, None)


def _pend(service_id: UUID, document: Document | None) -> None:
    session = db.session()
    if not atomic.acting(session):
        raise RuntimeError("the index is changed inside an action")
    session.info.setdefault(_PENDING, {})[service_id] = document


def number(row: SearchSynonyms) -> None:
    """Give a row the counter's next number when the running action commits: so every process looks at it anew."""
    session = db.session()
    if not atomic.acting(session):
        raise RuntimeError("the words of the search are changed inside an action")
    session.info.setdefault(_NUMBERED, []).append(row)


def as_row(document: Document) -> dict[str, Any]:
    """Give a document as the values of its row."""
    row = {f.name: getattr(document, f.name) for f in fields(document)}
    row["specialisms"] = {k.value: v.isoformat() if v else None for k, v in sorted(document.specialisms.items())}
    row["languages"] = sorted(document.languages)
    row["groups"] = [kept_group(each) for each in document.groups]
    return row


def _write_pending(session: Session) -> None:
    """Write what is pending at the very end, so that the counter's lock is held shortly."""
    pending: Mapping[UUID, Document | None] = session.info.pop(_PENDING, {})
    numbered: Sequence[SearchSynonyms] = session.info.pop(_NUMBERED, ())
    if not pending and not numbered:
        return
    counter = session.scalar(select(SearchSequence).with_for_update())
    if counter is None:
        counter = SearchSequence(id=1, value=0)
        session.add(counter)
    for row in numbered:
        counter.value += 1
        row.sequence = counter.value
    known = _known(session, list(pending))
    for service_id, document in pending.items():
        _write(session, counter, known.get(service_id), document)


def _known(session: Session, ids: Sequence[UUID]) -> dict[UUID, SearchDocument]:
    known: dict[UUID, SearchDocument] = {}
    for start in range(0, len(ids), 500):
        chosen = SearchDocument.service_id.in_(ids[start : start + 500])
        known |= {row.service_id: row for row in session.scalars(select(SearchDocument).where(chosen))}
    return known


def _write(session: Session, counter: SearchSequence, row: SearchDocument | None, document: Document | None) -> None:
    """Write one document, under the next number if anything of it changed."""
    if document is None:
        if row is not None and not row.gone:
            counter.value += 1
            row.gone, row.sequence, row.text_sequence = True, counter.value, counter.value
        return
    values = as_row(document)
    if row is None:
        counter.value += 1
        session.add(SearchDocument(**values, gone=False, sequence=counter.value, text_sequence=counter.value))
        return
    changed = {name for name, value in values.items() if getattr(row, name) != value}
    if not changed and not row.gone:
        return
    counter.value += 1
    if row.gone or changed.intersection(TEXT_FIELDS):
        row.text_sequence = counter.value
    row.sequence, row.gone = counter.value, False
    for name in changed:
        setattr(row, name, values[name])


def _forget(session: Session, *_: object) -> None:
    session.info.pop(_PENDING, None)
    session.info.pop(_NUMBERED, None)


atomic.before_commit.append(_write_pending)
event.listen(Session, "after_rollback", _forget)
