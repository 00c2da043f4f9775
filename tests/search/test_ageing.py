"""How fresh rows are is kept between searches: always as if it were reckoned anew."""

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.codes import AGEING_DAYS, CURRENT_DAYS
from directory.search.embedded.ageing import FRESHNESS, NEVER_CONFIRMED, Ageing, microseconds
from directory.search.embedded.arrays import Array, Longs

DAY = timedelta(days=1) // timedelta(microseconds=1)
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
CURRENT, AGEING, STALE = range(len(FRESHNESS))

instants = st.one_of(
    st.just(NEVER_CONFIRMED),
    # days and instants just before and after they end
    st.tuples(st.integers(-2 * AGEING_DAYS, 3), st.integers(-1, 1)).map(
        lambda at: microseconds(START) + at[0] * DAY + at[1]
    ),
)
steps = st.tuples(
    st.integers(-CURRENT_DAYS, AGEING_DAYS),
    st.integers(-1, 1),
    st.lists(st.tuples(st.integers(0, 9), instants), max_size=3),
)


def anew(confirmed: Longs, now: datetime) -> Array:
    age = microseconds(now) - confirmed
    return np.where(age <= CURRENT_DAYS * DAY, CURRENT, np.where(age <= AGEING_DAYS * DAY, AGEING, STALE))


@settings(max_examples=60)
@given(first=st.lists(instants, min_size=1, max_size=9), turns=st.lists(steps, min_size=1, max_size=8))
def test_what_is_kept_is_what_would_be_reckoned_anew(
    first: list[int], turns: list[tuple[int, int, list[tuple[int, int]]]]
) -> None:
    """The clock goes on, or back; rows are confirmed, and there are more of them."""
    confirmed: Longs = np.array(first, np.int64)
    kept = Ageing()
    for days, microsecond, changes in turns:
        for row, instant in changes:
            place = min(row, len(confirmed))
            confirmed = confirmed.copy() if place < len(confirmed) else np.append(confirmed, NEVER_CONFIRMED)
            confirmed[place] = instant
            kept.note(np.array([place]))
        now = START + timedelta(days=days, microseconds=microsecond)
        assert kept.codes(confirmed, now).tolist() == anew(confirmed, now).tolist()
