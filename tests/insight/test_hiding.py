"""No number that is told of all authorities stands for a few needs of others, or for one other authority."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from directory.insight.rules.hiding import FEWEST, FEWEST_OTHERS, STEP, told, told_by
from directory.insight.rules.ledger import Dimension, Entry, values_of
from directory.requests.rules.lifecycle import UnmetReason

OWN, *OTHERS = [UUID(int=number) for number in range(1, 6)]

entries = st.builds(
    Entry,
    authority_id=st.sampled_from([OWN, *OTHERS]),
    closed_on=st.dates(date(2026, 8, 1), date(2026, 10, 31)),
    service_types=st.sampled_from([("foster_care",), ("childrens_home",), ("foster_care", "childrens_home")]),
    specialisms=st.sampled_from([(), ("trafficking",)]),
    region=st.sampled_from(["London", "North West", None]),
    days_searched=st.integers(0, 60),
    reason=st.sampled_from(UnmetReason),
)


def entry(authority: UUID, **more: object) -> Entry:
    said: dict[str, object] = {
        "closed_on": date(2026, 10, 5),
        "service_types": ("foster_care",),
        "specialisms": (),
        "region": "London",
        "days_searched": 3,
        "reason": UnmetReason.NO_OFFER,
    }
    return Entry(authority_id=authority, **{**said, **more})  # type: ignore[arg-type]


def of_others(rows: Sequence[Entry]) -> list[UUID]:
    return [row.authority_id for row in rows if row.authority_id != OWN]


@given(st.lists(entries, max_size=60), st.sampled_from(Dimension))
def test_whatever_is_told_stands_for_enough_needs_of_enough_others(rows: list[Entry], dimension: Dimension) -> None:
    for value, number in told_by(rows, dimension, OWN).items():
        group = [row for row in rows if value in values_of(row, dimension)]
        others = of_others(group)
        if number is None:
            assert len(others) < FEWEST or len(set(others)) < FEWEST_OTHERS
            continue
        assert len(others) >= FEWEST
        assert len(set(others)) >= FEWEST_OTHERS
        assert number % STEP == 0
        assert abs(number - len(group)) <= STEP // 2


@given(st.lists(entries, max_size=40), entries)
def test_one_need_more_of_another_authority_moves_a_number_by_a_whole_step_or_not_at_all(
    rows: list[Entry], more: Entry
) -> None:
    before, after = told(rows, OWN), told([*rows, more], OWN)
    if before is not None and after is not None:
        assert after - before in {0, STEP}


def test_taking_ones_own_away_leaves_no_small_number() -> None:
    nine_own = [entry(OWN)] * 9
    assert told([*nine_own, *[entry(OTHERS[0])] * 2, *[entry(OTHERS[1])] * 2], OWN) is None
    assert told([*nine_own, *[entry(OTHERS[0])] * 3, *[entry(OTHERS[1])] * 2], OWN) == 15


def test_another_authority_alone_is_not_told_of_however_many_needs_it_has() -> None:
    assert told([entry(OTHERS[0])] * 40, OWN) is None


def test_nobody_and_four_look_the_same() -> None:
    assert told([], OWN) is None
    assert told([entry(each) for each in OTHERS], OWN) is None
