"""Costs by period and figures of episodes, against the plainest way to reckon them."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import combinations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from directory.kit.db import db
from directory.kit.errors import Invalid
from directory.placements import actions
from directory.placements.models import Episode
from directory.placements.rules.costs import by_stretch, cost_pence, stretches
from directory.placements.rules.episodes import Span, figures, overlap
from directory.placements.rules.placing import EpisodeKind, Interview
from tests import make, make_placements

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FEES = st.lists(st.tuples(st.integers(-20, 400), st.integers(0, 5_000_000)), min_size=1, max_size=6)


@given(FEES, st.integers(0, 400))
def test_the_cost_is_that_of_its_days_and_the_parts_make_it_exactly(said: list[tuple[int, int]], days: int) -> None:
    fees = [(MONDAY + timedelta(offset), fee) for offset, fee in said]
    parts = stretches(fees, MONDAY, MONDAY + timedelta(days), MONDAY)
    in_force = sorted(dict(fees).items())
    exact = Fraction(0)
    for day in (MONDAY + timedelta(each) for each in range(days)):
        known = [fee for from_on, fee in in_force if from_on <= day]
        exact += Fraction(known[-1] if known else in_force[0][1], 7)
    assert abs(cost_pence(parts) - exact) <= Fraction(1, 2)
    costs = by_stretch(parts)
    assert sum(costs) == cost_pence(parts)
    assert all(
        abs(cost - Fraction(part.days * part.weekly_fee_pence, 7)) <= 1 for cost, part in zip(costs, parts, strict=True)
    )


SPANS = st.lists(
    st.tuples(st.integers(0, 50), st.one_of(st.none(), st.integers(0, 20)), st.sampled_from(list(EpisodeKind))),
    max_size=5,
)


@given(SPANS)
def test_episodes_overlap_where_they_share_an_hour_and_add_up(said: list[tuple[int, int | None, EpisodeKind]]) -> None:
    spans = [
        Span(NOW + begun * HOUR, None if gone is None else NOW + (begun + gone) * HOUR, kind)
        for begun, gone, kind in said
    ]
    late = NOW + 100 * HOUR

    def hours(span: Span) -> set[int]:
        begun = int((span.from_at - NOW) / HOUR)
        over = int(((span.until_at or late) - NOW) / HOUR)
        return set(range(begun, over))

    for one, other in combinations(spans, 2):
        assert overlap(one, other) == overlap(other, one)
        if hours(one) & hours(other):
            assert overlap(one, other)
        elif one.until_at is not None and one.until_at < other.from_at:
            assert not overlap(one, other)
    found = figures(spans, late)
    assert found.hours == sum(len(hours(span)) for span in spans)
    assert found.total == len(spans)
    assert found.now == any(span.until_at is None for span in spans)


@pytest.mark.parametrize(
    ("back", "interview_on", "in_time"),
    [
        (datetime(2026, 11, 20, 10, tzinfo=UTC), date(2026, 11, 23), 1),
        (datetime(2026, 11, 20, 10, tzinfo=UTC), date(2026, 11, 24), 0),
        (datetime(2027, 3, 25, 23, 30, tzinfo=UTC), date(2027, 3, 29), 1),
        (datetime(2026, 12, 29, 12, tzinfo=UTC), date(2027, 1, 1), 1),
    ],
    ids=["on the third day", "a day late", "over the night the clocks go forward", "over the year's end"],
)
def test_an_interview_is_in_time_on_the_day_on_which_72_hours_end(
    back: datetime, interview_on: date, in_time: int
) -> None:
    span = Span(back - HOUR, back, EpisodeKind.MISSING, Interview.DONE, interview_on)
    found = figures([span], back + 10 * DAY)
    assert (found.interviewed, found.interviewed_in_time) == (1, in_time)


def test_no_two_episodes_of_a_placement_overlap(app: Flask, now: datetime) -> None:
    made, worker = make_placements.placed(), make.social_worker()
    later = now + 30 * HOUR
    said = actions.Said(EpisodeKind.MISSING, now + 10 * HOUR, now + 20 * HOUR)
    first = actions.record_episode(worker, made.reference, said=said, now=later).id
    for begun, over, field in ((12, 15, "from_at"), (5, 11, "until_at"), (15, 25, "from_at"), (5, 25, "until_at")):
        span = actions.Said(EpisodeKind.AWAY, now + begun * HOUR, now + over * HOUR)
        with pytest.raises(Invalid) as refused:
            actions.record_episode(worker, made.reference, said=span, now=later)
        assert set(refused.value.fields) == {field}
    before = actions.Said(EpisodeKind.AWAY, now + 5 * HOUR, now + 10 * HOUR)
    actions.record_episode(worker, made.reference, said=before, now=later)
    after = actions.Said(EpisodeKind.AWAY, now + 20 * HOUR)
    last = actions.record_episode(worker, made.reference, said=after, now=later).id
    wrong = actions.Said(EpisodeKind.MISSING, now + 7 * HOUR, now + 9 * HOUR)
    with pytest.raises(Invalid):
        actions.change_episode(worker, made.reference, first, said=wrong, now=later)
    db.session.rollback()
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(update(Episode).where(Episode.id == first).values(until_at=None, interview="not_offered"))
    assert make_placements.placement(made).episodes[0].id == last
