"""From what was asked to what is found, as far as the actor may see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from directory.access import Actor, Permission
from directory.finder.places import as_near, looked_up
from directory.finder.relax import Relaxation, what_to_relax
from directory.finder.rules import parameters as rules
from directory.finder.rules.parameters import Avoid, SearchParameters
from directory.geo.gazetteer import Gazetteer
from directory.kit.errors import NotFound
from directory.kit.understand import NotUnderstood
from directory.providers.models import Service
from directory.providers.search import shown, with_ids
from directory.search import SearchPage, SearchQuery, Viewer, Zone
from directory.search.port import Engine, Sort

FEW = 5


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
    admit: Callable[[SearchQuery], None] = lambda _query: None,
) -> Found:
    """Search as the actor may see. Raises NotUnderstood for a place not known, or a distance from nowhere.

    ``admit`` is told of the search before it runs, and may refuse it.
    """
    query = understood_query(actor, asked, avoid, gazetteer)
    admit(query)
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
    place = looked_up("near", asked.near, gazetteer, wrong) if asked.near else None
    if not asked.near and asked.within is not None:
        wrong["within"] = "needs a place to measure from"
    if not asked.near and asked.sort is Sort.DISTANCE:
        wrong["sort"] = "by distance needs a place to measure from"
    if asked.mine and actor.organisation_id is None:
        wrong["mine"] = "is for those who are signed in"
    zones = [(looked_up(f"avoid.{n}.near", one.near, gazetteer, wrong), one.within) for n, one in enumerate(avoid)]
    if wrong:
        right = {name: _right(name) for name in wrong}
        raise NotUnderstood(wrong, {name: words for name, words in right.items() if words})
    within = asked.within or (rules.within_unless_said(place.radius_miles) if place else None)
    around = tuple(Zone(as_near(zone), miles + zone.radius_miles) for zone, miles in zones if zone)
    return rules.as_query(asked, as_near(place) if place else None, within, around)


def _right(name: str) -> str:
    field = SearchParameters.model_fields.get("near" if name in ("within", "sort") else name.rpartition(".")[2])
    return (field.description or "") if field and name != "mine" else ""


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
