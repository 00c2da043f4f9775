"""What may be asked, and how everything else is refused: the same for page, API and body."""

from json import dumps
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from directory.codes import Gender, ServiceType
from directory.finder.rules import parameters as rules
from directory.finder.rules.parameters import SearchBody, SearchParameters, changed
from directory.kit.understand import NotUnderstood, singly, understood
from directory.providers.models import Service
from tests.inspect_pages import Client

REFUSED = [
    ("colour=red", "colour"),
    ("type=castle", "type"),
    ("specialism=magic", "specialism"),
    ("language=xxx", "language"),
    ("age=26", "age"),
    ("age=abc", "age"),
    ("age=1&age=2", "age"),
    ("gender=purple", "gender"),
    ("places=0", "places"),
    ("by=tomorrow", "by"),
    ("by=2026-02-30", "by"),
    ("rating=fair", "rating"),
    ("freshness=mouldy", "freshness"),
    ("authority=E99999999", "authority"),
    ("region=Atlantis", "region"),
    ("assured=perhaps", "assured"),
    ("sort=random", "sort"),
    ("sort=distance", "sort"),
    ("page=0", "page"),
    ("page=99999999999999999999", "page"),
    ("per_page=101", "per_page"),
    ("within=20", "within"),
    ("within=-1&near=Leeds", "within"),
    ("within=nan&near=Leeds", "within"),
    ("within=1e9&near=Leeds", "within"),
    ("near=Nowhereville", "near"),
    ("near=999,999", "near"),
    ("mine=1", "mine"),
    ("q=a%00b", "q"),
    ("q=" + "a" * 301, "q"),
    ("avoid=Luton", "avoid"),
    ("avoid_near=Luton", "avoid_near"),
]


@pytest.mark.parametrize(("query", "field"), REFUSED)
def test_the_api_refuses_what_it_does_not_understand_by_field(client: Client, query: str, field: str) -> None:
    answer = client.get(f"/api/v1/services?{query}")
    assert answer.status_code == 422, answer.get_json()
    assert answer.mimetype == "application/problem+json"
    assert field in [error["field"] for error in answer.get_json()["errors"]]
    assert all(error["detail"] for error in answer.get_json()["errors"])


@pytest.mark.parametrize(("query", "field"), REFUSED)
def test_the_page_refuses_the_same_and_says_so_beside_the_field(client: Client, query: str, field: str) -> None:
    page = client.page(f"/services?{query}", status=422)
    assert page.errors()
    assert page.html.count("Error:") >= 1


def test_what_was_typed_stays(client: Client) -> None:
    page = client.page("/services?q=trauma&near=Nowhereville&age=12&type=therapy", status=422)
    assert page.value("q") == "trauma"
    assert page.value("near") == "Nowhereville"
    assert page.value("age") == "12"
    assert 'value="therapy" checked' in page.html


def test_a_place_written_wrongly_is_refused_with_what_may_be_meant(client: Client) -> None:
    answer = client.get("/api/v1/services?near=Leedss")
    assert "Did you mean Leeds" in answer.get_json()["errors"][0]["detail"]
    page = client.page("/services?near=Leds&age=15&type=advocacy&type=therapy", status=422)
    assert "Did you mean Leeds" in page.text
    (again,) = [link for link in page.links() if link.endswith("near=Leeds") or "near=Leeds&" in link]
    assert {"age=15", "type=advocacy", "type=therapy"} <= set(again.partition("?")[2].split("&"))
    assert client.get(again).status_code == 200


@pytest.mark.parametrize(
    "near", ["LS1 4AP", "ls1", "Leeds", "Yorkshire and The Humber", "53.8,-1.55", "Leeds City Council"]
)
def test_a_place_may_be_written_in_many_ways(client: Client, listed: dict[str, Service], near: str) -> None:
    answer = client.get(f"/api/v1/services?{urlencode({'near': near})}").get_json()
    assert {"Harbour Therapy", "Moorside School"} <= {item["name"] for item in answer["items"]}
    assert answer["understood"]["within"] >= 40


def test_an_empty_field_of_a_form_asks_nothing(client: Client, listed: dict[str, Service]) -> None:
    empty = "&".join(f"{name}=" for name in SearchParameters.model_fields)
    assert client.page(f"/services?{empty}").text.count("3 services found") == 1


def test_a_search_without_a_radius_is_within_40_miles_and_says_so(client: Client, listed: dict[str, Service]) -> None:
    assert "within 40 miles of Leeds" in client.page("/services?near=Leeds").text
    assert rules.within_unless_said(180.0) == 200


names = st.sampled_from([*SearchParameters.model_fields, "colour", ""])
values = st.text(max_size=12) | st.sampled_from(
    ["1", "0", "-1", "Leeds", "LS1 4AP", "therapy", "vie", "2026-11-23", "distance", "1e400", "nan", "\x00", '"*" OR -']
)


@given(st.lists(st.tuples(names, values), max_size=5))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_no_parameters_break_page_or_api(client: Client, pairs: list[tuple[str, str]]) -> None:
    query = urlencode(pairs, errors="surrogatepass")
    page, answer = client.get(f"/services?{query}"), client.get(f"/api/v1/services?{query}")
    assert page.status_code == answer.status_code
    assert page.status_code in (200, 422)


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["near", "within", "x"]), inner),
    max_leaves=6,
)


@given(st.dictionaries(names | st.just("avoid"), json, max_size=4) | json)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_no_body_breaks_the_search(client: Client, body: Any) -> None:
    answer = client.post("/api/v1/services/search", data=dumps(body), content_type="application/json")
    assert answer.status_code in (200, 422), answer.get_json()


def test_the_same_search_has_the_same_pairs_however_it_was_asked() -> None:
    asked = understood(
        SearchParameters, singly(SearchParameters, MultiDict([("type", "therapy"), ("assured", "true")]))
    )
    body = understood(SearchBody, {"type": ["therapy", "therapy"], "assured": True, "avoid": []})
    assert asked.pairs() == body.pairs() == (("type", "therapy"), ("assured", "1"))
    assert asked.type == (ServiceType.THERAPY,)


def test_what_is_asked_survives_being_written_as_an_address() -> None:
    asked = SearchParameters(q="a b", near="LS1", within=12.5, language=("vie", "sqi"), gender=Gender.MALE, page=3)
    assert understood(SearchParameters, singly(SearchParameters, MultiDict(asked.pairs()))) == asked


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ("drop:type=therapy", "near=LS1&within=20&sort=distance&q=x"),
        ("drop:near=LS1", "type=therapy&q=x"),
        ("set:within=40", "type=therapy&near=LS1&sort=distance&q=x&within=40"),
        ("set:page=3", "type=therapy&near=LS1&within=20&sort=distance&q=x&page=3"),
        ("clear:", "q=x"),
    ],
)
def test_a_change_leads_to_the_first_page_and_leaves_no_distance_from_nowhere(change: str, left: str) -> None:
    before = [("type", "therapy"), ("near", "LS1"), ("within", "20"), ("sort", "distance"), ("q", "x"), ("page", "2")]
    assert urlencode(changed(before, change)) == left


def test_a_body_that_is_not_understood_names_the_place_in_it() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        understood(SearchBody, {"avoid": [{"near": "Luton", "within": 0}]})
    assert "avoid.0.within" in refusal.value.fields
