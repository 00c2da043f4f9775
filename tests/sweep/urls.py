"""Addresses for a route: of a thing, of one that never was, and of what is no id at all."""

import re
from collections.abc import Iterator
from urllib.parse import quote
from uuid import uuid4

from tests.sweep.routes import Route

VALUE = re.compile(r"<(?:(\w+)(?:\([^>]*\))?:)?(\w+)>")
MALFORMED = ("not-an-id", "1", "00000000-0000-0000-0000-00000000000g", "..%2f..%2fetc", "%00", "’or’1’=’1", "x" * 3000)


def names(route: Route) -> list[tuple[str, str]]:
    """Give (kind, name) of the values in the rule, in order."""
    return [(found[1] or "string", found[2]) for found in VALUE.finditer(route.rule)]


def filled(route: Route, values: dict[str, object]) -> str:
    """Give the address with these values."""
    return VALUE.sub(lambda found: quote(str(values[found[2]]), safe="/%"), route.rule + route.query)


def never_was(kind: str) -> str:
    """Give a well-formed value that names nothing."""
    return {"uuid": str(uuid4()), "int": "9999"}.get(kind, "PR-9999-ZZZZ")


def of_nothing(route: Route, values: dict[str, object]) -> Iterator[str]:
    """Give addresses in which one value after another names nothing, the others being right."""
    for kind, name in names(route):
        yield filled(route, values | {name: never_was(kind)})


def malformed(route: Route, values: dict[str, object], turn: int) -> Iterator[str]:
    """Give addresses in which one value after another is no id at all: another kind of nonsense each turn."""
    for place, (kind, name) in enumerate(names(route)):
        nonsense = MALFORMED[(turn + place) % len(MALFORMED)]
        yield filled(route, values | {name: "-1" if kind == "int" and nonsense.isdigit() else nonsense})
