"""The matrix in ``routes.py`` is the whole application's, line by line."""

from flask import Flask

from directory.access.guards import Guard
from tests.sweep.expect import permissions_named
from tests.sweep.routes import NO_GUARD, ROUTES, Route, Thing


def of(app: Flask) -> dict[tuple[str, str], tuple[str, str]]:
    """Give (endpoint, rule) -> (methods, guard) of every route."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for rule in app.url_map.iter_rules():
        guard: Guard | None = getattr(app.view_functions[rule.endpoint], "guard", None)
        methods = " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        found[rule.endpoint, rule.rule] = (methods, guard.words() if guard else NO_GUARD)
    return found


def line(key: tuple[str, str], facts: tuple[str, str]) -> str:
    thing = ", Thing.?" if "<" in key[1] else ""
    return f'Route("{key[0]}", "{key[1]}", "{facts[0]}", "{facts[1]}"{thing}),'


def differences(real: dict[tuple[str, str], tuple[str, str]], told: tuple[Route, ...]) -> list[str]:
    """Give in words how ``told`` differs from the routes there are."""
    known = {(route.endpoint, route.rule): (route.methods, route.guard) for route in told}
    return [
        *(f"add to tests/sweep/routes.py:     {line(key, real[key])}" for key in sorted(real.keys() - known.keys())),
        *(f"take out of tests/sweep/routes.py: {key}" for key in sorted(known.keys() - real.keys())),
        *(
            f"{key[0]}: tests/sweep/routes.py says {known[key]}, the application {real[key]}: make them agree"
            for key in sorted(real.keys() & known.keys())
            if real[key] != known[key]
        ),
    ]


def test_every_route_is_in_the_matrix_and_guarded_as_it_says(lite: Flask) -> None:
    told = differences(of(lite), ROUTES)
    assert told == [], "\n".join(told)


def test_a_route_missing_extra_or_guarded_otherwise_is_told() -> None:
    real = {("a.b", "/b"): ("GET", "anyone"), ("a.c", "/c"): ("GET", "signed in")}
    told = differences(real, (Route("a.c", "/c", "GET", "anyone"), Route("a.d", "/d", "GET", "anyone")))
    assert len(told) == 3
    assert 'Route("a.b", "/b", "GET", "anyone"),' in told[0]


def test_a_rule_with_values_says_what_they_name_and_a_guard_names_permissions() -> None:
    assert len({(route.endpoint, route.rule) for route in ROUTES}) == len(ROUTES)
    for route in ROUTES:
        assert ("<" in route.rule) == (route.thing is not Thing.NONE), route.name
        assert permissions_named(route.guard) or route.guard in {"anyone", "signed in", NO_GUARD}, route.name
