"""From what was asked to what is found, as far as the actor may see."""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from directory.access import Actor, Permission
from directory.finder import rules
from directory.finder.rules import Avoid, SearchParameters
from directory.geo.gazetteer import Gazetteer, Located
from directory.kit.errors import NotFound
from directory.kit.understand import NotUnderstood, takes_several, understood
from directory.providers.models import Service
from directory.providers.search import shown, with_ids
from directory.search import Near, SearchPage, SearchQuery, Viewer, Zone
from directory.search.port import Engine, Sort

FEW = 5
MOST_RELAXATIONS = 12
MOST_SUGGESTIONS = 3


@dataclass(frozen=True)
class Relaxation:
    """One way to find more: ``drop`` is what goes (``language=vie``), ``total`` what is found after ``change``."""

    drop: str
    change: str
    total: int


@dataclass(frozen=True)
class Found:
    """A search and its answer."""

    asked: SearchParameters
    query: SearchQuery
    page: SearchPage
    relax: Sequence[Relaxation]
    now: datetime


def viewer_of(actor: Actor) -> Viewer:
    """Give what this actor may see: confidential services by permission, and one's own organisation's."""
    own = actor.organisation_id if actor.may(Permission.SERVICE_SEARCH) else None
    return Viewer(sees_confidential=actor.sees_confidential, organisation_id=own)


def find(
    actor: Actor,
    asked: SearchParameters,
    avoid: Sequence[Avoid] = (),
    *,
    engine: Engine,
    gazetteer: Gazetteer | None,
    now: datetime,
) -> Found:
    """Search as the actor may see. Raises NotUnderstood for a place not known, or a distance from nowhere."""
    query = understood_query(actor, asked, avoid, gazetteer)
    viewer = viewer_of(actor)
    page = engine.search(query, viewer, now)
    relax: Sequence[Relaxation] = ()
    if page.total < FEW:
        relax = what_to_relax(asked, query, page.total, lambda other: engine.count(other, viewer, now))
    return Found(asked, query, page, relax, now)


def understood_query(
    actor: Actor, asked: SearchParameters, avoid: Sequence[Avoid], gazetteer: Gazetteer | None
) -> SearchQuery:
    """Give the search for the engine. Raises NotUnderstood with every field that is wrong."""
    wrong: dict[str, str] = {}
    place = _place("near", asked.near, gazetteer, wrong) if asked.near else None
    if not asked.near and asked.within is not None:
        wrong["within"] = "needs a place to measure from"
    if not asked.near and asked.sort is Sort.DISTANCE:
        wrong["sort"] = "by distance needs a place to measure from"
    if asked.mine and actor.organisation_id is None:
        wrong["mine"] = "is for those who are signed in"
    zones = [(_place(f"avoid.{n}.near", one.near, gazetteer, wrong), one.within) for n, one in enumerate(avoid)]
    if wrong:
        right = {name: _right(name) for name in wrong}
        raise NotUnderstood(wrong, {name: words for name, words in right.items() if words})
    within = asked.within or (rules.within_unless_said(place.radius_miles) if place else None)
    around = tuple(Zone(_near(zone), miles + zone.radius_miles) for zone, miles in zones if zone)
    return rules.as_query(asked, _near(place) if place else None, within, around)


def _right(name: str) -> str:
    field = SearchParameters.model_fields.get("near" if name in ("within", "sort") else name.rpartition(".")[2])
    return (field.description or "") if field and name != "mine" else ""


def _near(place: Located) -> Near:
    return Near(place.label, place.point.latitude, place.point.longitude, place.kind)


def _place(name: str, text: str, gazetteer: Gazetteer | None, wrong: dict[str, str]) -> Located | None:
    """Find a place; note under ``name`` what is wrong where it is not known."""
    if gazetteer is None:
        wrong[name] = "cannot be looked up: this site has no list of postcodes and places yet"
        return None
    found = gazetteer.locate(text)
    if found is None:
        meant = suggestions(text, gazetteer)
        wrong[name] = f"“{text}” is not a place we know" + (f". Did you mean {' or '.join(meant)}?" if meant else "")
    return found


def suggestions(text: str, gazetteer: Gazetteer) -> list[str]:
    """Give names that may be meant: those that begin alike, the most alike first."""
    for length in (len(text), 4, 3, 2):
        alike = gazetteer.suggest(text[:length], 40) if length <= len(text) else []
        close = difflib.get_close_matches(text.title(), alike, MOST_SUGGESTIONS, 0.6) or (
            alike[:MOST_SUGGESTIONS] if length == len(text) else []
        )
        if close:
            return close
    return []


def what_to_relax(
    asked: SearchParameters, query: SearchQuery, total: int, count: Callable[[SearchQuery], int]
) -> list[Relaxation]:
    """Give what could be relaxed with what it would really find, most first."""
    found = []
    for drop, change in rules.relaxations(asked, query.within_miles)[:MOST_RELAXATIONS]:
        given: dict[str, object] = {}
        for name, value in rules.changed(asked.pairs(), change):
            if takes_several(SearchParameters.model_fields[name].annotation):
                given.setdefault(name, []).append(value)  # type: ignore[attr-defined]
            else:
                given[name] = value
        other = understood(SearchParameters, given)
        near = query.near if other.near else None
        within = other.within or query.within_miles
        more = count(rules.as_query(other, near, within, query.avoid))
        if more > total:
            found.append(Relaxation(drop, change, more))
    return sorted(found, key=lambda one: -one.total)


def visible_service(actor: Actor, service_id: UUID) -> Service:
    """Give a service that stands in the directory and that this actor may see. Raises NotFound, whatever the reason."""
    service = next(with_ids([service_id]), None)
    if service is None or not shown(service):
        raise NotFound
    viewer = viewer_of(actor)
    own = viewer.organisation_id is not None and service.organisation_id == viewer.organisation_id
    if service.confidential and not viewer.sees_confidential and not own:
        raise NotFound
    return service
