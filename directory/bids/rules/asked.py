"""What of a bid still counts once the tender was amended: what it answers has kept its number, or is gone."""

from dataclasses import replace

from directory.bids.rules.content import Bid
from directory.tenders.rules import Notice, numbered


def for_lots_that_stand(bid: Bid, notice: Notice) -> Bid:
    """Give the bid without the lots that were taken away and their prices. Its words stay, whatever they answer."""
    standing = set(dict(numbered(notice.lots)))
    return replace(
        bid,
        lots=tuple(lot for lot in bid.lots if lot in standing),
        prices=tuple(one for one in bid.prices if one.lot in standing),
    )


def as_judged(bid: Bid, notice: Notice) -> Bid:
    """Give what is judged of a submitted bid: its lots, answers and prices that the notice still asks for.

    A question that was added since has no answer in it. A bid without a lot left is judged for nothing.
    """
    asked = set(dict(numbered(notice.criteria)))
    kept = for_lots_that_stand(bid, notice)
    answers = tuple(one for one in kept.answers if one.criterion in asked and one.lot in {0, *kept.lots})
    return replace(kept, answers=answers, files=tuple(one for one in kept.files if one.criterion in asked))
