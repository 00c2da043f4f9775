"""What is done to bids: written, submitted and withdrawn by their providers, opened by two officers."""

from directory.bids.actions.attaching import attach, detach
from directory.bids.actions.drafting import begin, save
from directory.bids.actions.keeping import prepare, reseal, rewrap
from directory.bids.actions.submitting import submit, withdraw
from directory.bids.actions.unsealing import ask_to_unseal, open_bids

__all__ = [
    "ask_to_unseal",
    "attach",
    "begin",
    "detach",
    "open_bids",
    "prepare",
    "reseal",
    "rewrap",
    "save",
    "submit",
    "withdraw",
]
