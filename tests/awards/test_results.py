"""How lots stand, from what is kept: what is missing is said, and prices stay closed until they are opened."""

from flask import Flask

from directory.awards.queries.results import results
from tests import make, make_bids


def test_before_the_judging_begins_nothing_stands(lite: Flask) -> None:
    tender = make_bids.opened_tender()
    for lot in results(make.commissioner(), tender.id):
        assert lot.missing == ("The judging has not begun",)
        assert [(one.rank, one.price_pence) for one in lot.standings] == [(None, None)] * 2
