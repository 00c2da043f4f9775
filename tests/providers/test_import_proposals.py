"""What another source says is shown beside what the provider wrote, and taken or left in one press."""

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access import Actor, Role
from directory.audit.models import AuditRecord
from directory.codes import ServiceType
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound
from directory.providers.actions import listing, proposals
from directory.providers.models import Proposal, Service
from directory.providers.queries.proposals import own_proposals
from directory.providers.rules.facts import Facts
from tests import inspect_pages, make
from tests.providers import registers
from tests.providers.told import HOUSEHOLD, OFFICE, proposed, take, the, typed

MINE = {"organisation": "Harbour Care"}


def conflict(**said: str) -> Actor:
    """Give an administrator of a provider who wrote something else than the file says."""
    take(HOUSEHOLD)
    typed("Household LW-014", description="Ours.", telephone="1", age_maximum=16)
    take(HOUSEHOLD | {"description": "Theirs.", "telephone": "2", "age_maximum": "15"} | said)
    return make.provider("Harbour Care")


def one(field: str) -> Proposal:
    return db.session.scalars(select(Proposal).where(Proposal.field == field)).one()


def test_what_is_taken_is_written_recorded_and_followed_from_then_on(app: Flask) -> None:
    actor = conflict()
    service = the("Household LW-014")
    for field in ("description", "ages"):
        proposals.take(actor, service.id, one(field).id, now=clock.now())
    service = the("Household LW-014")
    assert (service.description, service.age_minimum, service.age_maximum) == ("Theirs.", 11, 15)
    assert (service.telephone, service.outcode, service.authority_gss) == ("1", "LS1", "E08000035")
    assert proposed() == {"telephone": "2"}
    taken = db.session.scalars(select(AuditRecord).where(AuditRecord.event == "proposal:taken")).all()
    assert [(row.person_id, row.facts["field"]) for row in taken] == [
        (actor.person_id, "description"),
        (actor.person_id, "ages"),
    ]
    take(HOUSEHOLD | {"description": "Newer.", "telephone": "2", "age_maximum": "15"})
    assert the("Household LW-014").description == "Newer."


def test_what_is_left_is_not_proposed_again_until_the_file_says_something_new(app: Flask) -> None:
    actor = conflict()
    service = the("Household LW-014")
    proposals.leave(actor, service.id, one("description").id, now=clock.now())
    said = HOUSEHOLD | {"description": "Theirs.", "telephone": "2", "age_maximum": "15"}
    assert take(said).empty
    assert "description" not in proposed()
    take(said | {"description": "Newer."})
    assert proposed()["description"] == "Newer."
    assert the("Household LW-014").description == "Ours."


def test_a_claim_that_is_taken_is_unassured(lite: Flask) -> None:
    take(HOUSEHOLD)
    typed("Household LW-014", claims=[])
    take(HOUSEHOLD | {"specialisms": "remand"})
    service = the("Household LW-014")
    proposals.take(make.provider("Harbour Care"), service.id, one("specialisms").id, now=clock.now())
    (claim,) = the("Household LW-014").claims
    assert (claim.specialism.value, claim.assured_until) == ("remand", None)
    assert claim.evidence == "The file says so: services.csv"


def test_another_s_proposal_is_not_there(lite: Flask) -> None:
    conflict()
    service, proposal = the("Household LW-014"), one("description")
    for action in (proposals.take, proposals.leave):
        with pytest.raises(NotFound):
            action(make.provider("Moorland"), service.id, proposal.id, now=clock.now())
    assert one("description")


def test_what_does_not_fit_is_refused_and_still_proposed(lite: Flask) -> None:
    actor = conflict()
    typed("Household LW-014", description="At 12 Park Row")
    service = the("Household LW-014")
    with pytest.raises(Invalid):
        proposals.take(actor, service.id, one("ages").id, now=clock.now())
    assert one("ages")


def test_an_address_is_not_proposed_for_a_place_that_becomes_confidential(lite: Flask) -> None:
    told = OFFICE | MINE
    take(told)
    typed("Talking", address="2 Park Row")
    take(told | {"address": "3 Park Row"})
    assert proposed()["place"]["address"] == "3 Park Row"
    actor, service = make.provider("Harbour Care"), the("Talking")
    facts = Facts("Talking", ServiceType.THERAPY, "We listen.", confidential=True, postcode="LS1 4AP")
    listing.edit(actor, service.id, facts=facts, version=service.version, now=clock.now())
    assert proposed() == {}


def test_what_is_said_already_is_not_shown(lite: Flask) -> None:
    actor = conflict()
    typed("Household LW-014", telephone="2")
    shown = own_proposals(actor, the("Household LW-014").id)
    assert [(each.field, each.stands, each.said) for each in shown] == [
        ("Description", "Ours.", "Theirs."),
        ("Ages", "11 to 16", "11 to 15"),
    ]


def test_the_page_shows_both_and_one_press_takes_or_keeps(lite: Flask, client: inspect_pages.Client) -> None:
    conflict()
    client.sign_in(make.person(Role.PROVIDER_ADMIN, of="Harbour Care").id)
    service: Service = the("Household LW-014")
    address = f"/organisation/services/{service.id}"
    page = client.get(address)
    for words in ("Another source says something else", "You wrote: <strong>Ours.", "<strong>Theirs."):
        assert words in page.text
    for noun, field in (("taking", "description"), ("leaving", "telephone")):
        answer = client.send(f"{address}/proposals/{one(field).id}/{noun}")
        assert answer.status_code == 303
    assert proposed().keys() == {"ages"}
    assert (the("Household LW-014").description, the("Household LW-014").telephone) == ("Theirs.", "1")


def test_the_register_too_proposes_where_somebody_typed_and_writes_what_is_its_own(app: Flask) -> None:
    take(OFFICE | MINE | {"urn": "2500009", "type": "fostering_agency"})
    typed("Talking", address="2 Park Row")
    says = {"owner": "Harbour Care", "name": "Moorland Fostering", "address_1": "3 Park Row", "postcode": "LS1 5HD"}
    row = registers.agency("2500009", **says)
    for _ in range(2):
        registers.take(row)
        service = the("Talking")
        assert (service.address, service.postcode, service.rating.value) == ("2 Park Row", "LS1 4AP", "good")
        assert proposed()["place"] == {"confidential": False, "postcode": "LS1 5HD", "address": "3 Park Row\nLeeds"}
        made = db.session.scalars(select(AuditRecord).where(AuditRecord.event == "proposal:made")).all()
        assert len(made) == 1
    proposals.take(make.provider("Harbour Care"), service.id, one("place").id, now=clock.now())
    assert the("Talking").postcode == "LS1 5HD"
    registers.take(registers.agency("2500009", **(says | {"postcode": "LS1 4AP"})))
    assert the("Talking").postcode == "LS1 4AP"
    assert proposed() == {}
