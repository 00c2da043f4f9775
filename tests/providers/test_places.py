from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from directory.providers.rules import Numbers, fitted, wrong_places
from directory.providers.rules.history import LEFT, WIDTH, Said, drawn

SMALL = st.integers(0, 30)
BEGAN = datetime(2026, 11, 1, tzinfo=UTC)


NUMBERS = st.builds(Numbers, SMALL, SMALL, SMALL, SMALL, SMALL)


@given(NUMBERS, SMALL)
def test_numbers_made_to_fit_are_possible_and_hold_what_is_held(before: Numbers, registered: int) -> None:
    after = fitted(before, registered)
    assert wrong_places(after) == {}
    assert (after.registered, after.held) == (registered, min(before.held, registered))
    if wrong_places(before) == {} and registered >= before.registered:
        assert after.words() == before.words()


@given(NUMBERS)
def test_numbers_are_wrong_exactly_where_the_database_would_refuse_them(numbers: Numbers) -> None:
    taken = numbers.occupied + numbers.held + numbers.closed
    assert (wrong_places(numbers) == {}) is (numbers.registered >= numbers.staffed >= taken)


def test_a_drawing_steps_from_one_thing_said_to_the_next() -> None:
    history = [Said(BEGAN, 4, 4), Said(BEGAN + timedelta(days=5), 4, 2)]
    drawing = drawn(history, 4, BEGAN + timedelta(days=10))
    assert drawing
    points = [tuple(map(float, point.split(","))) for point in drawing.taken.split()]
    middle = LEFT + (WIDTH - LEFT) / 2
    assert [x for x, _ in points] == [LEFT, middle, middle, WIDTH]
    assert points[0][1] == points[1][1] < points[2][1] == points[3][1]


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawn([], 4, BEGAN) is None
    assert drawn([Said(BEGAN, 4, 4)], 4, BEGAN) is None
