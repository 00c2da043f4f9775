"""Open contracting data: valid by the standard's own schema, in order, and nothing that is not public."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from directory.access import Kind
from directory.kit import clock
from directory.tenders import actions
from directory.tenders.models import Tender
from directory.tenders.rules import Deadlines, Status
from directory.tenders.rules.terms import terms_of
from tests import inspect_pages, make
from tests.engines import missing
from tests.inspect_pages import Client
from tests.requests.test_growth import counted
from tests.tenders.making import DAY, bought_with, tender

SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "data" / "ocds-1.1"
PREFIX = "ocds-000000-"


def validator(name: str) -> Draft4Validator:
    if not SCHEMAS.exists():
        missing("the schemas of the Open Contracting Data Standard 1.1.5", f"put them at {SCHEMAS}")
    read = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(SCHEMAS.glob("*.json"))]
    registry: Registry[Any] = Registry().with_resources(
        (one["id"], Resource.from_contents(one, default_specification=DRAFT4)) for one in read
    )
    schema = json.loads((SCHEMAS / f"{name}-package-schema.json").read_text(encoding="utf-8"))
    return Draft4Validator(schema, registry=registry, format_checker=FormatChecker())


def valid(name: str, package: Any) -> list[str]:
    """Give what the standard has against a package."""
    return [f"{list(one.path)}: {one.message}" for one in validator(name).iter_errors(package)]


def got(client: Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer.json


def amended(made: Tender, words: str) -> None:
    later = Deadlines(closes_at=(made.closes_at or clock.now()) + DAY)
    actions.amend(
        make.commissioner(), made.id, description=words, deadlines=later, material=False, reason="Said better",
        now=clock.now(),
    )  # fmt: skip


def test_each_step_is_a_release_with_the_notice_as_it_then_stood(client: Client) -> None:
    made = tender()
    first, closed = made.description, made.closes_at
    with clock.fixed(clock.now() + timedelta(hours=1)):
        amended(made, "Homes, said better")
    with clock.fixed(clock.now() + timedelta(hours=2)):
        amended(made, "Homes, said best")
    with clock.fixed(clock.now() + timedelta(hours=3)):
        actions.cancel(make.commissioner(), made.id, reason="Plans changed", now=clock.now())
    package = got(client, f"/ocds/releases/{PREFIX}{made.reference}")
    assert valid("release", package) == []
    told = package["releases"]
    assert [one["tag"] for one in told] == [
        ["tender"],
        ["tenderAmendment"],
        ["tenderAmendment"],
        ["tenderCancellation"],
    ]
    assert [one["tender"]["description"] for one in told] == [
        first, "Homes, said better", "Homes, said best", "Homes, said best"
    ]  # fmt: skip
    assert [one["tender"]["status"] for one in told] == ["active", "active", "active", "cancelled"]
    assert closed is not None
    assert told[0]["tender"]["tenderPeriod"]["endDate"] == closed.isoformat().replace("+00:00", "Z")
    assert [len(one["tender"].get("amendments", [])) for one in told] == [0, 1, 2, 2]
    assert len({one["id"] for one in told}) == 4


def test_what_an_amendment_took_away_is_cancelled_from_then_on_and_was_active_before(client: Client) -> None:
    made = tender()
    terms = terms_of(made.notice())
    gone = replace(terms, lots=(terms.lots[0], replace(terms.lots[1], removed=True)))
    later = Deadlines(closes_at=(made.closes_at or clock.now()) + 14 * DAY)
    actions.amend(
        make.commissioner(), made.id, description=None, deadlines=later, terms=gone, material=True, reason="One lot",
        now=clock.now(),
    )  # fmt: skip
    package = got(client, f"/ocds/releases/{PREFIX}{made.reference}")
    assert valid("release", package) == []
    stood = [[lot["status"] for lot in one["tender"]["lots"]] for one in package["releases"]]
    assert stood == [["active", "active"], ["active", "cancelled"]]


def test_the_tender_is_told_in_the_words_of_the_standard(client: Client) -> None:
    make.organisation(Kind.AUTHORITY, "Bradford", gss_code="E08000032")
    made = tender()
    bought_with(made, "E08000032")
    release = got(client, f"/ocds/releases/{PREFIX}{made.reference}")["releases"][0]
    block = release["tender"]
    assert block["value"] == {"amount": 2_000_000.0, "currency": "GBP"}
    assert block["items"] == [{"id": "1", "classification": {"scheme": "CPV", "id": "85311300-5"}}]
    assert block["procurementMethod"] == "open"
    assert block["contractPeriod"] == {"startDate": "2027-06-01T00:00:00Z", "endDate": "2030-05-31T00:00:00Z"}
    assert [lot["title"] for lot in block["lots"]] == ["North", "Advocacy"]
    assert "Policy: Safeguarding children" in block["eligibilityCriteria"]
    assert "Price (Price) 29.5" in block["awardCriteriaDetails"]
    roles = {party["name"]: party["roles"] for party in release["parties"]}
    assert roles == {made.authority.name: ["buyer", "procuringEntity"], "Bradford": ["buyer"]}
    assert release["buyer"]["id"] == release["parties"][0]["id"]
    assert block["documents"][0]["url"].endswith(f"/tenders/{made.id}")


def test_a_page_of_releases_leads_to_the_next_and_none_is_lost_or_told_twice(app: Flask) -> None:
    client = inspect_pages.client(app)
    for _ in range(3):
        amended(tender(), "Better")  # all at the same moment: the cursor must tell them apart
    tender(Status.WITHDRAWN)
    whole = [one["id"] for one in got(client, "/ocds/releases?limit=100")["releases"]]
    assert len(whole) == len(set(whole)) == 8
    paged: list[str] = []
    url = "/ocds/releases?limit=3"
    for _ in range(3):
        package = got(client, url)
        assert valid("release", package) == []
        paged += [one["id"] for one in package["releases"]]
        url = package.get("links", {}).get("next", "").partition("8000")[2]
    assert url == "", "the last page leads nowhere"
    assert paged == whole


def test_a_reader_may_ask_for_what_is_new(client: Client) -> None:
    tender()
    noon = clock.now() + timedelta(hours=1)
    with clock.fixed(noon):
        later = tender()
    ids = [one["ocid"] for one in got(client, f"/ocds/releases?updatedFrom={noon:%Y-%m-%dT%H:%M:%SZ}")["releases"]]
    assert ids == [PREFIX + later.reference]
    before = got(client, f"/ocds/releases?updatedTo={noon:%Y-%m-%dT%H:%M:%SZ}")["releases"]
    assert PREFIX + later.reference not in [one["ocid"] for one in before]


def test_a_record_holds_all_releases_and_what_they_come_to(app: Flask) -> None:
    client = inspect_pages.client(app)
    made = tender(Status.CANCELLED)
    other = tender()
    amended(other, "Better")
    package = got(client, "/ocds/records")
    assert valid("record", package) == []
    by_ocid = {one["ocid"]: one for one in package["records"]}
    cancelled = by_ocid[PREFIX + made.reference]
    assert cancelled["compiledRelease"]["tender"]["status"] == "cancelled"
    assert cancelled["compiledRelease"]["tag"] == ["compiled"]
    assert len(by_ocid[PREFIX + other.reference]["releases"]) == 2
    assert valid("record", got(client, f"/ocds/records/{PREFIX}{other.reference}")) == []
    first = got(client, "/ocds/records?limit=1")
    second = got(client, first["links"]["next"].partition("8000")[2])
    assert {first["records"][0]["ocid"], second["records"][0]["ocid"]} == set(by_ocid)
    assert "links" not in second


@pytest.mark.parametrize("status", [Status.DRAFT, Status.AWAITING_APPROVAL, Status.APPROVED])
def test_what_is_not_published_does_not_exist(client: Client, status: Status) -> None:
    made = tender(status)
    for path in (f"/ocds/releases/{PREFIX}{made.reference}", f"/ocds/records/{PREFIX}{made.reference}"):
        assert client.get(path).status_code == 404
    assert got(client, "/ocds/releases")["releases"] == []
    assert got(client, "/ocds/records")["records"] == []


def test_nobody_of_the_authority_is_named(client: Client) -> None:
    drafter = make.commissioner()
    made = tender(by=drafter)
    text = json.dumps(got(client, f"/ocds/records/{PREFIX}{made.reference}"))
    assert drafter.name
    assert drafter.name not in text
    assert "@" not in text


@pytest.mark.parametrize(
    "query", ["cursor=abc", "cursor=%00", "cursor=MjAyNg", "limit=0", "limit=101", "updatedFrom=yesterday", "page=2"]
)
def test_what_cannot_be_understood_is_refused(client: Client, query: str) -> None:
    answer = client.get(f"/ocds/releases?{query}")
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("path", ["/ocds/releases", "/ocds/records"])
def test_a_long_page_asks_the_database_as_often_as_a_short_one(client: Client, lite: Flask, path: str) -> None:
    amended(tender(), "Better")
    got(client, path)
    with counted() as few:
        got(client, path)
    for _ in range(6):
        amended(tender(), "Better")
    with counted() as many:
        got(client, path)
    assert len(few) == len(many)
