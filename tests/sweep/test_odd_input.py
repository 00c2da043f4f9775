"""Whatever is sent in any parameter or field is understood or refused in words: never a fault of ours."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from directory.api.operations import description_of
from tests.sweep import odd
from tests.sweep.conftest import Site
from tests.sweep.doors import way_in
from tests.sweep.routes import ROUTES, Route, Thing
from tests.sweep.visitor import Visitor

# what the pages read from the query, beside what a page's own form shows
PARAMETERS = (
    *("q", "near", "within", "type", "specialism", "language", "age", "gender", "places", "by", "rating", "freshness"),
    *("authority", "region", "assured", "mine", "sort", "page", "per_page", "prefill", "next", "status", "phase", "x"),
)
LINKS = frozenset({Thing.INVITATION_LINK, Thing.RESET_LINK, Thing.PLACES_LINK, Thing.FILE})
OPEN = [route for route in ROUTES if not route.alone and route.thing not in LINKS]
READ = [route for route in OPEN if "GET" in route.methods]
SENT = [route for route in OPEN if set(route.methods.split()) & {"POST", "PUT"}]
# a password is tried there, which takes long on purpose
HASHING = frozenset(
    {"accounts.password", "accounts.replace", "accounts.recovery_codes", "accounts.sign_in", "accounts.ask_reset"}
)
SOME = 4
patient = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
FINE = frozenset({200, 201, 302, 303, 304, 400, 401, 403, 404, 409, 412, 413, 414, 415, 422, 428})


@cache
def fields(html: str) -> tuple[str, ...]:
    """Give the names of the fields in a page's forms."""
    tree: Any = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    found = {f.get("name") for tag in ("input", "select", "textarea", "button") for f in tree.iter(tag)}
    return tuple(sorted(name for name in found if name and name != "csrf_token"))


def parameters(site: Site, route: Route, page: str) -> tuple[str, ...]:
    """Give the names of the query parameters that a route may read."""
    described = description_of(site.app.view_functions[route.endpoint])
    if described and described.parameters:
        return tuple(described.parameters.model_fields)
    return (*PARAMETERS, *fields(page)) if not route.for_programs else PARAMETERS[:3]


@dataclass(frozen=True)
class Try:
    """One route, and the visitor for whom it opens at ``url``."""

    site: Site
    route: Route
    visitor: Visitor
    url: str

    def check(self, method: str, query: str = "", data: Any = None) -> None:
        url = f"{self.url}?{query}" if query else self.url
        answer = self.visitor.ask(self.route, method, url, data=data)
        assert answer.status_code in FINE, f"{method} {url[:300]} {str(data)[:300]}: {answer.status_code}"
        if self.route.for_programs and answer.status_code >= 400:
            assert answer.mimetype == "application/problem+json"
        if self.site.writes.taken():
            self.site.restore()
            self.visitor.begin()

    def page(self) -> str:
        answer = self.visitor.ask(self.route, "GET", self.url)
        return answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""

    def parameters(self) -> tuple[str, ...]:
        """Give the names of the query parameters that the route may read."""
        described = description_of(self.site.app.view_functions[self.route.endpoint])
        if described and described.parameters:
            return tuple(described.parameters.model_fields)
        return PARAMETERS[:3] if self.route.for_programs else (*PARAMETERS, *fields(self.page()))

    def sent_names(self) -> tuple[str, ...]:
        """Give the names of what is posted there: in a page's forms, or in the body that is described."""
        described = description_of(self.site.app.view_functions[self.route.endpoint])
        if described and described.body:
            return tuple(described.body.model_fields)
        return fields(self.page()) if "GET" in self.route.methods else ("version", "reason")


def trying(site: Site, route: Route) -> Try:
    return Try(site, route, *way_in(site, route))


def some(route: Route) -> list[str]:
    """Give some odd values: others for the next route, so that each is sent to many."""
    start = ROUTES.index(route) * SOME
    return [odd.ODD[(start + turn) % len(odd.ODD)] for turn in range(SOME)]


@pytest.mark.parametrize("route", READ, ids=lambda route: route.name)
def test_odd_parameters_are_understood_or_refused(site: Site, route: Route) -> None:
    one = trying(site, route)
    names = one.parameters()
    for turn, value in enumerate(some(route)):
        one.check("GET", urlencode({names[turn % len(names)]: value}))
    one.check("GET", urlencode([(name, "a") for name in names] * 2))
    one.check("GET", urlencode(dict.fromkeys(names, "9" * 30)))
    turn = READ.index(route)
    one.check("GET", f"{names[turn % len(names)]}={odd.RAW[turn % len(odd.RAW)]}")


@pytest.mark.parametrize("route", SENT, ids=lambda route: route.name)
def test_odd_fields_are_understood_or_refused(site: Site, route: Route) -> None:
    one = trying(site, route)
    names = one.sent_names()
    for value in some(route)[: 2 if route.endpoint in HASHING or not names else SOME]:
        form = MultiDict([(name, value) for name in names for _ in (1, 2)])
        one.check("POST" if "POST" in route.methods else "PUT", data=form)


@patient
@given(data=st.data())
def test_any_words_in_any_parameter_are_understood_or_refused(site: Site, data: st.DataObject) -> None:
    one = trying(site, data.draw(st.sampled_from(READ), label="route"))
    names = st.sampled_from(one.parameters())
    query = data.draw(st.lists(st.tuples(names, odd.values), max_size=4), label="query")
    one.check("GET", urlencode(query))
