"""Makers of saved searches: kept as on the page, with what is found now as known."""

from typing import Any

from directory import search
from directory.access import Actor
from directory.finder.actions import saved as actions
from directory.finder.models import SavedSearch
from directory.finder.queries.saved import look
from directory.finder.rules.parameters import Avoid, SearchParameters
from directory.finder.rules.saved import Alerts, Kept, Pace
from directory.geo.gazetteer import gazetteer_at
from directory.kit import clock
from directory.kit.understand import understood
from tests.geo.gazetteer_fixture import built_gazetteer


def saved_search(
    actor: Actor,
    *,
    name: str = "Homes near Leeds",
    alerts: Alerts = Alerts.HERE,
    pace: Pace = Pace.AT_ONCE,
    shared: bool = False,
    at_night: bool = False,
    avoid: tuple[Avoid, ...] = (),
    **asked: Any,
) -> SavedSearch:
    """Give a search that the actor keeps; ``asked`` are its parameters."""
    kept = Kept(understood(SearchParameters, asked), avoid)
    now = clock.now()
    looked = look(actor, kept, engine=search.engine(), gazetteer=gazetteer_at(built_gazetteer()), now=now)
    return actions.save(
        actor,
        name=name,
        kept=kept,
        alerts=alerts,
        pace=pace,
        at_night=at_night,
        shared=shared,
        looked=looked,
        now=now,
    )
