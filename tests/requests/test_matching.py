from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from directory.access import NOBODY, Kind
from directory.codes import Rating, ServiceType, Specialism
from directory.finder.queries.box import Meant
from directory.finder.queries.find import find
from directory.finder.rules.parameters import Avoid, SearchParameters
from directory.finder.rules.understanding import Reading
from directory.geo.here import gazetteer
from directory.kit.errors import WrongState
from directory.providers.models import Registration
from directory.requests import actions
from directory.requests.rules.lifecycle import Status, Tier
from directory.requests.search import query_of
from directory.search import engine
from tests import make, make_requests, make_services
from tests.make_requests import matching_service


def test_release_keeps_the_list_of_matches_with_reasons(lite: Flask, now: datetime) -> None:
    near = matching_service("Harbour Care", specialisms={Specialism.TRAFFICKING: date(2027, 3, 1)})
    far = matching_service("Other Care", outcode="BD1")
    request = make_requests.request(Status.SEARCHING, released=True)
    found = [(match.service_id, match.rank, match.eligible) for match in request.matches]
    assert found == [(near.id, 1, True), (far.id, 2, True)]
    assert "Trafficking: assured until 1 March 2027" in request.matches[0].reasons
    assert "rated Good" in request.matches[0].reasons
    assert request.matches[0].reasons[0] == "less than a mile away"
    assert request.matches[1].reasons[0].startswith("about ")
    assert "4 places free, confirmed today" in request.matches[0].reasons
    assert request.matches[0].known["freshness"] == "current"


def test_the_list_stays_as_it_was_when_services_change(lite: Flask, now: datetime) -> None:
    matching_service("Harbour Care")
    request = make_requests.request(Status.SEARCHING, released=True)
    matching_service("Late Care")
    assert len(make_requests.reread(request).matches) == 1


@pytest.mark.parametrize(
    ("age", "registration", "asked"), [(16, "unregulated", 0), (16, "active", 1), (18, "unregulated", 1)]
)
def test_lodgings_that_are_not_registered_take_nobody_under_18(
    lite: Flask, now: datetime, age: int, registration: str, asked: int
) -> None:
    given = {"age_minimum": 16, "age_maximum": 21, "registration": Registration(registration)}
    matching_service("Harbour Care", type=ServiceType.SUPPORTED_LODGINGS, **given)
    matching_service("Other Care", **{**given, "registration": Registration.ACTIVE})
    kinds = ["supported_lodgings", "childrens_home"]
    request = make_requests.request(Status.SEARCHING, released=True, service_types=kinds, age=age)
    assert sum(match.eligible for match in request.matches) == asked + 1


@pytest.mark.parametrize(
    ("service", "why_not"),
    [
        ({"rating": Rating.INADEQUATE}, "rated Inadequate"),
        ({"registration": Registration.SUSPENDED}, "its registration is suspended"),
        ({"registration": Registration.UNREGULATED}, "must be"),
        ({"age_maximum": 12}, "takes ages 0 to 12"),
        ({"specialisms": []}, "Trafficking"),
        ({"occupied": 4}, "no place free"),
        ({"outcode": "B1"}, "miles beyond"),
    ],
    ids=["inadequate", "suspended", "not registered", "too old", "specialism", "full", "too far"],
)
def test_what_nearly_matches_is_kept_with_why_not_and_never_asked(
    lite: Flask, now: datetime, service: dict[str, object], why_not: str
) -> None:
    good = matching_service("Harbour Care")
    miss = matching_service("Other Care", **service)
    request = make_requests.request(Status.SEARCHING, released=True, within=80.0)
    by_id = {match.service_id: match for match in request.matches}
    assert by_id[good.id].eligible
    assert not by_id[miss.id].eligible
    assert any(why_not in words for words in by_id[miss.id].why_not)


def test_a_child_under_16_is_never_matched_into_supported_accommodation(lite: Flask, now: datetime) -> None:
    home = matching_service("Harbour Care")
    shared = make_services.service(
        "Other Care", type=ServiceType.SUPPORTED_ACCOMMODATION, registration=Registration.ACTIVE, age_minimum=0
    )
    younger = make_requests.request(Status.SEARCHING, released=True, specialisms=[], service_types=["childrens_home"])
    assert {m.service_id for m in younger.matches if m.eligible} == {home.id}
    older = make_requests.request(
        Status.SEARCHING, released=True, age=16, specialisms=[], service_types=["supported_accommodation"]
    )
    assert {m.service_id for m in older.matches if m.eligible} == {shared.id}


def test_an_exclusion_zone_holds_through_matching(lite: Flask, now: datetime) -> None:
    matching_service("Near Care", outcode="LS8")
    away = matching_service("Far Care", outcode="M1")
    request = make_requests.request(
        Status.SEARCHING, released=True, within=60.0, avoid=[{"near": "LS1", "within": 5.0}]
    )
    assert [match.service_id for match in request.matches] == [away.id]


@pytest.mark.parametrize(
    "place", ["Yorkshire and The Humber", "Leeds City Council", "london borough of hounslow", "LS8"]
)
def test_a_zone_of_a_request_is_the_zone_of_a_search(lite: Flask, now: datetime, place: str) -> None:
    zone: dict[str, Any] = {"near": place, "within": 2.0}
    meant = Meant(SearchParameters(), (Avoid(**zone),), Reading(""))
    found = find(NOBODY, meant, engine=engine(), gazetteer=gazetteer(), now=now)
    kept = query_of(make_requests.request(avoid=[zone])).avoid
    assert [(each.near.latitude, each.near.longitude, each.within_miles) for each in kept] == [
        (each.near.latitude, each.near.longitude, each.within_miles) for each in found.query.avoid
    ]
    assert kept[0].within_miles > zone["within"]


def test_an_exclusion_zone_is_measured_from_the_edge_of_the_place_as_in_a_search(lite: Flask, now: datetime) -> None:
    matching_service("Edge Care", outcode="LS8")
    away = matching_service("Far Care", outcode="SE13")
    zone = {"near": "Yorkshire and The Humber", "within": 1.0}
    request = make_requests.request(Status.SEARCHING, released=True, within=300.0, avoid=[zone])
    assert [match.service_id for match in request.matches] == [away.id]


def test_own_services_are_asked_first_and_a_tier_without_anybody_says_so(lite: Flask, now: datetime) -> None:
    own = matching_service("Northmoor Council", kind=Kind.AUTHORITY)
    other = matching_service("Harbour Care")
    request = make_requests.request(Status.SEARCHING, released=True)
    assert [(r.tier, r.asked) for r in request.releases] == [(Tier.IN_HOUSE, 1)]
    assert {m.service_id: m.tier for m in request.matches} == {own.id: Tier.IN_HOUSE, other.id: Tier.WIDER}
    again = actions.release(make.placements_manager(), request.reference, now=now)
    assert {(r.tier, r.asked) for r in again.releases} == {
        (Tier.IN_HOUSE, 1),
        (Tier.FRAMEWORK, 0),
        (Tier.WIDER, 1),
    }
    with pytest.raises(WrongState, match="open already"):
        actions.release(make.placements_manager(), request.reference, now=now)


def test_a_request_that_nothing_matches_is_not_released_and_can_be_sent_back(lite: Flask, now: datetime) -> None:
    request = make_requests.request(Status.SEARCHING)
    manager = make.placements_manager()
    with pytest.raises(WrongState, match="nobody to ask"):
        actions.release(manager, request.reference, now=now)
    assert not make_requests.reread(request).matches
    assert actions.send_back(manager, request.reference, now=now).status is Status.DRAFT


def test_the_same_services_match_in_the_same_order_every_time(lite: Flask, now: datetime) -> None:
    for number in range(12):
        matching_service(f"Care {number}")
    lists: list[list[UUID]] = [
        [match.service_id for match in make_requests.request(Status.SEARCHING, released=True).matches] for _ in range(2)
    ]
    assert lists[0] == lists[1]
    assert len(lists[0]) == 12
