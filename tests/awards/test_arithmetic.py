"""Points, totals, ranks: exact, the same in any order, rounded once; and a published example."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.awards.rules.abnormal import unusually_low
from directory.awards.rules.arithmetic import (
    Agreed,
    Entry,
    in_words,
    points_of_price,
    rounded,
    score_points,
    shown,
    standings,
    ties,
)
from directory.tenders.rules import Criterion, CriterionKind, PriceFormula, TieBreak

NAMES = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
QUALITY = Criterion(CriterionKind.QUALITY, "Safety", 6000, highest_score=5)
SOCIAL = Criterion(CriterionKind.SOCIAL_VALUE, "Social value", 1000, highest_score=3)
PRICE = Criterion(CriterionKind.PRICE, "Price", 3000, formula=PriceFormula.LOWEST_OVER_PRICE)
CRITERIA = (QUALITY, SOCIAL, PRICE)


def entry(number: int, quality: int, social: int, price: int | None, *failures: str) -> Entry:
    agreed = {1: Agreed(quality, "said well"), 2: Agreed(social, "said well")}
    return Entry(uuid5(NAMES, str(number)), number, uuid5(NAMES, f"o{number}"), f"B{number}", agreed, price, failures)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Fraction(1, 3), "0.33"), (Fraction(1, 200), "0.01"), (Fraction(49, 10_000), "0.00"), (Fraction(2, 3), "0.67")],
)
def test_a_total_is_rounded_half_up_once(value: Fraction, expected: str) -> None:
    assert rounded(value) == Decimal(expected)


def test_points_are_told_exactly_or_said_to_be_about() -> None:
    assert in_words(Fraction(48)) == "48"
    assert in_words(Fraction(20, 3)) == "20/3, about 6.666667"
    assert shown(Fraction(1, 8)) == Decimal("0.125")


def test_the_published_example_of_prices_is_reproduced() -> None:
    """Quotes of £15,000, £10,000 and £30,000 score 0.667, 1 and 0.333 of the points.

    Source: Crown Commercial Service and Government Digital Service, "How to score Digital Outcomes and Specialists
    suppliers", gov.uk/guidance/how-to-score-digital-outcomes-and-specialists-suppliers, part "Fixed quotes".
    """
    whole = replace(PRICE, weight_hundredths=100)  # one point
    scores = [rounded(points_of_price(whole, price, 10_000_00), 3) for price in (15_000_00, 10_000_00, 30_000_00)]
    assert scores == [Decimal("0.667"), Decimal(1), Decimal("0.333")]


def test_the_published_example_of_forty_points_is_reproduced() -> None:
    """40 points for a price of £100; £105 and £108 earn 38 and 37.

    Source: Impact Bids, "The quality imperative", impactbids.com/the-quality-imperative.
    """
    forty = replace(PRICE, weight_hundredths=4000)
    assert [rounded(points_of_price(forty, price, 100), 0) for price in (100, 105, 108)] == [40, 38, 37]


def test_the_published_example_of_quality_and_price_is_reproduced() -> None:
    """Five requirements scored up to 5 with the weights 10, 10, 10, 20 and 20, all at 5, come to 70; prices of £110,
    £100, £125, £150 and £130 earn 27.27, 30, 24, 20 and 23.08 of 30. The totals are the sums of the two.

    Source: Procurement Templates, "Evaluation Criteria (Low Value)", procurementtemplates.co.uk/evaluation-critieria.
    """
    weights = (1000, 1000, 1000, 2000, 2000)
    asked = (*(replace(QUALITY, weight_hundredths=weight) for weight in weights), PRICE)
    best = {n: Agreed(5, "") for n in range(1, 6)}
    prices = {1: 110_00, 2: 100_00, 3: 125_00, 4: 150_00, 5: 130_00}
    bids = [Entry(uuid5(NAMES, str(n)), n, NAMES, f"Supplier {n}", best, price) for n, price in prices.items()]
    found = {one.number: one for one in standings(asked, bids, TieBreak.LOWEST_PRICE)}
    assert {sum(each.points for each in one.judged[:-1]) for one in found.values()} == {70}
    price_points = [round(found[n].judged[-1].points, 2) for n in prices]
    assert price_points == [Decimal(points) for points in ("27.27", "30", "24", "20", "23.08")]
    assert [found[n].total for n in prices] == [Decimal(t) for t in ("97.27", "100", "94", "90", "93.08")]
    assert [found[n].rank for n in prices] == [2, 1, 3, 5, 4]


def test_a_whole_lot_by_hand() -> None:
    """Figures of our own, checked by hand: 60 x 4/5 + 10 x 2/3 + 30 x 1400/1500 = 48 + 6.666... + 28 = 82.67."""
    found = standings(CRITERIA, [entry(1, 4, 2, 1500_00), entry(2, 3, 3, 1400_00)], TieBreak.HIGHEST_QUALITY)
    assert [(one.number, one.rank, one.total) for one in found] == [
        (1, 1, Decimal("82.67")),
        (2, 2, Decimal("76.00")),
    ]
    assert [one.sum for one in found[0].judged] == [
        "60 × 4 ÷ 5 = 48",
        "10 × 2 ÷ 3 = 20/3, about 6.666667",
        "30 × £1,400 ÷ £1,500 = 28",
    ]


def test_a_bid_that_failed_has_no_rank_and_its_price_counts_for_nobody() -> None:
    cheap = entry(1, 5, 3, 1_00, "Policies: none")
    found = standings(CRITERIA, [cheap, entry(2, 3, 3, 1500_00)], TieBreak.HIGHEST_QUALITY)
    assert [(one.number, one.rank) for one in found] == [(2, 1), (1, None)]
    assert found[0].judged[-1].points == 30


def test_a_score_below_the_lowest_that_passes_fails_the_bid() -> None:
    strict = (replace(QUALITY, minimum_score=2), SOCIAL, PRICE)
    found = standings(strict, [entry(1, 1, 3, 100), entry(2, 2, 3, 200)], TieBreak.HIGHEST_QUALITY)
    assert found[1].failures == ("Safety: scored 1, and the lowest score that passes is 2",)


def test_a_bid_for_nothing_earns_all_points_and_the_others_none() -> None:
    assert points_of_price(PRICE, 0, 0) == 30
    assert points_of_price(PRICE, 5, 0) == 0


TIED = (entry(1, 3, 3, 1000), entry(2, 3, 3, 1000))


@pytest.mark.parametrize("rule", TieBreak)
def test_what_nothing_tells_apart_shares_a_rank_until_it_is_drawn(rule: TieBreak) -> None:
    found = standings(CRITERIA, [*TIED, entry(3, 1, 1, 1000)], rule)
    assert [one.rank for one in found] == [1, 1, 3]
    assert [[one.number for one in group] for group in ties(found)] == [[1, 2]]
    drawn = standings(CRITERIA, [*TIED, entry(3, 1, 1, 1000)], rule, drawn=[(TIED[1].bid_id, TIED[0].bid_id)])
    assert [(one.number, one.rank) for one in drawn] == [(2, 1), (1, 2), (3, 3)]
    assert ties(drawn) == []


def test_a_draw_among_others_than_those_tied_does_not_count() -> None:
    stale = (TIED[1].bid_id, uuid5(NAMES, "9"))
    assert [one.rank for one in standings(CRITERIA, TIED, TieBreak.DRAWN, drawn=[stale])] == [1, 1]


def test_the_notice_says_what_decides_between_equal_totals() -> None:
    flat = (
        replace(QUALITY, weight_hundredths=5000, highest_score=2),
        replace(PRICE, weight_hundredths=5000),
    )
    better = Entry(uuid5(NAMES, "1"), 1, NAMES, "Better", {1: Agreed(2, "")}, 200)  # 50 + 25
    cheaper = Entry(uuid5(NAMES, "2"), 2, NAMES, "Cheaper", {1: Agreed(1, "")}, 100)  # 25 + 50
    first = {rule: standings(flat, [better, cheaper], rule)[0].number for rule in TieBreak}
    assert first[TieBreak.HIGHEST_QUALITY] == 1
    assert first[TieBreak.LOWEST_PRICE] == 2
    assert [one.rank for one in standings(flat, [better, cheaper], TieBreak.DRAWN)] == [1, 1]


def test_nobody_has_a_rank_while_something_is_missing() -> None:
    assert [one.rank for one in standings(CRITERIA, TIED, TieBreak.DRAWN, complete=False)] == [None, None]


Drawn = tuple[int, int, int, bool]
bids = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(1, 10**9), st.booleans()), min_size=1, max_size=8
)


def made(drawn: list[Drawn]) -> list[Entry]:
    return [entry(n, q, s, p, *(["failed"] if failed else [])) for n, (q, s, p, failed) in enumerate(drawn, 1)]


@given(bids, st.randoms(use_true_random=False), st.sampled_from(TieBreak))
def test_the_order_of_bids_changes_nothing(drawn: list[Drawn], random: Random, rule: TieBreak) -> None:
    entries = made(drawn)
    mixed = list(entries)
    random.shuffle(mixed)
    assert standings(CRITERIA, mixed, rule) == standings(CRITERIA, entries, rule)


@given(bids, st.integers(2, 1000))
def test_prices_in_another_unit_earn_the_same_points(drawn: list[Drawn], times: int) -> None:
    entries = made(drawn)
    scaled = [replace(one, price_pence=(one.price_pence or 0) * times) for one in entries]
    before, after = (standings(CRITERIA, each, TieBreak.HIGHEST_QUALITY) for each in (entries, scaled))
    assert [(one.number, one.rank, one.total) for one in before] == [(one.number, one.rank, one.total) for one in after]


@given(bids)
def test_totals_are_from_0_to_100_and_ranks_follow_them(drawn: list[Drawn]) -> None:
    found = standings(CRITERIA, made(drawn), TieBreak.LOWEST_PRICE)
    ranked = [one for one in found if one.rank is not None]
    assert all(0 <= one.total <= 100 for one in found)
    assert [one.total for one in ranked] == sorted((one.total for one in ranked), reverse=True)
    assert [one.rank for one in ranked] == sorted(one.rank or 0 for one in ranked)
    assert all((one.rank is None) == bool(one.failures) for one in found)


@given(st.integers(0, 4), st.integers(1, 10_000), st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_better_score_earns_more_and_a_higher_price_never(score: int, weight: int, one: int, other: int) -> None:
    quality = replace(QUALITY, weight_hundredths=weight)
    assert score_points(quality, score) < score_points(quality, score + 1) <= Fraction(weight, 100)
    low, high = sorted((one, other))
    for formula in PriceFormula:
        price = replace(PRICE, weight_hundredths=weight, formula=formula)
        assert 0 <= points_of_price(price, high, low) <= points_of_price(price, low, low) == Fraction(weight, 100)


@given(bids)
def test_points_shown_add_up_to_the_total_within_a_cent_of_rounding(drawn: list[Drawn]) -> None:
    for one in standings(CRITERIA, made(drawn), TieBreak.DRAWN):
        assert abs(sum(each.points for each in one.judged) - one.total) <= Decimal("0.00501")


@pytest.mark.parametrize(
    ("prices", "low"),
    [
        ({"a": 100}, set()),
        ({"a": 100, "b": 90}, set()),
        ({"a": 100, "b": 84}, {"b"}),
        ({"a": 100, "b": 100, "c": 300}, set()),
        ({"a": 100, "b": 100, "c": 50}, {"c"}),  # 50 is below 85% of 75
        ({"a": 0, "b": 100}, {"a"}),
    ],
)
def test_a_price_far_below_the_others_asks_for_a_second_look(prices: dict[str, int], low: set[str]) -> None:
    assert set(unusually_low(prices)) == low
