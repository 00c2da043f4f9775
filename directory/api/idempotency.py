"""A change that is sent twice is made once: ``Idempotency-Key`` on every POST, PUT and PATCH of API v1.

The first request with a key takes it: a row that the database lets exist once for a token and key. What it answers
is kept, sealed, for 24 hours and given again to the same request, with ``Idempotency-Replayed: true``. The same key
with anything else is refused (422), and so is one whose first request is not answered yet (409, ``Retry-After``).
Only what was done is kept: a refusal changed nothing, so the key is free again.
"""

import json
from datetime import timedelta

from flask import Blueprint, Response, current_app, g, make_response, request
from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from directory.access.actor import Actor
from directory.access.guards import current_actor, guard_of
from directory.api.models import KeptAnswer
from directory.api.operations import most_bytes
from directory.kit import clock
from directory.kit.bookkeeping import aside
from directory.kit.crypto import fingerprint
from directory.kit.db import insert_unless_there
from directory.kit.errors import Invalid, Refusal

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
METHODS = frozenset({"POST", "PUT", "PATCH"})
LONGEST_KEY = 200
KEPT = timedelta(hours=24)
# an answer takes seconds: whoever took the key longer ago than this has died with it
LONGEST_ANSWER = timedelta(minutes=2)
RETRY_AFTER_SECONDS = 1
_PURPOSE = "idempotency"
_KEPT_HEADERS = ("Content-Type", "ETag", "Location")


class StillAnswering(Refusal):
    """The first request with this key is not answered yet."""

    status = 409
    title = "The first request with this Idempotency-Key is not answered yet"
    retry_after_seconds = RETRY_AFTER_SECONDS


def init(face: Blueprint) -> None:
    """Let every change through ``face`` be sent twice."""
    face.before_request(_before)
    face.after_request(_after)


def _before() -> Response | None:
    """Take the key, or answer as it was answered before."""
    if request.method not in METHODS or HEADER not in request.headers:
        return None
    actor = current_actor()
    if not actor.signed_in:
        return None  # the guard refuses it
    guard_of(current_app.view_functions[request.endpoint or ""]).check(actor)
    row = _asked(actor)
    kept = aside(lambda connection: _taken(connection, row))
    if kept is None:
        g.idempotency = row
        return None
    asked, answer = kept
    if asked != row.asked:
        raise Invalid.field(HEADER, "This key was used for another request in the last 24 hours: use a new one")
    if answer is None:
        raise StillAnswering
    return _again(answer)


def _asked(actor: Actor) -> KeptAnswer:
    key = request.headers[HEADER]
    if not 1 <= len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Invalid.field(HEADER, f"Send up to {LONGEST_KEY} plain characters, for example a UUID")
    if request.is_json:
        request.max_content_length = most_bytes()
    body = request.get_data().decode("latin-1")
    address = request.full_path.rstrip("?")
    return KeptAnswer(
        token=fingerprint(_PURPOSE, f"{actor.person_id} {request.headers.get('Authorization', '')}"),
        key=fingerprint(_PURPOSE, key),
        asked=fingerprint(_PURPOSE, json.dumps([request.method, address, body])),
        taken_at=clock.now(),
    )


def _taken(connection: Connection, row: KeptAnswer) -> tuple[str, str | None] | None:
    """Give what was asked and answered with this key; None where it is ours now: free, too old, or its taker died."""
    here = (KeptAnswer.token == row.token) & (KeptAnswer.key == row.key)
    gone = KeptAnswer.taken_at <= row.taken_at - KEPT
    died = KeptAnswer.answer.is_(None) & (KeptAnswer.taken_at <= row.taken_at - LONGEST_ANSWER)
    connection.execute(delete(KeptAnswer).where(here, gone | died))
    values = {"token": row.token, "key": row.key, "asked": row.asked, "taken_at": row.taken_at}
    made = insert_unless_there(connection, KeptAnswer.__table__).values(**values).on_conflict_do_nothing()
    if connection.execute(made.returning(KeptAnswer.id)).first() is not None:
        return None
    kept = connection.execute(select(KeptAnswer.asked, KeptAnswer.answer).where(here)).first()
    return (kept.asked, kept.answer) if kept else (row.asked, None)  # freed in between: let them ask again


def _after(response: Response) -> Response:
    """Keep what was done; free the key of what was refused."""
    row: KeptAnswer | None = g.pop("idempotency", None)
    if row is None:
        return response
    # by time too: the key may be another's by now, if this answer took longer than anybody waits
    ours = (KeptAnswer.token == row.token) & (KeptAnswer.key == row.key) & (KeptAnswer.taken_at == row.taken_at)
    if response.status_code < 400:
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        answer = json.dumps([response.status_code, headers, response.get_data(as_text=True)])
        aside(lambda connection: connection.execute(update(KeptAnswer).where(ours).values(answer=answer)))
    else:
        aside(lambda connection: connection.execute(delete(KeptAnswer).where(ours)))
    return response


def _again(answer: str) -> Response:
    status, headers, body = json.loads(answer)
    response = make_response(body, status)
    response.headers.update(headers)
    response.headers[REPLAYED] = "true"
    return response
