"""Places kept apart for some children: the service's numbers are their sums, whatever happens to them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from directory import search
from directory.access import SYSTEM
from directory.codes import Gender
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, Stale
from directory.providers.actions.capacity import change, confirm
from directory.providers.actions.holding import NoPlaceFree, free_places, occupy_places, return_places, take_places
from directory.providers.models import Capacity
from directory.providers.queries.capacity import own_history
from directory.providers.rules.groups import SUMMED, Group, fitted_groups, keeping_held, sums, wrong_sums
from directory.providers.rules.places import Numbers, fitted
from directory.providers.rules.words import ClosedFor
from tests import make
from tests.make_services import service

GIRLS, BOYS = Group(Gender.FEMALE, 8, 12, 2, 1), Group(Gender.MALE, 13, 17, 2, 1)


def divided(groups: Sequence[Group] = (GIRLS, BOYS)) -> UUID:
    """Give a service whose places are kept apart."""
    home = service(places=6).id
    made = sums(groups)
    change(
        make.provider(),
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


def places(home: UUID) -> Capacity:
    db.session.rollback()
    return db.session.get_one(Capacity, home)


def found(**asked: object) -> int:
    query = search.SearchQuery(places=1, **asked)  # type: ignore[arg-type]
    return search.engine().search(query, search.Viewer(sees_confidential=True), clock.now()).total


def test_a_place_free_for_girls_of_8_to_12_is_not_free_for_a_boy_of_15(app: Flask) -> None:
    divided([GIRLS, Group(Gender.MALE, 13, 17, 2, 2)])
    assert found() == found(age=10, gender=Gender.FEMALE) == found(age=8) == 1
    assert found(age=15, gender=Gender.MALE) == found(gender=Gender.MALE) == found(age=13) == 0


def test_a_place_is_held_taken_up_and_freed_in_the_group_that_fits(app: Flask, now: datetime) -> None:
    home, boy = divided(), {"age": 15, "gender": Gender.MALE}
    for move, held, occupied in (
        (take_places, 1, 1),
        (return_places, 0, 1),
        (take_places, 1, 1),
        (occupy_places, 0, 2),
        (free_places, 0, 1),
    ):
        atomic(move)(SYSTEM, home, **boy, now=now)  # type: ignore[arg-type]
        girls, boys = places(home).kept_apart()
        assert (girls, boys.held, boys.occupied) == (GIRLS, held, occupied)
        assert (places(home).held, places(home).occupied) == (held, occupied + 1)


def test_no_place_of_another_group_is_held(lite: Flask, now: datetime) -> None:
    home = divided([GIRLS, Group(Gender.MALE, 13, 17, 2, 2)])
    with pytest.raises(NoPlaceFree, match="kept for other children"):
        atomic(take_places)(SYSTEM, home, age=15, gender=Gender.MALE, now=now)
    assert places(home).held == 0


@pytest.mark.parametrize("values", [{"occupied": 3}, {"staffed": 5, "closed": 1}])
def test_the_database_itself_refuses_sums_that_are_not_sums(app: Flask, values: dict[str, object]) -> None:
    home = divided()

    @atomic
    def careless() -> None:
        db.session.execute(update(Capacity).where(Capacity.service_id == home).values(**values))

    with pytest.raises(IntegrityError):
        careless()


@pytest.mark.parametrize(
    "values",
    [{"closed_repair": 2}, {"closed_notice": -1}, {"emergency": True, "by_assessment_only": True}],
    ids=["more reasons than closed places", "a negative reason", "tonight, and after an assessment only"],
)
def test_the_database_itself_refuses_impossible_reasons(app: Flask, values: dict[str, object]) -> None:
    home = service(closed=1).id

    @atomic
    def careless() -> None:
        db.session.execute(update(Capacity).where(Capacity.service_id == home).values(**values))

    with pytest.raises(IntegrityError):
        careless()


def test_who_saw_other_groups_or_reasons_is_told_both(lite: Flask) -> None:
    actor, home = make.provider(), divided()
    older = Group(Gender.FEMALE, 9, 12, 2, 1)
    change(
        actor, home, staffed=4, occupied=2, closed=0, available_from=None, version=2, now=clock.now(),
        groups=[older, BOYS],
    )  # fmt: skip
    with pytest.raises(Stale, match=r"You saw .*Girls aged 8 to 12.* They now say .*Girls aged 9 to 12"):
        confirm(actor, home, version=2, now=clock.now())


def test_reasons_are_kept_in_the_history_and_as_far_as_places_are_closed(lite: Flask) -> None:
    actor, home = make.provider(), service(places=4).id
    why = {ClosedFor.STAFFING: 1, ClosedFor.REPAIR: 2}
    said = {"staffed": 4, "occupied": 0, "available_from": None, "version": None, "now": clock.now()}
    change(actor, home, closed=3, closed_for=why, **said)  # type: ignore[arg-type]
    change(actor, home, closed=2, **said)  # type: ignore[arg-type]
    assert [each.numbers.reasons for each in own_history(actor, home)] == [
        {ClosedFor.STAFFING: 1, ClosedFor.REPAIR: 1},
        why,
    ]


def test_places_kept_apart_are_changed_by_group_only(lite: Flask) -> None:
    home = divided()
    with pytest.raises(Invalid) as refused:
        change(
            make.provider(), home, staffed=4, occupied=3, closed=0, available_from=None, version=None, now=clock.now()
        )
    assert "its groups make 2 occupied" in refused.value.fields["occupied"]


SMALL = st.integers(0, 5)


@st.composite
def possible(draw: st.DrawFn) -> Group:
    """Give a group that could be."""
    occupied, held, closed = draw(SMALL), draw(SMALL), draw(SMALL)
    youngest = draw(st.integers(0, 17))
    staffed = occupied + held + closed + draw(SMALL)
    return Group(
        draw(st.sampled_from(Gender)), youngest, draw(st.integers(youngest, 17)), staffed, occupied, held, closed
    )


@given(st.lists(possible(), min_size=1, max_size=6), st.integers(0, 60))
def test_groups_made_to_fit_make_the_numbers_made_to_fit(groups: list[Group], registered: int) -> None:
    before = Numbers(registered=max(60, sums(groups)["staffed"]), **sums(groups))
    after = fitted(before, registered)
    made = fitted_groups(groups, after)
    assert wrong_sums(made, after) == {}
    assert all(min(getattr(each, name) for name in SUMMED) >= 0 for each in made)
    assert all(each.staffed >= each.occupied + each.held + each.closed for each in made)
    if after.words() == before.words():
        assert made == groups


@given(st.lists(possible(), min_size=1, max_size=6, unique_by=lambda each: each.key), SMALL)
def test_what_is_held_is_held_still_when_groups_are_said_anew(groups: list[Group], more: int) -> None:
    held = sums(groups)["held"]
    kept = keeping_held(groups, groups, held)
    assert kept == groups
    assert sums(keeping_held(groups, [], held + more))["held"] == held + more
