"""Costs, clocks and scores, in exact arithmetic."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.kit.days import working_days_after
from directory.kit.errors import Invalid
from directory.placements.rules.costs import cost_pence, stretches, sum_in_words
from directory.placements.rules.due import EpisodeFacts, Facts, Kind, area_due_on, due, interview_due_at
from directory.placements.rules.holds import expiry
from directory.placements.rules.placing import Interview, Where
from directory.placements.rules.scoring import (
    DEFAULT,
    Criterion,
    Score,
    failed,
    plain,
    tenths,
    wrong_matrix,
    wrong_scores,
)
from directory.placements.rules.scoring import (
    sum_in_words as score_in_words,
)
from directory.placements.rules.timeline import drawn
from directory.requests.rules.lifecycle import Urgency

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fees", "ended_on", "pence"),
    [
        ([(MONDAY, 7_000_00)], MONDAY + timedelta(7), 7_000_00),
        ([(MONDAY, 7_000_00)], MONDAY, 0),
        ([(MONDAY, 7_000_00)], None, 3 * 1_000_00),
        ([(MONDAY, 1_000_00)], MONDAY + timedelta(1), 142_86),
        ([(MONDAY, 7_000_00), (MONDAY + timedelta(1), 14_000_00)], None, 1_000_00 + 2 * 2_000_00),
        ([(MONDAY, 7_000_00), (MONDAY, 700_00)], MONDAY + timedelta(7), 700_00),
        ([(MONDAY + timedelta(1), 7_000_00)], MONDAY + timedelta(7), 7_000_00),
        ([(MONDAY, 7_000_00), (MONDAY + timedelta(30), 1)], MONDAY + timedelta(7), 7_000_00),
    ],
    ids=["a week", "no day", "so far", "a seventh", "a rise", "the later word", "came early", "a rise to come"],
)
def test_the_cost_so_far_is_exact(fees: list[tuple[date, int]], ended_on: date | None, pence: int) -> None:
    today = MONDAY + timedelta(2)
    parts = stretches(fees, MONDAY, ended_on, today)
    assert cost_pence(parts) == pence
    assert sum_in_words(parts).endswith(f"£{pence // 100:,}" + (f".{pence % 100:02d}" if pence % 100 else ""))


@given(
    st.lists(st.tuples(st.integers(-20, 400), st.integers(0, 5_000_000)), min_size=1, max_size=6), st.integers(0, 400)
)
def test_every_day_is_paid_once(said: list[tuple[int, int]], days: int) -> None:
    fees = [(MONDAY + timedelta(offset), fee) for offset, fee in said]
    parts = stretches(fees, MONDAY, MONDAY + timedelta(days), MONDAY)
    assert sum(part.days for part in parts) == days
    assert all(a.until_on == b.from_on for a, b in pairwise(parts))


def test_nothing_is_paid_before_the_start() -> None:
    assert cost_pence(stretches([(MONDAY, 1_000_00)], None, None, MONDAY)) == 0


def facts(**more: object) -> Facts:
    given_: dict[str, object] = {
        "starts_on": MONDAY,
        "started_on": MONDAY,
        "ended_on": None,
        "expected_end_on": None,
        "emergency": False,
        "where": Where.OWN_AREA,
        "approved": False,
        "area_told_on": None,
    }
    return Facts(**{**given_, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("started_on", "emergency", "last_day"),
    [
        (date(2026, 11, 23), False, date(2026, 11, 23)),
        (date(2026, 11, 23), True, date(2026, 11, 30)),
        (date(2026, 12, 24), True, date(2027, 1, 5)),
        (date(2027, 3, 25), True, date(2027, 4, 5)),
    ],
    ids=["planned: before the start", "emergency", "Christmas and the year's end", "Easter and summer time"],
)
def test_the_area_authority_is_told_in_working_days(started_on: date, emergency: bool, last_day: date) -> None:
    assert area_due_on(facts(started_on=started_on, starts_on=started_on, emergency=emergency)) == last_day


def test_working_days_after_skip_weekends_and_bank_holidays() -> None:
    assert working_days_after(date(2026, 11, 27), 1) == date(2026, 11, 30)
    assert working_days_after(date(2026, 12, 24), 1) == date(2026, 12, 29)


def test_a_return_interview_is_due_72_hours_after_the_return_whatever_the_clocks_do() -> None:
    back = datetime(2027, 3, 27, 12, tzinfo=UTC)
    assert interview_due_at(back) - back == timedelta(hours=72)


def kinds(found: Facts, now: datetime = NOW) -> dict[Kind, bool]:
    return {task.kind: task.overdue for task in due(found, now)}


def test_what_is_due_comes_from_the_clocks() -> None:
    away = {"where": Where.AT_A_DISTANCE, "started_on": None}
    assert kinds(facts()) == {}
    assert kinds(facts(**away)) == {Kind.APPROVE_DISTANCE: False, Kind.TELL_AREA: False, Kind.START: False}
    assert kinds(facts(**away), NOW + timedelta(1)) == dict.fromkeys(
        (Kind.APPROVE_DISTANCE, Kind.TELL_AREA, Kind.START), True
    )
    assert kinds(facts(reviews=[("1", MONDAY + timedelta(14)), ("2", MONDAY + timedelta(15))])) == {Kind.REVIEW: False}
    assert kinds(facts(expected_end_on=MONDAY + timedelta(3))) == {Kind.END: False}


@pytest.mark.parametrize(
    ("until_at", "interview", "wanted"),
    [
        (None, Interview.NOT_OFFERED, {Kind.MISSING: False}),
        (NOW, Interview.NOT_OFFERED, {Kind.INTERVIEW: False}),
        (NOW - timedelta(hours=72), Interview.OFFERED, {Kind.INTERVIEW: True}),
        (NOW - timedelta(hours=90), Interview.DONE, {}),
        (NOW - timedelta(hours=90), Interview.DECLINED, {}),
    ],
)
def test_a_return_interview_stays_due_until_it_is_done_or_declined(
    until_at: datetime | None, interview: Interview, wanted: dict[Kind, bool]
) -> None:
    assert kinds(facts(episodes=[EpisodeFacts("1", until_at, interview)])) == wanted
    ended = facts(ended_on=MONDAY, episodes=[EpisodeFacts("1", until_at, interview)])
    assert kinds(ended) == wanted, "the end of a placement does not end the duty"


@pytest.mark.parametrize(("hours", "urgency"), [(0, Urgency.PLANNED), (25, Urgency.EMERGENCY), (10**12, None)])
def test_a_hold_has_bounds(hours: int, urgency: Urgency | None) -> None:
    with pytest.raises(Invalid):
        expiry(urgency, hours, since=NOW, now=NOW)


def test_scores_are_summed_exactly_and_shown() -> None:
    scores = [Score(passed=True), Score(passed=True), *(Score(points=n) for n in (4, 3, 5, 1))]
    assert tenths(DEFAULT, scores) == 720
    assert score_in_words(DEFAULT, scores) == "40 × 4 ÷ 5 + 20 × 3 ÷ 5 + 25 × 5 ÷ 5 + 15 × 1 ÷ 5 = 72"
    assert plain(726) == "72.6"
    assert failed(DEFAULT, [Score(passed=False), *scores[1:]]) == [DEFAULT[0].words]
    assert wrong_matrix(DEFAULT) == {}


@given(st.lists(st.integers(0, 5), min_size=3, max_size=3))
def test_the_total_is_never_rounded(points: list[int]) -> None:
    criteria = [Criterion(str(n), weight) for n, weight in enumerate((33, 33, 34))]
    scores = [Score(points=n) for n in points]
    fifths = sum((each.weight or 0) * score for each, score in zip(criteria, points, strict=True))
    assert tenths(criteria, scores) == 2 * fifths


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ([Criterion("Cost", 99)], "add to 99"),
        ([Criterion("Safe", None)], "at least one"),
        ([Criterion("Cost", 50), Criterion("cost", 50)], "same words"),
        ([Criterion(" ", 100)], "words"),
        ([Criterion("Cost", 150), Criterion("Other", -50)], "from 1 to 100"),
        ([Criterion(str(n), 1) for n in range(13)], "at most 12"),
    ],
)
def test_a_matrix_that_cannot_judge_is_refused(criteria: list[Criterion], words: str) -> None:
    assert words in wrong_matrix(criteria)["criteria"]


def test_a_score_that_is_missing_is_named() -> None:
    assert wrong_scores(DEFAULT, []) == {"scores": "Give 6 scores, in the order of the criteria"}
    scores = [Score(points=6), Score(passed=True), *(Score(points=6) for _ in range(4))]
    assert set(wrong_scores(DEFAULT, scores)) == {"score_1", "score_3", "score_4", "score_5", "score_6"}


def test_a_timeline_runs_from_the_first_to_the_last_day() -> None:
    drawing = drawn([("Agreed", MONDAY, "agreed")], [(MONDAY, MONDAY + timedelta(10), "lived")], MONDAY + timedelta(4))
    assert (drawing.begins, drawing.ends) == (MONDAY, MONDAY + timedelta(10))
    assert [(mark.x, mark.words) for mark in drawing.marks] == [(10, "Agreed")]
    assert drawing.bands[0].width == 580
