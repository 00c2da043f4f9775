"""Areas in the directory itself: what comes and goes widens and narrows what is published beside it."""

from dataclasses import replace

from flask import Flask

from directory.access import Actor, Kind
from directory.kit import clock
from directory.kit.db import db
from directory.providers.actions.listing import add, pause, publish
from directory.providers.models import AreaKind, Service
from tests import make
from tests.providers.registers import home, take
from tests.providers.test_service_actions import HOUSEHOLD, found, listed


def kind(service: Service) -> AreaKind | None:
    return db.session.get_one(Service, service.id, populate_existing=True).area_kind


def in_(postcode: str, *actors: Actor) -> list[Service]:
    return [listed(actor, replace(HOUSEHOLD, postcode=postcode)) for actor in actors]


def test_one_left_over_in_an_authority_is_hidden_by_the_smallest_outward_code_beside_it(app: Flask) -> None:
    actors = [make.provider(name) for name in ("A", "B", "C", "D")]
    crowd, bigger = in_("LS8 1AA", *actors[:3]), in_("LS1 5HD", *actors)
    assert {kind(each) for each in crowd + bigger} == {AreaKind.OUTCODE}
    (alone,) = in_("LS10 1AB", actors[3])
    assert {kind(each) for each in [*crowd, alone]} == {AreaKind.AUTHORITY}
    assert {kind(each) for each in bigger} == {AreaKind.OUTCODE}
    document = found(crowd[0].id)
    assert document
    assert document.area == "Leeds"
    pause(actors[3], alone.id, now=clock.now())
    assert {kind(each) for each in crowd + bigger} == {AreaKind.OUTCODE}


def test_one_left_over_in_a_region_is_hidden_by_the_smallest_authority_beside_it(app: Flask) -> None:
    take(*[home(f"250000{n}") for n in (1, 2, 3)])
    actor = make.provider()
    (alone,) = in_("BD1 1HX", actor)
    services = db.session.query(Service).all()
    assert len(services) == 4
    assert {kind(each) for each in services} == {AreaKind.REGION}
    document = found(next(each.id for each in services if each.id != alone.id))
    assert document
    assert (document.authority, document.area) == (None, "Yorkshire and The Humber")
    assert document.name.startswith("Children's home in Yorkshire and The Humber")
    pause(actor, alone.id, now=clock.now())
    assert {kind(each) for each in services if each.id != alone.id} == {AreaKind.AUTHORITY}


def test_made_up_organisations_and_a_crowd_of_ones_own_narrow_nobodys_area(lite: Flask) -> None:
    one, two = make.provider("A"), make.provider("B")
    services = in_("LS8 1AA", one, two, two, two, two)
    unknown = make.organisation(Kind.PROVIDER, "Made up", verified_at=None)
    services += in_("LS8 1AA", make.provider(unknown.name))
    assert {kind(each) for each in services} == {AreaKind.REGION}
    services += in_("LS8 1AA", make.provider("C"))
    assert {kind(each) for each in services} == {AreaKind.OUTCODE}


def test_a_draft_counts_for_nobody(lite: Flask) -> None:
    actors = [make.provider(name) for name in ("A", "B", "C")]
    services = in_("LS8 1AA", *actors[:2])
    draft = add(actors[2], facts=HOUSEHOLD, now=clock.now())
    assert {kind(each) for each in services} == {AreaKind.REGION}
    publish(actors[2], draft.id, now=clock.now())
    assert {kind(each) for each in [*services, draft]} == {AreaKind.OUTCODE}
