"""A person keeps a search, changes it, looks at it and lets it go."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from directory import audit
from directory.access import Actor, Permission, require
from directory.accounts.people import locked
from directory.finder.models import SavedSearch, SavedSearchMatch, SavedSearchNews
from directory.finder.queries.saved import Looked, own_search
from directory.finder.rules.saved import (
    LONGEST_NAME,
    MOST_MATCHES,
    MOST_SEARCHES,
    NOT_AGAIN_WITHIN,
    Alerts,
    Kept,
    Pace,
    name_fault,
    news,
)
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.notify.queries import notices

RESULTS = "saved.results"
TOO_WIDE = (
    f"This search finds more than {MOST_MATCHES:,} services, so it cannot be watched. "
    "Narrow the search, or save it without alerts"
)


@atomic
def save(
    actor: Actor,
    *,
    name: str,
    kept: Kept,
    alerts: Alerts,
    pace: Pace,
    shared: bool,
    looked: Looked,
    now: datetime,
    at_night: bool = False,
) -> SavedSearch:
    """Keep a search that finds ``looked`` now. Raises Invalid for a bad name or too wide a search with alerts."""
    require(actor, Permission.SEARCH_SAVE)
    if actor.person_id is None or actor.organisation_id is None:
        raise NotFound
    locked(actor.person_id)  # so that two at once are counted one after the other
    number = select(func.count()).select_from(SavedSearch).where(SavedSearch.person_id == actor.person_id)
    if (db.session.scalar(number) or 0) >= MOST_SEARCHES:
        raise WrongState(f"You have {MOST_SEARCHES} saved searches: delete one that you no longer need")
    saved = SavedSearch(
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        name=_tidied(name),
        kept=kept.as_json(),
        shared=shared,
        alerts=_possible(alerts, too_wide=looked.free is None),
        pace=pace,
        at_night=at_night,
        too_wide=looked.free is None,
        sequence=looked.sequence,
        created_at=now,
        looked_at=now,
        looked_before_at=now,
    )
    db.session.add(saved)
    db.session.flush()
    _keep_matches(saved, {}, looked.free or {})
    audit.record(actor, "saved_search:added", saved, at=now, alerts=alerts, shared=shared)
    return saved


@atomic
def change(
    actor: Actor,
    saved_search_id: UUID,
    *,
    name: str,
    alerts: Alerts,
    pace: Pace,
    shared: bool,
    now: datetime,
    at_night: bool = False,
) -> SavedSearch:
    """Give one's own saved search another name, other alerts or other readers."""
    saved = _locked(actor, saved_search_id)
    saved.name = _tidied(name)
    saved.alerts = _possible(alerts, too_wide=saved.too_wide)
    saved.pace, saved.at_night, saved.shared = pace, at_night, shared
    audit.record(actor, "saved_search:changed", saved, at=now, alerts=alerts, shared=shared)
    return saved


@atomic
def remove(actor: Actor, saved_search_id: UUID, *, now: datetime) -> None:
    """Delete one's own saved search, and what was known and told of it."""
    saved = _locked(actor, saved_search_id)
    audit.record(actor, "saved_search:removed", saved, at=now)
    for table in (SavedSearchMatch, SavedSearchNews):
        db.session.execute(delete(table).where(table.saved_search_id == saved.id))
    db.session.delete(saved)


@atomic
def see(actor: Actor, saved_search_id: UUID, *, looked: Looked, now: datetime) -> SavedSearch:
    """Note that its owner looks at a saved search now: what is new until here needs no telling any more."""
    saved = _locked(actor, saved_search_id)
    if looked.sequence >= saved.sequence:
        note(saved, looked, now)
    db.session.execute(
        update(SavedSearchNews)
        .where(SavedSearchNews.saved_search_id == saved.id, SavedSearchNews.told_at.is_(None))
        .values(told_at=now)
    )
    for told in notices(actor, limit=100):
        if told.endpoint == RESULTS and told.arguments.get("saved_search_id") == str(saved.id):
            told.read_at = now
    saved.looked_before_at, saved.looked_at = saved.looked_at, now
    audit.record(actor, "saved_search:looked_at", saved, at=now)
    return saved


def note(saved: SavedSearch, looked: Looked, now: datetime) -> int:
    """Within an action: keep what a locked search finds now and what of it is news; give how much is.

    Of a service the same thing is no news again within a day, however often its places change.
    """
    known = _known(saved, looked.among)
    lately = {
        (row.service_id, row.what)
        for row in db.session.execute(
            select(SavedSearchNews.service_id, SavedSearchNews.what)
            .where(SavedSearchNews.saved_search_id == saved.id, SavedSearchNews.found_at > now - NOT_AGAIN_WITHIN)
            .order_by(SavedSearchNews.id)
        )
    }
    # what was too wide to be watched has nothing to compare with
    fresh = [] if looked.free is None or saved.too_wide else news(known, looked.free)
    fresh = [one for one in fresh if one not in lately]
    for service_id, what in fresh:
        one = SavedSearchNews(service_id=service_id, what=what, sequence=looked.sequence, found_at=now)
        one.saved_search_id = saved.id
        db.session.add(one)
    _keep_matches(saved, known, looked.free or {})
    saved.too_wide, saved.sequence = looked.free is None, looked.sequence
    return len(fresh)


def _known(saved: SavedSearch, among: frozenset[UUID] | None) -> dict[UUID, bool]:
    """Give what was found at the last look, of these services or of all."""
    table = SavedSearchMatch
    chosen = select(table.service_id, table.free).where(table.saved_search_id == saved.id).order_by(table.service_id)
    if among is None:
        return {row.service_id: row.free for row in db.session.execute(chosen)}
    batches = (chosen.where(table.service_id.in_(some)) for some in _batches(sorted(among)))
    return {row.service_id: row.free for batch in batches for row in db.session.execute(batch)}


def _keep_matches(saved: SavedSearch, known: Mapping[UUID, bool], now: Mapping[UUID, bool]) -> None:
    """Keep what is found now in the place of what was known."""
    table = SavedSearchMatch

    def of(services: Sequence[UUID]) -> ColumnElement[bool]:
        return (table.saved_search_id == saved.id) & table.service_id.in_(services)

    for some in _batches([one for one in known if one not in now]):
        db.session.execute(delete(table).where(of(some)))
    for free in (False, True):
        for some in _batches([one for one in now if now[one] is free and known.get(one, free) is not free]):
            db.session.execute(update(table).where(of(some)).values(free=free))
    new = [{"saved_search_id": saved.id, "service_id": one, "free": now[one]} for one in now if one not in known]
    if new:
        db.session.execute(insert(table), new)


def _batches(services: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(services), 500):
        yield services[start : start + 500]


def _locked(actor: Actor, saved_search_id: UUID) -> SavedSearch:
    saved = own_search(actor, saved_search_id)
    db.session.refresh(saved, with_for_update=True)
    return saved


def _tidied(name: str) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME:
        raise Invalid.field("name", f"Enter a name of up to {LONGEST_NAME} characters")
    if fault := name_fault(plain, clock.today()):
        raise Invalid.field("name", fault)
    return plain


def _possible(alerts: Alerts, *, too_wide: bool) -> Alerts:
    if too_wide and alerts is not Alerts.NONE:
        raise Invalid.field("alerts", TOO_WIDE)
    return alerts
