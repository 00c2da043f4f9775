"""The framework tier: services of current members of a lot that the authority may use, of its kinds and areas."""

import random
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from directory.access import Kind
from directory.codes import Rating, ServiceType
from directory.frameworks import queries as frameworks
from directory.frameworks.actions import membership
from directory.frameworks.models import Framework
from directory.frameworks.rules.members import Move
from directory.frameworks.rules.scope import Standing
from directory.providers.models import AreaKind
from directory.requests import actions
from directory.requests.models import Request
from directory.requests.rules.lifecycle import Status, Tier
from directory.requests.rules.matching import Candidate, standing_for, tier_of
from tests import make, make_frameworks, make_requests
from tests.inspect_pages import Client
from tests.make_requests import matching_service
from tests.search.make_documents import document

LEEDS, BRADFORD = "E08000035", "E08000032"


def tiers(request: Request) -> dict[str, Tier]:
    return {match.service.organisation.name: match.tier for match in make_requests.reread(request).matches}


def released(**more: Any) -> Request:
    return make_requests.request(Status.SEARCHING, released=True, **more)


def suspend(framework: Framework, now: datetime, move: Move = Move.SUSPEND) -> None:
    lead = make.commissioner()
    member = frameworks.members(lead, framework)[1][0]
    membership.move(lead, framework.reference, member.id, move, reason="Two calls were not answered", now=now)


def test_members_are_asked_after_ones_own_and_before_all_others(app: Flask, now: datetime) -> None:
    matching_service("Northmoor Council", kind=Kind.AUTHORITY)
    for name in ("Harbour Care", "Other Care", "Third Care"):
        matching_service(name)
    framework = make_frameworks.framework({"Other Care": 1, "Harbour Care": 2})
    request = released()
    assert tiers(request) == {
        "Northmoor Council": Tier.IN_HOUSE,
        "Harbour Care": Tier.FRAMEWORK,
        "Other Care": Tier.FRAMEWORK,
        "Third Care": Tier.WIDER,
    }
    why = {match.service.organisation.name: match.reasons for match in make_requests.reread(request).matches}
    assert why["Harbour Care"][0] == f"member of framework {framework.reference}, lot 1, rank 2"
    assert not any("member of framework" in words for words in why["Third Care"])
    again = actions.release(make.placements_manager(), request.reference, now=now)
    assert {(each.tier, each.asked) for each in again.releases} == {(Tier.IN_HOUSE, 1), (Tier.FRAMEWORK, 2)}


@pytest.mark.parametrize(
    "more",
    [
        {"of": "Southmoor Council"},
        {"ends_on": date(2026, 11, 23), "last_day": True},
        {"starts_on": date(2026, 12, 1)},
        {"lots": [make_frameworks.lot(service_types=(ServiceType.FOSTER_CARE,))]},
        {"lots": [make_frameworks.lot(areas=(BRADFORD,))]},
        {"move": Move.SUSPEND},
        {"move": Move.REMOVE},
    ],
    ids=["another's", "its last day", "not begun", "another kind", "elsewhere", "suspended", "left"],
)
def test_whoever_is_no_current_member_of_a_fitting_lot_is_asked_with_all_others(
    lite: Flask, now: datetime, more: dict[str, object]
) -> None:
    matching_service("Harbour Care")
    move, last_day = more.pop("move", None), more.pop("last_day", False)
    framework = make_frameworks.framework(["Harbour Care"], **more)  # type: ignore[arg-type]
    if isinstance(move, Move):
        suspend(framework, now, move)
    request = released()
    expected = Tier.FRAMEWORK if last_day else Tier.WIDER  # its last day is a day on which it runs
    assert tiers(request) == {"Harbour Care": expected}


def test_a_buyer_that_the_framework_names_asks_its_members_too(lite: Flask, now: datetime) -> None:
    matching_service("Harbour Care")
    make_frameworks.framework(["Harbour Care"], buyers=["Southmoor Council"])
    assert tiers(released(of="Southmoor Council")) == {"Harbour Care": Tier.FRAMEWORK}
    assert tiers(released(of="Eastmoor Council")) == {"Harbour Care": Tier.WIDER}


def test_who_is_suspended_after_the_list_was_frozen_is_not_asked_in_the_next_tier(lite: Flask, now: datetime) -> None:
    matching_service("Northmoor Council", kind=Kind.AUTHORITY)
    matching_service("Harbour Care")
    matching_service("Other Care")
    framework = make_frameworks.framework(["Harbour Care"])
    request = released()
    suspend(framework, now)
    again = actions.release(make.placements_manager(), request.reference, now=now)
    assert {each.tier: each.asked for each in again.releases} == {Tier.IN_HOUSE: 1, Tier.FRAMEWORK: 0, Tier.WIDER: 1}
    gone = next(m for m in make_requests.reread(request).matches if m.service.organisation.name == "Harbour Care")
    assert gone.no_longer_asked_at == now
    assert gone.no_longer_why == "its provider is no longer a current member of the framework"


def test_membership_forgives_no_rule(lite: Flask, now: datetime) -> None:
    matching_service("Harbour Care", rating=Rating.INADEQUATE)
    matching_service("Other Care")
    make_frameworks.framework(["Harbour Care"])
    request = released()
    kept = {match.service.organisation.name: match.eligible for match in make_requests.reread(request).matches}
    assert kept == {"Harbour Care": False, "Other Care": True}


def test_the_tier_tells_no_more_of_a_place_than_is_published(lite: Flask, now: datetime) -> None:
    """A home whose published area is its region is in a lot for any authority there, whichever it really is in."""
    matching_service("Harbour Care", area=AreaKind.REGION, outcode="LS1")
    request_tiers = []
    for code in (LEEDS, BRADFORD):
        made = make_frameworks.framework(["Harbour Care"], lots=[make_frameworks.lot(areas=(code,))])
        request_tiers.append(tiers(released())["Harbour Care"])
        suspend(made, now, Move.REMOVE)
    assert request_tiers == [Tier.FRAMEWORK, Tier.FRAMEWORK]


def test_a_provider_is_not_told_in_which_tier_or_why_it_is_asked(client: Client, now: datetime) -> None:
    service = matching_service("Harbour Care")
    framework = make_frameworks.framework(["Harbour Care"])
    request = released()
    client.sign_in(make.provider("Harbour Care").person_id)  # type: ignore[arg-type]
    page = client.page(f"/requests/{request.reference}")
    assert service.name in page.text
    assert framework.reference not in page.text
    client.sign_in(make.placements_manager().person_id)  # type: ignore[arg-type]
    page = client.page(f"/requests/{request.reference}")
    assert f"member of framework {framework.reference}, lot 1" in page.text
    assert "Framework providers" in page.text


@given(st.booleans(), st.booleans(), st.lists(st.sampled_from([LEEDS, BRADFORD, "North West"]), max_size=2))
def test_ones_own_is_in_house_whatever_it_is_a_member_of(own: bool, fits: bool, areas: list[str]) -> None:
    home = document(
        random.Random(1), service_type=ServiceType.CHILDRENS_HOME, authority=LEEDS, region="Yorkshire and The Humber"
    )
    authority = home.organisation_id if own else uuid4()
    types = ("childrens_home",) if fits else ("advocacy",)
    standing = standing_for(
        home, [Standing(home.organisation_id, "FW-2026-AAAAAA", "Homes", 1, None, types, tuple(areas))]
    )
    tier = tier_of(Candidate(home, None, True, "active", standing), authority)
    in_area = not areas or LEEDS in areas
    expected = Tier.IN_HOUSE if own else Tier.FRAMEWORK if fits and in_area else Tier.WIDER
    assert tier is expected
