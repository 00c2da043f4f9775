"""Who is signed in: the browser's session or a bearer token, as an ``Actor``.

A session ends after ``session_idle_minutes`` without a request, ``session_hours`` after sign-in, when the person
is made inactive, and when ``sessions_from`` passes its beginning (password changed, signed out everywhere).
"""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask, current_app, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from directory.access import NOBODY, Actor
from directory.access.guards import use_actors_of
from directory.accounts.models import Person
from directory.kit import clock
from directory.kit.db import db
from directory.kit.settings import Settings

_BEGAN, _SEEN = "began_at", "seen_at"


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps of a person: the id; the actor is read with every request."""

    def __init__(self, actor: Actor) -> None:
        self.id = str(actor.person_id)
        self.actor = actor


def begin(person: Person, now: datetime) -> None:
    """Begin a session for ``person``; nothing of the session before it is kept, so none can be fixed."""
    session.clear()
    login_user(SignedIn(person.actor()))
    session[_BEGAN] = session[_SEEN] = now.timestamp()


def end() -> None:
    """End this browser's session."""
    logout_user()
    session.clear()


def _load(person_id: str) -> SignedIn | None:
    settings: Settings = current_app.config["SETTINGS"]
    now = clock.now().timestamp()
    began, seen = session.get(_BEGAN, 0.0), session.get(_SEEN, 0.0)
    idle = timedelta(minutes=settings.session_idle_minutes).total_seconds()
    if now - seen > idle or now - began > timedelta(hours=settings.session_hours).total_seconds():
        session.clear()
        return None
    person = db.session.get(Person, UUID(person_id))
    if person is None or not person.active or began < person.sessions_from.timestamp():
        session.clear()
        return None
    session[_SEEN] = now
    return SignedIn(person.actor())


def _actor() -> Actor:
    if request.blueprint and request.blueprint.split(".")[0] == "api":
        return token_actor()
    return current_user.actor if current_user.is_authenticated else NOBODY


def token_actor() -> Actor:
    """Give the actor of this request's bearer token; NOBODY without one."""
    return NOBODY


def init(app: Flask) -> None:
    """Set Flask-Login up on ``app`` and tell the guards who asks."""
    manager = LoginManager(app)
    manager.session_protection = None  # it ties a session to an address, and mobile ones change theirs
    manager.user_loader(_load)
    use_actors_of(app, _actor)
