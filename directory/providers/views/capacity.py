"""``/capacity``: a provider says what places it has, in one press where they are still right."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.codes import freshness
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, Stale, WrongState
from directory.kit.paging import Page
from directory.providers.actions import capacity as actions
from directory.providers.forms.capacity import PlacesForm, rows_of_groups, showing
from directory.providers.models import Service, Way
from directory.providers.queries import capacity as queries
from directory.providers.rules.history import Said, drawn

PER_PAGE = 25
WAYS = {
    Way.PAGE: "On this site",
    Way.LINK: "By a link in mail",
    Way.CSV: "By file",
    Way.API: "By your system",
    Way.IMPORT: "By the register",
    Way.DEMO: "In the demonstration",
    Way.HOLD: "By an authority’s hold or placement",
}
blueprint = Blueprint("capacity", __name__, url_prefix="/capacity")


@blueprint.get("")
@guarded(Permission.CAPACITY_CHANGE)
def index() -> ResponseReturnValue:
    """List the provider's places, the stalest first."""
    return _page()


@blueprint.post("/<uuid:service_id>/confirmation")
@guarded(Permission.CAPACITY_CHANGE)
def confirmation(service_id: UUID) -> ResponseReturnValue:
    """Take "Still right" for one service."""
    actor = current_actor()
    name = queries.own_places(actor, service_id).service.name
    try:
        actions.confirm(actor, service_id, version=PlacesForm().seen_version(), now=clock.now())
    except (Stale, WrongState) as refusal:
        return _refused(service_id, PlacesForm(formdata=None).about(service_id), "staffed", refusal), refusal.status
    flash(f"{name}: confirmed as still right")
    return redirect(_back(), 303)


@blueprint.post("/confirmation")
@guarded(Permission.CAPACITY_CHANGE)
def confirmation_of_all() -> ResponseReturnValue:
    """Take "All still right" for every service that the page listed, each with the version that was seen."""
    done = actions.confirm_all(current_actor(), versions=_versions(), now=clock.now())
    if done.number:
        flash(f"{done.number} {'service' if done.number == 1 else 'services'} confirmed as still right")
    for _, name, words in done.stale:
        flash(f"{name}: {words}", "warning")
    return redirect(_back(), 303)


@blueprint.post("/<uuid:service_id>")
@guarded(Permission.CAPACITY_CHANGE)
def change(service_id: UUID) -> ResponseReturnValue:
    """Take new numbers for one service."""
    actor, form = current_actor(), PlacesForm().about(service_id)
    places = queries.own_places(actor, service_id)
    if not form.sent():
        return _page(queries.own_service(actor, service_id), form), 422
    try:
        changed = actions.change(
            actor,
            service_id,
            **form.said(places),
            version=form.seen_version(),
            now=clock.now(),
        )
    except (Invalid, Stale, WrongState) as refusal:
        return _refused(service_id, form, "staffed", refusal), refusal.status
    flash(f"{changed.service.name}: {changed.available} of {changed.staffed} places free")
    return redirect(_back(service_id), 303)


@blueprint.get("/<uuid:service_id>")
@guarded(Permission.CAPACITY_CHANGE)
def history(service_id: UUID) -> ResponseReturnValue:
    """Show all that was said of one service's places, and take all that can be said of them."""
    actor = current_actor()
    places = queries.own_places(actor, service_id)
    changes = queries.own_history(actor, service_id)
    said = [Said(each.at, each.staffed, each.occupied + each.held) for each in reversed(changes)]
    return render_template(
        "providers/capacity/history.html",
        service=places.service,
        capacity=places,
        changes=changes,
        drawing=drawn(said, places.registered, clock.now()),
        freshness=freshness(places.confirmed_at, clock.now()),
        ways=WAYS,
        showing=showing,
        rows_of_groups=rows_of_groups,
    )


def _refused(service_id: UUID, form: PlacesForm, field: str, refusal: Invalid | Stale | WrongState) -> str:
    form.refuse(field, refusal)
    return _page(queries.own_service(current_actor(), service_id), form)


def _page(about: Service | None = None, form: PlacesForm | None = None) -> str:
    """Give the list; ``form`` stands, as it was typed, in the row of the service it is about.

    The list asks for numbers only, for 25 services fill a page; what else can be said is asked on a service's own page.
    """
    services = queries.own_capacity(current_actor())
    pages = max(1, -(-len(services) // PER_PAGE))
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    if about is not None:
        at = next((place for place, service in enumerate(services) if service.id == about.id), None)
        if at is None:
            raise NotFound
        number = at // PER_PAGE + 1
    rows = services[(number - 1) * PER_PAGE : number * PER_PAGE]
    now = clock.now()
    return render_template(
        "providers/capacity/index.html",
        page=Page(rows, number, PER_PAGE, len(services)),
        everything=[s for s in services if s.capacity and s.capacity.confirmed_at],
        form=form,
        about=about.id if about else None,
        whole=form.asked_all() if form else False,
        showing=showing,
        rows_of_groups=rows_of_groups,
        freshness=lambda capacity: freshness(capacity.confirmed_at, now),
    )


def _versions() -> dict[UUID, int]:
    versions = {}
    for text in request.form.getlist("seen"):
        identity, _, version = text.partition(":")
        try:
            versions[UUID(identity)] = int(version)
        except ValueError:
            raise Invalid("The page was changed on its way. Load it again") from None
    return versions


def _back(service_id: UUID | None = None) -> str:
    number = request.args.get("page", type=int)
    anchor = f"row-{service_id.hex}" if service_id else None
    return url_for(".index", page=number if number and number > 1 else None, _anchor=anchor)
