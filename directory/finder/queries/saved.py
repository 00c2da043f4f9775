"""Saved searches: one's own and those that colleagues share, what they find now, and what of it is new."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from directory.access import Actor, Permission, require
from directory.finder.models import SavedSearch, SavedSearchNews
from directory.finder.queries.find import understood_query, viewer_of
from directory.finder.rules.saved import MOST_MATCHES, Kept, What
from directory.geo.gazetteer import Gazetteer
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.kit.needs import Need
from directory.search import SearchQuery
from directory.search.models import SearchDocument
from directory.search.port import Engine


@dataclass(frozen=True)
class Part:
    """Some services only: those that changed up to ``sequence``."""

    sequence: int
    services: frozenset[UUID]


@dataclass(frozen=True)
class Looked:
    """What a search finds now: each service and whether a place is free; None where it finds too many to watch.

    ``among``: of these services alone, or of all if None.
    """

    sequence: int
    free: Mapping[UUID, bool] | None
    among: frozenset[UUID] | None = None


@dataclass(frozen=True)
class Row:
    """A saved search in the list: how many services are new since its owner last looked."""

    saved: SavedSearch
    own: bool
    new: int


def look(
    actor: Actor,
    kept: Kept,
    *,
    engine: Engine,
    gazetteer: Gazetteer | None,
    now: datetime,
    admit: Callable[[SearchQuery], None] = lambda _query: None,
    part: Part | None = None,
) -> Looked:
    """Give what a search finds now, as far as the actor may see. Raises NotUnderstood for a place not known.

    ``admit`` is told of the search before it runs, and may refuse it: a person's look counts as their search.
    ``part``: look at these services only.
    """
    query = understood_query(actor, kept.asked, kept.avoid, gazetteer)
    admit(query)
    viewer = viewer_of(actor)
    if part is not None:
        return Looked(part.sequence, engine.matches(query, viewer, now, part.services), part.services)
    # read before the search: what changes in between is looked at again, never missed
    sequence = public_sequence()
    too_many = engine.count(query, viewer, now) > MOST_MATCHES
    return Looked(sequence, None if too_many else engine.matches(query, viewer, now))


def public_sequence() -> int:
    """Give the sequence of the index's last change; 0 where nothing was ever put into it."""
    return db.session.scalar(select(func.max(SearchDocument.sequence))) or 0


def own(actor: Actor) -> Sequence[SavedSearch]:
    """Give the actor's own saved searches, the newest first."""
    require(actor, Permission.SEARCH_SAVE)
    return db.session.scalars(
        select(SavedSearch)
        .where(SavedSearch.person_id == actor.person_id)
        .order_by(SavedSearch.created_at.desc(), SavedSearch.id)
    ).all()


def readable(actor: Actor) -> list[Row]:
    """Give the actor's own saved searches and those that colleagues share, the newest first."""
    require(actor, Permission.SEARCH_SAVE)
    found = db.session.scalars(
        select(SavedSearch)
        .options(joinedload(SavedSearch.person))
        .where(_readable(actor))
        .order_by(SavedSearch.created_at.desc(), SavedSearch.id)
    ).all()
    new = _new(actor)
    return [Row(one, one.person_id == actor.person_id, new.get(one.id, 0)) for one in found]


def readable_search(actor: Actor, saved_search_id: UUID) -> SavedSearch:
    """Give one's own saved search, or one that a colleague shares. Raises NotFound for any other."""
    require(actor, Permission.SEARCH_SAVE)
    found = db.session.scalar(select(SavedSearch).where(SavedSearch.id == saved_search_id, _readable(actor)))
    if found is None:
        raise NotFound
    return found


def own_search(actor: Actor, saved_search_id: UUID) -> SavedSearch:
    """Give one's own saved search. Raises NotFound for another's, shared or not."""
    found = readable_search(actor, saved_search_id)
    if found.person_id != actor.person_id:
        raise NotFound
    return found


def _readable(actor: Actor) -> ColumnElement[bool]:
    shared = SavedSearch.shared & (SavedSearch.organisation_id == actor.organisation_id)
    return or_(SavedSearch.person_id == actor.person_id, shared)


def news_of(actor: Actor, *searches: SavedSearch) -> dict[UUID, dict[UUID, What]]:
    """Give, by saved search, each service that is new since its owner last looked and what is new of it.

    Where nothing came since the last look, that look's news is still shown as new.
    """
    del actor  # whoever may read a search may know
    by_id = {one.id: one for one in searches}
    rows = db.session.execute(
        select(SavedSearchNews)
        .join(SavedSearch, SavedSearch.id == SavedSearchNews.saved_search_id)
        .where(SavedSearch.id.in_(by_id), SavedSearchNews.found_at > SavedSearch.looked_before_at)
        .order_by(SavedSearchNews.found_at, SavedSearchNews.id)
    )
    lately: dict[UUID, dict[UUID, What]] = {one: {} for one in by_id}
    unseen: dict[UUID, dict[UUID, What]] = {one: {} for one in by_id}
    for (row,) in rows:
        lately[row.saved_search_id][row.service_id] = row.what
        if row.found_at > by_id[row.saved_search_id].looked_at:
            unseen[row.saved_search_id][row.service_id] = row.what
    return {one: unseen[one] or lately[one] for one in by_id}


def _new(actor: Actor) -> dict[UUID, int]:
    """Give how many services are new in each of the actor's own searches."""
    rows = db.session.execute(
        select(SavedSearch.id, func.count(SavedSearchNews.service_id.distinct()))
        .join(SavedSearchNews, SavedSearchNews.saved_search_id == SavedSearch.id)
        .where(SavedSearch.person_id == actor.person_id, SavedSearchNews.found_at > SavedSearch.looked_at)
        .group_by(SavedSearch.id)
        .order_by(SavedSearch.id)
    )
    return {row[0]: row[1] for row in rows}


def needs(actor: Actor, now: datetime) -> list[Need]:
    """Give the line of the home page: how many saved searches have news."""
    del now
    if not actor.may(Permission.SEARCH_SAVE) or not actor.signed_in:
        return []
    number = len(_new(actor))
    if not number:
        return []
    words = "A saved search has news" if number == 1 else f"{number} saved searches have news"
    return [Need(words, "saved.index_page", hint="Services that match now, or have a place now", count=number)]
