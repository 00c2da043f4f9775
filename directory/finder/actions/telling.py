"""What the worker does with saved searches: keeps what is news, and tells it to whoever wants to know."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit, notify
from directory.access import Actor
from directory.finder.actions.saved import RESULTS, note
from directory.finder.models import SavedSearch, SavedSearchNews
from directory.finder.queries.saved import Looked
from directory.finder.rules.saved import Alerts, What, is_due, told
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db

SUBJECT = "A saved search has news"


@atomic
def keep_news(actor: Actor, saved_search_id: UUID, *, before: int, looked: Looked, now: datetime) -> int:
    """Keep what a search finds now; give how much is news. Nothing where somebody looked since ``before``."""
    saved = _locked(saved_search_id)
    if saved is None or saved.sequence != before:
        return 0
    found = note(saved, looked, now)
    audit.record(actor, "saved_search:watched", saved, at=now, news=found)
    return found


@atomic
def tell(actor: Actor, saved_search_id: UUID, *, now: datetime) -> int:
    """Tell the owner what is news and was not told, if it is time; give how much. No word of what was asked."""
    saved = _locked(saved_search_id)
    here = clock.in_london(now)
    if saved is None:
        return 0
    # a notice waits quietly; an email makes a telephone ring
    wakes = saved.alerts is Alerts.EMAIL and not saved.at_night
    if not is_due(saved.pace, saved.told_at and clock.in_london(saved.told_at).date(), here, wakes=wakes):
        return 0
    untold = db.session.scalars(
        select(SavedSearchNews)
        .where(SavedSearchNews.saved_search_id == saved.id, SavedSearchNews.told_at.is_(None))
        .order_by(SavedSearchNews.found_at, SavedSearchNews.id)
    ).all()
    if not untold:
        return 0
    for one in untold:
        one.told_at = now
    saved.told_at = now
    matches = {one.service_id for one in untold if one.what is What.NEW_MATCH}
    freed = {one.service_id for one in untold if one.what is What.PLACE_FREED} - matches
    _send(saved, f"A saved search has {told(len(matches), len(freed))}", now)
    audit.record(actor, "saved_search:told", saved, at=now, matches=len(matches), freed=len(freed), by=saved.alerts)
    return len(untold)


def _send(saved: SavedSearch, words: str, now: datetime) -> None:
    """Leave a notice or queue a mail. A search's name may hold a child's detail: it goes into neither."""
    if saved.alerts is Alerts.HERE:
        notify.notice(
            text=words, endpoint=RESULTS, arguments={"saved_search_id": saved.id}, person_id=saved.person_id, at=now
        )
    elif saved.alerts is Alerts.EMAIL:
        body = (
            f"{words}.\n\nSee them here:\n\n{notify.link(f'/services/saved/{saved.id}')}\n\n"
            "What you searched for stands in no email. To change or stop these emails:\n\n"
            f"{notify.link(f'/services/saved/{saved.id}/settings')}\n"
        )
        notify.mail(to=saved.person.email, subject=SUBJECT, body=body)


def _locked(saved_search_id: UUID) -> SavedSearch | None:
    return db.session.scalar(select(SavedSearch).where(SavedSearch.id == saved_search_id).with_for_update())
