"""Nothing of a confidential service reaches who may not see it, and nothing but its area reaches who may."""

import json
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
import structlog
from flask import Flask

from directory.access import Role
from directory.providers.models import Service
from tests import make
from tests.finder.listing import SECRET_WORD, cards
from tests.inspect_pages import Client, Page

SEARCHES = [
    "",
    "q=home",
    f"q={SECRET_WORD}",
    "q=zephyrhom",
    "q=LW-014",
    "q=exploitation",
    "type=childrens_home",
    "type=foster_care",
    "near=Leeds&within=20",
    "near=Leeds&sort=distance",
    "specialism=trafficking&assured=1",
    "language=vie&places=1",
    "places=1&near=LS1",
    "authority=E08000035",
]
SECRETS = (SECRET_WORD, "LW-014", "URN 1", "URN 2", "calm home", "12.9")


@pytest.mark.parametrize("query", SEARCHES)
def test_an_anonymous_search_is_the_same_as_if_no_confidential_service_were_there(
    client: Client, listed: dict[str, Service], query: str
) -> None:
    answer = client.get(f"/api/v1/services?{query}").get_json()
    page = client.page(f"/services?{query}")
    for secret in SECRETS:
        assert (
            secret
            not in page.html.replace(query, "").replace(f'value="{SECRET_WORD}"', "").replace(f"“{SECRET_WORD}”", "")
            or secret in query
        )
        assert secret not in json.dumps({**answer, "understood": {}, "took_ms": 0}) or secret in query
    public = {str(listed[name].id) for name in ("therapy", "advocacy", "school")}
    assert {item["id"] for item in answer["items"]} <= public
    assert answer["total"] <= 3
    assert answer["suggestion"] != SECRET_WORD
    assert "childrens_home" not in {row["value"] for row in answer["facets"]["type"] if row["count"]}
    assert "foster_care" not in {row["value"] for row in answer["facets"]["type"] if row["count"]}
    assert all(row["count"] <= 3 for rows in answer["facets"].values() for row in rows)
    assert all(row["total"] <= 3 for row in answer["relax"])


def test_what_to_relax_does_not_count_confidential_services(client: Client, listed: dict[str, Service]) -> None:
    answer = client.get("/api/v1/services?type=childrens_home&language=vie").get_json()
    assert {row["drop"]: row["total"] for row in answer["relax"]} == {"type=childrens_home": 1}


def test_a_provider_sees_what_is_public_and_its_own(client: Client, listed: dict[str, Service]) -> None:
    client.sign_in(make.person(Role.PROVIDER_STAFF, of="Beacon").id)
    page = client.page("/services")
    assert "4 services found" in page.text
    assert "URN 2" in page.text
    assert "URN 1" not in page.text
    assert client.get(f"/services/{listed['stale'].id}").status_code == 200
    assert client.get(f"/services/{listed['home'].id}").status_code == 404


@pytest.mark.parametrize("role", [Role.AUTHORITY_ADMIN, Role.OPERATOR_ADMIN, Role.PROVIDER_ADMIN])
def test_a_role_without_the_permission_sees_what_is_public(
    client: Client, listed: dict[str, Service], role: Role
) -> None:
    client.sign_in(make.person(role, of="Elsewhere").id)
    assert "3 services found" in client.page("/services").text
    assert client.get(f"/services/{listed['carer'].id}").status_code == 404


def test_a_social_worker_sees_areas_and_no_point(client: Client, listed: dict[str, Service]) -> None:
    client.sign_in(make.person().id)
    page = client.page("/services?near=Leeds")
    assert "Household LW-014" in page.text
    found = re.search(r'<script type="application/json" id="map-data"[^>]*>(.*?)</script>', page.html, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert {point["name"] for point in data["points"]} == {"Harbour Therapy", "Moorside School"}
    assert len(data["areas"]) == 1
    assert len(data["areas"][0]["services"]) == 3
    assert data["areas"][0]["radius_miles"] == 12.9


@pytest.mark.parametrize("prefix", ["/services", "/api/v1/services"])
def test_what_may_not_be_seen_and_what_is_not_there_are_answered_alike(
    client: Client, listed: dict[str, Service], prefix: str
) -> None:
    hidden, absent = client.get(f"{prefix}/{listed['home'].id}"), client.get(f"{prefix}/{uuid4()}")
    assert hidden.status_code == absent.status_code == 404
    without_id = [
        re.sub(r"[0-9a-f]{32}|[0-9a-f-]{36}", "", answer.get_data(as_text=True)) for answer in (hidden, absent)
    ]
    assert without_id[0] == without_id[1]


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Every line that is logged."""
    seen: list[str] = []
    before = structlog.get_config()

    def keep(_logger: object, _name: str, told: object) -> str:
        seen.append(json.dumps(told, default=str))
        raise structlog.DropEvent

    structlog.configure(processors=[keep], wrapper_class=structlog.BoundLogger)
    yield seen
    structlog.configure(**before)


def test_a_zone_is_in_no_address_no_log_line_and_no_header(
    client: Client, listed: dict[str, Service], lines: list[str]
) -> None:
    client.sign_in(make.person().id)
    zone = {"avoid_near": "Luton", "avoid_within": "23"}
    answers = [
        client.send("/services/search", {"near": "Leeds", "within": "600", "per_page": "2", **zone}),
        client.send("/services/search", {"near": "Leeds", **zone, "change": "set:page=2", "per_page": "2"}),
        client.send("/services/search", {"near": "Leeds", "avoid_near": "Luton"}),
        client.post("/api/v1/services/search", json={"avoid": [{"near": "Luton", "within": 23}]}),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 422, 200]
    assert lines
    for answer in answers:
        assert "Luton" not in str(answer.headers)
        for address in re.findall(r'(?:href|action|src|formaction)="([^"]*)"', answer.get_data(as_text=True)):
            assert "Luton" not in address
            assert "avoid_" not in address
    assert not [line for line in lines if "Luton" in line or "Leeds" in line]


def test_a_zone_leaves_out_whatever_may_lie_in_it(client: Client, listed: dict[str, Service], lite: Flask) -> None:
    client.sign_in(make.person().id)
    near_leeds = {"avoid_near": "53.6,-1.5", "avoid_within": "5"}
    page = Page(client.send("/services/search", near_leeds))
    found = {name for name in ("Beacon Advocacy", "Harbour Therapy", "Household LW-014") if name in cards(page)}
    assert found == {"Beacon Advocacy", "Harbour Therapy"}
    assert re.search(r"Household LW-014 ?: it lies somewhere in", page.text)


def test_zones_are_read_with_a_token_of_the_form_only(client: Client) -> None:
    assert client.post("/services/search", data={"avoid_near": "Luton", "avoid_within": "5"}).status_code == 400


def test_a_zone_that_is_not_understood_is_asked_again_with_what_was_typed(client: Client) -> None:
    answer = client.send("/services/search", {"q": "x", "avoid_near": ["Nowhereville", ""], "avoid_within": ["5", "9"]})
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert 'value="Nowhereville"' in html
    assert 'name="q" value="x"' in html
    assert "Place to keep away from" in html
