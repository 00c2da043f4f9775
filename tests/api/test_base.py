"""What every operation of the API keeps to, whatever the feature."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, Field
from werkzeug.datastructures import MultiDict

from directory.api.openapi import operations
from directory.api.operations import description_of
from directory.kit.understand import Given, NotUnderstood, singly, understood
from tests.engines.standing import Running
from tests.inspect_pages import Client


class Inner(Given):
    near: str = Field(min_length=2, description="A postcode")


class Example(Given):
    age: int | None = Field(None, ge=0, le=25, description="Whole years, 0 to 25")
    languages: list[str] = Field(default=[], max_length=3, description="Codes, like vie")
    avoid: list[Inner] = Field(default=[], description="Places to keep away from")


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"age": "abc"}, "age", "“abc” is not a whole number"),
        ({"age": 26}, "age", "must be at most 25"),
        ({"colour": "red"}, "colour", "is not known here"),
        ({"languages": "vie"}, "languages", "is not a list"),
        ({"avoid": [{"near": "LS1"}, {"near": "x"}]}, "avoid.1.near", "is shorter than 2"),
        ({"avoid": [{}]}, "avoid.0.near", "is needed"),
        ([], "body", "is not an object"),
        (None, "body", "is not an object"),
    ],
)
def test_a_refusal_names_the_field_and_what_is_wrong(sent: Any, field: str, words: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        understood(Example, sent)
    assert words in refusal.value.fields[field]


def test_a_refusal_says_what_would_be_right() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        understood(Example, {"age": -1, "colour": 1, "avoid": [{}]})
    assert refusal.value.right["age"] == "Whole years, 0 to 25"
    assert refusal.value.right["avoid.0.near"] == "A postcode"
    assert refusal.value.right["colour"] == "Known here: age, languages, avoid"


def test_only_what_may_be_repeated_may_be() -> None:
    both = MultiDict([("languages", "vie"), ("languages", "sqi"), ("age", "15"), ("age", "")])
    assert singly(Example, both) == {"languages": ["vie", "sqi"], "age": "15"}
    with pytest.raises(NotUnderstood, match="more than once"):
        singly(Example, MultiDict([("age", "15"), ("age", "16")]))


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["age", "languages", "avoid", "near", ""]), json) | json)
def test_whatever_is_sent_is_understood_or_refused_in_words(sent: Any) -> None:
    refusal = None
    try:
        understood(Example, sent)
    except NotUnderstood as fault:
        refusal = fault
    assert refusal is None or (refusal.fields and all(refusal.fields.values()))


def test_every_route_of_v1_is_described_and_in_the_document(lite: Flask, client: Client) -> None:
    documented = client.get("/api/v1/openapi.json").get_json()["paths"]
    routes = [rule for rule in lite.url_map.iter_rules() if rule.endpoint.startswith("api.")]
    assert routes
    for rule in routes:
        assert description_of(lite.view_functions[rule.endpoint]), f"{rule.endpoint} is not described"
        path = re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            assert method.lower() in documented[path], f"{method} {path}"


def refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "$ref")
        for value in node.values():
            yield from refs(value)
    elif isinstance(node, list):
        for value in node:
            yield from refs(value)


def test_the_document_is_whole_and_its_schemas_are_schemas(lite: Flask, client: Client) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    schemas = document["components"]["schemas"]
    for ref in refs(document):
        assert ref.startswith("#/components/schemas/")
        assert ref.rpartition("/")[2] in schemas
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    names = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(names) == len(set(names))


def test_every_operation_is_shown_to_people(lite: Flask, client: Client) -> None:
    page = client.page("/api/v1/docs")
    assert page.heading == "API for developers"
    for one in operations(lite):
        assert f"{one.method} {one.path}" in page.text


def test_an_operation_without_parameters_refuses_them(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json?colour=red")
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["errors"] == [{"field": "colour", "detail": "is not known here"}]


def test_a_public_operation_may_be_read_by_any_page(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    asked = client.options("/api/v1/openapi.json")
    assert asked.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/api/v1/no", 404), ("POST", "/api/v1/openapi.json", 405)]
)
def test_a_fault_is_a_problem_document(client: Client, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["status"] == status


@pytest.fixture
def hasty(standing: Running, sqlite_url: str) -> Iterator[Flask]:
    yield from standing(sqlite_url, api_requests_per_minute=3)


@pytest.fixture
def placed(standing: Running, sqlite_url: str) -> Iterator[Flask]:
    yield from standing(sqlite_url, public_url="https://fairhaven.example/")


def test_the_description_names_this_site_and_not_the_host_that_was_asked(placed: Flask) -> None:
    answer = placed.test_client().get("/api/v1/openapi.json", headers={"Host": "elsewhere.example"})
    assert answer.get_json()["servers"] == [{"url": "https://fairhaven.example"}]


def test_who_asks_too_often_is_told_to_wait(hasty: Flask) -> None:
    client = hasty.test_client()
    statuses = [client.get("/api/v1/openapi.json").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    answer = client.get("/api/v1/openapi.json")
    assert answer.mimetype == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0


def test_every_model_that_is_read_says_what_would_be_right(lite: Flask) -> None:
    def undescribed(model: type[BaseModel]) -> list[str]:
        return [f"{model.__name__}.{name}" for name, field in model.model_fields.items() if not field.description]

    read = {m for one in operations(lite) for m in (one.description.parameters, one.description.body) if m}
    assert not [name for model in read for name in undescribed(model)]
