"""A provider sees its service as a social worker does, before it is published and after."""

import pytest
from flask import Flask

from directory.access import Role
from directory.geo.here import gazetteer
from directory.kit.db import db
from directory.providers.models import AreaKind, Service, Status
from tests import make
from tests.inspect_pages import Client
from tests.make_services import service

POSTCODE = "LS8 1AA"
TYPED = {
    "service_type": "foster_care",
    "name": "Household LW-014",
    "description": "A quiet household with a dog",
    "where": "confidential",
    "postcode": POSTCODE,
    "registered": "2",
    "age_minimum": "8",
    "age_maximum": "17",
    "gender": "any",
    "languages": ["vie"],
    "telephone": "0113 496 0000",
}


def drafted(browser: Client, **more: str) -> Service:
    browser.send("/organisation/services/new", TYPED | more)
    db.session.rollback()
    return db.session.query(Service).one()


def test_a_confidential_draft_shows_its_region_and_no_place(lite: Flask, client: Client) -> None:
    browser = client.sign_in(make.person(Role.PROVIDER_ADMIN).id)
    draft = drafted(browser)
    region = gazetteer().region(draft.region or "")
    assert draft.area_kind is None
    assert region is not None

    page = browser.page(f"/organisation/services/{draft.id}/preview")
    assert page.heading == draft.name
    assert "only your organisation sees it until you publish it" in page.text
    assert f"It lies somewhere in {region.name}" in page.text
    assert f"about {round(region.radius_miles)} miles around" in page.text
    assert "smallest area that it shares with services of at least 3 organisations" in page.text
    source = browser.get(f"/organisation/services/{draft.id}/preview").text
    assert "LS8" not in source
    assert "0113 496 0000" not in source
    assert "Keep on your shortlist" not in page.text


def test_what_a_published_one_shows_is_the_page_that_a_social_worker_gets(lite: Flask, client: Client) -> None:
    admin = make.person(Role.PROVIDER_ADMIN)
    one = service()
    db.session.rollback()
    mine = client.sign_in(admin.id).page(f"/organisation/services/{one.id}/preview")
    assert "It is in the directory now" in mine.text
    theirs = client.sign_in(make.person(Role.SOCIAL_WORKER).id).page(f"/services/{one.id}")
    for words in ("Whom it is for", "Specialisms", "Places", one.name):
        assert words in mine.text
        assert words in theirs.text


def test_a_public_draft_shows_its_address(lite: Flask, client: Client) -> None:
    browser = client.sign_in(make.person(Role.PROVIDER_ADMIN).id)
    draft = drafted(browser, where="public", address="1 Office Row", service_type="advocacy", registered="")
    text = browser.page(f"/organisation/services/{draft.id}/preview").text
    assert "Everybody can see it" in text
    assert POSTCODE in text


def test_another_provider_s_draft_has_no_preview(lite: Flask, client: Client) -> None:
    draft = drafted(client.sign_in(make.person(Role.PROVIDER_ADMIN).id))
    other = client.sign_in(make.person(Role.PROVIDER_ADMIN, of="Another Care").id)
    assert other.get(f"/organisation/services/{draft.id}/preview").status_code == 404


@pytest.mark.parametrize("kind", [AreaKind.AUTHORITY, None])
def test_a_withdrawn_one_is_still_seen_by_its_own(lite: Flask, client: Client, kind: AreaKind | None) -> None:
    admin = make.person(Role.PROVIDER_ADMIN)
    browser = client.sign_in(admin.id)
    draft = drafted(browser)
    browser.send(f"/organisation/services/{draft.id}/{'publication' if kind else 'withdrawal'}")
    if kind:
        browser.send(f"/organisation/services/{draft.id}/withdrawal")
    db.session.rollback()
    assert db.session.get_one(Service, draft.id).status is Status.WITHDRAWN
    assert "It is not in the directory now" in browser.page(f"/organisation/services/{draft.id}/preview").text
