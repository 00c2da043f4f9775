"""The API keeps to its own description: the statuses it names, problems where it refuses, answers of its schemas."""

import re
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from tests.sweep import odd
from tests.sweep.conftest import Site
from tests.sweep.doors import way_in
from tests.sweep.routes import ROUTES, Route

PROGRAMS = [route for route in ROUTES if route.for_programs]
Schema = dict[str, Any]
WORDS = ("LS1", "Leeds", "trauma", "A home that is calm and knows trauma well")
junk: st.SearchStrategy[Any] = st.sampled_from([None, True, [], {}, "", 1.5]) | st.integers() | odd.values
patient = settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@cache
def document_of(site: Site) -> Schema:
    found: Schema = site.app.test_client().get("/api/v1/openapi.json").get_json()
    return found


def resolved(schema: Schema, document: Schema) -> Schema:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def right(schema: Schema, document: Schema) -> st.SearchStrategy[Any]:
    """Give values that the schema means, as far as it says."""
    schema = resolved(schema, document)
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum", [schema.get("const")]))
    if several := schema.get("anyOf") or schema.get("oneOf"):
        return st.one_of([right(one, document) for one in several])
    kind = schema.get("type")
    if kind == "object":
        known = {name: mixed(one, document) for name, one in schema.get("properties", {}).items()}
        needed = {name: known[name] for name in schema.get("required", ())}
        return st.fixed_dictionaries(needed, optional={k: v for k, v in known.items() if k not in needed})
    plain: dict[Any, st.SearchStrategy[Any]] = {
        "array": st.deferred(lambda: st.lists(mixed(schema.get("items", {}), document), max_size=3)),
        "integer": st.integers(schema.get("minimum", -5), schema.get("maximum", 10**6)),
        "number": st.floats(schema.get("minimum", -5), schema.get("maximum", 10**6)),
        "boolean": st.booleans(),
        "null": st.none(),
    }
    words = st.dates().map(str) if schema.get("format") == "date" else st.text(max_size=30) | st.sampled_from(WORDS)
    return plain.get(kind, words)


def mixed(schema: Schema, document: Schema) -> st.SearchStrategy[Any]:
    """Give mostly what is meant, and junk now and then."""
    return st.integers(0, 5).flatmap(lambda dice: right(schema, document) if dice else junk)


def described(document: Schema, route: Route, method: str) -> Schema:
    operation: Schema = document["paths"][re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", route.rule)][method.lower()]
    return operation


def check(answer: TestResponse, operation: Schema, document: Schema) -> None:
    status = str(answer.status_code)
    assert status in operation["responses"], f"{answer.request.path}: {status} is not documented"
    content = operation["responses"][status].get("content", {})
    if not content:
        return
    ((mimetype, told),) = content.items()
    assert answer.mimetype == mimetype
    whole = {**told["schema"], "components": document["components"]}
    wrong = [fault.message for fault in Draft202012Validator(whole).iter_errors(answer.get_json())]
    assert not wrong, f"{answer.request.path} -> {status}: {wrong[:3]}"


@pytest.mark.parametrize("route", PROGRAMS, ids=lambda route: route.name)
@patient
@given(data=st.data())
def test_what_answers_is_what_is_described(site: Site, route: Route, data: st.DataObject) -> None:
    document = document_of(site)
    visitor, url = way_in(site, route)
    for method in route.methods.split():
        operation = described(document, route, method)
        asked = [one for one in operation["parameters"] if one["in"] == "query"]
        query = data.draw(
            st.fixed_dictionaries({}, optional={one["name"]: mixed(one["schema"], document) for one in asked})
        )
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        sent = data.draw(right(body, document)) if body else None
        check(visitor.ask(route, method, f"{url}?{urlencode(query, doseq=True)}", data=sent), operation, document)
        if site.writes.taken():
            site.restore()


def test_a_wrong_answer_would_be_told() -> None:
    document: Schema = {"components": {"schemas": {"A": {"type": "object", "properties": {"n": {"type": "integer"}}}}}}
    assert resolved({"$ref": "#/components/schemas/A"}, document)["type"] == "object"
    told = {"$ref": "#/components/schemas/A", **document}
    assert not Draft202012Validator(told).is_valid({"n": "x"})
