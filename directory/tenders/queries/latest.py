from datetime import datetime

from sqlalchemy import case, func, select

from directory.access import Actor
from directory.kit.db import db
from directory.tenders.models import Tender
from directory.tenders.queries.tender import Wanted, wanted_conditions


def latest(actor: Actor, wanted: Wanted, now: datetime, *, most: int) -> list[tuple[Tender, datetime]]:
    """Give the published tenders that the actor may see and that changed last, newest first, with when they did.

    Publication, an amendment, a decision and an ending are changes.
    """
    amended = case((Tender.edited_at > Tender.published_at, Tender.edited_at), else_=Tender.published_at)
    changed_at = func.coalesce(Tender.ended_at, Tender.announced_at, amended)
    rows = db.session.execute(
        select(Tender, changed_at)
        .where(*wanted_conditions(actor, wanted, now), Tender.published_at.is_not(None))
        .order_by(changed_at.desc(), Tender.reference)
        .limit(most)
    )
    return [(tender, at) for tender, at in rows]
