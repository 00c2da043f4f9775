"""Through which door a page opens: who is let in, and with which thing."""

from collections.abc import Iterator
from functools import cache

from tests.sweep import urls
from tests.sweep.conftest import Site
from tests.sweep.expect import Item, may_enter, sees
from tests.sweep.people import EVERYBODY
from tests.sweep.routes import Route
from tests.sweep.visitor import Visitor

NOTHING = Item({}, "")


def openers(site: Site, route: Route) -> Iterator[tuple[Visitor, Item]]:
    """Give every visitor whom the guard lets in, with everything of the route's kind that is there for them."""
    for persona in EVERYBODY:
        acting = site.world.acting(persona, for_programs=route.for_programs)
        if not may_enter(route, acting) or acting.dead_token:
            continue
        visitor = site.visitor(persona)
        items = site.world.items.get(route.thing, [NOTHING])
        yield from ((visitor, item) for item in items if item is NOTHING or sees(acting, item, visitor.person_id))


@cache
def way_in(site: Site, route: Route) -> tuple[Visitor, str]:
    """Give a visitor and an address with which the page opens (200), else the first who is let in."""
    first: tuple[Visitor, str] | None = None
    for visitor, item in openers(site, route):
        url = urls.filled(route, item.values)
        if "GET" not in route.methods or visitor.ask(route, "GET", url).status_code == 200:
            return visitor, url
        first = first or (visitor, url)
    assert first is not None, f"nobody is let in: {route.name}"
    return first
