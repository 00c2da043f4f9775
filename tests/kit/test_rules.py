from datetime import UTC, datetime, timedelta
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.kit import clock
from directory.kit.errors import Invalid, WrongState
from directory.kit.lifecycle import Lifecycle
from directory.kit.money import pence, pounds
from directory.kit.paging import Page


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"


class Push(StrEnum):
    SHUT = "shutting"
    OPEN = "opening"


DOORS: Lifecycle[Door, Push] = Lifecycle(
    {Push.SHUT: (frozenset({Door.OPEN}), Door.SHUT), Push.OPEN: (frozenset({Door.SHUT}), Door.OPEN)}
)


def test_a_lifecycle_allows_what_its_table_says_and_nothing_else() -> None:
    assert DOORS.after(Door.OPEN, Push.SHUT) is Door.SHUT
    assert DOORS.moves_from(Door.OPEN) == (Push.SHUT,)
    with pytest.raises(WrongState, match="shut"):
        DOORS.after(Door.SHUT, Push.SHUT)
    assert "open --> shut: shutting" in DOORS.mermaid()


@given(st.integers(0, 100_000_000_00))
def test_pounds_read_back_as_the_same_pence(amount: int) -> None:
    assert pence(pounds(amount)) == amount


@pytest.mark.parametrize("text", ["", "a lot", "1.234", "-1", "1e400", "nan", "infinity", "999999999999"])
def test_what_is_no_amount_is_refused_in_words(text: str) -> None:
    with pytest.raises(Invalid, match="Enter an amount"):
        pence(text)


@given(st.integers(1, 500), st.integers(1, 100), st.integers(0, 5000))
def test_a_page_says_which_rows_it_shows(number: int, size: int, total: int) -> None:
    rows = list(range(total))[(number - 1) * size : number * size]
    page = Page(rows, number, size, total)
    assert (page.last - page.first + 1 if rows else page.last) == len(rows)
    assert page.near()[0] == 1


def test_an_evening_in_summer_is_the_next_day_in_london() -> None:
    with clock.fixed(datetime(2027, 6, 30, 23, 30, tzinfo=UTC)):
        assert clock.today().isoformat() == "2027-07-01"
    with clock.fixed(datetime(2027, 1, 1, tzinfo=UTC) - timedelta(seconds=1)):
        assert clock.today().isoformat() == "2026-12-31"
