"""Methods that a route does not take are refused with those that it does."""

import pytest

from tests.sweep.conftest import Site
from tests.sweep.doors import way_in
from tests.sweep.routes import ROUTES, Route

METHODS = ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "POST", "GET")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_method_is_answered_or_refused_with_those_that_are_taken(site: Site, route: Route) -> None:
    visitor, url = way_in(site, route)
    taken = {method for other in ROUTES if other.rule == route.rule for method in other.methods.split()}
    taken |= {"OPTIONS"} | ({"HEAD"} if "GET" in taken else set())
    site.writes.taken()
    for method in METHODS:
        if method in taken - {"HEAD", "OPTIONS"}:
            continue
        answer = visitor.ask(route, method, url)
        wanted = {200, 302, 303, 401, 403, 404, 409} if method in taken else {405}
        assert answer.status_code in wanted, f"{method} {url}: {answer.status_code}"
        if answer.status_code == 405:
            assert taken - {"HEAD"} <= {m.strip() for m in answer.headers["Allow"].split(",")}
        if method == "HEAD":
            assert answer.get_data() == b""
    assert not site.writes.taken()
