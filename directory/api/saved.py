"""Saved searches, for programs: kept with their exclusion zones, never in an address."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field, StrictBool

from directory.access import Permission, current_actor, guarded
from directory.api.operations import answered, body, described
from directory.api.views import v1
from directory.finder.actions import saved as actions
from directory.finder.models import SavedSearch
from directory.finder.queries import saved as queries
from directory.finder.rules.parameters import SearchBody, SearchParameters
from directory.finder.rules.saved import LONGEST_NAME, Alerts, Kept, Pace, What, suggested_name
from directory.finder.views.saved import looked_at
from directory.finder.views.search import meant_of
from directory.kit import clock
from directory.kit.understand import Given, NotUnderstood


class SavedBody(Given):
    """A search to keep, and how its news should come."""

    search: SearchBody = Field(description="what `POST /services/search` takes; page and per_page are not kept")
    name: str = Field(
        default="",
        max_length=LONGEST_NAME,
        description="left out: made from what is asked; nothing in it may tell who a child is",
    )
    alerts: Alerts = Field(default=Alerts.NONE, description="none, here (in Fairhaven) or email")
    pace: Pace = Field(default=Pace.AT_ONCE, description="at_once or daily")
    at_night: bool = Field(default=False, description="Whether emails may come between 22:00 and 7:00 too")
    shared: StrictBool = Field(default=False, description="true: colleagues of your authority may read and run it")


class NewService(BaseModel):
    """A service that is new since the owner last looked."""

    service_id: UUID
    what: What


class SavedAnswer(BaseModel):
    """A saved search. ``new`` is what changed since its owner last looked; null ``search``: not known any more."""

    id: UUID
    name: str
    search: dict[str, Any] | None
    alerts: Alerts
    pace: Pace
    at_night: bool
    shared: bool
    own: bool
    created_at: datetime
    looked_at: datetime
    new: list[NewService]


class SavedListAnswer(BaseModel):
    """Your saved searches, and those that colleagues share."""

    total: int
    items: list[SavedAnswer]


@v1.get("/saved-searches")
@guarded(Permission.SEARCH_SAVE)
@described("List saved searches", answer=SavedListAnswer)
def get_saved_searches() -> ResponseReturnValue:
    """Give your saved searches and those that colleagues of your authority share, the newest first."""
    actor = current_actor()
    found = [row.saved for row in queries.readable(actor)]
    news = queries.news_of(actor, *found)
    items = [_shape(one, news[one.id]) for one in found]
    return answered(SavedListAnswer(total=len(items), items=items))


@v1.post("/saved-searches")
@guarded(Permission.SEARCH_SAVE)
@described("Save a search", body=SavedBody, answer=SavedAnswer, status=201, refusals=(409,))
def post_saved_search() -> ResponseReturnValue:
    """Keep a search. What it finds now is no news; what it finds later is."""
    actor, given = current_actor(), body(SavedBody)
    asked = SearchParameters.model_validate(given.search.model_dump(exclude={"avoid", "page", "per_page"}))
    meant = meant_of(asked, given.search.avoid)
    kept = Kept(meant.asked, meant.avoid)
    made = actions.save(
        actor,
        name=given.name or suggested_name(kept, clock.today()),
        kept=kept,
        alerts=given.alerts,
        pace=given.pace,
        at_night=given.at_night,
        shared=given.shared,
        looked=looked_at(kept),
        now=clock.now(),
    )
    return answered(_shape(made, {}), 201)


@v1.get("/saved-searches/<uuid:saved_search_id>")
@guarded(Permission.SEARCH_SAVE)
@described("Read a saved search", answer=SavedAnswer)
def get_saved_search(saved_search_id: UUID) -> ResponseReturnValue:
    """Give one saved search, with what is new. Run it with `POST /services/search` and its `search`."""
    actor = current_actor()
    found = queries.readable_search(actor, saved_search_id)
    return answered(_shape(found, queries.news_of(actor, found)[found.id]))


@v1.delete("/saved-searches/<uuid:saved_search_id>")
@guarded(Permission.SEARCH_SAVE)
@described("Delete a saved search", status=204)
def delete_saved_search(saved_search_id: UUID) -> ResponseReturnValue:
    """Delete one of your saved searches; its alerts end."""
    actions.remove(current_actor(), saved_search_id, now=clock.now())
    return Response(status=204, mimetype="application/json")


def _shape(one: SavedSearch, news: Mapping[UUID, What]) -> SavedAnswer:
    try:
        kept = one.asks
    except NotUnderstood:
        search = None
    else:
        search = kept.asked.model_dump(mode="json", exclude={"page", "per_page"}, exclude_defaults=True)
        if kept.avoid:
            search["avoid"] = [zone.model_dump(mode="json") for zone in kept.avoid]
    return SavedAnswer(
        id=one.id,
        name=one.name,
        search=search,
        alerts=one.alerts,
        pace=one.pace,
        at_night=one.at_night,
        shared=one.shared,
        own=one.person_id == current_actor().person_id,
        created_at=one.created_at,
        looked_at=one.looked_at,
        new=[NewService(service_id=service_id, what=what) for service_id, what in news.items()],
    )
