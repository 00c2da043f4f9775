from directory.access import Actor
from directory.finder.models import KeyboardChoice
from directory.kit.db import db


def shortcuts(actor: Actor) -> bool:
    """Say whether single keys do something for this actor; never for a stranger, who could not turn them off."""
    if actor.person_id is None:
        return False
    known = db.session.get(KeyboardChoice, actor.person_id)
    return known is None or known.shortcuts
