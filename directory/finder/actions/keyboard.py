from datetime import datetime

from directory import audit
from directory.access import Actor
from directory.accounts.people import locked
from directory.finder.models import KeyboardChoice
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import NotSignedIn


@atomic
def choose(actor: Actor, *, shortcuts: bool, now: datetime) -> None:
    """Turn single-key shortcuts on or off for oneself (WCAG 2.2, 2.1.4 asks that they can be turned off)."""
    if actor.person_id is None:
        raise NotSignedIn
    locked(actor.person_id)
    known = db.session.get(KeyboardChoice, actor.person_id)
    if known is None:
        known = KeyboardChoice(person_id=actor.person_id, shortcuts=shortcuts)
        db.session.add(known)
    known.shortcuts = shortcuts
    audit.record(actor, "keyboard:chosen", known, at=now, shortcuts=shortcuts)
