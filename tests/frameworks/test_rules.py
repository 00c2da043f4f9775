"""Ranks, scope, term and what makes an application pass: rules without a database."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.codes import PriceUnit, Rating, ServiceType
from directory.frameworks.rules.joining import Assessment, Known, Said, assessment_wrong, findings, said_wrong
from directory.frameworks.rules.members import InOrder, next_in_order, rank_wrong
from directory.frameworks.rules.scope import covers, may_lie_in
from directory.frameworks.rules.terms import (
    Ceiling,
    Conditions,
    FrameworkKind,
    Question,
    term_problem,
    wrong,
    years_later,
)
from directory.providers.rules import Registration
from tests.make_frameworks import new

LEEDS, BRADFORD, NORTH = "E08000035", "E08000032", "Yorkshire and The Humber"
TYPES = st.sets(st.sampled_from(list(ServiceType)[:5]), max_size=3)
AREAS = st.lists(st.sampled_from([LEEDS, BRADFORD, "E08000003", NORTH, "North West"]), unique=True)
RANKS = st.dictionaries(st.integers(1, 9), st.integers(1, 50), max_size=6)


@given(RANKS, st.sets(st.integers(1, 9)))
def test_turns_come_in_order_of_rank_and_nobody_comes_twice(ranks: dict[int, int], passed: set[int]) -> None:
    distinct = {rank: who for who, rank in ranks.items()}
    members = [InOrder(who, rank) for rank, who in distinct.items()]
    turn = next_in_order(members, passed)
    left = [one for one in members if one.organisation_id not in passed]
    assert (turn is None) == (not left)
    assert turn is None or all(turn.rank <= one.rank for one in left)
    seen: list[int] = []
    while (turn := next_in_order(members, seen)) is not None:
        seen.append(turn.organisation_id)
    assert [ranks_of(members, who) for who in seen] == sorted(one.rank for one in members)


def ranks_of(members: list[InOrder], who: int) -> int:
    return next(one.rank for one in members if one.organisation_id == who)


@given(TYPES, AREAS, TYPES, AREAS)
def test_a_lot_covers_less_where_more_is_asked(
    lot_types: set[ServiceType], lot_areas: list[str], types: set[ServiceType], areas: list[str]
) -> None:
    whole = covers(lot_types, lot_areas, types, areas)
    if whole:
        assert types <= lot_types
        assert all(covers(lot_types, lot_areas, {one}, areas) for one in types)
        assert all(covers(lot_types, lot_areas, types, [area]) for area in areas)
    assert covers(lot_types, [], types, areas) == (types <= lot_types)


def test_a_region_covers_its_authorities_and_not_the_other_way_round() -> None:
    home = [ServiceType.CHILDRENS_HOME]
    assert covers(home, [NORTH], home, [LEEDS])
    assert not covers(home, [LEEDS], home, [NORTH])
    assert not covers(home, [BRADFORD], home, [LEEDS])


@given(AREAS, st.sampled_from([LEEDS, BRADFORD, "E08000003"]))
def test_where_only_a_region_is_published_all_of_it_is_answered_alike(areas: list[str], gss: str) -> None:
    region = "North West" if gss == "E08000003" else NORTH
    hidden = may_lie_in(areas, None, region)
    assert may_lie_in(areas, gss, region) <= hidden


@pytest.mark.parametrize(
    ("rank", "taken", "ranked", "fine"),
    [
        (None, set(), False, True),
        (1, set(), False, False),
        (None, set(), True, False),
        (0, set(), True, False),
        (2, {1}, True, True),
        (1, {1}, True, False),
    ],
)
def test_a_rank_is_given_where_members_are_ranked_and_once(
    rank: int | None, taken: set[int | None], ranked: bool, fine: bool
) -> None:
    assert (rank_wrong(rank, taken, ranked=ranked) == "") is fine


@pytest.mark.parametrize(
    ("more", "first", "allowed"),
    [
        ({"ends_on": date(2036, 1, 1)}, date(2026, 11, 23), True),
        ({"ends_on": date(2030, 11, 22), "light_touch": False}, date(2026, 11, 23), True),
        ({"ends_on": date(2030, 11, 23), "light_touch": False}, date(2026, 11, 23), False),
        ({"kind": FrameworkKind.OPEN, "ends_on": date(2034, 11, 22)}, date(2026, 11, 23), True),
        ({"kind": FrameworkKind.OPEN, "ends_on": date(2034, 11, 23)}, date(2026, 11, 23), False),
        ({"kind": FrameworkKind.OPEN, "ends_on": date(2032, 1, 1)}, date(2023, 6, 1), False),
    ],
    ids=["light touch", "four years", "a day more", "eight years", "a day more, open", "from the first of the scheme"],
)
def test_a_framework_runs_as_long_as_the_law_lets_it(more: dict[str, Any], first: date, allowed: bool) -> None:
    assert (term_problem(new(**more), first, date(2026, 11, 23)) == "") is allowed


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)), st.integers(1, 8))
def test_so_many_years_later_is_the_same_day_or_the_last_of_february(day: date, years: int) -> None:
    later = years_later(day, years)
    assert later.year == day.year + years
    assert (later.month, later.day) == (day.month, day.day) or (day.month, day.day, later.day) == (2, 29, 28)


def test_only_a_light_touch_framework_without_ranks_may_be_joined() -> None:
    day = date(2026, 11, 23)
    assert wrong(new(kind=FrameworkKind.JOINABLE), day, day) == {}
    assert set(wrong(new(kind=FrameworkKind.JOINABLE, light_touch=False), day, day)) == {"kind"}
    assert set(wrong(new(kind=FrameworkKind.JOINABLE, ranked=True), day, day)) == {"ranked"}


QUESTIONS = (Question("Safety", "How?", "", 5),)
CEILINGS = (Ceiling("Fee", PriceUnit.WEEK, 5_000_00), Ceiling("Hour", PriceUnit.HOUR))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({}, None),
        ({"answers": (" ",)}, "answer_1"),
        ({"answers": ("one two three four five six",)}, "answer_1"),
        ({"prices": (5_000_01, 1)}, "price_1"),
        ({"prices": (0, 1)}, "price_1"),
        ({"prices": (1,)}, "price_2"),
        ({"declared": False}, "declared"),
    ],
)
def test_an_application_is_whole_and_within_the_published_prices(more: dict[str, object], field: str | None) -> None:
    whole = {"answers": ("We do it well",), "prices": (5_000_00, 1), "declared": True}
    said = Said(**{**whole, **more})  # type: ignore[arg-type]
    assert set(said_wrong(said, QUESTIONS, CEILINGS)) == ({field} if field else set())


def test_what_the_directory_does_not_know_is_neither_met_nor_not_met() -> None:
    asked = Conditions(public_liability_pence=100, policies=("safeguarding",))
    said = Said(insurance={"public_liability_pence": 99}, policies=("safeguarding",))
    unknown = {one.name: one.met for one in findings(asked, said, [])}
    assert unknown == {
        "Active registration": None,
        "Not rated Inadequate": None,
        "Public liability insurance": False,
        "Policies": True,
    }
    bad = findings(asked, said, [Known(Registration.SUSPENDED, Rating.INADEQUATE)])
    assert [one.met for one in bad] == [False, False, False, True]


@given(st.lists(st.booleans(), min_size=1, max_size=5), st.booleans())
def test_one_answer_that_does_not_pass_is_enough_to_refuse(passed: list[bool], met: bool) -> None:
    found = Assessment(tuple(passed), ("Because",) * len(passed), met, "Seen")
    assert found.passes == (met and all(passed))
    asked = tuple(Question(str(n), "How?") for n in range(len(passed)))
    assert assessment_wrong(found, asked) == {}
    assert assessment_wrong(Assessment(found.passed, found.reasons, met), asked).keys() == {"conditions_reason"}


def test_years_are_not_days() -> None:
    assert years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert years_later(date(2024, 2, 29), 1) - date(2024, 2, 29) == timedelta(days=365)
