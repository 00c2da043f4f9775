"""Open Referral UK: valid by the standard's own schemas, whole, and silent about what is confidential."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator, FormatChecker

from directory.codes import ServiceType, Specialism
from directory.providers.models import Service, Status
from directory.providers.rules.openreferral import read_openreferral
from tests import inspect_pages
from tests.engines import missing
from tests.inspect_pages import Client
from tests.make_services import service
from tests.requests.test_growth import counted

SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "data" / "oruk-3.0"
LISTS = {"services": "service_list", "organizations": "organization_list"} | {
    "service_at_locations": "service_at_location_list"
}
WHOLE = {"services": "service", "organizations": "organization", "service_at_locations": "service_at_location"}


def wrong(schema: str, value: Any) -> list[str]:
    """Give what the standard has against a value."""
    path = SCHEMAS / f"{schema}.json"
    if not path.exists():
        missing("the schemas of Open Referral UK 3.0", f"put them at {SCHEMAS}")
    judge = Draft202012Validator(json.loads(path.read_text(encoding="utf-8")), format_checker=FormatChecker())
    return [f"{list(one.path)}: {one.message}" for one in judge.iter_errors(value)]


def got(client: Client, path: str) -> Any:
    answer = client.get(f"/openreferral/{path}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer.json


def public(name: str = "Talking", of: str | None = None, **more: Any) -> Service:
    facts: dict[str, Any] = {
        "type": ServiceType.THERAPY,
        "description": "We listen to young people.",
        "languages": ("vie", "eng"),
        "specialisms": {Specialism.TRAUMA: date(2027, 3, 1)},
        "address": "1 Park Row\nLeeds",
        "postcode": "LS1 4AP",
    }
    return service(of, name=name, confidential=False, **facts | more)


@pytest.mark.parametrize("kind", LISTS)
def test_pages_and_whole_things_are_as_the_standard_says(client: Client, kind: str) -> None:
    made = public(email="office@example.org", website="https://example.org/talking")
    page = got(client, kind)
    assert (page["total_items"], page["size"], page["first_page"], page["last_page"]) == (1, 1, True, True)
    assert wrong(LISTS[kind], page["contents"][0]) == []
    named = made.organisation_id if kind == "organizations" else made.id
    assert wrong(WHOLE[kind], got(client, f"{kind}/{named}")) == []


def test_what_is_told_is_what_an_importer_of_the_standard_reads(client: Client) -> None:
    made = public(website="https://example.org/talking")
    feed = read_openreferral(json.dumps(got(client, f"services/{made.id}")).encode())
    assert feed.left_out == []
    assert feed.skipped == {}
    told = feed.told[0]
    assert told.service_type == ServiceType.THERAPY
    assert told.fields["name"] == "Talking"
    assert told.fields["languages"] == ["eng", "vie"]
    assert told.fields["specialisms"] == ["trauma"]
    assert told.fields["place"] == {"confidential": None, "postcode": "LS1 4AP", "address": "1 Park Row\nLeeds"}


def test_no_answer_differs_by_what_is_confidential(app: Flask) -> None:
    client = inspect_pages.client(app)
    public()
    paths = [*LISTS, "services?search=home", "service_at_locations?postcode=LS1+4AP&proximity=50000", "taxonomy_terms"]
    before = [got(client, path) for path in paths]
    hidden = [
        service("Harbour Care", type=ServiceType.CHILDRENS_HOME, name="A home"),
        service("Hidden Homes", type=ServiceType.CHILDRENS_HOME, name="Another home"),
        public("A draft", "Draft Care", status=Status.DRAFT),
    ]
    assert [got(client, path) for path in paths] == before
    for one in hidden:
        for kind in ("services", "service_at_locations"):
            assert client.get(f"/openreferral/{kind}/{one.id}").status_code == 404
    assert client.get(f"/openreferral/organizations/{hidden[1].organisation_id}").status_code == 404
    assert client.get(f"/openreferral/organizations/{hidden[2].organisation_id}").status_code == 404


def test_each_condition_narrows(client: Client) -> None:
    therapy = public()
    advocacy = public("Speaking up", "Other Care", type=ServiceType.ADVOCACY, outcode="M1", age_minimum=10)
    terms = {one["term"]: one["id"] for one in got(client, "taxonomy_terms?per_page=100")["contents"]}
    lists = {one["name"]: one["id"] for one in got(client, "taxonomies")["contents"]}
    found = {
        "": {therapy, advocacy},
        "search=speaking": {advocacy},
        "search=SPEAKING+other": {advocacy},
        "search=speaking+harbour": set(),
        f"taxonomy_term_id={terms['therapy']}": {therapy},
        f"taxonomy_term_id={terms['trauma']}": {therapy, advocacy},
        f"taxonomy_id={lists['Fairhaven specialisms']}": {therapy, advocacy},
        "minimum_age=10": {advocacy},
        "maximum_age=16": set(),
        f"organization_id={advocacy.organisation_id}": {advocacy},
    }
    for query, wanted in found.items():
        ids = {one["id"] for one in got(client, f"services?{query}")["contents"]}
        assert ids == {str(one.id) for one in wanted}, query


def test_a_circle_is_measured_in_metres_from_a_postcode(client: Client) -> None:
    public()
    public("Far away", "Other Care", outcode="M1")
    asked = "service_at_locations?postcode=LS1+4AP&proximity="
    assert [one["service"]["name"] for one in got(client, asked + "3000")["contents"]] == ["Talking"]
    assert got(client, asked + "80000")["total_items"] == 2
    assert got(client, asked + "1")["empty"] is True


def test_pages_lead_on_and_end(client: Client) -> None:
    for number in range(5):
        public(f"Talking {number}")
    pages = [got(client, f"services?per_page=2&page={number}") for number in (1, 2, 3)]
    assert [one["size"] for one in pages] == [2, 2, 1]
    assert [one["last_page"] for one in pages] == [False, False, True]
    assert len({one["id"] for page in pages for one in page["contents"]}) == 5


def test_terms_are_the_words_of_the_directory(client: Client) -> None:
    lists = got(client, "taxonomies")["contents"]
    whole = got(client, f"taxonomies/{lists[0]['id']}")
    assert {one["term"] for one in whole["taxonomy_terms"]} == set(ServiceType)
    one = got(client, f"taxonomy_terms?taxonomy_id={lists[1]['id']}&per_page=1")["contents"][0]
    assert got(client, f"taxonomy_terms/{one['id']}") == one
    assert got(client, "")["version"] == "HSDS-UK-3.0"


@pytest.mark.parametrize(
    "path",
    [
        "services?page=0",
        "services?page=99999999999999",
        "services?per_page=101",
        "services?minimum_age=old",
        "services?minimum_age=NaN",
        "services?colour=blue",
        "services?taxonomy_term_id=therapy",
        "service_at_locations?postcode=LS1+4AP",
        "service_at_locations?proximity=10",
        "service_at_locations?postcode=Leeds&proximity=10",
        "service_at_locations?postcode=LS1+4AP&proximity=inf",
    ],
)
def test_what_cannot_be_understood_is_refused(client: Client, path: str) -> None:
    answer = client.get(f"/openreferral/{path}")
    assert answer.status_code == 422, answer.get_data(as_text=True)
    assert answer.mimetype == "application/problem+json"


def test_a_long_page_asks_the_database_as_often_as_a_short_one(client: Client) -> None:
    public()
    got(client, "services")
    with counted() as few:
        got(client, "services")
    for number in range(6):
        public(f"Talking {number}", f"Care {number}")
    with counted() as many:
        got(client, "services")
    assert len(few) == len(many)
