"""Prices: which ones a lot asks for, and what they come to."""

from directory.bids.rules.content import Bid
from directory.tenders.rules import Lot, PriceLine


def line_pence(line: PriceLine, pence: int) -> int:
    """Give what a line comes to: the price of one unit times how many are reckoned with."""
    return pence * line.quantity


def lot_pence(bid: Bid, number: int, lot: Lot) -> int | None:
    """Give what a lot's prices come to in pence; None while one is missing or the lot asks for none."""
    given = {one.line: one.pence for one in bid.prices if one.lot == number}
    lines = list(enumerate(lot.price_lines, 1))
    if not lines or any(line not in given for line, _ in lines):
        return None
    return sum(line_pence(asked, given[line]) for line, asked in lines)
