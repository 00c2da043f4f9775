from datetime import date, timedelta

import pytest
from flask import Flask

from directory.access import Role
from directory.codes import Specialism
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.providers.actions.claims import assure, claim, refuse, withdraw
from directory.providers.models import Claim, Status
from directory.providers.queries.claims import claims_to_assure
from directory.providers.queries.needs import needs
from directory.search.models import SearchDocument
from tests import make
from tests.inspect_pages import Client, Page
from tests.make_services import service

TRAUMA = Specialism.TRAUMA
NEXT_YEAR = date(2027, 11, 23)
SEEN = "Certificates of all staff"


def indexed(made: Claim) -> object:
    db.session.rollback()
    return db.session.get_one(SearchDocument, made.service_id).specialisms.get("trauma", "not there")


def made() -> Claim:
    return claim(make.provider(), service().id, specialism=TRAUMA, evidence="All staff trained", now=clock.now())


def test_a_claim_is_found_unassured_then_assured_until_a_date(app: Flask) -> None:
    said = made()
    assert indexed(said) is None
    assessor = make.actor(Role.ASSURER)
    assert [each.id for each in claims_to_assure(assessor, clock.today()).rows] == [said.id]
    assure(assessor, said.id, until=NEXT_YEAR, because=SEEN, now=clock.now())
    assert indexed(said) == "2027-11-23"
    assert claims_to_assure(assessor, clock.today()).rows == []
    assert [each.id for each in claims_to_assure(assessor, NEXT_YEAR - timedelta(days=20)).rows] == [said.id]


def test_a_refused_claim_is_shown_to_nobody_and_may_be_made_again(lite: Flask) -> None:
    said = made()
    assessor = make.actor(Role.ASSURER)
    refuse(assessor, said.id, reason="No certificate", now=clock.now())
    assert indexed(said) == "not there"
    assert claims_to_assure(assessor, clock.today()).rows == []
    with pytest.raises(WrongState):
        assure(assessor, said.id, until=NEXT_YEAR, because=SEEN, now=clock.now())
    again = claim(make.provider(), said.service_id, specialism=TRAUMA, evidence="A certificate", now=clock.now())
    assert (again.id, again.refusal) == (said.id, "")
    assert indexed(said) is None


def test_a_claim_that_is_withdrawn_is_gone(lite: Flask) -> None:
    said = made()
    identity, where = said.id, said.service_id
    with pytest.raises(NotFound):
        withdraw(make.provider("Moorland Ltd"), where, identity, now=clock.now())
    withdraw(make.provider(), where, identity, now=clock.now())
    assert db.session.get(Claim, identity) is None
    assert db.session.get_one(SearchDocument, where).specialisms == {}


@pytest.mark.parametrize("until", [date(2026, 11, 23), date(2020, 1, 1), date(2031, 1, 1)])
def test_an_assurance_ends_after_today_and_within_three_years(lite: Flask, until: date) -> None:
    said = made()
    with pytest.raises(Invalid):
        assure(make.actor(Role.ASSURER), said.id, until=until, because=SEEN, now=clock.now())
    assert indexed(said) is None


def test_a_provider_cannot_assure_itself_nor_an_assurer_claim(lite: Flask) -> None:
    said = made()
    with pytest.raises(NotAllowed):
        assure(make.provider(), said.id, until=NEXT_YEAR, because=SEEN, now=clock.now())
    with pytest.raises(NotAllowed):
        claim(make.actor(Role.ASSURER), said.service_id, specialism=TRAUMA, evidence="x", now=clock.now())


@pytest.mark.parametrize("evidence", ["", "   ", "x" * 1001])
def test_a_claim_needs_evidence_of_some_length(lite: Flask, evidence: str) -> None:
    with pytest.raises(Invalid):
        claim(make.provider(), service().id, specialism=TRAUMA, evidence=evidence, now=clock.now())


def test_home_says_what_waits_for_providers_and_assurers(lite: Flask) -> None:
    actor, assessor = make.provider(), make.actor(Role.ASSURER)
    assert needs(actor, clock.now()) == needs(assessor, clock.now()) == []
    made()
    service(confirmed_days_ago=8)
    service(confirmed_days_ago=None, status=Status.PAUSED)
    (need,) = needs(actor, clock.now())
    assert (need.text, need.endpoint) == ("2 services have not been confirmed for 7 days", "capacity.index")
    (need,) = needs(assessor, clock.now())
    assert (need.text, need.endpoint) == ("1 claim waits to be looked at", "assurance.index")
    assert needs(make.social_worker(), clock.now()) == []


def test_an_assurer_works_through_the_queue(client: Client) -> None:
    person = make.person(Role.ASSURER)
    first, second = made(), made()
    browser = client.sign_in(person.id)
    assert "2 claims" in browser.page("/assurance").text
    page = browser.page(f"/assurance/{first.id}")
    assert page.value("until") == "2027-11-23"
    wrong = browser.send(f"/assurance/{first.id}/assurance", {"until": "soon", "because": SEEN})
    assert (wrong.status_code, Page(wrong).errors()) == (422, ["Enter a date, such as 2027-11-30"])
    assert Page(wrong).value("until") == "soon"
    browser.send(f"/assurance/{first.id}/assurance", {"until": "2027-06-01", "because": SEEN}, follow_redirects=True)
    wrong = browser.send(f"/assurance/{second.id}/refusal", {"reason": ""})
    assert "Say why" in Page(wrong).errors()[0]
    done = Page(browser.send(f"/assurance/{second.id}/refusal", {"reason": "No proof"}, follow_redirects=True))
    assert "No claim waits" in done.text
    assert (indexed(first), indexed(second)) == ("2027-06-01", "not there")
