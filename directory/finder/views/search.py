"""The pages of the finder."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from directory import search as index
from directory.access import Actor, Permission, anyone, current_actor
from directory.finder import atlas, panel, shapes, words
from directory.finder.drawing import drawing
from directory.finder.forms.zones import ZONE_FIELDS, Zones
from directory.finder.options import CODES, folded, options
from directory.finder.places import suggestions
from directory.finder.queries import find as queries
from directory.finder.queries import keyboard
from directory.finder.queries.box import Meant, NamesKeepAway, meant_by
from directory.finder.queries.find import Found
from directory.finder.queries.shortlist import kept_ids
from directory.finder.rules import parameters as rules
from directory.finder.rules.parameters import Avoid, SearchParameters
from directory.finder.rules.shortlist import safe_back
from directory.finder.sweeps import views as sweeps
from directory.finder.views import cards, drawn
from directory.geo.here import gazetteer_if_built
from directory.kit import clock
from directory.kit.limits import by_address, limiter, public_search_limit
from directory.kit.paging import Page
from directory.kit.settings import Settings
from directory.kit.understand import NotUnderstood, singly, understood
from directory.providers.models import Service
from directory.providers.queries.keeping import Keeping, keeping_of
from directory.providers.search import document_of
from directory.search import Document, balance
from directory.search.port import Sort

pages = Blueprint("finder", __name__)


def settings() -> Settings:
    """Give the settings of this application."""
    given: Settings = current_app.config["SETTINGS"]
    return given


def known() -> bool:
    """Say whether somebody is signed in: their searches are counted for them, not for their address."""
    return current_actor().signed_in


def found(asked: SearchParameters, avoid: tuple[Avoid, ...] = (), *, in_body: bool = False) -> Found:
    """Read the box, and search as whoever asks may see. Raises NamesKeepAway as ``Meant.in_an_address``."""
    meant = meant_of(asked, avoid)
    return found_as(meant if in_body else meant.in_an_address())


def found_as(meant: Meant) -> Found:
    """Search for what is meant, as whoever asks may see."""
    return queries.find(
        current_actor(),
        meant,
        engine=index.engine(),
        gazetteer=gazetteer_if_built(),
        now=clock.now(),
        admit=sweeps.admit,
    )


@pages.get("/services")
@anyone
@limiter.limit(public_search_limit, key_func=by_address, exempt_when=known)
def search() -> ResponseReturnValue:
    """Show what was found, the filters and the map."""
    try:
        return results_page(found(understood(SearchParameters, singly(SearchParameters, request.args))))
    except NamesKeepAway as refusal:
        return keep_away(refusal.meant)
    except NotUnderstood as refusal:
        return refused(refusal, request.args)


@pages.route("/services/search", methods=["GET", "POST"])
@anyone
@limiter.limit(public_search_limit, key_func=by_address, exempt_when=known)
def search_away_from() -> ResponseReturnValue:
    """Ask for places to keep away from; search with them. They travel in bodies only (DESIGN section 5)."""
    if request.method == "GET":
        try:
            return keep_away(meant_of(understood(SearchParameters, singly(SearchParameters, request.args))))
        except NotUnderstood as refusal:
            return refused(refusal, request.args)
    zones = Zones.of(request.form)
    given = MultiDict([(n, v) for n, v in request.form.items(multi=True) if n not in ZONE_FIELDS])
    try:
        avoid = zones.understood()
        asked = understood(SearchParameters, singly(SearchParameters, given))
        if change := request.form.get("change"):
            asked = understood(
                SearchParameters, singly(SearchParameters, MultiDict(rules.changed(asked.pairs(), change)))
            )
        meant = meant_of(asked, avoid)
        if not meant.avoid and not ZONE_FIELDS & request.form.keys() - {"csrf_token"}:
            # a script sent the words in a body to be safe; there is no place to keep away from in them
            return redirect(url_for("finder.search", **as_arguments(asked.pairs())), 303)
        given, zones = MultiDict(meant.asked.pairs()), Zones.named(meant.avoid)
        return results_page(found_as(meant), zones)
    except NotUnderstood as refusal:
        if any(name.startswith("avoid") for name in refusal.fields):
            return _zones_refused(refusal, given, zones)
        return refused(refusal, given, zones)


@pages.get("/services/<uuid:service_id>")
@anyone
def show(service_id: UUID) -> ResponseReturnValue:
    """Show all that the visitor may know of a service."""
    actor = current_actor()
    service = queries.visible_service(actor, service_id)
    document = document_of(service)
    return render_template(
        "finder/show.html",
        **about(service, document, url_for("finder.show", service_id=service_id)),
        request_action=_request_action(),
        kept=kept_ids(actor),
        came_from=_came_from(),
        keeping=_keeping(actor, service),
    )


def _keeping(actor: Actor, service: Service) -> Keeping | None:
    """Give how the provider keeps its places up to date, for those who search all that is published."""
    if service.capacity is None or not actor.may(Permission.CONFIDENTIAL_SEARCH):
        return None
    return keeping_of(actor, service.organisation_id, clock.now())


def about(service: Service, document: Document, href: str) -> dict[str, Any]:
    """Give what the page of a service is drawn from; ``href`` is that page, for the map."""
    now, hits = clock.now(), [index.Hit(document=document, score=0.0, distance_miles=None)]
    return {
        "service": service,
        "document": document,
        "answer": shapes.service(service, document, now),
        "availability": words.availability(document, now),
        "counted": words.counted(document, now),
        "ages": words.ages(document),
        "map_data": _links(atlas.data(hits, None, None, settings().tile_url), lambda _service: href),
        "drawn": drawing(hits),
    }


def _came_from() -> str:
    """Give the address of the search that led to this page; empty where there was none, or it was of another site."""
    here, before = url_for("finder.search"), (request.referrer or "").partition("://")[2]
    path = before.removeprefix(request.host) if before.startswith(f"{request.host}/") else ""
    return safe_back(path) if path.partition("?")[0] == here else ""


def _request_action() -> str:
    """Give where a placement request is begun, for whoever may draft one."""
    may = current_actor().may(Permission.REQUEST_DRAFT)
    return url_for("requests.new") if may and "requests.new" in current_app.view_functions else ""


def _links(data: dict[str, Any], href: Callable[[str], str]) -> dict[str, Any]:
    """Give the map's data with the page of each service."""
    named = [*data["points"], *(service for area in data["areas"] for service in area["services"])]
    for one in named:
        one["href"] = href(one["id"])
    return data


def meant_of(asked: SearchParameters, avoid: tuple[Avoid, ...] = ()) -> Meant:
    """Give what whoever asks means, the box read."""
    return meant_by(current_actor(), asked, avoid, gazetteer=gazetteer_if_built(), now=clock.now())


def keep_away(meant: Meant) -> ResponseReturnValue:
    """Ask for places to keep away from, with those that the box named. Nothing is searched, no link names them."""
    zones, pairs = Zones.named(meant.avoid), meant.asked.pairs()
    back = url_for("finder.search", **as_arguments(pairs))
    return render_template("finder/zones.html", pairs=pairs, zones=zones, back=back, form={"errors": {}})


def results_page(result: Found, zones: Zones | None = None, **more: Any) -> ResponseReturnValue:
    """Render what was found. With exclusion zones every way on is a form that posts them again."""
    query, page = result.query, result.page
    near = query.near.label if query.near else ""
    pairs = result.asked.pairs()
    return render_template(
        "finder/results.html",
        **_form(panel.typed(MultiDict(pairs)), page.facets, zones),
        **_map(result),
        found=True,
        total=page.total,
        suggestion=page.suggestion,
        also=page.also,
        exactly=page.exactly,
        bands=cards.banded(result),
        misses=[cards.card(miss.hit, result, miss.reason) for miss in result.misses],
        distances=list(cards.nearer(result)),
        balanced=balance.sentence() if result.asked.sort is Sort.BALANCED else "",
        left_out=result.left_out,
        chips=panel.chips(pairs, near, query.within_miles, result.reading),
        aside=result.reading.aside,
        as_typed=_as_typed(result) if zones is None else "",
        near=near,
        within=query.within_miles,
        pairs=pairs,
        href=lambda change: url_for("finder.search", **as_arguments(rules.changed(pairs, change))),
        paging=Page(page.hits, query.page, query.per_page, page.total),
        relax=[(panel.relaxed(one.drop, one.change, near), one) for one in result.relax],
        request_action=_request_action(),
        kept=kept_ids(current_actor()),
        shortcuts=keyboard.shortcuts(current_actor()),
        print_arguments=as_arguments(pairs),
        form={"errors": {}},
        **more,
    )


def _as_typed(result: Found) -> str:
    """Give where the words that were understood are searched for as words; "" where none were."""
    read = {(one.parameter, one.value) for one in result.reading.given}
    if not read:
        return ""
    kept = tuple(pair for pair in result.asked.pairs() if pair not in read and pair[0] not in ("q", "page"))
    return url_for("finder.search", **as_arguments((*kept, ("q", result.reading.quoted))))


def _map(result: Found) -> dict[str, Any]:
    """Give what the map is drawn from: the rows of the page, and everything found by authority where that is more."""
    query, page, places = result.query, result.page, gazetteer_if_built()
    authorities = [each for each in page.facets["authority"] if query.authority in (None, each[0])]
    everything = atlas.wholes(authorities, places) if page.total > len(page.hits) else ()
    zones, towns = query.avoid, atlas.towns(places)
    only = "" if zones else _authority(result.asked.pairs())
    data = atlas.data(
        page.hits,
        query.near,
        query.within_miles,
        settings().tile_url,
        zones=zones,
        everything=[one | {"href": only and only + one["gss"]} for one in everything],
        named=towns,
    )
    return {
        "map_data": _links(data, lambda service: url_for("finder.show", service_id=service)),
        "drawn": drawing(page.hits, query.near, query.within_miles, zones, towns),
    }


def _authority(pairs: rules.Pairs) -> str:
    """Give the address of an authority's services only, but for its code, which comes last."""
    return url_for("finder.search", **as_arguments(rules.changed(pairs, "set:authority=")))


def as_arguments(pairs: rules.Pairs) -> Any:
    """Give pairs as the arguments of an address."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    return given


def _form(
    typed: dict[str, Any], facets: Mapping[str, Sequence[tuple[str, int]]] | None, zones: Zones | None
) -> dict[str, Any]:
    """Give what the search form and its filters are drawn from."""
    several = {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    given = {name: options(name, several[name], facets.get(name, ()) if facets else None) for name in CODES}
    lists = {name: drawn.choices(name, given[name]) for name in ("region", "authority")}
    boxes = {name: drawn.checkboxes(name, folded(given[name])) for name in CODES if name not in ("gender", *lists)}
    return {
        "typed": typed,
        "zones": zones,
        "sorts": panel.SORTS,
        "choices": rules.WITHIN_CHOICES,
        "unless_said": rules.WITHIN_UNLESS_SAID,
        "options": {**boxes, **lists},
    }


def refused(refusal: NotUnderstood, given: MultiDict[str, str], zones: Zones | None = None) -> ResponseReturnValue:
    """Say what cannot be understood, beside what was typed."""
    problems = _problems(refusal)
    page = render_template(
        "finder/results.html",
        **_form(panel.typed(given), None, zones),
        found=False,
        meant=_meant(refusal, given) if zones is None else [],
        problems=problems,
        form={"errors": problems},
        pairs=(),
    )
    return page, refusal.status


def _meant(refusal: NotUnderstood, given: MultiDict[str, str]) -> list[tuple[str, str]]:
    """Give places that may be meant by one not known, each with the way to the same search there."""
    known = gazetteer_if_built()
    if "near" not in refusal.fields or known is None:
        return []
    others = {name: values for name, values in given.lists() if name in SearchParameters.model_fields}
    names = suggestions(given.get("near", ""), known)
    return [(name, url_for("finder.search", **{**others, "near": name})) for name in names]  # type: ignore[arg-type]


def _zones_refused(refusal: NotUnderstood, given: MultiDict[str, str], zones: Zones) -> ResponseReturnValue:
    asked = [(name, value) for name, value in given.items(multi=True) if name in SearchParameters.model_fields]
    problems = _problems(refusal)
    page = render_template("finder/zones.html", pairs=asked, zones=zones, problems=problems, form={"errors": problems})
    return page, refusal.status


def _problems(refusal: NotUnderstood) -> dict[str, str]:
    """Give each problem as a sentence, by the field it is about."""
    return {name: f"{panel.LABELS.get(name.split('.')[0], name)} {said}" for name, said in refusal.fields.items()}
