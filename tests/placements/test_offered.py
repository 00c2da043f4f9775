"""What is offered beside the fee: who looks after the child, and in which group of places; and what comparing costs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask

from directory.access import Role
from directory.codes import Gender
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid
from directory.placements import actions
from directory.placements.queries.comparing import compared
from directory.providers.actions.capacity import change
from directory.providers.actions.holding import NoPlaceFree
from directory.providers.models import Capacity
from directory.providers.rules.groups import Group, sums
from directory.requests import actions as requests
from directory.requests.actions.offers import Terms
from directory.requests.queries import own_request
from directory.requests.rules.lifecycle import Status
from tests import make, make_placements, make_requests
from tests.inspect_pages import client as browser
from tests.make_requests import matching_service
from tests.requests.test_growth import counted

YOUNG, OLD, GIRLS = Group(Gender.MALE, 8, 15, 2, 0), Group(Gender.ANY, 15, 17, 2, 1), Group(Gender.FEMALE, 8, 12, 1, 0)


def divided(groups: Sequence[Group] = (YOUNG, OLD, GIRLS)) -> UUID:
    """Give a matching service of Harbour Care whose places are kept apart."""
    home = matching_service("Harbour Care", places=6, age_minimum=8, age_maximum=17).id
    made = sums(groups)
    change(
        make.provider("Harbour Care"),
        home,
        staffed=made["staffed"],
        occupied=made["occupied"],
        closed=made["closed"],
        available_from=None,
        version=None,
        now=clock.now(),
        groups=groups,
    )
    return home


def held_in(home: UUID) -> dict[str, tuple[int, int]]:
    """Give held and occupied places by group."""
    db.session.rollback()
    return {each.code: (each.held, each.occupied) for each in db.session.get_one(Capacity, home).kept_apart()}


def test_a_place_is_held_in_the_group_that_was_offered_and_comes_back_to_it(app: Flask, now: datetime) -> None:
    home = divided()
    made = make_placements.offered(home)
    manager, provider = make.placements_manager(), make.provider("Harbour Care")
    offer = own_request(manager, made.reference).offers[0]
    terms = make_requests.TERMS.__dict__ | {"place_group": OLD.code, "staffing": "Two adults awake at night"}
    requests.change_offer(provider, made.reference, offer_id=offer.id, terms=Terms(**terms), now=now)
    actions.accept(manager, made.reference, offer_id=made.offer_id, now=now)
    assert held_in(home) == {YOUNG.code: (0, 0), OLD.code: (1, 1), GIRLS.code: (0, 0)}
    actions.give_back(manager, made.reference, now=now)
    assert held_in(home)[OLD.code] == (0, 1)
    other = make_placements.held(home)
    assert held_in(home)[YOUNG.code] == (1, 0), "an offer that names no group takes the first that fits"
    actions.accept(manager, made.reference, offer_id=made.offer_id, now=now)
    actions.agree(manager, made.reference, said=make_placements.agreement(), now=now)
    actions.start(manager, made.reference, started_on=clock.today(), now=now)
    assert held_in(home) == {YOUNG.code: (1, 0), OLD.code: (0, 2), GIRLS.code: (0, 0)}
    (row,) = compared(manager, own_request(manager, other.reference), weeks=1, now=now)
    assert (row.group, row.offer.staffing) == ("", "")


def test_the_last_place_of_a_group_is_refused_although_another_group_has_room(lite: Flask, now: datetime) -> None:
    home = divided()
    first, second = make_placements.offered(home), make_placements.offered(home)
    manager, provider = make.placements_manager(), make.provider("Harbour Care")
    terms = Terms(**make_requests.TERMS.__dict__ | {"place_group": OLD.code})
    for made in (first, second):
        requests.change_offer(provider, made.reference, offer_id=made.offer_id, terms=terms, now=now)
    actions.accept(manager, first.reference, offer_id=first.offer_id, now=now)
    with pytest.raises(NoPlaceFree, match="place that was offered is not free"):
        actions.accept(manager, second.reference, offer_id=second.offer_id, now=now)
    assert held_in(home)[YOUNG.code] == (0, 0)


@pytest.mark.parametrize("group", [GIRLS.code, "male-1-2", "nonsense"])
def test_a_group_that_the_child_does_not_fit_is_refused_by_field(lite: Flask, now: datetime, group: str) -> None:
    home = divided()
    request = make_requests.request(Status.SEARCHING, released=True)
    with pytest.raises(Invalid) as refused:
        make_requests.offer(make.provider("Harbour Care"), request.reference, home, place_group=group)
    assert set(refused.value.fields) == {"place_group"}


def test_a_provider_chooses_the_group_on_the_page_and_names_nobody_in_the_staffing(lite: Flask, now: datetime) -> None:
    home = divided()
    request = make_requests.request(Status.SEARCHING, released=True)
    staff = browser(lite).sign_in(make.person(Role.PROVIDER_STAFF, of="Harbour Care").id)
    path = f"/requests/{request.reference}/services/{home}/offer"
    text = staff.page(path).text
    assert "Boys aged 8 to 15, 2 free" in text
    assert "Girls aged 8 to 12" not in text
    said = {"weekly_fee_pence": "900", "available_on": ["27", "11", "2026"], "matching_statement": "Calm", "place": ""}
    wrong = staff.send(path, {**said, "staffing": "Call Mrs Okafor on 07700 900123", "place_group": YOUNG.code})
    assert wrong.status_code == 200
    assert "phone" in wrong.text
    assert staff.send(path, {**said, "staffing": "Two by day", "place_group": YOUNG.code}).status_code == 303
    manager = browser(lite).sign_in(make.person(Role.PLACEMENTS_MANAGER).id)
    shown = manager.page(f"/requests/{request.reference}/offers").text
    assert "Two by day" in shown
    assert "Boys aged 8 to 15: 2 free now" in shown


def test_lists_comparison_and_page_ask_the_database_as_often_for_many_as_for_one(lite: Flask, now: datetime) -> None:
    manager, staff = make.person(Role.PLACEMENTS_MANAGER).id, make.person(Role.PROVIDER_STAFF, of="Harbour Care").id
    homes = [matching_service("Harbour Care", places=9, name=f"House {number}").id for number in range(6)]
    made = make_placements.offered(homes[0])
    placed = make_placements.placed(homes[0])
    make_placements.missing(placed)
    counts: list[list[int]] = []
    for number in (0, 4):
        for each in range(number):
            make_requests.offer(make.provider("Harbour Care"), made.reference, homes[each + 1])
            make_placements.placed(homes[0])
        found = []
        for person, paths in (
            (manager, ("/placements", f"/requests/{made.reference}/offers", f"/placements/{placed.reference}")),
            (staff, ("/placements", f"/placements/{placed.reference}")),
        ):
            visitor = browser(lite).sign_in(person)
            for path in paths:
                db.session.rollback()
                with counted() as said:
                    assert visitor.get(path).status_code == 200
                found.append(len(said))
        counts.append(found)
    assert counts[0] == counts[1]
