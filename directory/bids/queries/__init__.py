"""What a provider reads of its own bid, and what the authority reads once the bids are opened."""

from directory.bids.queries.keys import public_lost_keys
from directory.bids.queries.needing import needs
from directory.bids.queries.opening import (
    Opening,
    opened_bid,
    opened_bids,
    opening,
    ready_to_unseal,
    unsealing_of,
    was_opened,
)
from directory.bids.queries.own import may_move, moves, own_bid, own_name, own_services, ready_to, why_no_bid

__all__ = [
    "Opening",
    "may_move",
    "moves",
    "needs",
    "opened_bid",
    "opened_bids",
    "opening",
    "own_bid",
    "own_name",
    "own_services",
    "public_lost_keys",
    "ready_to",
    "ready_to_unseal",
    "unsealing_of",
    "was_opened",
    "why_no_bid",
]
