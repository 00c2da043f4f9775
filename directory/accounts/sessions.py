"""Who is signed in: the browser's session or a bearer token, as an ``Actor``.

A session ends after ``session_idle_minutes`` without a request, ``session_hours`` after sign-in, on signing out
(the cookie names a row, so a copy of it ends too), when the person is made inactive, and when ``sessions_from``
passes its beginning (password changed, signed out everywhere).

A half session is what somebody has between password and second factor. It signs in nobody: every guard sees NOBODY.
"""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import update
from sqlalchemy.orm import joinedload

from directory.access import NOBODY, Actor
from directory.access.guards import use_actors_of
from directory.accounts.models import ApiToken, Person, SignedInSession
from directory.accounts.queries import public_token
from directory.accounts.rules import HALF_SESSION_LASTS, granted
from directory.kit import clock
from directory.kit.bookkeeping import aside
from directory.kit.db import db
from directory.kit.errors import NotSignedIn
from directory.kit.settings import Settings

_ID, _BEGAN, _SEEN, _HALF = "session_id", "began_at", "seen_at", "half"
LAST_USED_EVERY = timedelta(minutes=1)
BAD_TOKEN = "The token is not known, has expired or was revoked"  # noqa: S105 - words


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps of a person: the id; the actor is read with every request."""

    def __init__(self, actor: Actor) -> None:
        self.id = str(actor.person_id)
        self.actor = actor


def begin(actor: Actor, session_id: UUID, now: datetime) -> None:
    """Begin a session for ``actor``; nothing of the session before it is kept, so none can be fixed."""
    session.clear()
    login_user(SignedIn(actor))
    g.pop("actor", None)
    session[_ID] = str(session_id)
    session[_BEGAN] = session[_SEEN] = now.timestamp()


def end() -> None:
    """End this browser's session."""
    logout_user()
    session.clear()
    g.pop("actor", None)


def current_id() -> UUID | None:
    """Give the id of this browser's session."""
    return UUID(session[_ID]) if _ID in session else None


def begin_half(person_id: UUID, now: datetime) -> None:
    """Remember, for ten minutes, that the password of ``person_id`` was right."""
    session.clear()
    session[_HALF] = {"person_id": str(person_id), "at": now.timestamp()}


def half(now: datetime) -> Person:
    """Give the person whose second factor is awaited. Raises NotSignedIn where there is none, or it took too long."""
    kept = session.get(_HALF)
    if kept and now.timestamp() - kept["at"] <= HALF_SESSION_LASTS.total_seconds():
        person = db.session.get(Person, UUID(kept["person_id"]))
        if person and person.active and kept["at"] >= person.sessions_from.timestamp():
            return person
    session.pop(_HALF, None)
    raise NotSignedIn


def _load(person_id: str) -> SignedIn | None:
    actor = _session_actor(person_id)
    if actor is None:
        session.clear()
        return None
    session[_SEEN] = clock.now().timestamp()
    return SignedIn(actor)


def _session_actor(person_id: str) -> Actor | None:
    settings: Settings = current_app.config["SETTINGS"]
    now = clock.now().timestamp()
    began, seen, session_id = session.get(_BEGAN, 0.0), session.get(_SEEN, 0.0), session.get(_ID)
    idle = timedelta(minutes=settings.session_idle_minutes).total_seconds()
    if now - seen > idle or now - began > timedelta(hours=settings.session_hours).total_seconds() or not session_id:
        return None
    whole = joinedload(SignedInSession.person).joinedload(Person.organisation)
    row = db.session.get(SignedInSession, UUID(session_id), options=[whole])
    if row is None or row.ended_at is not None or str(row.person_id) != person_id:
        return None
    person = row.person
    if not person.active or began < person.sessions_from.timestamp():
        return None
    if person.needs_second_factor and person.totp_secret is None:
        return None
    return person.actor()


def _actor() -> Actor:
    if request.blueprint and request.blueprint.split(".")[0] == "api":
        return token_actor()
    return current_user.actor if current_user.is_authenticated else NOBODY


def token_actor() -> Actor:
    """Give the actor of this request's bearer token; NOBODY without one.

    Raises NotSignedIn for a token that opens nothing: to go on as nobody would silently answer with less.
    """
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if not kind:
        return NOBODY
    now = clock.now()
    found = public_token(secret.strip()) if kind.lower() == "bearer" else None
    if found is None or not found.usable(now):
        raise NotSignedIn(BAD_TOKEN)
    _note_use(found, now)
    return found.person.actor(granted(found.scopes))


def _note_use(token: ApiToken, now: datetime) -> None:
    """Keep when a token was last used, to the minute: bookkeeping, not a change of anybody's."""
    if token.last_used_at is None or now - token.last_used_at >= LAST_USED_EVERY:
        here = update(ApiToken).where(ApiToken.id == token.id).values(last_used_at=now)
        aside(lambda connection: connection.execute(here))


def init(app: Flask) -> None:
    """Set Flask-Login up on ``app`` and tell the guards who asks."""
    manager = LoginManager(app)
    manager.session_protection = None  # it ties a session to an address, and mobile ones change theirs
    manager.user_loader(_load)
    use_actors_of(app, _actor)
