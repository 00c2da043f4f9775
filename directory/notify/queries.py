from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, or_, select

from directory.access import Actor
from directory.kit.db import db
from directory.notify.models import Notice


def for_actor(actor: Actor) -> ColumnElement[bool]:
    """Give the condition under which a notice is this actor's."""
    if not actor.signed_in:
        return false()
    theirs = and_(Notice.organisation_id == actor.organisation_id, Notice.permission.in_(sorted(actor.permissions)))
    return or_(Notice.person_id == actor.person_id, theirs)


def notices(actor: Actor, *, limit: int = 20) -> Sequence[Notice]:
    """Give the actor's unread notices, newest first."""
    return db.session.scalars(
        select(Notice)
        .where(for_actor(actor), Notice.read_at.is_(None))
        .order_by(Notice.at.desc(), Notice.id)
        .limit(limit)
    ).all()
