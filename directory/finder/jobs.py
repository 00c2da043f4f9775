"""The worker watches saved searches: only when the index changed, and only those that a change may concern."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy import Update, exists, func, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import joinedload

from directory import jobs, search
from directory.access import SYSTEM, Permission
from directory.finder.actions import telling
from directory.finder.models import SavedSearch, SavedSearchMatch, SavedSearchNews
from directory.finder.queries.find import understood_query
from directory.finder.queries.saved import Part, look, public_sequence
from directory.finder.rules.saved import MOST_AT_ONCE, Alerts
from directory.finder.rules.saved_changes import Changed, may_match
from directory.geo.gazetteer import Gazetteer
from directory.geo.here import gazetteer_if_built
from directory.kit import clock
from directory.kit.bookkeeping import aside
from directory.kit.db import db
from directory.kit.understand import NotUnderstood
from directory.search.models import SearchDocument

MOST_LOOKS = 2000
MOST_CHANGES = 2000
BATCH = 500

log = structlog.get_logger("fairhaven.finder")


@jobs.every(timedelta(minutes=1), "finder.watch")
def watch() -> None:
    """Look at what may have news, then tell what is due. Twice at once does nothing twice."""
    places = gazetteer_if_built()
    sequence = public_sequence()
    waiting = _waiting(sequence)
    if waiting:
        _look(waiting, sequence, places)
    db.session.rollback()
    for saved_search_id in _untold():
        telling.tell(SYSTEM, saved_search_id, now=clock.now())


def _waiting(sequence: int) -> Sequence[SavedSearch]:
    """Give the searches with alerts that the index has outrun, the longest waiting first."""
    return db.session.scalars(
        select(SavedSearch)
        .options(joinedload(SavedSearch.person))
        .where(SavedSearch.alerts != Alerts.NONE, SavedSearch.sequence < sequence)
        .order_by(SavedSearch.sequence, SavedSearch.id)
    ).all()


def _look(waiting: Sequence[SavedSearch], sequence: int, places: Gazetteer | None) -> None:
    """Search anew where a change may matter; the others are up to date as they are."""
    changes = _changes(waiting[0].sequence)
    matched = _matched(changes) if changes is not None else frozenset()
    part = Part(sequence, frozenset(one.service_id for one in changes)) if changes is not None else None
    concerned: list[tuple[UUID, int]] = []
    untouched: list[tuple[UUID, int]] = []
    for saved in waiting:
        may = changes is None or saved.id in matched or _concerns(saved, changes, places)
        (concerned if may and _may(saved) else untouched).append((saved.id, saved.sequence))
    _advance([one for one, _ in untouched], sequence)
    for saved_search_id, before in concerned[:MOST_LOOKS]:
        try:
            _look_at(saved_search_id, before, places, part)
        except NotUnderstood:
            _advance([saved_search_id], sequence)  # a place in it is known no more: its page says so
    log.debug("saved searches", waiting=len(waiting), concerned=len(concerned))


def _may(saved: SavedSearch) -> bool:
    """Say whether its owner may still search so: a role lost or an account closed ends the alerts."""
    return saved.person.active and saved.person.actor().may(Permission.SEARCH_SAVE)


def _look_at(saved_search_id: UUID, before: int, places: Gazetteer | None, changed: Part | None) -> None:
    db.session.rollback()  # a long transaction would see an old index
    saved = db.session.get(SavedSearch, saved_search_id)
    if saved is None:
        return
    now = clock.now()
    part = changed if changed is not None and _wide(saved) else None
    looked = look(saved.person.actor(), saved.asks, engine=search.engine(), gazetteer=places, now=now, part=part)
    telling.keep_news(SYSTEM, saved_search_id, before=before, looked=looked, now=now)


def _wide(saved: SavedSearch) -> bool:
    """Say whether a search finds so much that only what changed is looked at."""
    known = select(SavedSearchMatch.service_id).where(SavedSearchMatch.saved_search_id == saved.id)
    some = known.order_by(SavedSearchMatch.service_id).limit(MOST_AT_ONCE + 1).subquery()
    return not saved.too_wide and (db.session.scalar(select(func.count()).select_from(some)) or 0) > MOST_AT_ONCE


def _changes(after: int) -> list[Changed] | None:
    """Give what changed after a sequence; None where it is so much that looking at all is quicker."""
    table = SearchDocument
    rows = db.session.execute(
        select(
            table.service_id,
            table.sequence,
            table.gone,
            table.service_type,
            table.languages,
            table.age_minimum,
            table.age_maximum,
            table.gender,
            table.region,
            table.latitude,
            table.longitude,
        )
        .where(table.sequence > after)
        .order_by(table.sequence)
        .limit(MOST_CHANGES + 1)
    ).all()
    return None if len(rows) > MOST_CHANGES else [Changed(*row) for row in rows]


def _matched(changes: Sequence[Changed]) -> frozenset[UUID]:
    """Give the searches that found one of the changed services at their last look."""
    found: set[UUID] = set()
    for ids in _batches([one.service_id for one in changes]):
        chosen = select(SavedSearchMatch.saved_search_id).where(SavedSearchMatch.service_id.in_(ids)).distinct()
        found.update(db.session.scalars(chosen.order_by(SavedSearchMatch.saved_search_id)))
    return frozenset(found)


def _concerns(saved: SavedSearch, changes: Sequence[Changed], places: Gazetteer | None) -> bool:
    try:
        kept = saved.asks
        query = understood_query(saved.person.actor(), kept.asked, kept.avoid, places)
    except NotUnderstood:
        return False
    return any(one.sequence > saved.sequence and may_match(query, one) for one in changes)


def _untold() -> Sequence[UUID]:
    """Give the searches with news that was not told, of owners who want to know and still may."""
    untold = exists().where(SavedSearchNews.saved_search_id == SavedSearch.id, SavedSearchNews.told_at.is_(None))
    found = db.session.scalars(
        select(SavedSearch)
        .options(joinedload(SavedSearch.person))
        .where(SavedSearch.alerts != Alerts.NONE, untold)
        .order_by(SavedSearch.sequence, SavedSearch.id)
    )
    return [saved.id for saved in found if _may(saved)]


def _advance(ids: Sequence[UUID], sequence: int) -> None:
    """Note that these have been looked at up to a sequence; never back."""
    for some in _batches(ids):
        here = SavedSearch.id.in_(some) & (SavedSearch.sequence < sequence)
        aside(partial(_to, update(SavedSearch).where(here).values(sequence=sequence)))


def _to(statement: Update, connection: Connection) -> None:
    connection.execute(statement)


def _batches(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
