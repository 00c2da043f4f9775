"""What is kept tells no more of a home than a search does: alerts, counts, matches, shortlists, the comparison, paper.

A saved search is a question that asks itself again: drawn between two places where a home may be, it would tell by an
alert that the home went from one to the other. So a home is moved within what is published of it, and nothing may come.
"""

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from directory import search
from directory.access import Actor, Role
from directory.finder.actions import shortlist
from directory.finder.models import SavedSearch, SavedSearchMatch, SavedSearchNews
from directory.finder.queries.saved import look
from directory.finder.rules.parameters import Avoid
from directory.geo.here import gazetteer
from directory.kit import clock
from directory.kit.db import db
from directory.notify import notices
from directory.providers.models import Service
from directory.search import SearchQuery
from tests import make
from tests.finder.test_attack import WORD, moved, true_point, world
from tests.finder.test_saved_alerts import watch
from tests.inspect_pages import Client
from tests.inspect_pages import client as browser
from tests.make_saved import saved_search
from tests.sweep.test_confidential import TIMED
from tests.sweep.visitor import without_what_differs

__all__ = ["world"]

MOVES = [("LS8 1AA", "LS8 4HS"), ("LS10 1AB", "LS16 6QB")]
RADII = (0.3, 1.0, 2.0, 4.0)


def traps(actor: Actor, *postcodes: str) -> list[SavedSearch]:
    """Keep searches drawn closely round each place, and others that keep away from it."""
    found = []
    for postcode in postcodes:
        at = "{:.5f},{:.5f}".format(*true_point(postcode))
        for miles in RADII:
            found.append(saved_search(actor, name="near", q=WORD, near=at, within=miles))
            away = (Avoid(near=at, within=miles),)
            found.append(saved_search(actor, name="away", q=WORD, avoid=away))
    return found


def told(actor: Actor) -> dict[str, object]:
    """Give all that the searches found and told of."""
    watch()
    match = select(SavedSearchMatch.saved_search_id, SavedSearchMatch.service_id, SavedSearchMatch.free)
    return {
        "matches": set(db.session.execute(match).all()),
        "news": db.session.scalars(select(SavedSearchNews.id)).all(),
        "notices": [notice.text for notice in notices(actor, limit=100)],
    }


def pages(visitor: Client, kept: list[SavedSearch], services: list[Service]) -> dict[str, str]:
    """Give the pages on which something kept is shown."""
    chosen = "&".join(f"service={one.id}" for one in services)
    places = [true_point(postcode) for postcode in sorted({postcode for move in MOVES for postcode in move})]
    paths = [
        "/services/saved",
        "/services/shortlist",
        *(f"/services/saved/{one.id}" for one in kept),
        *(f"/services/compare?near={at[0]:.5f},{at[1]:.5f}&{chosen}" for at in places),
    ]
    found = {}
    for path in paths:
        page = visitor.get(path)
        assert page.status_code == 200, path
        found[path] = TIMED.sub("(time)", without_what_differs(page.get_data(as_text=True)))
    return found


@pytest.mark.parametrize(("there", "elsewhere"), MOVES)
def test_no_alert_count_list_or_comparison_tells_that_a_home_moved_within_its_area(
    world: dict[str, Service], there: str, elsewhere: str
) -> None:
    person = make.person(Role.SOCIAL_WORKER)
    actor, home = person.actor(), world[there]
    visitor = browser(current_app)
    visitor.sign_in(person.id)
    others = [one for postcode, one in world.items() if postcode != there][:3]
    for one in (home, *others):
        shortlist.keep(actor, one.id, shortlist_id=None, now=clock.now())
    kept = traps(actor, there, elsewhere)
    before = told(actor), pages(visitor, kept, [home, *others])
    assert before[0]["matches"], "the searches find homes at all"
    moved(home, elsewhere)
    after = told(actor), pages(visitor, kept, [home, *others])
    assert after[0] == before[0]
    assert [path for path in before[1] if before[1][path] != after[1][path]] == []


def test_the_same_traps_tell_of_a_home_that_went_to_another_area(world: dict[str, Service]) -> None:
    """What is published did change, and the searches do see it: the test above can fail."""
    actor = make.social_worker()
    traps(actor, "LS8 1AA", "LS16 6QB")
    before = told(actor)
    moved(world["LS8 1AA"], "M1 1AD")
    assert told(actor)["matches"] != before["matches"]


def test_each_look_of_a_saved_search_counts_as_a_search_of_its_owner(lite: Flask) -> None:
    """Whoever sweeps the map with saved searches is slowed down as with any others."""
    actor = make.social_worker()
    asked: list[SearchQuery] = []
    kept = saved_search(actor, near="Leeds", within=5).asks
    look(actor, kept, engine=search.engine(), gazetteer=gazetteer(), now=clock.now(), admit=asked.append)
    assert [query.within_miles for query in asked] == [5]
