"""What people of the demonstration keep: saved searches, one of them with news, and shortlists."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from directory import search
from directory.access import Actor, Role
from directory.cli.demo.asks import actor
from directory.codes import ServiceType
from directory.finder import jobs
from directory.finder.actions import saved, shortlist
from directory.finder.models import SavedSearch
from directory.finder.queries.box import meant_by
from directory.finder.queries.find import find
from directory.finder.queries.saved import look
from directory.finder.rules.parameters import Avoid, SearchParameters
from directory.finder.rules.saved import Alerts, Kept, Pace, suggested_name
from directory.geo.gazetteer import Gazetteer
from directory.kit import clock
from directory.kit.db import db
from directory.kit.understand import understood
from directory.organisations.models import Organisation
from directory.providers.actions import capacity
from directory.providers.models import Capacity, Service, Status, Way

FOSTER: dict[str, Any] = {"type": [ServiceType.FOSTER_CARE], "near": "Leeds", "age": 15}
HOUR = timedelta(hours=1)
PROVIDER = "Harbour Light Care"


def add_kept(gazetteer: Gazetteer, now: datetime) -> int:
    """Keep some searches and services for both authorities; give how many searches."""
    worker = actor(Role.SOCIAL_WORKER, "Northmoor Council")
    manager = actor(Role.PLACEMENTS_MANAGER, "Northmoor Council")
    eastvale = actor(Role.SOCIAL_WORKER, "Eastvale Council")
    made = [
        _save(worker, gazetteer, now, Alerts.HERE, avoid=(Avoid(near="Luton", within=20),), **FOSTER),
        _save(worker, gazetteer, now, Alerts.NONE, type=[ServiceType.TRAFFICKING_GUARDIAN], language=["vie"]),
        _save(manager, gazetteer, now, Alerts.HERE, shared=True, type=[ServiceType.FOSTER_CARE], near="Leeds", age=15),
        _save(manager, gazetteer, now, Alerts.EMAIL, type=[ServiceType.CHILDRENS_HOME], near="Leeds", within=60),
        _save(eastvale, gazetteer, now, Alerts.HERE, type=[ServiceType.SUPPORTED_LODGINGS], near="Luton"),
    ]
    _free_a_place(now)
    jobs.watch()
    _keep(worker, "", gazetteer, now, FOSTER)
    _keep(manager, "Emergency beds, this week", gazetteer, now, {**FOSTER, "places": 1})
    return len(made)


def _save(
    whom: Actor,
    gazetteer: Gazetteer,
    now: datetime,
    alerts: Alerts,
    *,
    shared: bool = False,
    avoid: tuple[Avoid, ...] = (),
    **asked: Any,
) -> SavedSearch:
    kept = Kept(understood(SearchParameters, asked), avoid)
    before = now - HOUR
    return saved.save(
        whom,
        name=suggested_name(kept, clock.today()),
        kept=kept,
        alerts=alerts,
        pace=Pace.AT_ONCE,
        shared=shared,
        looked=look(whom, kept, engine=search.engine(), gazetteer=gazetteer, now=before),
        now=before,
    )


def _free_a_place(now: datetime) -> None:
    """Let a provider say that a foster home which was full has a place, so that there is news to see."""
    full = db.session.execute(
        select(Capacity.service_id, Capacity.staffed)
        .join(Service, Service.id == Capacity.service_id)
        .join(Organisation, Organisation.id == Service.organisation_id)
        .where(
            Organisation.name == PROVIDER,
            Service.service_type == ServiceType.FOSTER_CARE,
            Service.status == Status.PUBLISHED,
            Service.age_minimum <= FOSTER["age"],
            Service.age_maximum >= FOSTER["age"],
            Service.region == "Yorkshire and The Humber",
            Capacity.staffed <= Capacity.occupied + Capacity.closed + Capacity.held,
            Capacity.held == 0,
        )
        .order_by(Capacity.service_id)
        .limit(1)
    ).first()
    if full is None:
        return
    capacity.change(
        actor(Role.PROVIDER_ADMIN, PROVIDER),
        full.service_id,
        staffed=full.staffed,
        occupied=full.staffed - 1,
        closed=0,
        available_from=None,
        confirmed=True,
        version=None,
        way=Way.PAGE,
        now=now,
    )


def _keep(whom: Actor, name: str, gazetteer: Gazetteer, now: datetime, asked: dict[str, Any]) -> None:
    """Keep the first three that a search finds, on the main list or on one with a name that colleagues may read."""
    parameters = understood(SearchParameters, asked)
    meant = meant_by(whom, parameters, gazetteer=gazetteer, now=now)
    found = find(whom, meant, engine=search.engine(), gazetteer=gazetteer, now=now)
    named = shortlist.make_list(whom, name=name, shared=True, now=now).id if name else None
    ids = [hit.document.service_id for hit in found.page.hits[:3]]
    for service_id in ids:
        kept = shortlist.keep(whom, service_id, shortlist_id=named, now=now).id
    if ids:
        shortlist.annotate(whom, kept, ids[0], note="Answers the phone at night. Ask about school places.", now=now)
