from datetime import datetime
from typing import Any

from flask import has_request_context
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from directory.access import Actor
from directory.audit.models import AuditHead, AuditRecord
from directory.audit.rules import START, sealed
from directory.kit import atomic
from directory.kit.canonical import canonical
from directory.kit.crypto import key_for
from directory.kit.db import db
from directory.telemetry import request_id

KEY_PURPOSE = "audit"
_PENDING = "audit_pending"


def record(actor: Actor, event: str, thing: Any, *, at: datetime, **facts: Any) -> None:
    """Record within the running action that ``actor`` did ``event`` (``thing:past-tense``) to ``thing``.

    ``facts`` go into the record as JSON: never a child's detail, a secret or a confidential address.
    ``thing`` is a row with an id. Raises RuntimeError outside an action.
    """
    session = db.session()
    atomic.recorded(session)
    kind, _, past_tense = event.partition(":")
    if not past_tense:
        raise ValueError(f"{event}: an event is thing:past-tense")
    session.info.setdefault(_PENDING, []).append((actor, event, kind, thing, at, facts))


def _seal_pending(session: Session) -> None:
    """Write what the action recorded at the end of the chain: last, so that the chain's lock is held shortly."""
    pending = session.info.pop(_PENDING, [])
    if not pending:
        return
    key = key_for(KEY_PURPOSE)
    head = session.scalar(select(AuditHead).with_for_update())
    if head is None:
        head = AuditHead(id=1, sequence=0, seal=START)
        session.add(head)
    asked_by = request_id() if has_request_context() else ""
    rows = []
    for actor, event, kind, thing, at, facts in pending:
        row = {
            "sequence": head.sequence + 1,
            "at": at,
            "event": event,
            "person_id": actor.person_id,
            "organisation_id": actor.organisation_id,
            "thing_kind": kind,
            "thing_id": str(thing.id),
            "request_id": asked_by,
            "facts": canonical(facts),
        }
        head.seal = row["seal"] = sealed(key, head.seal, **row)
        head.sequence += 1
        rows.append(row)
    session.execute(insert(AuditRecord), rows)


def _forget(session: Session, *_: object) -> None:
    session.info.pop(_PENDING, None)


atomic.before_commit.append(_seal_pending)
sqlalchemy_event.listen(Session, "after_rollback", _forget)
