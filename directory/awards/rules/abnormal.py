"""Prices that ask for a second look. Nothing is decided here: a person asks the bidder, then decides.

Source: Procurement Act 2023, s19(3)(c): a price that the authority considers abnormally low may be disregarded;
s19(4): only after the bidder was told and had a reasonable opportunity to show that it can perform at that price;
s19(5): not where it has shown so. The Act names no threshold. The one here is that of the Scottish Government's
Construction Procurement Handbook (chapter 8, "Abnormally Low Tenders"): more than 15% below the average of all prices
without the highest. Of two prices it is measured against the other one, which is a rule of our own.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

from directory.awards.rules.arithmetic import rounded
from directory.kit.money import pounds

THRESHOLD_PERCENT = 15
FEWEST = 2

B = TypeVar("B")


def unusually_low(prices_pence: Mapping[B, int]) -> dict[B, str]:
    """Give which prices of one lot ask for a second look, and why, in words."""
    if len(prices_pence) < FEWEST:
        return {}
    ordered = sorted(prices_pence.values())
    compared = ordered[:-1] if len(ordered) > FEWEST else ordered[1:]
    average = Fraction(sum(compared), len(compared))
    what = "the average of all prices without the highest" if len(ordered) > FEWEST else "the other price"
    limit = average * (100 - THRESHOLD_PERCENT) / 100
    return {
        bid: f"{pounds(price)} is {rounded((average - price) * 100 / average, 1)}% below {what}, {pounds(int(average))}"
        for bid, price in prices_pence.items()
        if price < limit
    }
