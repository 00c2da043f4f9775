"""Whatever is sent to the search is answered or refused in words, soon: in an address or a body, by page or program."""

import json
import time
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.finder.rules.parameters import SearchParameters
from directory.providers.models import Service
from tests import inspect_pages
from tests.inspect_pages import Client
from tests.sweep import odd

NAMES = tuple(SearchParameters.model_fields)
JSON = "application/json"
LONG = {
    "10,000 terms": "q=" + "+".join(f"term{n}" for n in range(10_000)),
    "300 letters of terms": "q=" + "+".join("abcdefghij"[n % 10] for n in range(150)),
    "nested wildcards": "q=" + "*" * 100 + "a*b**c***" * 20,
    "beginnings of everything": "q=" + "+".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz") + "+t*" * 60,
    "nested brackets": "q=" + "(" * 150 + "trauma" + ")" * 150,
    "every word negated": "q=" + "+".join(["-trauma", "NOT+care", "-home"] * 20),
    "a long phrase": "q=%22" + "+".join(["trauma"] * 40) + "%22",
    "quotes": "q=" + "%22" * 290,
    "every parameter twice": urlencode([(name, "1") for name in NAMES for _ in (1, 2)]),
    "a parameter 5,000 times": "&".join(["type=therapy"] * 5_000),
    "huge numbers": urlencode(dict.fromkeys(("within", "age", "places", "page", "per_page"), "9" * 300)),
    "a huge page": "page=99999999999999999999",
    "control characters": "q=%00%01%1b%5b31m%7f&near=%00",
    "no UTF-8": "q=%ff%fe%C0%80&near=%ED%A0%80",
    "a number that is none": "near=53.8,-1.5&within=NaN",
    "infinity": "near=53.8,-1.5&within=1e999",
    "off the globe": "near=999,999&within=10",
    "many places": "near=" + "Leeds," * 60,
    "typos of everything": "q=" + "+".join(["traumma", "fosterring", "theerapy", "exploitaton"] * 10),
    "spelt nearly so": "q=" + "+".join(["trauma~", "fostering~", "therapy~"] * 20),
}
BODIES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", JSON),
    "broken": (b'{"q": "tra', JSON),
    "a list": (b"[]", JSON),
    "null": (b"null", JSON),
    "a number": (b"1e400", JSON),
    "no UTF-8": (b'{"q": "\xff\xfe"}', JSON),
    "half a character": (b'{"q": "\\ud800"}', JSON),
    "NUL": (b'{"q": "a\\u0000b"}', JSON),
    "nested": (b"[" * 5_000 + b"]" * 5_000, JSON),
    "nested objects": (b'{"avoid":' * 3_000 + b"1" + b"}" * 3_000, JSON),
    "wrong types": (b'{"q": 1, "near": [], "within": "far", "type": {}, "avoid": "Luton", "age": true}', JSON),
    "unknown": (b'{"colour": "red"}', JSON),
    "the same twice": (b'{"q": "a", "q": "b"}', JSON),
    "too many zones": (json.dumps({"avoid": [{"near": "Luton", "within": 5}] * 1_000}).encode(), JSON),
    "a huge number": (b'{"page": ' + b"9" * 5_000 + b"}", JSON),
    "large": (json.dumps({"q": "x" * 2_000_000}).encode(), JSON),
    "a form": (b"q=trauma", "application/x-www-form-urlencoded"),
    "XML": (b"<q>trauma</q>", "application/xml"),
    "no kind": (b'{"q": "trauma"}', ""),
    "an odd kind": (b'{"q": "trauma"}', "application/json; charset=utf-16"),
    "a kind that is none": (b'{"q": "trauma"}', "///;;;=\x7f"),
}
SECONDS = 5


@pytest.mark.parametrize("query", LONG.values(), ids=LONG.keys())
def test_a_hostile_address_is_answered_or_refused_soon(
    client: Client, lite: Flask, listed: dict[str, Service], query: str
) -> None:
    began = time.perf_counter()
    page = client.get(f"/services?{query}")
    assert page.status_code in {200, 400, 414, 422}
    inspect_pages.Page(page)
    answer = lite.test_client().get(f"/api/v1/services?{query}")
    assert answer.status_code in {200, 400, 414, 422}
    if answer.status_code != 200:
        assert answer.mimetype == "application/problem+json"
        assert answer.get_json()["detail"] or answer.get_json()["errors"]
    assert time.perf_counter() - began < SECONDS


@pytest.mark.parametrize(("body", "kind"), BODIES.values(), ids=BODIES.keys())
def test_a_hostile_body_is_answered_or_refused_soon(
    lite: Flask, listed: dict[str, Service], body: bytes, kind: str
) -> None:
    began = time.perf_counter()
    answer = lite.test_client().post("/api/v1/services/search", data=body, content_type=kind)
    assert answer.status_code in {200, 400, 413, 415, 422}, answer.get_data(as_text=True)
    if answer.status_code != 200:
        assert answer.mimetype == "application/problem+json"
    assert time.perf_counter() - began < SECONDS


words = st.text(max_size=300) | odd.values | st.sampled_from(list(LONG.values())).map(lambda query: query[2:300])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(pairs=st.lists(st.tuples(st.sampled_from(NAMES), words), max_size=8))
def test_any_parameters_are_answered_or_refused_alike_by_page_and_program(
    client: Client, lite: Flask, pairs: list[tuple[str, str]]
) -> None:
    query = urlencode([(name, value.encode("utf-8", "replace")) for name, value in pairs])
    page, answer = client.get(f"/services?{query}"), lite.test_client().get(f"/api/v1/services?{query}")
    assert answer.status_code in {200, 422}, query
    assert page.status_code in {200, 303, 422}, query
    if answer.status_code == 422:
        assert answer.get_json()["errors"]


leaves = st.none() | st.booleans() | st.integers() | st.floats() | words
trees = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=st.dictionaries(st.sampled_from((*NAMES, "avoid", "other")), trees, max_size=4) | trees)
def test_any_json_is_answered_or_refused(lite: Flask, body: object) -> None:
    answer = lite.test_client().post("/api/v1/services/search", data=json.dumps(body), content_type=JSON)
    assert answer.status_code in {200, 400, 422}
    if answer.status_code != 200:
        assert answer.mimetype == "application/problem+json"
