from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access import Actor
from directory.audit.models import AuditRecord
from directory.codes import ServiceType
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from directory.providers.actions.listing import add, edit, pause, publish, withdraw
from directory.providers.models import AreaKind, Service, Status
from directory.providers.rules import LIFECYCLE, Move
from directory.providers.rules.facts import Facts
from directory.search.models import SearchDocument
from tests import make
from tests.providers.registers import home, take

HOUSEHOLD = Facts(
    name="Household LW-014",
    service_type=ServiceType.FOSTER_CARE,
    description="A quiet household",
    postcode="LS8 1AA",
    registered=2,
)
OFFICE = Facts(
    name="Voices",
    service_type=ServiceType.ADVOCACY,
    description="Advocates",
    postcode="LS1 5HD",
    address="1 Park Row",
)


def listed(actor: Actor, facts: Facts = HOUSEHOLD) -> Service:
    return publish(actor, add(actor, facts=facts, now=clock.now()).id, now=clock.now())


def found(service_id: UUID) -> SearchDocument | None:
    db.session.rollback()
    row = db.session.get(SearchDocument, service_id)
    return None if row is None or row.gone else row


def test_the_postcode_of_a_confidential_service_is_kept_nowhere(app: Flask) -> None:
    service = listed(make.provider())
    assert (service.outcode, service.postcode, service.address) == ("LS8", "", "")
    for model in (Service, SearchDocument, AuditRecord):
        rows = db.session.execute(select(*model.__table__.columns)).all()
        assert "1AA" not in str(rows)


@pytest.mark.parametrize("field", ["name", "description"])
@pytest.mark.parametrize("words", ["At 12 Park Row, LS8 1AA.", "near ls81aa", "LS8-1AA"])
def test_no_words_of_a_confidential_service_may_hold_its_postcode(lite: Flask, field: str, words: str) -> None:
    actor, said = make.provider(), dict[str, Any]({field: words})
    with pytest.raises(Invalid) as refusal:
        add(actor, facts=replace(HOUSEHOLD, **said), now=clock.now())
    assert set(refusal.value.fields) == {field}
    service = listed(actor)
    with pytest.raises(Invalid):
        edit(
            actor,
            service.id,
            facts=replace(HOUSEHOLD, **said, postcode=""),
            version=service.version,
            now=clock.now(),
        )
    assert listed(actor, replace(OFFICE, **said))
    assert listed(actor, replace(HOUSEHOLD, description="A home in LS8 for 2 to 4 children, unit A1 2 at a time")).id


def test_a_draft_is_found_by_nobody_until_it_is_published(lite: Flask) -> None:
    actor = make.provider()
    draft = add(actor, facts=HOUSEHOLD, now=clock.now())
    assert (draft.status, found(draft.id)) == (Status.DRAFT, None)
    publish(actor, draft.id, now=clock.now())
    assert found(draft.id)
    pause(actor, draft.id, now=clock.now())
    assert found(draft.id) is None
    publish(actor, draft.id, now=clock.now())
    withdraw(actor, draft.id, now=clock.now())
    assert found(draft.id) is None
    with pytest.raises(WrongState):
        publish(actor, draft.id, now=clock.now())


def test_an_area_narrows_when_three_are_there_and_widens_when_one_goes(app: Flask) -> None:
    actors = [make.provider(name) for name in ("A", "B", "C")]
    services = [listed(actor) for actor in actors]
    assert {each.area_kind for each in db.session.scalars(select(Service))} == {AreaKind.OUTCODE}
    document = found(services[0].id)
    assert document
    assert (document.area, document.authority) == ("LS8", "E08000035")
    pause(actors[2], services[2].id, now=clock.now())
    document = found(services[0].id)
    assert document
    assert (document.area, document.authority) == ("Yorkshire and The Humber", None)


def test_a_service_of_the_register_counts_in_its_authority(lite: Flask) -> None:
    take(home("2500001"), home("2500002"))
    service = listed(make.provider())
    assert service.area_kind is AreaKind.AUTHORITY
    names = db.session.scalars(select(Service.name).where(Service.source == "register").order_by(Service.name)).all()
    assert names[0] == "Children's home in Leeds, URN 2500001"


def test_a_public_service_stands_at_its_postcode(lite: Flask) -> None:
    service = listed(make.provider(), OFFICE)
    assert (service.confidential, service.postcode, service.area_kind) == (False, "LS1 5HD", None)
    document = found(service.id)
    assert document
    assert (document.latitude, document.radius_miles) == (service.latitude, 0.0)


def test_an_office_made_confidential_forgets_its_address(lite: Flask) -> None:
    actor = make.provider()
    service = listed(actor, OFFICE)
    hidden = replace(OFFICE, confidential=True)
    service = edit(actor, service.id, facts=hidden, version=service.version, now=clock.now())
    assert (service.address, service.postcode, service.latitude) == ("", "", None)
    assert service.area_kind is AreaKind.REGION


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"postcode": ""}, "postcode"),
        ({"postcode": "ZZ9 9ZZ"}, "postcode"),
        ({"age_minimum": 18, "age_maximum": 3}, "age_maximum"),
        ({"service_type": ServiceType.SUPPORTED_ACCOMMODATION}, "age_minimum"),
        ({"languages": ("xxx",)}, "languages"),
        ({"registered": None}, "registered"),
        ({"registered": -1}, "registered"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_what_is_wrong_is_refused_by_field(lite: Flask, more: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        add(make.provider(), facts=replace(HOUSEHOLD, **more), now=clock.now())  # type: ignore[arg-type]
    assert field in refused.value.fields
    assert db.session.scalars(select(Service)).all() == []


def test_what_has_no_description_is_not_published(lite: Flask) -> None:
    actor = make.provider()
    draft = add(actor, facts=replace(HOUSEHOLD, description=" "), now=clock.now())
    with pytest.raises(Invalid):
        publish(actor, draft.id, now=clock.now())


def test_who_read_an_older_version_changes_nothing(lite: Flask) -> None:
    actor = make.provider()
    service = add(actor, facts=HOUSEHOLD, now=clock.now())
    version = service.version
    edit(actor, service.id, facts=replace(HOUSEHOLD, description="First"), version=version, now=clock.now())
    with pytest.raises(Stale):
        edit(actor, service.id, facts=replace(HOUSEHOLD, description="Second"), version=version, now=clock.now())
    assert db.session.get_one(Service, service.id).description == "First"


def test_another_providers_service_is_not_there_and_staff_may_not_edit(lite: Flask) -> None:
    service = add(make.provider(), facts=HOUSEHOLD, now=clock.now())
    with pytest.raises(NotFound):
        withdraw(make.provider("Moorland Ltd"), service.id, now=clock.now())
    with pytest.raises(NotAllowed):
        withdraw(make.social_worker(), service.id, now=clock.now())


def test_what_the_register_says_stays_when_its_provider_describes_the_service(lite: Flask) -> None:
    take(*[home(f"250000{number}") for number in range(1, 4)])
    service = db.session.scalars(select(Service).where(Service.urn == "2500001")).one()
    actor = make.provider("Harbour Care Ltd")
    facts = replace(HOUSEHOLD, name="Mine", description="Warm", service_type=ServiceType.TRAINING, confidential=False)
    edited = edit(actor, service.id, facts=facts, version=service.version, now=clock.now())
    assert (edited.name, edited.service_type) == (
        "Children's home in Leeds, URN 2500001",
        ServiceType.CHILDRENS_HOME,
    )
    assert (edited.description, edited.confidential, edited.outcode) == ("Warm", True, "LS8")
    assert take(*[home(f"250000{number}") for number in range(1, 4)]).empty


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("move", Move)
def test_every_move_is_made_or_refused_as_the_table_says(lite: Flask, status: Status, move: Move) -> None:
    actor = make.provider()
    service = add(actor, facts=HOUSEHOLD, now=clock.now())
    for step in {Status.DRAFT: (), Status.PUBLISHED: (publish,), Status.PAUSED: (publish, pause)}.get(
        status, (withdraw,)
    ):
        step(actor, service.id, now=clock.now())
    action = {Move.PUBLISH: publish, Move.PAUSE: pause, Move.WITHDRAW: withdraw}[move]
    if LIFECYCLE.allows(status, move):
        assert action(actor, service.id, now=clock.now()).status is LIFECYCLE.after(status, move)
    else:
        with pytest.raises(WrongState):
            action(actor, service.id, now=clock.now())
