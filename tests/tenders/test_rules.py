from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directory.kit.days import LONDON, working_day_from, working_days_before
from directory.kit.errors import WrongState
from directory.tenders.rules import (
    FULL_HUNDREDTHS,
    LIFECYCLE,
    Criterion,
    CriterionKind,
    Deadlines,
    Details,
    Move,
    Phase,
    PriceFormula,
    Procedure,
    Regime,
    Section,
    Shortening,
    Status,
    check_section,
    cpv_code,
    differences,
    earliest_close,
    hundredths,
    is_working_day,
    london_instant,
    mark,
    minimum,
    phase,
    price_points,
    problems,
    suggest,
    takes_bids,
    total_hundredths,
    warnings,
    weight_words,
    window_is_long_enough,
)
from tests.tenders.making import notice

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
STANDARD = Details(regime=Regime.STANDARD)
SECOND = timedelta(seconds=1)
instants = st.datetimes(datetime(2024, 1, 1), datetime(2028, 10, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis adds the zone
details = st.builds(
    Details,
    regime=st.sampled_from(Regime),
    procedure=st.sampled_from(Procedure),
    shortening=st.sampled_from(Shortening),
)


@pytest.mark.parametrize(
    ("written", "days", "source"),
    [
        (Details(), 10, "Fairhaven's own rule"),
        (STANDARD, 25, "section 54(4)"),
        (replace(STANDARD, shortening=Shortening.URGENCY), 10, "state of urgency"),
        (replace(STANDARD, shortening=Shortening.PLANNED_NOTICE), 10, "planned procurement notice"),
        (replace(STANDARD, procedure=Procedure.DIRECT), 0, "section 41"),
    ],
)
def test_how_long_a_tender_stays_open_is_a_rule_with_a_source(written: Details, days: int, source: str) -> None:
    assert minimum(written).days == days
    assert source in minimum(written).source


@pytest.mark.parametrize(
    ("published_at", "first"),
    [
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), datetime(2026, 12, 18, 16, 0, tzinfo=UTC)),
        # clocks go forward on 28 March 2027 and back on 25 October 2026: the time of day stays
        (datetime(2027, 3, 20, 10, 0, tzinfo=UTC), datetime(2027, 4, 14, 9, 0, tzinfo=UTC)),
        (datetime(2026, 10, 20, 9, 0, tzinfo=UTC), datetime(2026, 11, 14, 10, 0, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2027, 1, 25, 23, 59, 59, tzinfo=UTC)),
        (datetime(2028, 2, 10, 12, 0, tzinfo=UTC), datetime(2028, 3, 6, 12, 0, tzinfo=UTC)),
    ],
    ids=["winter", "clocks go forward", "clocks go back", "year's end", "29 February"],
)
def test_twenty_five_days_are_counted_to_the_second(published_at: datetime, first: datetime) -> None:
    assert earliest_close(published_at, STANDARD) == first
    assert window_is_long_enough(published_at, first, STANDARD)
    assert not window_is_long_enough(published_at, first - SECOND, STANDARD)


@given(instants, details)
@example(datetime(2026, 12, 24, 12, tzinfo=UTC), Details(shortening=Shortening.URGENCY))
def test_what_is_suggested_is_lawful_and_in_order_on_working_days(now: datetime, written: Details) -> None:
    advised = suggest(now, written)
    assert now < advised.questions_close_at < advised.answers_by_at < advised.closes_at
    assert window_is_long_enough(now, advised.closes_at, written)
    for at in (advised.questions_close_at, advised.answers_by_at, advised.closes_at):
        there = at.astimezone(LONDON)
        assert there.time() == time(12)
        assert is_working_day(there.date())


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), False),  # Boxing Day is a Saturday: Monday stands for it
        (date(2027, 3, 26), False),  # Good Friday
        (date(2027, 3, 29), False),  # Easter Monday, the day after the clocks go forward
        (date(2027, 3, 28), False),
        (date(2026, 11, 30), True),  # St Andrew's Day is a holiday in Scotland only
    ],
)
def test_bank_holidays_are_those_of_england_and_wales(day: date, working: bool) -> None:
    assert is_working_day(day) is working


@given(st.dates(date(2024, 1, 1), date(2028, 12, 1)), st.integers(1, 30))
def test_working_days_are_counted_backwards(day: date, number: int) -> None:
    before = working_days_before(day, number)
    between = [before + timedelta(days=n) for n in range((day - before).days)]
    assert sum(is_working_day(one) for one in between) == number
    assert is_working_day(before)
    assert working_day_from(before) == before


@pytest.mark.parametrize(
    ("day", "hour", "refused"),
    [
        (date(2027, 3, 28), time(1, 30), "does not exist"),
        (date(2027, 3, 28), time(1), "does not exist"),
        (date(2026, 10, 25), time(1, 30), "comes twice"),
    ],
)
def test_a_time_that_the_clocks_never_or_twice_show_is_refused(day: date, hour: time, refused: str) -> None:
    with pytest.raises(ValueError, match=refused):
        london_instant(day, hour)


@pytest.mark.parametrize(
    ("day", "hour", "instant"),
    [
        (date(2027, 3, 27), time(12), datetime(2027, 3, 27, 12, tzinfo=UTC)),
        (date(2027, 3, 28), time(12), datetime(2027, 3, 28, 11, tzinfo=UTC)),
        (date(2027, 3, 28), time(2), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (date(2026, 10, 25), time(0, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (date(2026, 10, 25), time(2), datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_what_clocks_in_london_show_is_one_instant(day: date, hour: time, instant: datetime) -> None:
    assert london_instant(day, hour) == instant


@pytest.mark.parametrize(
    "closes_at",
    [london_instant(date(2027, 3, 28), time(12)), london_instant(date(2026, 10, 25), time(12)), NOW],
)
def test_one_second_decides_whether_a_bid_is_late(closes_at: datetime) -> None:
    asks_until = closes_at - timedelta(days=3)

    def at(now: datetime) -> Phase:
        return phase(Status.OPEN, now, questions_close_at=asks_until, closes_at=closes_at)

    assert at(asks_until - SECOND) == Phase.OPEN
    assert at(asks_until) == Phase.QUESTIONS_CLOSED
    assert at(closes_at - timedelta(milliseconds=1)) == Phase.QUESTIONS_CLOSED
    assert takes_bids(at(closes_at - SECOND))
    assert at(closes_at) == Phase.SEALED
    assert not takes_bids(at(closes_at))


@pytest.mark.parametrize("status", [status for status in Status if status != Status.OPEN])
def test_time_changes_only_an_open_tender(status: Status) -> None:
    assert phase(status, NOW, questions_close_at=NOW - SECOND, closes_at=NOW - SECOND).value == status.value


CODES = ["85000000-9", "85300000-2", "85311300-5", "85312110-3", "79000000-4", "45000000-7", "03000000-1"]


@pytest.mark.parametrize("code", CODES)
def test_a_cpv_code_is_known_by_its_check_digit(code: str) -> None:
    assert cpv_code(code) == cpv_code(code[:8]) == cpv_code(f" {code} ") == code
    wrong = f"{code[:9]}{(int(code[9]) + 1) % 10}"
    with pytest.raises(ValueError, match="check digit"):
        cpv_code(wrong)


@pytest.mark.parametrize("text", ["", "8531130", "853113005x", "85311300--5", "८५३११३००", "85311300-55"])
def test_what_is_no_cpv_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="eight digits"):
        cpv_code(text)


@given(st.integers(1, FULL_HUNDREDTHS))
def test_a_weight_is_read_as_it_is_written(weight: int) -> None:
    assert hundredths(weight_words(weight)) == weight


@pytest.mark.parametrize("text", ["0", "-1", "100.01", "33.333", "ten", "NaN", "Infinity", "", "1e99"])
def test_what_is_no_weight_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Enter a weight"):
        hundredths(text)


@given(st.lists(st.integers(1, FULL_HUNDREDTHS), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_weights_add_exactly_in_any_order(weights: list[int], random: object) -> None:
    criteria = [Criterion(weight_hundredths=one) for one in weights]
    assert total_hundredths(criteria) == total_hundredths(reversed(criteria)) == sum(weights)


def test_thirds_that_people_write_do_not_add_to_a_hundred() -> None:
    thirds = [Criterion(weight_hundredths=hundredths("33.33"))] * 3
    assert weight_words(total_hundredths(thirds)) == "99.99"


prices = st.decimals(Decimal("0.01"), Decimal(10**9), places=2)


@given(prices, prices, st.sampled_from(PriceFormula), st.integers(1, FULL_HUNDREDTHS))
def test_the_lowest_price_earns_all_points_and_none_earns_more(
    one: Decimal, other: Decimal, formula: PriceFormula, weight: int
) -> None:
    lowest, price = sorted((one, other))
    full = Decimal(weight) / 100
    assert price_points(formula, price=lowest, lowest=lowest, weight=full) == full
    assert 0 <= price_points(formula, price=price, lowest=lowest, weight=full) <= full


def test_a_whole_tender_has_no_problem_and_an_empty_one_has_many() -> None:
    assert problems(notice(NOW), NOW) == []
    assert warnings(notice(NOW)) == []
    empty = replace(notice(NOW), details=Details(), deadlines=Deadlines(), lots=(), criteria=())
    said = {(one.section.value, one.field) for one in problems(empty, NOW)}
    assert {("details", "description"), ("lots", "lots"), ("criteria", "criteria"), ("deadlines", "closes_at")} <= said


@pytest.mark.parametrize("total", [99_99, 100_01])
def test_weights_that_do_not_add_to_exactly_a_hundred_are_a_problem(total: int) -> None:
    whole = notice(NOW)
    first = replace(whole.criteria[0], weight_hundredths=whole.criteria[0].weight_hundredths + total - FULL_HUNDREDTHS)
    found = problems(replace(whole, criteria=(first, *whole.criteria[1:])), NOW)
    assert [one.field for one in found] == ["weight"]
    assert weight_words(total) in found[0].words


def test_a_tender_that_is_open_too_shortly_is_refused_with_the_law() -> None:
    whole = notice(NOW, regime=Regime.STANDARD)
    short = replace(whole.deadlines, closes_at=earliest_close(NOW, whole.details) - SECOND)
    (problem,) = problems(replace(whole, deadlines=short), NOW)
    assert problem.field == "closes_at"
    assert "at least 25 days" in problem.words
    assert "section 54(4)" in problem.source


@pytest.mark.parametrize(
    ("moved", "field"),
    [
        ({"questions_close_at": NOW}, "questions_close_at"),
        ({"answers_by_at": NOW + SECOND}, "answers_by_at"),
        ({"answers_by_at": NOW + timedelta(days=300)}, "answers_by_at"),
        ({"closes_at": NOW - SECOND}, "closes_at"),
    ],
)
def test_deadlines_out_of_order_or_past_are_problems(moved: dict[str, datetime], field: str) -> None:
    whole = notice(NOW)
    found = problems(replace(whole, deadlines=replace(whole.deadlines, **moved)), NOW)
    assert field in {one.field for one in found}


def test_a_deadline_at_night_or_on_a_holiday_is_a_warning_only() -> None:
    whole = notice(NOW)
    for at in (london_instant(date(2027, 3, 26), time(12)), london_instant(date(2027, 3, 25), time(23))):
        late = replace(whole, deadlines=replace(whole.deadlines, closes_at=at))
        assert problems(late, NOW) == []
        assert [one.field for one in warnings(late)] == ["closes_at"]


def test_a_direct_award_needs_its_ground_and_its_reasons() -> None:
    whole = notice(NOW, procedure=Procedure.DIRECT)
    assert [one.field for one in problems(whole, NOW)] == ["ground", "justification"]


def test_a_price_needs_a_formula_and_a_question_needs_a_guide() -> None:
    whole = notice(NOW)
    bare = (Criterion(CriterionKind.PRICE, "Price", 5000), Criterion(CriterionKind.QUALITY, "Quality", 5000))
    found = problems(replace(whole, criteria=bare), NOW)
    assert [(one.number, one.field) for one in found] == [
        (1, "formula"),
        (2, "question"),
        (2, "word_limit"),
        (2, "guide"),
    ]


def test_values_that_cannot_be_are_refused_even_in_a_draft() -> None:
    wrong = Details(title=" ", value_minimum_pence=2, value_maximum_pence=1, cpv_codes=("1",), extension_months=-1)
    assert set(check_section(wrong)) == {"title", "value_maximum_pence", "cpv_codes", "extension_months"}
    assert set(check_section(Deadlines(closes_at=datetime(2027, 1, 1)))) == {"closes_at"}  # noqa: DTZ001


def test_a_mark_changes_when_anything_written_changes() -> None:
    one, other = Details(title="A"), Details(title="B")
    assert mark(one) == mark(Details(title="A")) != mark(other)
    assert [(d.field, d.before, d.after) for d in differences(one, other)] == [("title", "A", "B")]


@given(st.sampled_from(Status), st.sampled_from(Move))
def test_a_move_that_is_not_in_the_table_is_refused(status: Status, move: Move) -> None:
    if LIFECYCLE.allows(status, move):
        assert LIFECYCLE.after(status, move) in Status
    else:
        with pytest.raises(WrongState):
            LIFECYCLE.after(status, move)


def test_a_limited_tender_says_why_not_everybody_may_bid(now: datetime) -> None:
    (problem,) = problems(notice(now, procedure=Procedure.LIMITED), now)
    assert (problem.field, problem.section) == ("justification", Section.DETAILS)
    assert problems(notice(now, procedure=Procedure.LIMITED, justification="Homes near Leeds"), now) == []
