"""From what was asked to what is found, as far as the actor may see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from directory.access import Actor, Permission
from directory.finder.excluded import LeftOut, left_out
from directory.finder.misses import Miss, near_misses
from directory.finder.misspelt import place_meant
from directory.finder.places import as_near, looked_up
from directory.finder.queries.box import Meant, meant_by
from directory.finder.relax import Relaxation, what_to_relax
from directory.finder.rules import parameters as rules
from directory.finder.rules.parameters import Avoid, SearchParameters
from directory.finder.rules.understanding import Reading
from directory.geo.gazetteer import Gazetteer
from directory.kit.errors import NotFound
from directory.kit.understand import NotUnderstood
from directory.providers.models import Service
from directory.providers.search import shown, with_ids
from directory.search import SearchPage, SearchQuery, Viewer, Zone
from directory.search.port import Engine, Sort

FEW = 5

TICK_MILLISECONDS = 25


@dataclass(frozen=True)
class Found:
    """A search and its answer. ``asked`` and ``avoid`` hold what was understood of the box, as ``reading`` tells."""

    asked: SearchParameters
    query: SearchQuery
    page: SearchPage
    relax: Sequence[Relaxation]
    misses: Sequence[Miss]
    left_out: Sequence[LeftOut]
    now: datetime
    avoid: Sequence[Avoid] = ()
    reading: Reading = field(default_factory=lambda: Reading(""))


def viewer_of(actor: Actor) -> Viewer:
    """Give what this actor may see: confidential services by permission, and one's own organisation's."""
    own = actor.organisation_id if actor.may(Permission.SERVICE_SEARCH) else None
    return Viewer(sees_confidential=actor.sees_confidential, organisation_id=own)


def find(
    actor: Actor,
    meant: Meant,
    *,
    engine: Engine,
    gazetteer: Gazetteer | None,
    now: datetime,
    admit: Callable[[SearchQuery], None] = lambda _query: None,
) -> Found:
    """Search as the actor may see. Raises NotUnderstood for a place not known, or a distance from nowhere.

    ``admit`` is told of the search before it runs, and may refuse it.
    """
    asked, avoid = meant.asked, meant.avoid
    query = understood_query(actor, asked, avoid, gazetteer)
    admit(query)
    viewer = viewer_of(actor)
    totals: dict[SearchQuery, int] = {}

    def search(other: SearchQuery) -> SearchPage:
        page = engine.search(other, viewer, now)
        totals[_which(other)] = page.total
        return page

    def count(other: SearchQuery) -> int:
        if _which(other) not in totals:
            totals[_which(other)] = engine.count(other, viewer, now)
        return totals[_which(other)]

    def read_again(other: SearchParameters) -> Meant:
        return meant_by(actor, other, gazetteer=gazetteer, now=now)

    def says_itself(other: SearchParameters) -> bool:
        again = read_again(other)
        return again.asked == other and not again.avoid

    def found_with(text: str) -> tuple[SearchPage, str] | None:
        again = read_again(asked.model_copy(update={"q": text}))
        if again.avoid or not again.asked.near:
            return None
        return search(understood_query(actor, again.asked, avoid, gazetteer)), again.asked.q

    page = search(query)
    if not viewer.sees_confidential:
        # to the hundredth of a millisecond it would say how many documents were passed over unseen
        page = replace(page, took_ms=_coarse(page.took_ms))
    few = page.total < FEW
    if few and asked.q and not asked.near and gazetteer and (text := place_meant(asked.q, gazetteer, found_with)):
        page = replace(page, suggestion=text)
    misses = near_misses(query, search, now) if few and query.page == 1 else ()
    relax = what_to_relax(asked, query, page.total, count, says_itself) if few else ()
    excluded = left_out(query, [one.within for one in avoid], search)
    return Found(asked, query, page, relax, misses, excluded, now, avoid, meant.reading)


def _coarse(milliseconds: float) -> float:
    """Give a time in whole steps of 25 ms, rounded up: within one step every answer is as quick as another."""
    return float(TICK_MILLISECONDS * max(1, -(-milliseconds // TICK_MILLISECONDS)))


def _which(query: SearchQuery) -> SearchQuery:
    """Give the query without what does not change its total."""
    return replace(query, sort=Sort.RELEVANCE, page=1, per_page=1)


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
