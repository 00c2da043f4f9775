from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access import Role
from directory.codes import Specialism
from directory.kit.db import db
from directory.providers.models import Service, Status
from tests import make
from tests.inspect_pages import Client, Page
from tests.make_services import service

TYPED = {
    "service_type": "foster_care",
    "name": "Household LW-014",
    "description": "A quiet household with a dog",
    "where": "confidential",
    "postcode": "LS8 1AA",
    "registered": "2",
    "age_minimum": "8",
    "age_maximum": "17",
    "gender": "any",
    "languages": ["vie", "sqi"],
}


@pytest.fixture
def browser(lite: Flask, client: Client) -> Client:
    return client.sign_in(make.person(Role.PROVIDER_ADMIN).id)


def one() -> Service:
    db.session.rollback()
    return db.session.scalars(select(Service)).one()


def test_a_service_is_drafted_published_paused_and_withdrawn(browser: Client) -> None:
    page = Page(browser.send("/organisation/services/new", TYPED, follow_redirects=True))
    assert page.heading == "Household LW-014"
    made = one()
    assert (made.outcode, made.languages, made.status) == ("LS8", ["sqi", "vie"], Status.DRAFT)
    where = f"/organisation/services/{made.id}"
    for step, status in (("publication", "published"), ("pause", "paused"), ("withdrawal", "withdrawn")):
        assert browser.send(f"{where}/{step}", follow_redirects=True).status_code == 200
        assert one().status.value == status
    refused = browser.send(f"{where}/publication")
    assert (refused.status_code, Page(refused).heading) == (409, "Household LW-014")
    assert "This is withdrawn" in Page(refused).errors()[0]
    assert "You have no services yet" in browser.page("/organisation/services").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Enter a name of up to 300 characters"),
        ({"postcode": "nowhere"}, "Enter a full postcode, such as LS1 4AP"),
        ({"registered": "two"}, "Enter a whole number, such as 3"),
        ({"where": ""}, "Say whether everybody may know where it is"),
        ({"service_type": "castle"}, "Not a valid choice."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_stays(
    browser: Client, wrong: dict[str, str], said: str
) -> None:
    answer = browser.send("/organisation/services/new", TYPED | wrong)
    page = Page(answer)
    assert answer.status_code == 422
    assert page.errors() == [said]
    assert "A quiet household with a dog" in (page.value("description") or "")
    assert db.session.scalars(select(Service)).all() == []


def test_a_service_is_confidential_as_is_usual_for_its_kind(browser: Client) -> None:
    assert browser.page("/organisation/services/new").tree.find(".//input[@value='usual']").get("checked") is not None
    browser.send("/organisation/services/new", TYPED | {"where": "usual"})
    assert one().confidential


def test_a_page_says_that_a_confidential_postcode_is_not_kept(browser: Client) -> None:
    assert "We do not keep the postcode" in browser.page("/organisation/services/new").text
    browser.send("/organisation/services/new", TYPED)
    page = browser.page(f"/organisation/services/{one().id}/edit")
    assert page.value("postcode") == ""
    assert "1AA" not in page.html


def test_a_service_is_changed_and_an_older_page_is_told(browser: Client) -> None:
    browser.send("/organisation/services/new", TYPED)
    path = f"/organisation/services/{one().id}/edit"
    version = browser.page(path).value("version")
    changed = {**TYPED, "postcode": "", "description": "Two dogs", "version": version}
    assert browser.send(path, changed).status_code == 303
    assert (one().description, one().outcode) == ("Two dogs", "LS8")
    stale = browser.send(path, changed)
    assert stale.status_code == 422
    assert "Somebody changed this service" in Page(stale).errors()[0]


def test_a_specialism_is_claimed_and_withdrawn(browser: Client) -> None:
    made = service()
    path = f"/organisation/services/{made.id}"
    empty = browser.send(f"{path}/claims", {"specialism": "trauma", "evidence": ""})
    assert Page(empty).errors() == ["Say what shows it"]
    page = Page(browser.send(f"{path}/claims", {"specialism": "trauma", "evidence": "Trained"}, follow_redirects=True))
    assert "Trauma" in page.text
    (claim,) = one().claims
    assert claim.specialism is Specialism.TRAUMA
    browser.send(f"{path}/claims/{claim.id}/withdrawal")
    assert one().claims == []


def test_another_providers_service_is_not_found_by_any_path(browser: Client) -> None:
    made = service("Moorland Ltd", specialisms=[Specialism.TRAUMA])
    path, claim = f"/organisation/services/{made.id}", UUID(str(made.claims[0].id))
    assert browser.get(path).status_code == browser.get(f"{path}/edit").status_code == 404
    for step in ("publication", "pause", "withdrawal", "claims", f"claims/{claim}/withdrawal"):
        assert browser.send(f"{path}/{step}").status_code == 404
    assert one().status is Status.PUBLISHED
